//! Rules for a single JWK.

use crate::CRYPTO;
use serde_json::{Value, json};
use symbolon_jose::jwk::{Error, KeyOperation, KeyUse, PrivateJwk, PublicJwk};
use symbolon_jose::{
    MemberError, Object, SignatureAlgorithm as Alg, SigningKey, VerificationKey, base64url, key,
};

use crate::suite::common::{
    ALL_PAIRS, ED25519, HS, ML_DSA_44, P256, RSA, object, private, public, public_and, wrong_length,
};

fn read(jwk: &str) -> Result<PublicJwk, Error> {
    PublicJwk::parse(jwk.as_bytes())
}

fn verifies(jwk: &Object, algorithm: Alg) -> Result<(), key::Error> {
    let jwk = PublicJwk::from_object(jwk.clone()).unwrap();
    VerificationKey::from_jwk(&jwk, algorithm, &CRYPTO).map(|_| ())
}

fn signs(members: &[(&str, Value)], algorithm: Alg) -> Result<(), key::Error> {
    let mut jwk = private(P256).expose();
    for (name, value) in members {
        jwk.insert(name, value.clone());
    }
    let jwk = PrivateJwk::from_object(jwk).unwrap();
    SigningKey::from_jwk(&jwk, algorithm, &CRYPTO).map(|_| ())
}

#[test]
fn written_jwks_are_read_back_unchanged() {
    for text in ALL_PAIRS.iter().copied().chain([HS]) {
        let jwk = private(text);
        assert_eq!(PrivateJwk::from_object(jwk.expose()), Ok(jwk.clone()));
        let mut read: Vec<_> =
            object(text).iter().map(|(n, v)| (n.to_owned(), v.clone())).collect();
        let mut printed: Vec<_> =
            jwk.expose().iter().map(|(n, v)| (n.to_owned(), v.clone())).collect();
        read.sort_by(|a, b| a.0.cmp(&b.0));
        printed.sort_by(|a, b| a.0.cmp(&b.0));
        assert_eq!(read, printed);
        if let Some(public) = jwk.public() {
            assert_eq!(PublicJwk::from_object(public.to_object()), Ok(public));
        }
    }
}

#[test]
fn rfc7517_4_unknown_members_are_kept() {
    let jwk = public_and(P256, "x5c", json!(["MIIB"]));
    let jwk = PublicJwk::from_object(jwk).unwrap();
    assert_eq!(jwk.extra().get("x5c"), Some(&json!(["MIIB"])));
    assert_eq!(jwk.to_object().get("x5c"), Some(&json!(["MIIB"])));
}

#[test]
fn rfc7517_9_2_a_public_key_has_no_private_member() {
    for text in ALL_PAIRS.iter().copied() {
        let object = private(text).public().unwrap().to_object();
        for name in ["d", "p", "q", "dp", "dq", "qi", "k", "priv"] {
            assert!(!object.contains(name), "{name}");
        }
        let exposed = private(text).expose();
        let name = if exposed.contains("d") { "d" } else { "priv" };
        assert_eq!(PublicJwk::from_object(exposed), Err(Error::PrivateMember(name)));
    }
    assert_eq!(private(HS).public(), None);
    assert_eq!(read(HS), Err(Error::SymmetricKey));
}

#[test]
fn rfc7517_9_2_private_members_of_other_key_types_are_not_published() {
    let mut jwk = private(P256).expose();
    for name in ["p", "k", "oth", "priv"] {
        jwk.insert(name, "c2VjcmV0");
    }
    let public = PrivateJwk::from_object(jwk).unwrap().public().unwrap();
    assert!(public.extra().is_empty());
    assert_eq!(PublicJwk::from_object(public.to_object()), Ok(public));
}

#[test]
fn each_change_has_its_exact_error() {
    let p256 = public(P256).to_object();
    let changed = |name: &str, value: Value| {
        let mut jwk = p256.clone();
        jwk.insert(name, value);
        PublicJwk::from_object(jwk).map(|_| ())
    };
    let removed = |jwk: &Object, name: &str| {
        let mut jwk = jwk.clone();
        jwk.remove(name);
        PublicJwk::from_object(jwk).map(|_| ())
    };
    let member = |name, expected| Err(Error::Member(MemberError { name, expected }));
    for name in ["kty", "crv", "x", "y"] {
        assert_eq!(removed(&p256, name), Err(Error::Missing(name)));
        for value in [json!(null), json!(1), json!(["x"])] {
            assert_eq!(changed(name, value), member(name, "a string"), "{name}");
        }
    }
    for name in ["n", "e"] {
        assert_eq!(removed(&public(RSA).to_object(), name), Err(Error::Missing(name)));
    }
    for name in ["crv", "x"] {
        assert_eq!(removed(&public(ED25519).to_object(), name), Err(Error::Missing(name)));
    }
    for name in ["kid", "alg", "use"] {
        assert_eq!(changed(name, json!(null)), Ok(()), "{name}");
        for value in [json!(1), json!(["sig"]), json!({}), json!([null])] {
            assert_eq!(changed(name, value), member(name, "a string"), "{name}");
        }
    }
    assert_eq!(changed("key_ops", json!(null)), Ok(()));
    for value in [json!("sign"), json!([1]), json!({}), json!([null])] {
        assert_eq!(changed("key_ops", value), member("key_ops", "an array of strings"));
    }
    for name in ["alg", "pub"] {
        assert_eq!(removed(&public(ML_DSA_44).to_object(), name), Err(Error::Missing(name)));
    }
    assert_eq!(changed("kty", json!("AKP")), Err(Error::Missing("alg")));
    assert_eq!(changed("kty", json!("ec")), Err(Error::UnsupportedKeyType));
    let supported = "P-256, P-384, P-521 and secp256k1";
    let unsupported = Err(Error::UnsupportedCurve { name: "crv", supported });
    assert_eq!(changed("crv", json!("p-256")), unsupported);
    let base64 = |name| Err(Error::Base64 { name, error: base64url::Error });
    for text in ["A=", "+A", "A\n", "é", "A"] {
        assert_eq!(changed("x", json!(text)), base64("x"), "{text:?}");
    }
    let short = changed("x", json!(base64url::encode(&[1; 31])));
    assert_eq!(short, Err(wrong_length("x", 31, 32)));
    assert_eq!(wrong_length("x", 31, 32).to_string(), "`x` has 31 bytes, expected 32");
}

#[test]
fn private_members_are_required_and_have_a_fixed_form() {
    let changed = |text: &str, name: &str, value: Option<&str>| {
        let mut jwk = private(text).expose();
        match value {
            Some(value) => jwk.insert(name, value),
            None => jwk.remove(name),
        };
        PrivateJwk::from_object(jwk).map(|_| ())
    };
    for name in ["d", "p", "q", "dp", "dq", "qi"] {
        assert_eq!(changed(RSA, name, None), Err(Error::Missing(name)));
        assert_eq!(changed(RSA, name, Some("AAEC")), Err(Error::Number(name)));
        assert_eq!(changed(RSA, name, Some("")), Err(Error::Number(name)));
    }
    let one_number = ALL_PAIRS.iter().filter(|text| object(text).get("kty") != Some(&json!("RSA")));
    for text in one_number.filter(|text| object(text).contains("d")) {
        assert_eq!(changed(text, "d", None), Err(Error::Missing("d")));
        let expected = base64url::decode(object(text).get("d").unwrap().as_str().unwrap()).unwrap();
        let refused = Err(wrong_length("d", 1, expected.len()));
        assert_eq!(changed(text, "d", Some("AQ")), refused);
    }
    assert_eq!(changed(HS, "k", None), Err(Error::Missing("k")));
    assert_eq!(changed(ML_DSA_44, "priv", None), Err(Error::Missing("priv")));
    assert_eq!(changed(P256, "kty", Some("XYZ")), Err(Error::UnsupportedKeyType));
}

#[test]
fn attack_038_use() {
    assert_eq!(verifies(&public_and(P256, "use", json!("sig")), Alg::Es256), Ok(()));
    // An empty string has the same meaning as an absent member.
    assert_eq!(verifies(&public_and(P256, "use", json!("")), Alg::Es256), Ok(()));
    for value in ["enc", " ", "SIG", "other"] {
        let jwk = public_and(P256, "use", json!(value));
        assert_eq!(verifies(&jwk, Alg::Es256), Err(key::Error::NotPermitted), "{value}");
        assert_eq!(signs(&[("use", json!(value))], Alg::Es256), Err(key::Error::NotPermitted));
    }
    assert_eq!(signs(&[("use", json!("sig"))], Alg::Es256), Ok(()));
    let jwk = PublicJwk::from_object(public_and(P256, "use", json!("enc"))).unwrap();
    assert_eq!(jwk.key_use(), Some(&KeyUse::Encryption));
}

#[test]
fn attack_038_key_ops() {
    let with = |ops: Value| public_and(P256, "key_ops", ops);
    for ops in [json!(["verify"]), json!(["verify", "sign"]), json!(["verify", "encrypt"])] {
        assert_eq!(verifies(&with(ops.clone()), Alg::Es256), Ok(()), "{ops}");
    }
    for ops in [json!([]), json!(["sign"]), json!(["encrypt"]), json!(["Verify"])] {
        let refused = Err(key::Error::NotPermitted);
        assert_eq!(verifies(&with(ops.clone()), Alg::Es256), refused, "{ops}");
    }
    assert_eq!(signs(&[("key_ops", json!(["sign"]))], Alg::Es256), Ok(()));
    let refused = Err(key::Error::NotPermitted);
    assert_eq!(signs(&[("key_ops", json!(["verify"]))], Alg::Es256), refused);
    for (key_use, ops) in [
        (json!("sig"), json!(["verify", "verify"])),
        (json!("sig"), json!(["x", "x"])),
        (json!("sig"), json!(["verify", "encrypt"])),
        (json!("sig"), json!(["deriveKey"])),
        (json!("enc"), json!(["verify"])),
        (json!("enc"), json!(["sign"])),
    ] {
        let mut jwk = with(ops.clone());
        jwk.insert("use", key_use);
        assert_eq!(PublicJwk::from_object(jwk), Err(Error::KeyOperations), "{ops}");
    }
}

#[test]
fn rfc7517_4_3_unknown_key_ops_contradict_no_use_and_permit_nothing() {
    for (ops, result) in [
        (json!(["verify", "foo"]), Ok(())),
        (json!(["foo"]), Err(key::Error::NotPermitted)),
        (json!(["Verify", "encrypted"]), Err(key::Error::NotPermitted)),
    ] {
        let mut jwk = public_and(P256, "key_ops", ops.clone());
        jwk.insert("use", "sig");
        assert_eq!(verifies(&jwk, Alg::Es256), result, "{ops}");
        jwk.insert("use", "enc");
        let encryption = PublicJwk::from_object(jwk).map(|_| ());
        let refused = if result.is_ok() { Err(Error::KeyOperations) } else { Ok(()) };
        assert_eq!(encryption, refused, "{ops}");
    }
}

#[test]
fn attack_038_alg() {
    for (name, algorithm, result) in [
        ("ES256", Alg::Es256, Ok(())),
        ("ES384", Alg::Es256, Err(key::Error::NotPermitted)),
        ("none", Alg::Es256, Err(key::Error::NotPermitted)),
        ("es256", Alg::Es256, Err(key::Error::NotPermitted)),
        ("ECDH-ES", Alg::Es256, Err(key::Error::NotPermitted)),
        ("EdDSA", Alg::Es256, Err(key::Error::NotPermitted)),
    ] {
        let jwk = public_and(P256, "alg", json!(name));
        assert_eq!(verifies(&jwk, algorithm), result, "{name}");
        assert_eq!(signs(&[("alg", json!(name))], algorithm), result, "{name}");
    }
    // RFC 9864 §2.2: on Ed25519, `EdDSA` and `Ed25519` are names of the same algorithm.
    for name in ["EdDSA", "Ed25519"] {
        for algorithm in [Alg::EdDsa, Alg::Ed25519] {
            assert_eq!(verifies(&public_and(ED25519, "alg", json!(name)), algorithm), Ok(()));
        }
    }
    let jwk = PublicJwk::from_object(public_and(P256, "alg", json!("ES256"))).unwrap();
    assert_eq!(jwk.alg(), Some("ES256"));
}

#[test]
fn key_ops_of_the_public_key_mirror_those_of_the_private_key() {
    let with = |ops: Value| {
        let mut jwk = private(P256).expose();
        jwk.insert("key_ops", ops);
        let public = PrivateJwk::from_object(jwk).unwrap().public().unwrap();
        // The written key is read back unchanged.
        assert_eq!(PublicJwk::from_object(public.to_object()), Ok(public.clone()));
        public.key_ops().map(<[KeyOperation]>::to_vec)
    };
    assert_eq!(with(json!(["sign"])), Some(vec![KeyOperation::Verify]));
    assert_eq!(with(json!(["sign", "verify"])), Some(vec![KeyOperation::Verify]));
    let three = with(json!(["sign", "encrypt", "verify"]));
    let encrypt = KeyOperation::Encrypt;
    assert_eq!(three, Some(vec![KeyOperation::Verify, encrypt]));
}

#[test]
fn a_secret_becomes_a_jwk_with_a_kid() {
    let secret = symbolon_jose::Secret::new(vec![7; 32]);
    let jwk = PrivateJwk::from_secret(secret, Some("s".into()));
    assert_eq!(jwk.kid(), Some("s"));
    assert_eq!(jwk.expose().get("kty"), Some(&json!("oct")));
    let signing = SigningKey::from_jwk(&jwk, Alg::Hs256, &CRYPTO).unwrap();
    assert_eq!(signing.kid(), Some("s"));
    let refused = SigningKey::from_jwk(&jwk, Alg::Es256, &CRYPTO).map(|_| ());
    crate::suite::common::assert_wrong_type(refused);
}
