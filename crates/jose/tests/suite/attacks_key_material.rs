//! Attacks with the numbers of a key or a signature.

use crate::CRYPTO;
use serde_json::json;
use symbolon_jose::jwk::{PrivateJwk, PrivateKey, PublicJwk};
use symbolon_jose::{
    Object, Secret, SignatureAlgorithm as Alg, SigningKey, VerificationKey, base64url, jwk, key,
};

use crate::suite::common::{
    ED25519, OTHER_P256, OTHER_RSA, P256, RSA, hex, private, public, signing, verification,
    wrong_modulus,
};

#[test]
fn attack_030_ecdsa_lengths() {
    let key = verification(P256, Alg::Es256);
    let signature = signing(P256, Alg::Es256).sign(b"message").unwrap();
    assert_eq!(signature.len(), 64);
    assert!(key.verify(b"message", &signature).is_ok());
    let (r, s) = signature.split_at(32);
    let integer = |n: &[u8]| [&[2, 33, 0], n].concat();
    let der = [&[0x30, 70][..], &integer(r), &integer(s)].concat();
    for bad in [
        der,
        signature[..63].to_vec(),
        signature[1..].to_vec(),
        [&signature[..], &[0]].concat(),
        [&[0], &signature[..]].concat(),
        r.to_vec(),
        Vec::new(),
    ] {
        assert!(key.verify(b"message", &bad).is_err(), "{} bytes", bad.len());
    }
}

#[test]
fn attack_031_small_order_and_non_canonical_ed25519() {
    let p_plus = |n: u8| [&[0xed + n][..], &[0xff; 30], &[0x7f]].concat();
    let read = |point: &[u8]| {
        let mut jwk = public(ED25519).to_object();
        jwk.insert("x", base64url::encode(point));
        PublicJwk::from_object(jwk).map(|_| ())
    };
    for point in (0..=18).map(p_plus) {
        assert_eq!(read(&point), Err(jwk::Error::PointEncoding), "{point:?}");
        let signed = [&point[..31], &[0xff]].concat();
        assert_eq!(read(&signed), Err(jwk::Error::PointEncoding), "{signed:?}");
    }
    // p - 1 is a point of small order; p - 2 is an ordinary encoding.
    assert_eq!(read(&[&[0xeb][..], &[0xff; 30], &[0x7f]].concat()), Ok(()));
    for y in [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    ] {
        let mut point = hex(y);
        assert_eq!(read(&point), Err(jwk::Error::SmallOrder), "{y}");
        point[31] |= 0x80;
        assert_eq!(read(&point), Err(jwk::Error::SmallOrder), "{y}, signed");
    }
}

#[test]
fn attack_035_weak_rsa() {
    let with = |n: &[u8], e: &[u8]| {
        let mut jwk = Object::new();
        jwk.insert("kty", "RSA");
        jwk.insert("n", base64url::encode(n));
        jwk.insert("e", base64url::encode(e));
        PublicJwk::from_object(jwk).map(|_| ())
    };
    let modulus = |bytes: usize| vec![0xff; bytes];
    let e = [1, 0, 1];
    for (n, e, expected) in [
        (modulus(256), &e[..], Ok(())),
        (modulus(1024), &e, Ok(())),
        (modulus(256), &[3], Ok(())),
        (modulus(256), &[1, 0xff, 0xff, 0xff, 0xff], Ok(())),
        (modulus(64), &e, Err(wrong_modulus(512))),
        (modulus(128), &e, Err(wrong_modulus(1024))),
        ([&[0x7f][..], &modulus(255)].concat(), &e, Err(wrong_modulus(2047))),
        ([&[1][..], &modulus(1024)].concat(), &e, Err(wrong_modulus(8193))),
        (modulus(1025), &e, Err(wrong_modulus(8200))),
        (modulus(2048), &e, Err(wrong_modulus(16_384))),
        // The modulus is even.
        ([&modulus(255)[..], &[0xfe]].concat(), &e, Err(wrong_modulus(2048))),
        (modulus(256), &[1], Err(jwk::Error::RsaExponent)),
        (modulus(256), &[2], Err(jwk::Error::RsaExponent)),
        (modulus(256), &[1, 0, 0], Err(jwk::Error::RsaExponent)),
        (modulus(256), &[2, 0, 0, 0, 1], Err(jwk::Error::RsaExponent)),
        (modulus(256), &[0xff; 512], Err(jwk::Error::RsaExponent)),
        (modulus(256), &[], Err(jwk::Error::Number("e"))),
        (modulus(256), &[0], Err(jwk::Error::Number("e"))),
        (modulus(256), &[0, 1, 0, 1], Err(jwk::Error::Number("e"))),
        ([&[0][..], &modulus(256)].concat(), &e, Err(jwk::Error::Number("n"))),
        (Vec::new(), &e, Err(jwk::Error::Number("n"))),
    ] {
        assert_eq!(with(&n, e), expected, "{} bytes, e = {e:?}", n.len());
    }
}

#[test]
fn attack_037_halves_that_do_not_match() {
    let mixed = |jwk: &str, other: &str, names: &[&str]| {
        let other = private(other).expose();
        let mut jwk = private(jwk).expose();
        for name in names {
            jwk.insert(name, other.get(name).unwrap().clone());
        }
        PrivateJwk::from_object(jwk).unwrap()
    };
    let refused = |jwk: &PrivateJwk, algorithm| {
        let result = SigningKey::from_jwk(jwk, algorithm, &CRYPTO).map(|_| ());
        let rejected = match jwk.key() {
            PrivateKey::Rsa(key) => key::Error::RejectedRsa { bits: key.public().bits() },
            _ => key::Error::Rejected,
        };
        assert_eq!(result, Err(rejected), "{algorithm}");
    };
    refused(&mixed(P256, OTHER_P256, &["d"]), Alg::Es256);
    refused(&mixed(P256, OTHER_P256, &["x", "y"]), Alg::Es256);
    for name in ["n", "d", "p", "q", "dp", "dq", "qi"] {
        refused(&mixed(RSA, OTHER_RSA, &[name]), Alg::Rs256);
        refused(&mixed(RSA, OTHER_RSA, &[name]), Alg::Ps256);
    }
    refused(&mixed(RSA, OTHER_RSA, &["n", "d"]), Alg::Rs256);
    let mut jwk = private(ED25519).expose();
    jwk.insert("d", base64url::encode(&[7; 32]));
    let wrong_seed = PrivateJwk::from_object(jwk).unwrap();
    refused(&wrong_seed, Alg::EdDsa);
    refused(&wrong_seed, Alg::Ed25519);
    // The exponents 3 and 65 539: all numbers of the key belong together, except for e.
    for e in ["Aw", "AQAD"] {
        let mut jwk = private(RSA).expose();
        jwk.insert("e", e);
        refused(&PrivateJwk::from_object(jwk).unwrap(), Alg::Rs256);
    }
    for d in [vec![0; 32], vec![0xff; 32]] {
        let mut jwk = private(P256).expose();
        jwk.insert("d", base64url::encode(&d));
        refused(&PrivateJwk::from_object(jwk).unwrap(), Alg::Es256);
    }
    let mut jwk = private(RSA).expose();
    jwk.insert("oth", json!([{ "r": "AQ", "d": "AQ", "t": "AQ" }]));
    assert_eq!(PrivateJwk::from_object(jwk), Err(jwk::Error::MultiPrime));
}

#[test]
fn rfc8017_3_2_private_numbers_longer_than_the_modulus_are_refused() {
    for name in ["d", "p", "q", "dp", "dq", "qi"] {
        let mut object = private(RSA).expose();
        object.insert(name, base64url::encode(&[0x7f; 257]));
        let refused = PrivateJwk::from_object(object);
        assert_eq!(refused.map(|_| ()), Err(jwk::Error::RsaPrivateNumber(name)));
    }
}

#[test]
fn rfc7517_4_3_more_than_32_key_ops_are_refused() {
    let with = |operations: usize| {
        let mut object = public(P256).to_object();
        let names: Vec<String> = (0..operations).map(|n| format!("operation {n}")).collect();
        object.insert("key_ops", names);
        PublicJwk::from_object(object)
    };
    assert!(with(32).is_ok());
    assert_eq!(with(33), Err(jwk::Error::KeyOperations));
}

#[test]
fn attack_003_a_jwk_in_an_array_and_pem_with_a_tab_are_not_secrets() {
    for text in [r#"[{"kty":"RSA","n":"AQAB"},{"kty":"EC"}]"#, "-----BEGIN\tPUBLIC KEY-----\nMIIB"]
    {
        let secret = Secret::new(text.as_bytes().to_vec());
        let refused = VerificationKey::from_secret(&secret, Alg::Hs256, &CRYPTO);
        assert_eq!(refused.map(|_| ()), Err(key::Error::NotASecret), "{text}");
    }
}
