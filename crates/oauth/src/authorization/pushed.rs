//! Pushed authorization requests (PAR): the response of the endpoint to which a client sends the
//! parameters of its authorization request directly.
//!
//! ```
//! use symbolon_oauth::pushed::{PushedAuthorizationResponse, RequestUri};
//! use symbolon_crypto_ring::CRYPTO;
//!
//! let request_uri = RequestUri::random(&CRYPTO)?;
//! let pushed = PushedAuthorizationResponse::new(request_uri, 60);
//! let response = pushed.clone().into_http();
//! assert_eq!(response.status(), 201);
//! assert_eq!(PushedAuthorizationResponse::from_http(&response)?, pushed);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod request_uri;
mod response;

pub use error::PushedAuthorizationResponseError;
pub use request_uri::RequestUri;
pub use response::PushedAuthorizationResponse;
