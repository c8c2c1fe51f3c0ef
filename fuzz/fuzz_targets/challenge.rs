//! `WWW-Authenticate`: each challenge that is read, prints as a field that reads as the same.
#![no_main]

use http::header::{HeaderMap, HeaderValue, WWW_AUTHENTICATE};
use libfuzzer_sys::fuzz_target;
use symbolon_oauth::bearer::Challenge;

fuzz_target!(|field: &[u8]| {
    let Ok(field) = HeaderValue::from_bytes(field) else { return };
    let is_ascii = field.to_str().is_ok();
    let headers = HeaderMap::from_iter([(WWW_AUTHENTICATE, field)]);
    let Ok(challenges) = Challenge::from_headers(&headers) else { return };
    for challenge in challenges {
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
});
