//! UserInfo answers: what is read, prints as an answer that reads as the same.
#![no_main]

use http::Response;
use http::header::CONTENT_TYPE;
use libfuzzer_sys::fuzz_target;
use symbolon_oidc::UserInfo;

const SUB: &str = "248289761001";

fuzz_target!(|body: &[u8]| {
    let response = Response::builder().header(CONTENT_TYPE, "application/json").body(body);
    let response = response.expect("the parts are valid");
    if let Ok(info) = UserInfo::from_http(&response, SUB) {
        assert_eq!(UserInfo::from_http(&info.clone().into_http(), SUB), Ok(info));
    }
});
