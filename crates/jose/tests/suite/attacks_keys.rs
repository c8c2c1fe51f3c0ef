//! Attacks that use a key for something that it is not meant for.

use crate::CRYPTO;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use symbolon_jose::jwk::{PrivateJwk, PublicJwk, PublicJwkSet, PublicKey};
use symbolon_jose::jws::{CompactJws, Error};
use symbolon_jose::key::DropReason;
use symbolon_jose::key::{self, SelectError};
use symbolon_jose::{SignatureAlgorithm as Alg, SigningKey, VerificationKey, base64url, jwk};

use crate::suite::common::assert_wrong_type;
use crate::suite::common::{
    ED25519, P256, P384, RSA, long_secret, mac_keys, object, public, public_and, secret, signed,
    signing,
};

const SPKI_PEM: &str = include_str!("data/rsa_rfc7515_a2.spki.pem");
const PKCS1_PEM: &str = include_str!("data/rsa_rfc7515_a2.pkcs1.pem");
/// Public keys of several kinds, and certificates.
const PUBLIC_PEMS: &[&str] = &[
    SPKI_PEM,
    PKCS1_PEM,
    include_str!("data/pkix/p256.spki.pem"),
    include_str!("data/pkix/p521.spki.pem"),
    include_str!("data/pkix/ed25519.spki.pem"),
    include_str!("data/pkix/mldsa87_rfc9881_c2.spki.pem"),
    include_str!("data/pkix/rsa.certificate.pem"),
    include_str!("data/pkix/ed25519.certificate.pem"),
    include_str!("data/pkix/mldsa44_rfc9881_c3.certificate.pem"),
];

fn prepare(jwk: &PublicJwk, algorithm: Alg) -> Result<(), key::Error> {
    VerificationKey::from_jwk(jwk, algorithm, &CRYPTO).map(|_| ())
}

fn from_secret(bytes: &[u8], algorithm: Alg) -> Result<(), key::Error> {
    let verifying = VerificationKey::from_secret(&secret(bytes), algorithm, &CRYPTO).map(|_| ());
    let signing = SigningKey::from_secret(&secret(bytes), algorithm, &CRYPTO).map(|_| ());
    let jwk = PrivateJwk::from_secret(secret(bytes), None);
    let signing_jwk = SigningKey::from_jwk(&jwk, algorithm, &CRYPTO).map(|_| ());
    let verifying_jwk = VerificationKey::from_secret_jwk(&jwk, algorithm, &CRYPTO).map(|_| ());
    assert_eq!(verifying, signing);
    assert_eq!(verifying, signing_jwk);
    assert_eq!(verifying, verifying_jwk);
    verifying
}

fn der(pem: &str) -> Vec<u8> {
    let (_, text) = pem.split_once("-----BEGIN").unwrap();
    let text: String = text.lines().skip(1).take_while(|line| !line.starts_with('-')).collect();
    STANDARD.decode(text).unwrap()
}

/// Asserts that a token MACed with these bytes is refused by the keys prepared from the RSA key.
fn assert_no_confusion(bytes: &[u8]) {
    let (mac, _) = mac_keys(bytes, Alg::Hs256);
    let token = signed(r#"{"alg":"HS256"}"#, "{}", &mac);
    let keys =
        PublicJwkSet::new(vec![public(RSA)]).verification_keys(&[Alg::Rs256, Alg::Hs256], &CRYPTO);
    assert_eq!(keys.len(), 1);
    let result = CompactJws::parse(&token).unwrap().verify(&keys).map(|_| ());
    assert_eq!(result, Err(Error::Key(SelectError::AlgorithmNotAllowed(Alg::Hs256.into()))));
}

#[test]
fn attack_002_hmac_with_pem() {
    for pem in [SPKI_PEM, PKCS1_PEM] {
        for text in [
            pem.to_owned(),
            pem.trim_end().to_owned(),
            format!("{pem}\n"),
            format!("  \r\n\t{pem}"),
            format!("\u{b}{pem}"),
            format!("\u{feff}{pem}"),
            format!("subject=CN = op.example\n{pem}"),
            pem.replace('\n', "\r\n"),
            pem.replace('\n', ""),
        ] {
            let refused = Err(key::Error::NotASecret);
            assert_eq!(from_secret(text.as_bytes(), Alg::Hs256), refused, "{text:?}");
        }
    }
    // The bytes of a modulus look like a secret, but no HMAC key is ever prepared from an RSA key.
    let jwk = public(RSA);
    let PublicKey::Rsa(rsa) = jwk.key() else { panic!("not an RSA key") };
    assert_no_confusion(rsa.n());
    for algorithm in [Alg::Hs256, Alg::Hs384, Alg::Hs512] {
        for text in [RSA, P256, ED25519] {
            assert_wrong_type(prepare(&public(text), algorithm));
        }
    }
}

#[test]
fn attack_002_hmac_with_der() {
    for pem in PUBLIC_PEMS {
        let mut der = der(pem);
        assert_eq!(from_secret(&der, Alg::Hs256), Err(key::Error::NotASecret), "{pem}");
        // Bytes with another length than their DER header says are not a key.
        der.push(0);
        assert_eq!(from_secret(&der, Alg::Hs256), Ok(()), "{pem}");
        der.truncate(der.len() - 2);
        assert_eq!(from_secret(&der, Alg::Hs256), Ok(()), "{pem}");
    }
}

#[test]
fn attack_002_hmac_with_an_ssh_public_key() {
    let ed25519 = "AAAAC3NzaC1lZDI1NTE5AAAAIF9ofVWbiSqKnVdSCKUmDZb5wgdV5LlXVbEWpPiGUJG2";
    for text in [
        format!("ssh-ed25519 {ed25519} op@example\n"),
        format!("ssh-ed25519 {ed25519}"),
        format!("\n ssh-ed25519\t{ed25519}"),
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ".to_owned(),
        "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAI".to_owned(),
    ] {
        let refused = Err(key::Error::NotASecret);
        assert_eq!(from_secret(text.as_bytes(), Alg::Hs256), refused, "{text}");
    }
    assert_eq!(from_secret(b"ssh-tunnel between two machines, 6f1e", Alg::Hs256), Ok(()));
}

#[test]
fn attack_002_a_secret_that_only_begins_like_der_is_accepted() {
    // Sequences whose length is right, but whose content is not that of a key.
    for start in [&[0x30, 30][..], &[0x30, 30, 0x30, 10], &[0x30, 30, 2, 10, 2, 9]] {
        let mut bytes = [0x5a; 32];
        bytes[..start.len()].copy_from_slice(start);
        assert_eq!(from_secret(&bytes, Alg::Hs256), Ok(()), "{start:?}");
    }
}

#[test]
fn attack_003_hmac_with_jwk_text() {
    let jwk = public(RSA).to_object();
    let n = jwk.get("n").and_then(serde_json::Value::as_str).unwrap();
    for text in [
        jwk.to_json(),
        format!(r#"{{ "kty": "RSA", "n": "{n}", "e": "AQAB" }}"#),
        format!(r#"{{"n":"{n}","e":"AQAB","kty":"RSA"}}"#),
        format!("\n\n{}\n", jwk.to_json()),
        format!(r#"{{"keys":[{}]}}"#, jwk.to_json()),
        RSA.to_owned(),
    ] {
        let refused = Err(key::Error::NotASecret);
        assert_eq!(from_secret(text.as_bytes(), Alg::Hs256), refused, "{text}");
    }
    // A secret may be JSON that is not a JWK, even if the word `kty` occurs in it.
    assert_eq!(from_secret(br#"{"purpose":"kty keys","random":"6f1e"}"#, Alg::Hs256), Ok(()));
}

#[test]
fn attack_005_one_key_one_algorithm() {
    let declared = PublicJwk::from_object(public_and(RSA, "alg", json!("RS256"))).unwrap();
    assert_eq!(prepare(&declared, Alg::Rs256), Ok(()));
    for algorithm in [Alg::Rs384, Alg::Rs512, Alg::Ps256] {
        assert_eq!(prepare(&declared, algorithm), Err(key::Error::NotPermitted), "{algorithm}");
    }
    for (key, wrong) in [
        (P256, &[Alg::Es384, Alg::EdDsa, Alg::Rs256, Alg::Hs256][..]),
        (P384, &[Alg::Es256, Alg::Ed25519, Alg::Ps384]),
        (ED25519, &[Alg::Es256, Alg::Es384, Alg::Rs256, Alg::Hs512]),
        (RSA, &[Alg::Es256, Alg::EdDsa, Alg::Ed25519]),
    ] {
        for algorithm in wrong {
            assert_wrong_type(prepare(&public(key), *algorithm));
        }
    }
    let x25519 =
        object(r#"{"kty":"OKP","crv":"X25519","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"}"#);
    let x25519 = PublicJwk::from_object(x25519).unwrap();
    for algorithm in Alg::ALL {
        assert_wrong_type(prepare(&x25519, *algorithm));
    }
}

#[test]
fn attack_005_the_header_cannot_choose_another_algorithm() {
    let set = PublicJwkSet::new(vec![
        PublicJwk::from_object(public_and(RSA, "alg", json!("RS256"))).unwrap(),
        public(P256),
        public(ED25519),
    ]);
    let keys = set.verification_keys(&[Alg::Rs256, Alg::Es256], &CRYPTO);
    for (key, algorithm) in
        [(RSA, Alg::Ps256), (RSA, Alg::Rs512), (P384, Alg::Es384), (ED25519, Alg::EdDsa)]
    {
        let token = signed(&format!(r#"{{"alg":"{algorithm}"}}"#), "{}", &signing(key, algorithm));
        let result = CompactJws::parse(&token).unwrap().verify(&keys).map(|_| ());
        let refused = Err(Error::Key(SelectError::AlgorithmNotAllowed(algorithm.into())));
        assert_eq!(result, refused, "{algorithm}");
    }
    for (name, error) in [
        ("ES256K", Error::Key(SelectError::AlgorithmNotAllowed(Alg::Es256k.into()))),
        ("ES256X", Error::UnsupportedAlgorithm),
    ] {
        let header = format!(r#"{{"alg":"{name}"}}"#);
        let token = signed(&header, "{}", &signing(P256, Alg::Es256));
        let result = CompactJws::parse(&token).unwrap().verify(&keys).map(|_| ());
        assert_eq!(result, Err(error), "{name}");
    }
}

#[test]
fn attack_013_empty_and_short_secrets() {
    for (algorithm, needed) in [(Alg::Hs256, 32), (Alg::Hs384, 48), (Alg::Hs512, 64)] {
        for len in [0, 1, needed - 1] {
            let refused = Err(key::Error::ShortSecret { needed, found: len });
            assert_eq!(from_secret(&vec![7; len], algorithm), refused, "{algorithm} {len}");
        }
        assert_eq!(from_secret(&vec![7; needed], algorithm), Ok(()), "{algorithm}");
    }
}

#[test]
fn attack_042_short_client_secret() {
    let refused = |needed, found| Err(key::Error::ShortSecret { needed, found });
    assert_eq!(from_secret(b"secret", Alg::Hs256), refused(32, 6));
    assert_eq!(from_secret(&[7; 31], Alg::Hs256), refused(32, 31));
    assert_eq!(from_secret(&[7; 63], Alg::Hs512), refused(64, 63));
    for algorithm in [Alg::Rs256, Alg::Es256, Alg::EdDsa] {
        assert_wrong_type(from_secret(long_secret().expose(), algorithm));
    }
}

/// Prepares an `oct` JWK with this member for signing and for verification. Returns the `kid`s.
fn secret_jwk(name: &str, value: serde_json::Value) -> [Result<Option<String>, key::Error>; 2] {
    let mut jwk = PrivateJwk::from_secret(long_secret(), Some("1".to_owned())).expose();
    jwk.insert(name, value);
    let jwk = PrivateJwk::from_object(jwk).unwrap();
    let signing = SigningKey::from_jwk(&jwk, Alg::Hs256, &CRYPTO);
    let verifying = VerificationKey::from_secret_jwk(&jwk, Alg::Hs256, &CRYPTO);
    [
        signing.map(|key| key.kid().map(str::to_owned)),
        verifying.map(|key| key.kid().map(str::to_owned)),
    ]
}

#[test]
fn attack_038_use_alg_and_key_ops_of_a_shared_secret() {
    let yes = || Ok(Some("1".to_owned()));
    let no = || Err(key::Error::NotPermitted);
    for (name, value, expected) in [
        ("use", json!("sig"), [yes(), yes()]),
        ("use", json!("enc"), [no(), no()]),
        ("alg", json!("HS256"), [yes(), yes()]),
        ("alg", json!("HS512"), [no(), no()]),
        ("key_ops", json!(["sign", "verify"]), [yes(), yes()]),
        ("key_ops", json!(["sign"]), [yes(), no()]),
        ("key_ops", json!(["verify"]), [no(), yes()]),
        ("key_ops", json!(["encrypt", "decrypt"]), [no(), no()]),
        ("key_ops", json!([]), [no(), no()]),
    ] {
        assert_eq!(secret_jwk(name, value.clone()), expected, "{name} {value}");
    }
}

#[test]
fn a_key_pair_is_refused_as_a_shared_secret() {
    for text in [RSA, P256, ED25519] {
        for algorithm in Alg::ALL {
            let jwk = PrivateJwk::parse(text.as_bytes()).unwrap();
            let refused = VerificationKey::from_secret_jwk(&jwk, *algorithm, &CRYPTO).map(|_| ());
            // The key type fits the algorithm, but the key is not a shared secret.
            match refused {
                Err(key::Error::NotASecret) => assert!(!algorithm.is_mac(), "{algorithm}"),
                other => assert_wrong_type(other),
            }
        }
    }
}

#[test]
fn attack_040_oct_in_a_fetched_set() {
    let known = base64url::encode(&[0x5a; 64]);
    let json = format!(r#"{{"keys":[{{"kty":"oct","kid":"1","alg":"HS256","k":"{known}"}}]}}"#);
    let set = PublicJwkSet::parse(json.as_bytes()).unwrap();
    assert_eq!(set.keys(), []);
    assert_eq!(set.dropped()[0].reason, DropReason::Jwk(jwk::Error::SymmetricKey));
    let keys = set.verification_keys(Alg::ALL, &CRYPTO);
    assert!(keys.is_empty());
    let (mac, _) = mac_keys(&[0x5a; 64], Alg::Hs256);
    for (header, error) in [
        (
            r#"{"alg":"HS256","kid":"1"}"#,
            SelectError::KeyLeftOut(DropReason::Jwk(jwk::Error::SymmetricKey)),
        ),
        (r#"{"alg":"HS256"}"#, SelectError::AlgorithmNotAllowed(Alg::Hs256.into())),
    ] {
        let token = signed(header, "{}", &mac);
        let result = CompactJws::parse(&token).unwrap().verify(&keys).map(|_| ());
        assert_eq!(result, Err(Error::Key(error)));
    }
}
