//! The target `discover_relying_party`. `tests/fuzz` has its entry point.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = symbolon_fuzz_tests::run("discover_relying_party", data);
});
