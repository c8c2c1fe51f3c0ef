//! Compact JWS before any key is looked at: one string per token, and no other spelling of it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use symbolon_jose::jws::CompactJws;

fuzz_target!(|token: &str| {
    if let Ok(jws) = CompactJws::parse(token) {
        let _ = format!("{jws:?}");
        assert!(CompactJws::parse(&format!("{token}=")).is_err());
    }
});
