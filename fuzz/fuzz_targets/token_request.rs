//! Token requests: the client's name and secret in a header, the rest in a form.
#![no_main]

use libfuzzer_sys::fuzz_target;
use symbolon_oauth::TokenRequest;

fuzz_target!(|input: (&[u8], &[u8])| {
    let (authorization, body) = input;
    let mut request = http::Request::post("/token")
        .header(http::header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    if let Ok(value) = http::HeaderValue::from_bytes(authorization) {
        request = request.header(http::header::AUTHORIZATION, value);
    }
    if let Ok(request) = request.body(body) {
        let _ = TokenRequest::from_http(&request);
    }
});
