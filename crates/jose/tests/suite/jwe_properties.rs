//! Properties of JWEs, for generated input.

use std::sync::LazyLock;

use proptest::prelude::*;
use symbolon_jose::jwe::{CompactJwe, Error, JsonJwe, Jwe, Reader, Recipient};
use symbolon_jose::{ContentEncryptionAlgorithm as Enc, KeyManagementAlgorithm as Alg, base64url};

use crate::suite::common::{P256, X25519};
use crate::suite::jwe_forged::{decrypt, forged_of};
use crate::suite::jwe_keys::{Pair, of_jwk, pair};

/// A pair for each kind of key management that is fast.
static PAIRS: LazyLock<Vec<Pair>> = LazyLock::new(|| {
    vec![
        pair(Alg::Dir, Enc::A128CbcHs256),
        pair(Alg::Dir, Enc::A256Gcm),
        pair(Alg::A192Kw, Enc::A192CbcHs384),
        pair(Alg::A256GcmKw, Enc::A128Gcm),
        of_jwk(X25519, Alg::EcdhEs, Enc::A256CbcHs512),
        of_jwk(P256, Alg::EcdhEsA256Kw, Enc::A192Gcm),
    ]
});

static TOKENS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let jwe = Jwe::new(b"Live long and prosper.".to_vec()).typ("x");
    PAIRS.iter().map(|pair| jwe.clone().encrypt(&pair.encryption).unwrap()).collect()
});

fn never_decrypts(token: &str, pair: &Pair) -> Result<(), TestCaseError> {
    let result = decrypt(token, &pair.decryption).map(|_| ());
    prop_assert!(result.is_err(), "{}", token);
    Ok(())
}

proptest! {
    #[test]
    fn decrypting_returns_the_encrypted_plaintext(
        plaintext: Vec<u8>, aad: Vec<u8>, which in 0..6_usize, compressed: bool,
    ) {
        let pair = &PAIRS[which];
        let jwe = Jwe::new(plaintext.clone());
        let jwe = if compressed { jwe.compressed() } else { jwe };
        let reader = Reader::new().inflating();
        let token = jwe.clone().encrypt(&pair.encryption).unwrap();
        let decrypted = reader.compact(&token).unwrap().decrypt(&pair.decryption).unwrap();
        prop_assert_eq!(decrypted.plaintext(), plaintext.as_slice());
        let text = jwe.aad(&aad).encrypt_general(&[Recipient::new(&pair.encryption)]).unwrap();
        let decrypted = reader.json(&text).unwrap().decrypt(&pair.decryption).unwrap();
        prop_assert_eq!(decrypted.plaintext(), plaintext.as_slice());
        prop_assert_eq!(decrypted.additional_data().unwrap_or_default(), aad.as_slice());
    }

    #[test]
    fn a_token_with_a_changed_byte_never_decrypts(
        which in 0..6_usize, place: prop::sample::Index, byte in "[A-Za-z0-9_.=\\-]",
    ) {
        let mut token = TOKENS[which].clone().into_bytes();
        let at = place.index(token.len());
        prop_assume!(token[at] != byte.as_bytes()[0]);
        token[at] = byte.as_bytes()[0];
        never_decrypts(&String::from_utf8(token).unwrap(), &PAIRS[which])?;
    }

    #[test]
    fn a_token_with_a_removed_or_inserted_byte_never_decrypts(
        which in 0..6_usize, place: prop::sample::Index, byte in "[A-Za-z0-9_.\\-]",
    ) {
        let token = &TOKENS[which];
        let at = place.index(token.len());
        let mut shorter = token.clone();
        shorter.remove(at);
        never_decrypts(&shorter, &PAIRS[which])?;
        let mut longer = token.clone();
        longer.insert_str(at, &byte);
        never_decrypts(&longer, &PAIRS[which])?;
    }

    #[test]
    fn a_token_for_one_key_does_not_decrypt_with_another(a in 0..6_usize, b in 0..6_usize) {
        prop_assume!(a != b);
        never_decrypts(&TOKENS[a], &PAIRS[b])?;
    }

    #[test]
    fn attack_123_arbitrary_text_causes_no_panic(text: String, json in "[{}\\[\\]\",:a-z0-9]{0,60}") {
        for text in [&text, &json] {
            let _ = CompactJwe::parse(text);
            let _ = JsonJwe::parse(text);
        }
    }

    #[test]
    fn attack_123_arbitrary_parts_cause_no_panic(parts in prop::collection::vec(any::<Vec<u8>>(), 5)) {
        let token = parts.iter().map(|part| base64url::encode(part)).collect::<Vec<_>>().join(".");
        for pair in PAIRS.iter() {
            let _ = decrypt(&token, &pair.decryption);
        }
    }

    #[test]
    fn attack_123_arbitrary_encrypted_keys_cause_no_panic(
        encrypted_key: Vec<u8>, which in 0..6_usize, iv: Vec<u8>,
    ) {
        let pair = &PAIRS[which];
        let (alg, enc) = (pair.encryption.algorithm(), pair.encryption.content_encryption());
        let header = format!(
            r#"{{"alg":"{alg}","enc":"{enc}","iv":"{}","tag":"{}"}}"#,
            base64url::encode(&iv),
            base64url::encode(&[0; 16]),
        );
        let token = forged_of(&header, &encrypted_key, enc, b"x");
        let result = decrypt(&token, &pair.decryption).map(|_| ());
        prop_assert!(result.is_err());
    }

    #[test]
    fn attack_019_dots(text in "[.a]{0,40}") {
        let result = CompactJwe::parse(&text).map(|_| ());
        if text.matches('.').count() == 4 {
            prop_assert!(result.is_err());
        } else {
            prop_assert_eq!(result, Err(Error::NotCompact));
        }
    }
}

#[test]
fn attack_019_020_ten_megabytes_are_refused() {
    for text in [".".repeat(10 << 20), "[".repeat(10 << 20), "a".repeat(10 << 20)] {
        assert_eq!(CompactJwe::parse(&text).unwrap_err(), Error::TooLarge);
        assert_eq!(JsonJwe::parse(&text).unwrap_err(), Error::TooLarge);
    }
    let header = format!("{}.a.a.a.a", "a".repeat(1 << 19));
    assert_eq!(CompactJwe::parse(&header).unwrap_err(), Error::HeaderTooLarge);
}
