//! The target `provider_register`. `tests/fuzz` has its entry point.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = symbolon_fuzz_tests::run("provider_register", data);
});
