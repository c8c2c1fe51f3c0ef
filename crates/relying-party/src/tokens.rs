//! Tokens: the request to the token endpoint, what is kept of its answer, and the refresh.

mod endpoint;
mod exchange;
mod refresh;
mod session;

pub use endpoint::TokenEndpointError;
pub use exchange::ExchangeError;
pub(crate) use exchange::{Exchange, Issued};
pub use refresh::{RefreshError, RefreshFlow, Refreshed};
pub use session::Session;
