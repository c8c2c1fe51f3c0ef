//! Authorization responses in a signed JWT: JWT Secured Authorization Response Mode (JARM).
//!
//! A provider attaches a [`ResponseJwt`] to its [`ReturnPath`](crate::ReturnPath). A client takes
//! the JWT from the parameters at its redirect URI with [`response`], and verifies it with
//! [`UnverifiedResponse::verify`]:
//!
//! ```
//! use symbolon_jose::VerificationKeys;
//! use symbolon_oauth::jarm::{self, JarmError, UnverifiedResponse};
//! use symbolon_oauth::{ClientId, Issuer, Parameters};
//!
//! # fn f(now: time::OffsetDateTime, keys: &VerificationKeys, issuer: &Issuer, client_id: &ClientId,
//! #      callback: &Parameters, leeway: std::time::Duration) -> Result<Parameters, JarmError> {
//! let Some(jwt) = jarm::response(callback)? else { return Err(JarmError::MissingResponse) };
//! let response = UnverifiedResponse::parse(jwt)?;
//! let login = response.state(); // find the login, and with it the issuer and its keys
//! let parameters = response.verify(keys, issuer, client_id, now, leeway)?;
//! # Ok(parameters) }
//! ```

mod error;
mod response_jwt;
mod unverified;

use super::response::REGISTERED;
use crate::Parameters;

pub use error::JarmError;
pub use response_jwt::ResponseJwt;
pub use unverified::UnverifiedResponse;

/// Returns the JWT that the parameters at the redirect URI contain as `response`, or `None` if they
/// contain no `response`.
///
/// A server is allowed to send `iss` beside `response`. It must be the issuer to which the client
/// sent its request: compare it with [`iss::verify`](crate::iss::verify)
/// ([RFC 9207 §2.4](https://www.rfc-editor.org/rfc/rfc9207#section-2.4)). The `iss` in the JWT is
/// always checked by [`UnverifiedResponse::verify`].
///
/// # Errors
/// [`JarmError::BesideResponse`] when the parameters contain `response` and a second parameter of
/// authorization responses, such as `code`. Only `iss` is allowed beside `response`. The second
/// parameter is not signed, so an attacker could have added it.
pub fn response(parameters: &Parameters) -> Result<Option<&str>, JarmError> {
    let Some(jwt) = parameters.get("response") else { return Ok(None) };
    // JARM §2.3: all parameters are inside `response`. Only the redirect URI's query is beside it.
    // RFC 9207 §2.4: a client compares `iss` wherever it is present.
    let mut inside = REGISTERED.into_iter().filter(|name| *name != "iss");
    match inside.find(|name| parameters.contains(name)) {
        Some(name) => Err(JarmError::BesideResponse { name }),
        None => Ok(Some(jwt)),
    }
}
