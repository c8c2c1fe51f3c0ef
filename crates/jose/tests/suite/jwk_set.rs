//! Rules for JWK Sets: a bad key is dropped with a reason, and the other keys stay.

use crate::CRYPTO;
use serde_json::{Value, json};
use symbolon_jose::jwk::{Error, PublicJwkSet};
use symbolon_jose::key::DropReason;
use symbolon_jose::{Limits, MemberError, SignatureAlgorithm as Alg, base64url, json, key};

use crate::suite::common::{
    ED25519, P256, RSA, object, private, public, public_and, wrong_length, wrong_modulus,
};

fn set(keys: Vec<Value>) -> PublicJwkSet {
    let json = json!({ "keys": keys }).to_string();
    PublicJwkSet::parse(json.as_bytes()).unwrap()
}

#[test]
fn attack_043_a_bad_key_is_dropped_and_the_good_keys_stay() {
    let padded = public_and(P256, "x", json!("AAAA="));
    let mut twice = public_and(P256, "key_ops", json!(["verify", "verify"]));
    twice.insert("kid", "twice");
    let set = set(vec![
        public(P256).to_object().into(),
        Value::Null,
        json!("key"),
        json!([]),
        json!({}),
        json!({ "kty": "AKP", "kid": "pq", "alg": "ML-DSA-44", "pub": "AA" }),
        padded.into(),
        twice.into(),
        private(P256).expose().into(),
        json!({ "kty": "oct", "k": "c2VjcmV0" }),
        json!({ "kty": 7, "kid": 7 }),
        json!({ "kty": "EC", "crv": "P-521", "x": "AA", "y": "AA" }),
        json!({ "kty": "RSA", "n": "AQAB", "e": "AQAB" }),
        json!({ "kty": "XYZ", "kid": "new" }),
        json!({ "kty": "EC", "crv": "brainpoolP256r1", "x": "AA", "y": "AA" }),
        json!({ "kty": "AKP", "alg": "SLH-DSA-SHA2-128s", "pub": "AA" }),
        public(ED25519).to_object().into(),
    ]);
    assert_eq!(set.keys(), [public(P256), public(ED25519)]);
    let dropped: Vec<_> =
        set.dropped().iter().map(|d| (d.index, d.kid.as_deref(), d.reason)).collect();
    let no_object = Error::Json(json::Error::NotAnObject);
    let curves = "P-256, P-384, P-521 and secp256k1";
    let parameter_sets = "ML-DSA-44, ML-DSA-65 and ML-DSA-87";
    let kty = Error::Member(MemberError { name: "kty", expected: "a string" });
    let expected = [
        (1, None, no_object),
        (2, None, no_object),
        (3, None, no_object),
        (4, None, Error::Missing("kty")),
        (5, Some("pq"), wrong_length("pub", 1, 1312)),
        (6, None, Error::Base64 { name: "x", error: base64url::Error }),
        (7, Some("twice"), Error::KeyOperations),
        (8, None, Error::PrivateMember("d")),
        (9, None, Error::SymmetricKey),
        (10, None, kty),
        (11, None, wrong_length("x", 1, 66)),
        (12, None, wrong_modulus(17)),
        (13, Some("new"), Error::UnsupportedKeyType),
        (14, None, Error::UnsupportedCurve { name: "crv", supported: curves }),
        (15, None, Error::UnsupportedCurve { name: "alg", supported: parameter_sets }),
    ];
    assert_eq!(dropped, expected.map(|(index, kid, error)| (index, kid, DropReason::Jwk(error))));
}

#[test]
fn attack_043_a_huge_set_is_refused() {
    let of = |n: usize| format!(r#"{{"keys":[{}]}}"#, vec!["{}"; n].join(","));
    let parse = |json: &str| PublicJwkSet::parse(json.as_bytes()).map(|set| set.dropped().len());
    let too_many = Err(Error::Json(json::Error::TooManyMembers));
    assert_eq!(parse(&of(1000)), Ok(1000));
    assert_eq!(parse(&of(1001)), too_many);
    assert_eq!(parse(&of(100_000)), too_many);
    let large = format!(r#"{{"keys":[],"x":"{}"}}"#, "x".repeat(10_000_000));
    assert_eq!(parse(&large), Err(Error::Json(json::Error::TooLarge)));
    let two = Limits { keys: 2, ..Limits::DEFAULT };
    let within = |n| PublicJwkSet::parse_within(of(n).as_bytes(), &two).map(|_| ());
    assert_eq!(within(2), Ok(()));
    assert_eq!(within(3), Err(Error::Json(json::Error::TooManyMembers)));
}

#[test]
fn a_set_of_a_thousand_keys_with_thirty_values_each_is_read() {
    let mut key = public_and(P256, "key_ops", json!(["verify"]));
    key.insert("x5c", vec!["MII"; 23]);
    // The values of 6 members, one of them an array of one value and one an array of 23.
    assert_eq!(key.len() + 1 + 23, 30);
    let set = set(vec![key.into(); 1000]);
    assert_eq!((set.keys().len(), set.dropped()), (1000, &[][..]));
}

#[test]
fn attack_043_keys_that_is_not_an_array() {
    let no_array = Err(Error::Member(MemberError { name: "keys", expected: "an array" }));
    for keys in ["null", "{}", "\"keys\"", "1", "{\"0\":{}}"] {
        let json = format!(r#"{{"keys":{keys}}}"#);
        assert_eq!(PublicJwkSet::parse(json.as_bytes()), no_array, "{keys}");
    }
    assert_eq!(PublicJwkSet::parse(b"{}"), Err(Error::Missing("keys")));
    let no_object = Err(Error::Json(json::Error::NotAnObject));
    assert_eq!(PublicJwkSet::parse(b"[]"), no_object);
}

#[test]
fn attack_014_a_duplicate_member_fails_the_whole_set() {
    let json = br#"{"keys":[{"kty":"OKP","kty":"oct","k":"AA"}]}"#;
    let duplicate = Err(Error::Json(json::Error::DuplicateMember { line: 1, column: 27 }));
    assert_eq!(PublicJwkSet::parse(json), duplicate);
}

#[test]
fn attack_021_a_deep_set() {
    let json = format!(r#"{{"keys":[{{"x":{}"#, "[".repeat(100_000));
    let deep = Err(Error::Json(json::Error::TooDeep));
    assert_eq!(PublicJwkSet::parse(json.as_bytes()), deep);
}

#[test]
fn keys_are_prepared_only_for_allowed_algorithms() {
    let set = set(vec![public(P256).to_object().into(), public(RSA).to_object().into()]);
    let algorithms = |allowed: &[Alg]| {
        let keys = set.verification_keys(allowed, &CRYPTO);
        let algorithms: Vec<_> = keys.iter().map(|key| key.algorithm()).collect();
        (algorithms, keys.dropped().len())
    };
    assert_eq!(algorithms(&[]), (vec![], 2));
    assert_eq!(algorithms(&[Alg::Rs256]), (vec![Alg::Rs256], 1));
    assert_eq!(algorithms(&[Alg::Hs256, Alg::EdDsa]), (vec![], 2));
    let (all, dropped) = algorithms(Alg::ALL);
    assert_eq!(
        all,
        [Alg::Es256, Alg::Rs256, Alg::Rs384, Alg::Rs512, Alg::Ps256, Alg::Ps384, Alg::Ps512]
    );
    assert_eq!(dropped, 0);
    // An algorithm that is named twice is used once: two copies of a key would be ambiguous.
    assert_eq!(algorithms(&[Alg::Rs256, Alg::Rs256]), (vec![Alg::Rs256], 1));
}

#[test]
fn a_dropped_key_reports_its_most_specific_reason() {
    let reason = |jwk: Value, allowed: &[Alg]| {
        let keys = set(vec![jwk]).verification_keys(allowed, &CRYPTO);
        assert!(keys.is_empty());
        keys.dropped()[0].reason
    };
    let p256 = || Value::from(public(P256).to_object());
    let wrong_type = reason(p256(), &[Alg::Rs256]);
    assert!(matches!(wrong_type, DropReason::Key(key::Error::WrongKeyType(_))));
    assert_eq!(wrong_type.to_string(), "found a P-256 key; RS256 takes RSA keys");
    let encryption = public_and(P256, "use", json!("enc"));
    let not_permitted = DropReason::Key(key::Error::NotPermitted);
    assert_eq!(reason(encryption.clone().into(), &[Alg::Rs256, Alg::Es256]), not_permitted);
    assert_eq!(reason(encryption.into(), &[Alg::Es256, Alg::Rs256]), not_permitted);
    let off_curve = public_and(P256, "x", json!(base64url::encode(&[0; 32])));
    let rejected = DropReason::Key(key::Error::Rejected);
    assert_eq!(reason(off_curve.into(), Alg::ALL), rejected);
    let without = symbolon_jose::Crypto { signatures: &[], ..CRYPTO };
    let keys = set(vec![p256()]).verification_keys(Alg::ALL, &without);
    let unsupported = DropReason::Key(key::Error::Unsupported(Alg::Es256.into()));
    assert_eq!(keys.dropped()[0].reason, unsupported);
}

#[test]
fn rfc7517_5_unknown_members_of_a_set_are_kept() {
    let json = json!({ "keys": [public(P256).to_object()], "issuer": "https://op.example" });
    let set = PublicJwkSet::from_object(object(&json.to_string())).unwrap();
    assert_eq!(Value::from(set.to_object()), json);
    assert_eq!(PublicJwkSet::from_object(set.to_object()), Ok(set));
}
