//! Tokens: the exchange at the token endpoint, the session that the caller keeps, and the refresh.

mod endpoint;
mod exchange;
mod refresh;
mod session;

pub use endpoint::TokenEndpointError;
pub use exchange::ExchangeError;
pub(crate) use exchange::{Exchange, Issued};
pub use refresh::{RefreshError, RefreshFlow, Refreshed};
pub use session::Session;
