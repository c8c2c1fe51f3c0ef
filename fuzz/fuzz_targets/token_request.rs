//! Token requests: what is read from header and form, prints as a request that reads as the same.
#![no_main]

use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Request};
use libfuzzer_sys::fuzz_target;
use symbolon_oauth::TokenRequest;
use url::Url;

fuzz_target!(|input: (&[u8], &[u8])| {
    let (authorization, body) = input;
    let mut request =
        Request::post("/token").header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    if let Ok(value) = HeaderValue::from_bytes(authorization) {
        request = request.header(AUTHORIZATION, value);
    }
    let request = request.body(body).expect("the parts are valid");
    if let Ok(request) = TokenRequest::from_http(&request) {
        let endpoint = Url::parse("https://server.example.com/token").expect("a valid URL");
        let printed = request.clone().into_http(&endpoint).expect("what was read can be printed");
        assert_eq!(TokenRequest::from_http(&printed), Ok(request));
    }
});
