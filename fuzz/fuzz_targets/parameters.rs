//! Query strings and form bodies: what parses, prints as something that parses as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use symbolon_oauth::Parameters;

fuzz_target!(|encoded: &str| {
    if let Ok(parameters) = Parameters::parse(encoded) {
        assert_eq!(Parameters::parse(&parameters.encode()).as_ref(), Ok(&parameters));
    }
});
