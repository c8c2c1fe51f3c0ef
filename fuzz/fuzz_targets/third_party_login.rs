//! The target `third_party_login`. `tests/fuzz` has its entry point.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = symbolon_fuzz_tests::run("third_party_login", data);
});
