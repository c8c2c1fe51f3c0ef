//! Provider metadata: what parses, prints as something that parses as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use symbolon_discovery::ProviderMetadata;
use symbolon_oauth::Issuer;

fuzz_target!(|data: &[u8]| {
    let issuer = Issuer::new("https://server.example.com").expect("a valid issuer");
    if let Ok(metadata) = ProviderMetadata::parse(data, &issuer) {
        let printed = metadata.to_object().to_json();
        assert_eq!(ProviderMetadata::parse(printed.as_bytes(), &issuer).as_ref(), Ok(&metadata));
    }
});
