//! The authorization endpoint's messages: the request, the response, and the path that the response
//! takes back to the client.

pub mod iss;
pub mod pkce;
mod request;
mod response;
mod response_type;
mod state;

pub use request::{AuthorizationRequest, AuthorizationRequestError, ReturnAddress};
pub use response::{AuthorizationError, AuthorizationResponse, AuthorizationResponseError};
pub use response_type::ResponseType;
pub use state::State;
