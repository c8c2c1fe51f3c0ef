//! The target `resource_metadata`. `tests/fuzz` has its entry point.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = symbolon_fuzz_tests::run("resource_metadata", data);
});
