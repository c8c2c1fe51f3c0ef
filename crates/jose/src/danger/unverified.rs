use crate::jws::Reader;
use crate::jwt::{Claims, Error};
use crate::{Limits, Object};

/// The claims of a signed JWT, **without verifying anything**: neither signature, nor type, issuer,
/// audience or time.
///
/// **What an attacker gains: everything that is decided by what comes out.** Any text with two dots
/// in it can claim to be about anybody. It is for showing a token to whoever holds it, and for
/// finding out whose keys to verify it with, never for letting somebody in.
///
/// ```
/// use symbolon_jose::danger;
///
/// let token = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJodHRwczovL29wLmV4YW1wbGUifQ.AA";
/// let claims = danger::unverified_claims(token)?;
/// assert_eq!(claims.iss.as_deref(), Some("https://op.example")); // says anybody
/// # Ok::<(), symbolon_jose::jwt::Error>(())
/// ```
///
/// # Errors
/// [`Error::Jws`], [`Error::Json`] and [`Error::Claim`], for what cannot be read.
pub fn unverified_claims(token: &str) -> Result<Claims, Error> {
    let (_, payload, _) = Reader::new().unverified(token)?;
    let object = Object::parse_within(&payload, &Limits::DEFAULT)?;
    Ok(Claims::from_object(object)?)
}
