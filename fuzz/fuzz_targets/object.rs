//! JSON objects: what parses, prints as something that parses as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use symbolon_jose::Object;

fuzz_target!(|data: &[u8]| {
    if let Ok(object) = Object::parse(data) {
        assert_eq!(Object::parse(object.to_json().as_bytes()).as_ref(), Ok(&object));
    }
});
