//! Provider metadata: what parses, prints as something that parses as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use symbolon_discovery::ProviderMetadata;

fuzz_target!(|data: &[u8]| {
    if let Ok(metadata) = ProviderMetadata::parse(data) {
        let printed = metadata.to_object().to_json();
        assert_eq!(ProviderMetadata::parse(printed.as_bytes()).as_ref(), Ok(&metadata));
    }
});
