//! The target `signed_metadata`. `tests/fuzz` has its entry point.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = symbolon_fuzz_tests::run("signed_metadata", data);
});
