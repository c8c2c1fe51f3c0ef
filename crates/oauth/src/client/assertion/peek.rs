use symbolon_jose::{Object, base64url};

use crate::{ClientId, EncodedJwt};

/// Whose key is to verify the assertion: its `sub`, which nothing vouches for yet.
///
/// RFC 7521 §4.2: the client is identified by the subject of the assertion.
pub(crate) fn unverified_subject(assertion: &EncodedJwt) -> Option<ClientId> {
    // RFC 7515 §7.1: header, payload and signature, none of them empty for a signed JWT. A fourth
    // part is one too many already.
    let parts: Vec<&str> = assertion.expose().splitn(4, '.').collect();
    let [header, payload, signature] = parts.as_slice() else { return None };
    if header.is_empty() || signature.is_empty() {
        return None;
    }
    let mut claims = Object::parse(&base64url::decode(payload).ok()?).ok()?;
    ClientId::new(&claims.take_string("sub").ok()??).ok()
}
