//! JWK Sets: no key spoils a set, and what is kept prints as something that parses as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use symbolon_jose::jwk::PublicJwkSet;

fuzz_target!(|data: &[u8]| {
    if let Ok(set) = PublicJwkSet::parse(data) {
        let printed = set.to_object().to_json();
        let again = PublicJwkSet::parse(printed.as_bytes()).expect("a printed set parses");
        assert!(again.dropped().is_empty());
        assert_eq!(again.keys(), set.keys());
    }
});
