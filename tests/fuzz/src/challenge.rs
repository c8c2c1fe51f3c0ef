//! Challenges in `WWW-Authenticate`.

use http::header::{HeaderMap, HeaderValue, WWW_AUTHENTICATE};
use symbolon_oauth::bearer::Challenge;

use crate::Accepted;

/// Reads the field. Each challenge that is read is printed and read again as the same challenge.
pub(crate) fn challenge(data: &[u8]) -> Option<Accepted> {
    let field = HeaderValue::from_bytes(data).ok()?;
    let is_ascii = field.to_str().is_ok();
    let headers = HeaderMap::from_iter([(WWW_AUTHENTICATE, field)]);
    for challenge in Challenge::from_headers(&headers).ok()? {
        // RFC 9110 §5.5: octets beyond ASCII are read as opaque data, but must not be sent.
        // RFC 6750 §3: a challenge without an attribute must not be sent either; some servers do.
        if let Ok(field) = challenge.to_header_value() {
            let again = Challenge::from_headers(&HeaderMap::from_iter([(WWW_AUTHENTICATE, field)]));
            assert_eq!(again, Ok(vec![challenge]));
        } else {
            let is_empty = challenge == Challenge::default();
            assert!(!is_ascii || is_empty, "{challenge:?} was read, but cannot be printed");
        }
    }
    Some(Accepted)
}
