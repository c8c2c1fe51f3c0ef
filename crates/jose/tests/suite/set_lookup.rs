//! Selecting the encryption key of a JWK Set.

use crate::CRYPTO;
use serde_json::{Value, json};
use symbolon_jose::jwk::{EncryptionKeyError, PublicJwk, PublicJwkSet};
use symbolon_jose::key::{self, SelectError};
use symbolon_jose::{ContentEncryptionAlgorithm as Enc, KeyManagementAlgorithm as Alg};

use crate::suite::common::{ED25519, P256, P384, RSA, SECP256K1, X448, X25519, public, public_and};

fn with(json: &str, members: &[(&str, Value)]) -> PublicJwk {
    let mut jwk = public(json).to_object();
    for (name, value) in members {
        jwk.insert(name, value.clone());
    }
    PublicJwk::from_object(jwk).unwrap()
}

fn named(json: &str, kid: &str) -> PublicJwk {
    with(json, &[("kid", json!(kid))])
}

fn find(
    keys: Vec<PublicJwk>,
    kid: Option<&str>,
    algorithm: Alg,
) -> Result<Option<String>, EncryptionKeyError> {
    let set = PublicJwkSet::new(keys);
    let key = set.encryption_key(kid, algorithm, Enc::A128Gcm, &CRYPTO)?;
    assert_eq!((key.algorithm(), key.content_encryption()), (algorithm, Enc::A128Gcm));
    Ok(key.kid().map(str::to_owned))
}

fn no_key(algorithm: Alg) -> Result<Option<String>, EncryptionKeyError> {
    Err(EncryptionKeyError::Select(SelectError::AlgorithmNotAllowed(algorithm.into())))
}

const AMBIGUOUS: Result<Option<String>, EncryptionKeyError> =
    Err(EncryptionKeyError::Select(SelectError::Ambiguous));

#[test]
fn the_only_key_for_the_algorithm_is_selected() {
    let keys = || vec![named(ED25519, "a"), named(P256, "b"), named(SECP256K1, "c")];
    assert_eq!(find(keys(), None, Alg::EcdhEs), Ok(Some("b".into())));
    assert_eq!(find(keys(), None, Alg::EcdhEsA256Kw), Ok(Some("b".into())));
    assert_eq!(find(vec![public(X25519)], None, Alg::EcdhEs), Ok(None));
    assert_eq!(find(keys(), None, Alg::RsaOaep), no_key(Alg::RsaOaep));
    assert_eq!(find(Vec::new(), None, Alg::EcdhEs), no_key(Alg::EcdhEs));
    assert_eq!(find(vec![public(X448), public(ED25519)], None, Alg::EcdhEs), no_key(Alg::EcdhEs));
    // A set holds no shared secrets.
    assert_eq!(find(keys(), None, Alg::A128Kw), no_key(Alg::A128Kw));
    assert_eq!(find(keys(), None, Alg::Dir), no_key(Alg::Dir));
}

#[test]
fn of_several_keys_the_kid_selects_one() {
    let keys = || vec![named(P256, "a"), named(P384, "b"), public(X25519)];
    assert_eq!(find(keys(), None, Alg::EcdhEs), AMBIGUOUS);
    assert_eq!(find(keys(), Some("a"), Alg::EcdhEs), Ok(Some("a".into())));
    assert_eq!(find(keys(), Some("b"), Alg::EcdhEs), Ok(Some("b".into())));
    let unknown = Err(EncryptionKeyError::Select(SelectError::UnknownKid));
    assert_eq!(find(keys(), Some("c"), Alg::EcdhEs), unknown);
    assert_eq!(find(keys(), Some("a"), Alg::RsaOaep), no_key(Alg::RsaOaep));
    let same = vec![named(P256, "a"), named(P384, "a")];
    assert_eq!(find(same, Some("a"), Alg::EcdhEs), AMBIGUOUS);
    let same = vec![named(P256, "a"), named(ED25519, "a")];
    assert_eq!(find(same, Some("a"), Alg::EcdhEs), Ok(Some("a".into())));
}

#[test]
fn attack_038_a_signature_key_is_not_used_for_encryption() {
    for (name, value) in [
        ("use", json!("sig")),
        ("key_ops", json!(["verify"])),
        ("alg", json!("ES256")),
        ("alg", json!("ECDH-ES+A128KW")),
    ] {
        let key = || with(P256, &[(name, value.clone())]);
        assert_eq!(find(vec![key()], None, Alg::EcdhEs), no_key(Alg::EcdhEs), "{name} {value}");
        // If another key of the set fits, that key is selected.
        let keys = vec![key(), with(P384, &[("use", json!("enc")), ("kid", json!("b"))])];
        assert_eq!(find(keys, None, Alg::EcdhEs), Ok(Some("b".into())), "{name} {value}");
    }
    let key = with(P256, &[("alg", json!("ECDH-ES+A128KW")), ("use", json!("enc"))]);
    assert_eq!(find(vec![key], None, Alg::EcdhEsA128Kw), Ok(None));
}

#[test]
fn an_encryption_key_that_cannot_be_prepared_has_a_reason() {
    let off_curve = PublicJwk::from_object(public_and(
        P256,
        "x",
        json!(symbolon_jose::base64url::encode(&[0; 32])),
    ));
    let refused = find(vec![off_curve.unwrap()], None, Alg::EcdhEs).unwrap_err();
    assert_eq!(refused, EncryptionKeyError::Key(key::Error::Rejected));
    let set = PublicJwkSet::new(vec![public(RSA)]);
    let dangerous = set.encryption_key(None, Alg::Rsa1_5, Enc::A128Gcm, &CRYPTO);
    assert!(matches!(dangerous, Err(EncryptionKeyError::Key(_))));
    let found = set.encryption_key(None, Alg::RsaOaep256, Enc::A128Gcm, &CRYPTO).map(|_| ());
    let has = CRYPTO.key_management_algorithms().any(|it| it == Alg::RsaOaep256);
    let unsupported = EncryptionKeyError::Key(key::Error::Unsupported(Alg::RsaOaep256.into()));
    assert_eq!(found, if has { Ok(()) } else { Err(unsupported) });
}
