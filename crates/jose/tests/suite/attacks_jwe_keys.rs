//! Attacks on key management with shared secrets, passwords and key agreement.

use std::num::NonZeroU32;

use crate::CRYPTO;
use serde_json::{Value, json};
use symbolon_jose::crypto::{AesKeySize, HashAlgorithm};
use symbolon_jose::jwe::{Error, Jwe, Part};
use symbolon_jose::jwk::KeyKind;
use symbolon_jose::key::SelectError;
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, DecryptionKey, DecryptionKeys,
    KeyManagementAlgorithm as Alg, MemberError, Object, Secret, base64url, jwk,
};

use crate::suite::common::{HS, P256, P384, RSA, X25519, hex, object, private, public};
use crate::suite::jwe_forged::{
    DIR, a128kw, content_secret, direct, forged, outcome, with_part, wrapping,
};
use crate::suite::jwe_keys::{Pair, of_jwk, of_secret};

const KW: &str = r#"{"alg":"A128KW","enc":"A128GCM"}"#;

/// Returns the content encryption key of `enc`, wrapped with A128KW.
fn wrapped(secret: &Secret, enc: Enc) -> Vec<u8> {
    a128kw().wrap_key(secret, &content_secret(enc)).unwrap()
}

/// Decrypts a token that was made by hand with A128GCMKW, with this change of its header.
fn gcm_kw(content_key: &Secret, change: impl Fn(&mut Object)) -> Result<(), Error> {
    let (secret, keys) = wrapping(Alg::A128GcmKw, Enc::A128Gcm);
    let aead = CRYPTO.aeads.iter().find(|aead| aead.key_size() == AesKeySize::Aes128).unwrap();
    let (encrypted, tag) = aead.seal(&secret, &[9; 12], &[], content_key.expose()).unwrap();
    let mut header = object(r#"{"alg":"A128GCMKW","enc":"A128GCM"}"#);
    header.insert("iv", base64url::encode(&[9; 12]));
    header.insert("tag", base64url::encode(&tag));
    change(&mut header);
    outcome(&forged(&header.to_json(), &encrypted, Enc::A128Gcm), &keys)
}

fn not_base64url(name: &'static str) -> Result<(), Error> {
    Err(Error::ParameterBase64 { name, error: base64url::Error })
}

#[test]
fn attack_048_049_iv_and_tag_of_gcm_key_encryption() {
    let right = content_secret(Enc::A128Gcm);
    assert_eq!(gcm_kw(&right, |_| {}), Ok(()));
    for (name, len) in [("iv", 12), ("tag", 16)] {
        for other in (0..=32).filter(|other| *other != len) {
            let result = gcm_kw(&right, |header| {
                header.insert(name, base64url::encode(&vec![9; other]));
            });
            let error = Error::ParameterLength { name, least: len, most: len, found: other };
            assert_eq!(result, Err(error), "{name} {other}");
        }
        let absent = gcm_kw(&right, |header| drop(header.remove(name)));
        assert_eq!(absent, Err(Error::MissingParameter(name)));
        for value in [json!(null), json!(1), json!([])] {
            let result = gcm_kw(&right, |header| drop(header.insert(name, value.clone())));
            let expected = MemberError { name, expected: "a string" };
            assert_eq!(result, Err(Error::HeaderParameter(expected)));
        }
        assert_eq!(gcm_kw(&right, |header| drop(header.insert(name, "===="))), not_base64url(name));
        let zeros = base64url::encode(&vec![0; len]);
        let changed = gcm_kw(&right, |header| drop(header.insert(name, zeros.as_str())));
        assert_eq!(changed, Err(Error::Decryption));
    }
}

/// Decrypts a PBES2 token for a password, with 1 000 iterations, with this change of its header.
fn with_password(change: impl Fn(&mut Object)) -> Result<(), Error> {
    let alg = Alg::Pbes2Hs256A128Kw;
    let password = b"correct horse";
    let mut salt = alg.as_str().as_bytes().to_vec();
    salt.push(0);
    salt.extend([8; 16]);
    let mut key = vec![0; 16];
    let iterations = NonZeroU32::new(1000).unwrap();
    CRYPTO.digests.pbkdf2(HashAlgorithm::Sha256, password, &salt, iterations, &mut key);
    let mut header = object(r#"{"alg":"PBES2-HS256+A128KW","enc":"A128GCM","p2c":1000}"#);
    header.insert("p2s", base64url::encode(&[8; 16]));
    change(&mut header);
    let token = forged(&header.to_json(), &wrapped(&Secret::new(key), Enc::A128Gcm), Enc::A128Gcm);
    let password = Secret::new(password.to_vec());
    let keys = DecryptionKey::from_password(&password, alg, &[Enc::A128Gcm], &CRYPTO).unwrap();
    outcome(&token, &keys.into())
}

#[test]
fn attack_050_pbes2_iteration_bomb() {
    assert_eq!(with_password(|_| {}), Ok(()));
    let count = |value: Value| with_password(|header| drop(header.insert("p2c", value.clone())));
    for refused in [0, 1, 999, 1_000_001, 1 << 31, u64::from(u32::MAX) + 1001, u64::MAX] {
        let error = Error::Iterations { least: 1000, most: 1_000_000, found: refused };
        assert_eq!(count(json!(refused)), Err(error), "{refused}");
    }
    assert_eq!(count(json!(1001)), Err(Error::Decryption));
    let expected = MemberError { name: "p2c", expected: "a whole number from 0" };
    for value in [json!("1000"), json!(-1), json!(1000.5), json!(null), json!([1000])] {
        assert_eq!(count(value), Err(Error::HeaderParameter(expected)));
    }
    let absent = with_password(|header| drop(header.remove("p2c")));
    assert_eq!(absent, Err(Error::MissingParameter("p2c")));
}

#[test]
fn attack_050_pbes2_salt() {
    let salt = |len: usize| {
        with_password(|header| drop(header.insert("p2s", base64url::encode(&vec![8; len]))))
    };
    for len in [0, 1, 7, 1025, 8000] {
        let error = Error::ParameterLength { name: "p2s", least: 8, most: 1024, found: len };
        assert_eq!(salt(len), Err(error), "{len}");
    }
    for len in [8, 15, 17, 1024] {
        assert_eq!(salt(len), Err(Error::Decryption), "{len}");
    }
    let absent = with_password(|header| drop(header.remove("p2s")));
    assert_eq!(absent, Err(Error::MissingParameter("p2s")));
    assert_eq!(with_password(|header| drop(header.insert("p2s", "a b"))), not_base64url("p2s"));
}

#[test]
fn attack_050_pbes2_is_refused_without_a_password_key() {
    let header =
        r#"{"alg":"PBES2-HS256+A128KW","enc":"A128GCM","p2c":1000000,"p2s":"AAAAAAAAAAA"}"#;
    let (_, keys) = wrapping(Alg::A128Kw, Enc::A128Gcm);
    let result = outcome(&forged(header, &[0; 24], Enc::A128Gcm), &keys);
    assert_eq!(result, Err(SelectError::AlgorithmNotAllowed(Alg::Pbes2Hs256A128Kw.into()).into()));
}

#[test]
fn attack_052_encrypted_keys_of_wrong_length() {
    let (secret, keys) = wrapping(Alg::A128Kw, Enc::A128Gcm);
    let right = wrapped(&secret, Enc::A128Gcm);
    assert_eq!(outcome(&forged(KW, &right, Enc::A128Gcm), &keys), Ok(()));
    let Pair { encryption, decryption } = of_jwk(P256, Alg::EcdhEsA128Kw, Enc::A128Gcm);
    let agreed = Jwe::new(b"x".to_vec()).encrypt(&encryption).unwrap();
    let gcm = Jwe::new(b"x".to_vec());
    let Pair { encryption, decryption: gcm_keys } =
        of_secret(&secret, Alg::A128GcmKw, Enc::A128Gcm);
    let gcm = gcm.encrypt(&encryption).unwrap();
    let kw = forged(KW, &right, Enc::A128Gcm);
    for (token, keys, len) in [(&kw, &keys, 24), (&agreed, &decryption, 24), (&gcm, &gcm_keys, 16)]
    {
        let absent = outcome(&with_part(token, 1, ""), keys);
        assert_eq!(absent, Err(Error::Missing(Part::EncryptedKey)));
        let lengths = [1, 7, 8, 15, 16, 17, 23, 24, 25, 32, 40, 100_000];
        for other in lengths.into_iter().filter(|other| *other != len) {
            let token = with_part(token, 1, &base64url::encode(&vec![1; other]));
            let part = Part::EncryptedKey;
            let error = Error::Length { part, expected: len, found: other };
            assert_eq!(outcome(&token, keys), Err(error), "{other}");
        }
        let garbage = with_part(token, 1, &base64url::encode(&vec![1; len]));
        assert_eq!(outcome(&garbage, keys), Err(Error::Decryption));
    }
}

#[test]
fn attack_053_an_encrypted_key_with_a_direct_algorithm() {
    let direct_token = forged(DIR, &[1; 24], Enc::A128Gcm);
    assert_eq!(outcome(&direct_token, &direct(Enc::A128Gcm)), Err(Error::EncryptedKey));
    let Pair { encryption, decryption } = of_jwk(P256, Alg::EcdhEs, Enc::A128Gcm);
    let token = Jwe::new(b"x".to_vec()).encrypt(&encryption).unwrap();
    assert_eq!(outcome(&with_part(&token, 1, "AAAA"), &decryption), Err(Error::EncryptedKey));
}

#[test]
fn attack_054_content_keys_of_another_length() {
    // A correctly wrapped key of 32 bytes, where 16 bytes are expected.
    let (secret, keys) = wrapping(Alg::A128Kw, Enc::A128Gcm);
    let long = a128kw().wrap_key(&secret, &Secret::new(vec![0x42; 32])).unwrap();
    let result = outcome(&forged(KW, &long, Enc::A128Gcm), &keys);
    let part = Part::EncryptedKey;
    assert_eq!(result, Err(Error::Length { part, expected: 24, found: 40 }));
    let result = gcm_kw(&Secret::new(vec![0x42; 32]), |_| {});
    assert_eq!(result, Err(Error::Length { part, expected: 16, found: 32 }));
    // An encrypted key that cannot be unwrapped, and content encrypted with a key of zeros, which a
    // careless reader would use instead.
    let aead = CRYPTO.aeads.iter().find(|aead| aead.key_size() == AesKeySize::Aes128).unwrap();
    let header = base64url::encode(KW.as_bytes());
    let zeros = Secret::new(vec![0; 16]);
    let (ciphertext, tag) = aead.seal(&zeros, &[0; 12], header.as_bytes(), b"x").unwrap();
    let parts = [&[1; 24][..], &[0; 12], &ciphertext, &tag].map(base64url::encode).join(".");
    assert_eq!(outcome(&format!("{header}.{parts}"), &keys), Err(Error::Decryption));
}

/// Decrypts a token for this key after a change of its header. The tag is then always wrong.
fn with_epk(jwk: &str, alg: Alg, change: impl Fn(&mut Object)) -> Result<(), Error> {
    let Pair { encryption, decryption } = of_jwk(jwk, alg, Enc::A128Gcm);
    let token = Jwe::new(b"x".to_vec()).encrypt(&encryption).unwrap();
    let header = base64url::decode(token.split('.').next().unwrap()).unwrap();
    let mut header = Object::parse(&header).unwrap();
    change(&mut header);
    let header = base64url::encode(header.to_json().as_bytes());
    outcome(&with_part(&token, 0, &header), &decryption)
}

#[test]
fn attack_055_epk_abuse() {
    let epk = |value: Value| {
        with_epk(P256, Alg::EcdhEs, |header| drop(header.insert("epk", value.clone())))
    };
    let absent = with_epk(P256, Alg::EcdhEsA128Kw, |header| drop(header.remove("epk")));
    assert_eq!(absent, Err(Error::MissingParameter("epk")));
    let expected = MemberError { name: "epk", expected: "an object" };
    for value in [json!(null), json!([]), json!("x"), json!(1)] {
        assert_eq!(epk(value), Err(Error::HeaderParameter(expected)));
    }
    let key = |text: &str| Value::from(object(text));
    let refused = |error| Err(Error::EphemeralKey(error));
    assert_eq!(epk(json!({})), refused(jwk::Error::Missing("kty")));
    assert_eq!(epk(key(HS)), refused(jwk::Error::SymmetricKey));
    assert_eq!(epk(key(P256)), refused(jwk::Error::PrivateMember("d")));
    let public = |text: &str| Value::from(public(text).to_object());
    for (other, found) in [(P384, KeyKind::P384), (X25519, KeyKind::X25519), (RSA, KeyKind::Rsa)] {
        let error = Error::EphemeralKeyKind { expected: KeyKind::P256, found };
        assert_eq!(epk(public(other)), Err(error));
    }
    assert_eq!(epk(public(P256)), Err(Error::Decryption));
}

#[test]
fn attack_033_ephemeral_keys_off_the_curve() {
    for alg in [Alg::EcdhEs, Alg::EcdhEsA128Kw] {
        let result = with_epk(P256, alg, |header| {
            let mut epk = public(P256).to_object();
            epk.insert("y", base64url::encode(&[1; 32]));
            header.insert("epk", epk);
        });
        assert_eq!(result, Err(Error::Decryption), "{alg}");
    }
}

#[test]
fn attack_034_ephemeral_keys_of_low_order() {
    for u in [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ] {
        // RFC 7748 §5: readers ignore the top bit.
        for top in [0, 0x80] {
            let mut point = hex(u);
            point[31] |= top;
            let key = json!({ "kty": "OKP", "crv": "X25519", "x": base64url::encode(&point) });
            let result = with_epk(X25519, Alg::EcdhEs, |header| {
                header.insert("epk", key.clone());
            });
            assert_eq!(result, Err(Error::EphemeralKey(jwk::Error::SmallOrder)), "{u} {top}");
        }
    }
}

#[test]
fn attack_056_party_names_that_are_too_long_or_equal() {
    let party = |name: &'static str, value: Value| {
        with_epk(P256, Alg::EcdhEs, |header| drop(header.insert(name, value.clone())))
    };
    for name in ["apu", "apv"] {
        let of_len = |len: usize| party(name, base64url::encode(&vec![1; len]).into());
        assert_eq!(of_len(1024), Err(Error::Decryption));
        for len in [1025, 2000, 10_000] {
            let error = Error::ParameterLength { name, least: 0, most: 1024, found: len };
            assert_eq!(of_len(len), Err(error), "{len}");
        }
        assert_eq!(party(name, json!("a=")), not_base64url(name));
        let expected = MemberError { name, expected: "a string" };
        assert_eq!(party(name, json!(null)), Err(Error::HeaderParameter(expected)));
    }
    let both = |header: &mut Object| {
        header.insert("apu", "QWxpY2U");
        header.insert("apv", "QWxpY2U");
    };
    assert_eq!(with_epk(P256, Alg::EcdhEs, both), Err(Error::SameParty));
}

#[test]
fn attack_057_algorithms_that_were_not_registered() {
    let Pair { encryption, .. } = of_jwk(P256, Alg::EcdhEsA128Kw, Enc::A128CbcHs256);
    let token = Jwe::new(b"x".to_vec()).encrypt(&encryption).unwrap();
    let strict: DecryptionKeys =
        DecryptionKey::from_jwk(&private(P256), Alg::EcdhEsA128Kw, &[Enc::A256Gcm], &CRYPTO)
            .unwrap()
            .into();
    let refused = Error::ContentEncryptionNotAllowed(Enc::A128CbcHs256);
    assert_eq!(outcome(&token, &strict), Err(refused));
    let dir = forged(DIR, b"", Enc::A128Gcm);
    assert_eq!(
        outcome(&dir, &strict),
        Err(SelectError::AlgorithmNotAllowed(Alg::Dir.into()).into())
    );
    // A `kid` selects among the keys, and does not allow another algorithm.
    let named = r#"{"alg":"dir","enc":"A128GCM","kid":"1"}"#;
    let keys = strict.iter().next().unwrap().clone().named("1").into();
    let result = outcome(&forged(named, b"", Enc::A128Gcm), &keys);
    assert_eq!(result, Err(SelectError::AlgorithmNotAllowed(Alg::Dir.into()).into()));
    let unknown = r#"{"alg":"ECDH-ES+A128KW","enc":"A256GCM","kid":"2"}"#;
    let result = outcome(&forged(unknown, b"", Enc::A256Gcm), &keys);
    assert_eq!(result, Err(SelectError::UnknownKid.into()));
}
