//! Selecting the key for a token among several keys.

use crate::CRYPTO;
use symbolon_jose::jwk::{PrivateJwk, PublicJwkSet};
use symbolon_jose::jws::{CompactJws, Error, Jws};
use symbolon_jose::key::SelectError;
use symbolon_jose::{
    SignatureAlgorithm as Alg, SigningKey, VerificationKey, VerificationKeys, base64url,
};

use crate::suite::common::{
    ED25519, OTHER_P256, P256, RSA, long_secret, private, public, signed, signing,
};

fn named(json: &str, kid: &str) -> PrivateJwk {
    private(json).kid_replaced(kid.to_owned())
}

fn keys(jwks: &[PrivateJwk], allowed: &[Alg]) -> VerificationKeys {
    let public = jwks.iter().map(|jwk| jwk.public().unwrap()).collect();
    PublicJwkSet::new(public).verification_keys(allowed, &CRYPTO)
}

/// Signs a token with one key and verifies it with the keys. Returns the `kid` of the key used.
fn verified_by(
    keys: &VerificationKeys,
    jwk: &PrivateJwk,
    algorithm: Alg,
) -> Result<Option<String>, Error> {
    let key = SigningKey::from_jwk(jwk, algorithm, &CRYPTO).unwrap();
    let token = Jws::new(b"{}".to_vec()).sign(&key).unwrap();
    let verified = CompactJws::parse(&token)?.verify(keys)?;
    assert_eq!(verified.algorithm(), algorithm);
    Ok(verified.key().map(str::to_owned))
}

#[test]
fn a_kid_selects_its_key() {
    let keys = keys(&[named(P256, "a"), named(OTHER_P256, "b")], &[Alg::Es256]);
    assert_eq!(verified_by(&keys, &named(P256, "a"), Alg::Es256), Ok(Some("a".into())));
    assert_eq!(verified_by(&keys, &named(OTHER_P256, "b"), Alg::Es256), Ok(Some("b".into())));
    // Only the key with this `kid` is tried.
    assert_eq!(verified_by(&keys, &named(P256, "b"), Alg::Es256), Err(Error::Signature));
    let unknown = Err(Error::Key(SelectError::UnknownKid));
    assert_eq!(verified_by(&keys, &named(P256, "c"), Alg::Es256), unknown);
}

#[test]
fn core_10_1_a_token_without_kid_needs_exactly_one_fitting_key() {
    let two = keys(&[named(P256, "a"), named(ED25519, "b")], Alg::ALL);
    assert_eq!(verified_by(&two, &private(P256), Alg::Es256), Ok(Some("a".into())));
    let ambiguous = keys(&[named(P256, "a"), named(OTHER_P256, "b")], &[Alg::Es256]);
    let refused = Err(Error::Key(SelectError::Ambiguous));
    assert_eq!(verified_by(&ambiguous, &private(P256), Alg::Es256), refused);
}

#[test]
fn attack_039_one_kid_for_several_keys() {
    // Two keys with the same `kid` and different algorithms: `alg` selects.
    let mixed = keys(&[named(P256, "a"), named(ED25519, "a")], Alg::ALL);
    assert_eq!(verified_by(&mixed, &named(P256, "a"), Alg::Es256), Ok(Some("a".into())));
    assert_eq!(verified_by(&mixed, &named(ED25519, "a"), Alg::EdDsa), Ok(Some("a".into())));
    // Two keys with the same `kid` and algorithm: neither is tried.
    let twins = keys(&[named(P256, "a"), named(OTHER_P256, "a")], &[Alg::Es256]);
    let refused = Err(Error::Key(SelectError::Ambiguous));
    assert_eq!(verified_by(&twins, &named(P256, "a"), Alg::Es256), refused);
    // Fifty keys, no kid.
    let many: Vec<_> = (0..50).map(|n| named(P256, &n.to_string())).collect();
    let many = keys(&many, &[Alg::Es256]);
    assert_eq!(many.len(), 50);
    assert_eq!(verified_by(&many, &private(P256), Alg::Es256), refused);
    // A public key and a secret.
    let both = VerificationKeys::new(vec![
        VerificationKey::from_jwk(&public(P256), Alg::Es256, &CRYPTO).unwrap(),
        VerificationKey::from_secret(&long_secret(), Alg::Hs256, &CRYPTO).unwrap(),
    ]);
    assert_eq!(verified_by(&both, &private(P256), Alg::Es256), Ok(None));
    let secret = PrivateJwk::from_secret(long_secret(), None);
    assert_eq!(verified_by(&both, &secret, Alg::Hs256), Ok(None));
}

#[test]
fn keys_without_kid_are_considered_if_no_key_has_the_kid_of_the_token() {
    let unnamed = keys(&[private(P256)], &[Alg::Es256]);
    assert_eq!(verified_by(&unnamed, &named(P256, "any"), Alg::Es256), Ok(None));
    let beside = keys(&[named(OTHER_P256, "a"), private(P256)], &[Alg::Es256]);
    assert_eq!(verified_by(&beside, &named(P256, "b"), Alg::Es256), Ok(None));
    // If a key has the token's `kid`, keys without `kid` are not tried.
    assert_eq!(verified_by(&beside, &named(P256, "a"), Alg::Es256), Err(Error::Signature));
    let two = keys(&[private(P256), private(OTHER_P256)], &[Alg::Es256]);
    let refused = Err(Error::Key(SelectError::Ambiguous));
    assert_eq!(verified_by(&two, &named(P256, "a"), Alg::Es256), refused);
}

#[test]
fn rfc8725_3_1_an_algorithm_that_is_not_allowed_has_no_key() {
    let keys = keys(&[named(RSA, "a")], &[Alg::Ps256]);
    let refused = |alg: Alg| Err(Error::Key(SelectError::AlgorithmNotAllowed(alg.into())));
    assert_eq!(verified_by(&keys, &named(RSA, "a"), Alg::Rs256), refused(Alg::Rs256));
    assert_eq!(verified_by(&keys, &named(RSA, "a"), Alg::Ps256), Ok(Some("a".into())));
    let none = VerificationKeys::default();
    assert!(none.is_empty());
    assert_eq!(verified_by(&none, &private(P256), Alg::Es256), refused(Alg::Es256));
    let unknown = Err(Error::Key(SelectError::UnknownKid));
    assert_eq!(verified_by(&none, &named(P256, "a"), Alg::Es256), unknown);
}

#[test]
fn rfc9864_2_2_eddsa_and_ed25519_are_distinguished() {
    let both = keys(&[named(ED25519, "a")], Alg::ALL);
    assert_eq!(both.len(), 2);
    assert_eq!(verified_by(&both, &named(ED25519, "a"), Alg::Ed25519), Ok(Some("a".into())));
    assert_eq!(verified_by(&both, &named(ED25519, "a"), Alg::EdDsa), Ok(Some("a".into())));
    let one = keys(&[named(ED25519, "a")], &[Alg::Ed25519]);
    let refused = Err(Error::Key(SelectError::AlgorithmNotAllowed(Alg::EdDsa.into())));
    assert_eq!(verified_by(&one, &named(ED25519, "a"), Alg::EdDsa), refused);
}

#[test]
fn rfc7515_5_2_8_the_signature_covers_the_text_as_received() {
    let key = signing(P256, Alg::Es256);
    let keys: VerificationKeys =
        VerificationKey::from_jwk(&public(P256), Alg::Es256, &CRYPTO).unwrap().into();
    // The header has white space and an order of members that we would not write.
    let token = signed("{ \"typ\" : \"x\",\r\n \"alg\":\"ES256\" }", "payload", &key);
    let verified = CompactJws::parse(&token).unwrap().verify(&keys).unwrap();
    assert_eq!((verified.payload(), verified.header().typ()), (&b"payload"[..], Some("x")));
    let [header, payload, signature] = token.split('.').collect::<Vec<_>>().try_into().unwrap();
    let other = base64url::encode(br#"{"alg":"ES256","typ":"x"}"#);
    for forged in [
        format!("{other}.{payload}.{signature}"),
        format!("{header}.{}.{signature}", base64url::encode(b"Payload")),
        format!("{header}.{payload}.{}", base64url::encode(&[1; 64])),
        format!("{header}.{payload}.{}", base64url::encode(&[1; 63])),
    ] {
        let result = CompactJws::parse(&forged).unwrap().verify(&keys).map(|_| ());
        assert_eq!(result, Err(Error::Signature), "{forged}");
    }
}
