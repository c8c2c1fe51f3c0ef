//! Claims read without verifying.

use crate::jws::Reader;
use crate::jwt::{Claims, Error};
use crate::{Limits, Object};

/// Reads the claims of a signed JWT **without verifying anything**: the signature, `typ`, the
/// issuer, the audience and the times are not checked.
///
/// **What an attacker gains: control over every decision that is based on these claims.** Anyone
/// can write such a token about any user. Use this function to show users the content of their own
/// tokens, or to find out which issuer's keys you need to verify a token. Never grant access
/// because of these claims.
///
/// ```
/// use symbolon_jose::danger;
///
/// let token = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJodHRwczovL29wLmV4YW1wbGUifQ.AA";
/// let claims = danger::unverified_claims(token)?;
/// assert_eq!(claims.iss.as_deref(), Some("https://op.example")); // anyone can write this
/// # Ok::<(), symbolon_jose::jwt::Error>(())
/// ```
///
/// # Errors
/// [`Error::Jws`] if the token is not a compact JWS, [`Error::Json`] if its payload is not a JSON
/// object, and [`Error::Claim`] if a registered claim has the wrong type.
pub fn unverified_claims(token: &str) -> Result<Claims, Error> {
    let (_, payload, _) = Reader::new().unverified(token)?;
    let object = Object::parse_within(&payload, &Limits::DEFAULT)?;
    Ok(Claims::from_object(object)?)
}
