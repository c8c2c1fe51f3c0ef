//! Bearer tokens in HTTP: [RFC 6750](https://www.rfc-editor.org/rfc/rfc6750).
//!
//! A client adds its token to a request with [`authorize`]. A resource reads it with
//! [`token_from_http`], and answers with a [`Challenge`] if the token is missing or not accepted.

mod challenge;
mod credentials;

pub use challenge::{Challenge, ChallengeError};
pub use credentials::{BearerError, authorize, token_from_http};
