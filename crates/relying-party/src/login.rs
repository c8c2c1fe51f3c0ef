//! A login: the request, the callback, and the exchange of the code for an ID Token.

mod agreement;
mod arrival;
mod arrived;
mod by_object;
mod callback;
mod callback_error;
mod carrier;
mod claims;
mod finish;
mod flow;
mod from_browser;
mod login_error;
mod malformed_callback;
mod pending;
mod push;
mod push_error;
mod request;
mod request_error;
mod request_object;
mod required;
mod response_type;
mod without_tokens;

pub(crate) use arrival::Arrival;
pub use callback::Callback;
pub use callback_error::CallbackError;
pub(crate) use carrier::Carrier;
pub use flow::{Login, LoginFlow};
pub use from_browser::FromBrowser;
pub use login_error::LoginError;
pub use malformed_callback::MalformedCallback;
pub use pending::PendingLogin;
pub use push::PushFlow;
pub use push_error::PushLoginError;
pub use request::LoginRequest;
pub use request_error::LoginRequestError;
pub use without_tokens::{WithoutTokens, WithoutTokensFlow};
