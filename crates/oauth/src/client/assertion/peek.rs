//! The client that an unverified assertion names.

use symbolon_jose::{Object, base64url};

use crate::{ClientId, EncodedJwt};

/// Reads the `sub` of an assertion without verifying it, to find the keys that verify the
/// assertion.
///
/// RFC 7521 §4.2: the subject of the assertion identifies the client.
pub(crate) fn unverified_subject(assertion: &EncodedJwt) -> Option<ClientId> {
    // RFC 7515 §7.1: a signed JWT has a header, a payload and a signature, which are not empty.
    let parts: Vec<&str> = assertion.expose().splitn(4, '.').collect();
    let [header, payload, signature] = parts.as_slice() else { return None };
    if header.is_empty() || signature.is_empty() {
        return None;
    }
    let mut claims = Object::parse(&base64url::decode(payload).ok()?).ok()?;
    ClientId::new(&claims.take_string("sub").ok()??).ok()
}
