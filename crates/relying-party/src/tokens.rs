//! Tokens: the exchange at the token endpoint, the session that the caller keeps, and the refresh.

mod endpoint;
mod exchange;
mod refresh;
mod refresh_error;
mod session;

pub use endpoint::TokenEndpointError;
pub(crate) use endpoint::credentials;
pub use exchange::ExchangeError;
pub(crate) use exchange::{Exchange, Received, Tokens};
pub use refresh::{RefreshFlow, Refreshed, ScopeChange};
pub use refresh_error::RefreshError;
pub use session::Session;
