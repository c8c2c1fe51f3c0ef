//! UserInfo answers: members of the wrong type, unknown ones, language tags.
#![no_main]

use libfuzzer_sys::fuzz_target;
use symbolon_oidc::UserInfo;

fuzz_target!(|body: &[u8]| {
    let response =
        http::Response::builder().header(http::header::CONTENT_TYPE, "application/json").body(body);
    if let Ok(response) = response {
        let _ = UserInfo::from_http(&response, "248289761001");
    }
});
