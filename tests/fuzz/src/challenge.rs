//! `WWW-Authenticate`.

use http::header::{HeaderMap, HeaderValue, WWW_AUTHENTICATE};
use symbolon_oauth::bearer::Challenge;

use crate::Accepted;

/// Each challenge that is read, prints as a field that reads as the same.
pub(crate) fn challenge(data: &[u8]) -> Option<Accepted> {
    let field = HeaderValue::from_bytes(data).ok()?;
    let is_ascii = field.to_str().is_ok();
    let headers = HeaderMap::from_iter([(WWW_AUTHENTICATE, field)]);
    for challenge in Challenge::from_headers(&headers).ok()? {
        // RFC 9110 §5.5: octets beyond ASCII are read as opaque data, and not to be sent.
        // RFC 6750 §3: nor is a challenge without an attribute, which some servers send.
        if let Ok(field) = challenge.to_header_value() {
            let again = Challenge::from_headers(&HeaderMap::from_iter([(WWW_AUTHENTICATE, field)]));
            assert_eq!(again, Ok(vec![challenge]));
        } else {
            let is_empty = challenge == Challenge::default();
            assert!(!is_ascii || is_empty, "{challenge:?} can be read and not printed");
        }
    }
    Some(Accepted)
}
