//! A login: the request, the callback, and the exchange of the code for an ID Token.

mod callback;
mod finish;
mod flow;
mod pending;
mod request;

pub use callback::{Callback, MalformedCallback};
pub use finish::CallbackError;
pub use flow::{Login, LoginError, LoginFlow};
pub use pending::PendingLogin;
pub use request::{LoginRequest, LoginRequestError};
