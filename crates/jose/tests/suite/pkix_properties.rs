//! Properties of reading DER and PEM, for generated input.

use crate::CRYPTO;
use proptest::prelude::*;
use symbolon_jose::jwk::{KeyKind, PrivateJwk, PublicJwk};
use symbolon_jose::pkix::Certificate;

use crate::suite::pkix::{der, key_file};

/// Files in every format.
const FILES: &[&str] = &[
    key_file!("rsa.pkcs8"),
    key_file!("rsa.pkcs1"),
    key_file!("rsa.public.pkcs1"),
    key_file!("rsa_multi.pkcs1"),
    key_file!("p256.pkcs8"),
    key_file!("p256.explicit.sec1"),
    key_file!("p521.sec1"),
    key_file!("secp256k1.spki"),
    key_file!("ed25519.pkcs8"),
    key_file!("x448.spki"),
    key_file!("mldsa44_rfc9881_c1.both"),
    key_file!("mldsa65_rfc9881_c1.seed"),
    key_file!("p256.certificate"),
    key_file!("p256.csr"),
];

/// Reads the bytes with every reader. A key that was read must be written and read back unchanged.
fn read_all(der: &[u8]) {
    for private in [
        PrivateJwk::from_pkcs8_der(der, &CRYPTO),
        PrivateJwk::from_sec1_der(der, &CRYPTO),
        PrivateJwk::from_pkcs1_der(der),
    ]
    .into_iter()
    .flatten()
    {
        let written = private.to_pkcs8_der().unwrap();
        let again = PrivateJwk::from_pkcs8_der(written.expose(), &CRYPTO);
        assert_eq!(again, Ok(private));
    }
    for public in [PublicJwk::from_spki_der(der), PublicJwk::from_pkcs1_der(der)]
        .into_iter()
        .chain([Certificate::from_der(der).and_then(|it| it.public_key())])
        .flatten()
    {
        let written = public.to_spki_der().unwrap();
        assert_eq!(PublicJwk::from_spki_der(&written), Ok(public));
    }
}

fn read_text(text: &str) {
    let _ = PrivateJwk::from_pem(text, &CRYPTO);
    let _ = PublicJwk::from_pem(text);
    let _ = Certificate::from_pem(text);
}

/// Generates text from the pieces of which PEM consists.
fn near_pem() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("-----BEGIN "),
        Just("-----END "),
        Just("PRIVATE KEY"),
        Just("CERTIFICATE"),
        Just("-----"),
        Just("\n"),
        Just("\r"),
        Just(" "),
        Just("="),
        Just("MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g"),
        Just("Proc-Type: 4,ENCRYPTED"),
        Just("\u{0}"),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn arbitrary_bytes_cause_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read_all(&bytes);
        // The same bytes in a SEQUENCE get further in the parser.
        let len = u8::try_from(bytes.len().min(127)).unwrap();
        read_all(&[&[0x30, len], &bytes[..usize::from(len)]].concat());
    }

    #[test]
    fn changed_bytes_of_a_key_cause_no_panic(
        file in prop::sample::select(FILES),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = der(file);
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        read_all(&bytes);
    }

    #[test]
    fn shortened_and_lengthened_keys_cause_no_panic(
        file in prop::sample::select(FILES),
        cut in any::<prop::sample::Index>(),
        more in prop::collection::vec(any::<u8>(), 0..8),
    ) {
        let mut bytes = der(file);
        let place = cut.index(bytes.len());
        bytes.splice(place..place, more);
        read_all(&bytes);
        bytes.truncate(place);
        read_all(&bytes);
    }

    #[test]
    fn arbitrary_text_causes_no_panic(text in ".{0,200}", near in near_pem()) {
        read_text(&text);
        read_text(&near);
    }

    #[test]
    fn changed_pem_text_causes_no_panic(
        file in prop::sample::select(FILES),
        place in any::<prop::sample::Index>(),
        change in "[-\\n =A]{0,2}",
    ) {
        let mut text = file.to_owned();
        let place = place.index(text.len());
        text.replace_range(place..=place, &change);
        read_text(&text);
    }

    #[test]
    fn generated_keys_are_written_and_read_back_unchanged(
        kind in prop::sample::select(vec![
            KeyKind::P256,
            KeyKind::P384,
            KeyKind::P521,
            KeyKind::Secp256k1,
            KeyKind::Ed25519,
            KeyKind::X25519,
        ]),
    ) {
        let jwk = PrivateJwk::generate(kind, &CRYPTO).unwrap();
        let pem = jwk.to_pkcs8_pem().unwrap();
        prop_assert_eq!(PrivateJwk::from_pem(pem.expose(), &CRYPTO), Ok(jwk.clone()));
        let public = jwk.public().unwrap();
        prop_assert_eq!(PublicJwk::from_pem(&public.to_spki_pem().unwrap()), Ok(public));
        if let Ok(pem) = jwk.to_sec1_pem() {
            prop_assert_eq!(PrivateJwk::from_pem(pem.expose(), &CRYPTO), Ok(jwk));
        }
    }
}
