//! `WWW-Authenticate`: each challenge that is read, prints as a field that reads as the same.
#![no_main]

use http::header::{HeaderMap, HeaderValue, WWW_AUTHENTICATE};
use libfuzzer_sys::fuzz_target;
use symbolon_oauth::bearer::Challenge;

fuzz_target!(|field: &[u8]| {
    let Ok(field) = HeaderValue::from_bytes(field) else { return };
    let Ok(challenges) =
        Challenge::from_headers(&HeaderMap::from_iter([(WWW_AUTHENTICATE, field)]))
    else {
        return;
    };
    for challenge in challenges {
        let field = challenge.to_header_value().expect("a challenge that was read can be printed");
        let again = Challenge::from_headers(&HeaderMap::from_iter([(WWW_AUTHENTICATE, field)]));
        assert_eq!(again, Ok(vec![challenge]));
    }
});
