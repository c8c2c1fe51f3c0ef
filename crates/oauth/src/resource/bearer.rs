//! Bearer tokens in HTTP: [RFC 6750](https://www.rfc-editor.org/rfc/rfc6750).
//!
//! A client adds its token to a request with [`authorize`]. A resource reads it with
//! [`token_from_http`], and answers with a [`Challenge`] if the token is missing or not accepted.
//!
//! ```
//! use symbolon_oauth::{AccessToken, bearer};
//!
//! let mut request = http::Request::get("https://api.example/photos").body(())?;
//! bearer::authorize(&mut request, &AccessToken::new("mF_9.B5f-4.1JqM".into()))?;
//! assert_eq!(request.headers()["authorization"], "Bearer mF_9.B5f-4.1JqM");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod challenge;
mod credentials;

pub use challenge::{Challenge, ChallengeError};
pub use credentials::{BearerError, authorize, authorize_in_body, token_from_http};
