//! The messages of the authorization endpoint: the request, the response, and the path by which the
//! response reaches the client.
//!
//! ```
//! use symbolon_oauth::{AuthorizationRequest, ClientId, RedirectUri, ResponseType};
//!
//! let client_id = ClientId::new("s6BhdRkqt3")?;
//! let mut request = AuthorizationRequest::new(ResponseType::CODE, client_id);
//! request.redirect_uri = Some(RedirectUri::new("https://client.example/cb")?);
//! let url = request.into_url(&"https://op.example/authorize".parse()?);
//! assert!(url.as_str().contains("response_type=code"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod form_post;
mod fragment_page;
pub mod iss;
pub mod jarm;
mod page;
pub mod pkce;
pub mod pushed;
mod request;
pub mod request_object;
mod resolve_mode;
mod response;
mod response_mode;
mod response_type;
mod return_path;
mod state;

pub use fragment_page::fragment_page;
pub use request::{AuthorizationRequest, AuthorizationRequestError, ReturnAddress};
pub use resolve_mode::ResponseModeError;
pub use response::{AuthorizationError, AuthorizationResponse, AuthorizationResponseError};
pub use response_mode::ResponseMode;
pub use response_type::ResponseType;
pub use return_path::{ReturnPath, UndeliverableResponse, WayBack};
pub use state::State;
