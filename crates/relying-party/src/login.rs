//! A login: the request, the callback, and the exchange of the code for an ID Token.

mod arrival;
mod callback;
mod finish;
mod flow;
mod pending;
mod request;

pub(crate) use arrival::Arrival;
pub use callback::{Callback, MalformedCallback};
pub use finish::CallbackError;
pub use flow::{Login, LoginError, LoginFlow};
pub use pending::PendingLogin;
pub use request::{LoginRequest, LoginRequestError};
