//! The messages of the token endpoint: the request with its authorization grant, the success
//! response and the error response.
//!
//! ```
//! use symbolon_oauth::{AccessToken, TokenResponse, TokenType};
//!
//! let mut tokens = TokenResponse::new(AccessToken::new("2YotnFZFEjr1z".into()), TokenType::BEARER);
//! tokens.expires_in = Some(600);
//! assert_eq!(tokens.into_http().headers()["cache-control"], "no-store");
//! ```

mod error_code;
mod error_response;
mod grant;
mod grant_type;
mod request;
mod request_error;
mod response;
mod token_type;

pub use error_code::ErrorCode;
pub use error_response::{ErrorResponse, ErrorResponseError};
pub use grant::{AuthorizationGrant, CodeGrant, RefreshTokenGrant};
pub use grant_type::GrantType;
pub use request::TokenRequest;
pub use request_error::TokenRequestError;
pub use response::{TokenResponse, TokenResponseError, TokenResponseQuirks};
pub use token_type::TokenType;
