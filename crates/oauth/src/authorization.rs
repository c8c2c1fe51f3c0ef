//! The messages of the authorization endpoint: the request, the response, and the path by which the
//! response reaches the client.

pub mod iss;
pub mod pkce;
mod request;
mod response;
mod response_mode;
mod response_type;
mod return_path;
mod state;

pub use request::{AuthorizationRequest, AuthorizationRequestError, ReturnAddress};
pub use response::{AuthorizationError, AuthorizationResponse, AuthorizationResponseError};
pub use response_mode::ResponseMode;
pub use response_type::ResponseType;
pub use return_path::{ReturnPath, UnsupportedResponseMode};
pub use state::State;
