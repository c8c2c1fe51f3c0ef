//! Properties of reading, writing, signing and comparing, for generated input.

use crate::CRYPTO;
use proptest::prelude::*;
use serde_json::{Map, Number, Value};
use symbolon_jose::jwk::{PrivateJwk, PublicJwk, PublicJwkSet};
use symbolon_jose::jws::{CompactJws, Jws};
use symbolon_jose::jwt::Claims;
use symbolon_jose::{
    NumericDate, Object, Secret, SecretString, SignatureAlgorithm as Alg, SigningKey,
    VerificationKey, base64url,
};

use crate::suite::common::{compact, private};

/// Generates any JSON value within the limits.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter_map("finite", |n| Number::from_f64(n).map(Value::from)),
        ".*".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(".*", inner, 0..5)
                .prop_map(|map| Value::from(map.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn any_object() -> impl Strategy<Value = Object> {
    prop::collection::btree_map(".{0,8}", any_json(), 0..6)
        .prop_map(|map| Object::from_value(Value::from(map.into_iter().collect::<Map<_, _>>())))
        .prop_map(Result::unwrap)
}

/// Generates text that resembles JSON, because arbitrary text is refused at its first character.
fn near_json() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        Just("{"),
        Just("}"),
        Just("["),
        Just("]"),
        Just(","),
        Just(":"),
        Just("null"),
        Just("\"keys\""),
        Just("\"kty\""),
        Just("\"RSA\""),
        Just("\"EC\""),
        Just("\"OKP\""),
        Just("\"n\""),
        Just("\"e\""),
        Just("\"x\""),
        Just("\"d\""),
        Just("\"AQAB\""),
        Just("\"\\u00"),
        Just("\"crv\""),
        Just("\"Ed25519\""),
        Just("1e"),
        Just("-"),
        Just("0"),
        Just("\""),
    ];
    prop::collection::vec(token, 0..40).prop_map(|tokens| tokens.concat())
}

fn read_all(bytes: &[u8]) {
    let _ = Object::parse(bytes);
    let _ = PublicJwk::parse(bytes);
    let _ = PrivateJwk::parse(bytes);
    let _ = PublicJwkSet::parse(bytes);
}

proptest! {
    #[test]
    fn decoding_base64url_returns_the_encoded_bytes(bytes: Vec<u8>) {
        let text = base64url::encode(&bytes);
        prop_assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
        prop_assert_eq!(base64url::decode(&text), Ok(bytes));
    }

    #[test]
    fn attack_022_base64url_has_one_text_for_each_value(text in "[A-Za-z0-9_-]{0,40}") {
        if let Ok(bytes) = base64url::decode(&text) {
            prop_assert_eq!(base64url::encode(&bytes), text);
        }
    }

    #[test]
    fn attack_022_base64url_refuses_other_characters(
        text in "[A-Za-z0-9_-]{0,20}", bad in "[^A-Za-z0-9_-]", more in "[A-Za-z0-9_-]{0,20}",
    ) {
        let text = format!("{text}{bad}{more}");
        prop_assert_eq!(base64url::decode(&text), Err(base64url::Error));
    }

    #[test]
    fn a_written_object_is_read_back_unchanged(object in any_object()) {
        let printed = object.to_json();
        let read = Object::parse(printed.as_bytes()).unwrap();
        prop_assert_eq!(&read, &object);
        prop_assert_eq!(read.to_json(), printed);
    }

    #[test]
    fn a_key_keeps_unknown_members(extra in any_object(), kid in ".*") {
        let mut object = private(crate::suite::common::P256).kid_replaced(kid).expose();
        object.extend(extra);
        if let Ok(jwk) = PrivateJwk::from_object(object.clone()) {
            prop_assert_eq!(jwk.expose(), object);
            let public = jwk.public().unwrap();
            prop_assert_eq!(PublicJwk::from_object(public.to_object()), Ok(public));
        }
    }

    #[test]
    fn written_claims_are_read_back_unchanged(
        extra in any_object(), iss: Option<String>, aud: Vec<String>, exp: Option<i32>,
    ) {
        let mut claims = Claims::new();
        claims.iss = iss;
        claims.aud = aud;
        claims.exp = exp.and_then(|seconds| NumericDate::from_seconds(seconds.into()));
        claims.extra = extra;
        for name in ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"] {
            claims.extra.remove(name);
        }
        prop_assert_eq!(Claims::from_object(claims.to_object()), Ok(claims));
    }

    #[test]
    fn verifying_returns_the_signed_payload(payload in prop::collection::vec(any::<u8>(), 1..200)) {
        let secret = Secret::new(vec![7; 32]);
        let signing = SigningKey::from_secret(&secret, Alg::Hs256, &CRYPTO).unwrap();
        let keys = VerificationKey::from_secret(&secret, Alg::Hs256, &CRYPTO).unwrap().into();
        let token = Jws::new(payload.clone()).sign(&signing).unwrap();
        let verified = CompactJws::parse(&token).unwrap().verify(&keys).unwrap();
        prop_assert_eq!(verified.payload(), payload);
    }

    #[test]
    fn secrets_are_equal_if_their_bytes_are(a: Vec<u8>, b: Vec<u8>) {
        let equal = Secret::new(a.clone()) == Secret::new(b.clone());
        prop_assert_eq!(equal, a == b);
        prop_assert!(Secret::new(a.clone()) == Secret::new(a));
    }

    #[test]
    fn fingerprints_are_equal_if_their_secrets_are(a: String, b: String) {
        let fingerprint = |text: &str| SecretString::new(text.to_owned()).fingerprint(&CRYPTO);
        prop_assert_eq!(fingerprint(&a) == fingerprint(&b), a == b);
    }

    #[test]
    fn attack_123_arbitrary_bytes_cause_no_panic(bytes: Vec<u8>) {
        read_all(&bytes);
    }

    #[test]
    fn attack_123_arbitrary_text_causes_no_panic(text: String, json in near_json()) {
        read_all(json.as_bytes());
        for text in [&text, &json] {
            let _ = CompactJws::parse(text);
            let _ = base64url::decode(text);
        }
    }

    #[test]
    fn attack_123_arbitrary_tokens_cause_no_panic(header in near_json(), payload: Vec<u8>, signature: Vec<u8>) {
        let token = compact(header.as_bytes(), &payload, &signature);
        let _ = CompactJws::parse(&token).map(|jws| jws.verify(&crate::suite::common::verifiers()));
    }

    #[test]
    fn attack_123_arbitrary_members_cause_no_panic(object in any_object(), kty in "RSA|EC|OKP|oct") {
        let mut object = object;
        object.insert("kty", kty);
        read_all(object.to_json().as_bytes());
        let _ = Claims::from_object(object);
    }
}
