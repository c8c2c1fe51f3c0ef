//! `WWW-Authenticate`: what parses, prints as something that parses as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use symbolon_oauth::bearer::Challenge;

fuzz_target!(|header: &str| {
    if let Ok(challenge) = Challenge::parse(header) {
        assert_eq!(Challenge::parse(&challenge.to_string()).as_ref(), Ok(&challenge));
    }
});
