//! Generating keys, and naming them by their thumbprint.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::CRYPTO;
use symbolon_jose::crypto::{HashAlgorithm, RandomError, SecureRandom};
use symbolon_jose::jwk::{GenerateError, KeyKind, PrivateJwk, PrivateKey, PublicJwk};
use symbolon_jose::{Crypto, SignatureAlgorithm as Alg, SigningKey, VerificationKey};

use crate::suite::common::{HS, hex, key_for, private, public};

const KINDS: [KeyKind; 11] = [
    KeyKind::P256,
    KeyKind::P384,
    KeyKind::P521,
    KeyKind::Secp256k1,
    KeyKind::Ed25519,
    KeyKind::Ed448,
    KeyKind::X25519,
    KeyKind::X448,
    KeyKind::MlDsa44,
    KeyKind::MlDsa65,
    KeyKind::MlDsa87,
];

fn makes(kind: KeyKind) -> bool {
    CRYPTO.key_pairs.iter().any(|pairs| pairs.kind() == kind)
}

#[test]
fn generate_makes_every_kind_of_key_that_the_backend_supports() {
    assert!(makes(KeyKind::P256) && makes(KeyKind::X25519) && makes(KeyKind::Ed25519));
    for kind in KINDS {
        let made = PrivateJwk::generate(kind, &CRYPTO);
        if !makes(kind) {
            assert_eq!(made, Err(GenerateError::Unsupported(kind)));
            continue;
        }
        let made = made.unwrap();
        assert_eq!(made.key().kind(), kind);
        assert_eq!(made.kid(), None);
        assert_eq!(PrivateJwk::from_object(made.expose()), Ok(made.clone()));
        assert_ne!(PrivateJwk::generate(kind, &CRYPTO), Ok(made));
    }
}

#[test]
fn generated_keys_sign_and_their_public_keys_verify() {
    for algorithm in CRYPTO.signature_algorithms() {
        let kind = private(key_for(algorithm)).key().kind();
        if matches!(kind, KeyKind::Oct | KeyKind::Rsa) {
            continue;
        }
        let jwk = PrivateJwk::generate(kind, &CRYPTO).unwrap();
        let signature =
            SigningKey::from_jwk(&jwk, algorithm, &CRYPTO).unwrap().sign(b"message").unwrap();
        let public = jwk.public().unwrap();
        let key = VerificationKey::from_jwk(&public, algorithm, &CRYPTO).unwrap();
        assert!(key.verify(b"message", &signature).is_ok(), "{algorithm}");
    }
}

#[test]
fn rsa_keys_are_generated_if_the_backend_supports_it() {
    match PrivateJwk::generate_rsa(2048, &CRYPTO) {
        Ok(jwk) => {
            assert!(CRYPTO.rsa_key_pairs.is_some());
            let PrivateKey::Rsa(key) = jwk.key() else { panic!("not an RSA key") };
            assert_eq!((key.public().n().len(), key.public().e()), (256, &[1, 0, 1][..]));
            assert!(key.public().n()[0] >= 0x80);
            assert!(SigningKey::from_jwk(&jwk, Alg::Ps256, &CRYPTO).is_ok());
            assert_eq!(PrivateJwk::from_object(jwk.expose()), Ok(jwk));
        }
        Err(error) => {
            assert!(CRYPTO.rsa_key_pairs.is_none());
            assert_eq!(error, GenerateError::Unsupported(KeyKind::Rsa));
            assert!(error.to_string().contains("symbolon-crypto-aws-lc"), "{error}");
        }
    }
}

#[test]
fn rfc7518_3_3_rsa_keys_of_a_refused_size_are_not_generated() {
    for bits in [0, 512, 1024, 2047, 8193, 16384, usize::MAX] {
        let refused = PrivateJwk::generate_rsa(bits, &CRYPTO);
        assert_eq!(refused, Err(GenerateError::RsaModulus(bits)));
    }
}

#[test]
fn a_generated_secret_has_the_requested_length() {
    for len in [16, 32, 48, 64, 1024] {
        let jwk = PrivateJwk::generate_secret(len, &CRYPTO).unwrap();
        let PrivateKey::Oct(secret) = jwk.key() else { panic!("not a secret") };
        assert_eq!(secret.expose().len(), len);
        assert_ne!(secret.expose(), vec![0; len]);
        assert_ne!(PrivateJwk::generate_secret(len, &CRYPTO), Ok(jwk));
    }
    for len in [0, 15, 1025, usize::MAX] {
        let refused = PrivateJwk::generate_secret(len, &CRYPTO);
        assert_eq!(refused, Err(GenerateError::SecretLength(len)));
    }
    let secret = PrivateJwk::generate_secret(64, &CRYPTO).unwrap();
    assert!(SigningKey::from_jwk(&secret, Alg::Hs512, &CRYPTO).is_ok());
}

#[test]
fn rsa_keys_and_secrets_are_not_generated_without_a_size() {
    for kind in [KeyKind::Rsa, KeyKind::Oct] {
        let refused = PrivateJwk::generate(kind, &CRYPTO);
        assert_eq!(refused, Err(GenerateError::SizeNeeded(kind)));
    }
}

/// A random source that always returns the same byte.
#[derive(Debug)]
struct Stuck(u8);

impl SecureRandom for Stuck {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        buffer.fill(self.0);
        Ok(())
    }
}

/// A random source whose first two draws are above the order of every curve.
#[derive(Debug)]
struct ThirdTime(AtomicUsize);

impl SecureRandom for ThirdTime {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        let before = self.0.fetch_add(1, Ordering::Relaxed);
        buffer.fill(if before < 2 { 0xff } else { 0x11 });
        Ok(())
    }
}

/// A random source that always fails.
#[derive(Debug)]
struct Nothing;

impl SecureRandom for Nothing {
    fn fill(&self, _: &mut [u8]) -> Result<(), RandomError> {
        Err(RandomError)
    }
}

#[test]
fn fips186_5_a_2_2_a_number_out_of_range_is_drawn_again() {
    static THIRD_TIME: ThirdTime = ThirdTime(AtomicUsize::new(0));
    let crypto = Crypto { random: &THIRD_TIME, ..CRYPTO };
    let jwk = PrivateJwk::generate(KeyKind::P256, &crypto).unwrap();
    assert_eq!(THIRD_TIME.0.load(Ordering::Relaxed), 3);
    let PrivateKey::Ec(key) = jwk.key() else { panic!("not an EC key") };
    assert_eq!(key.d().expose(), [0x11; 32]);
}

#[test]
fn a_stuck_random_source_is_an_error_and_does_not_hang() {
    for (random, kinds) in [
        (&Stuck(0), &[KeyKind::P256, KeyKind::P384, KeyKind::P521][..]),
        (&Stuck(0xff), &[KeyKind::P256, KeyKind::P384, KeyKind::P521]),
    ] {
        let crypto = Crypto { random, ..CRYPTO };
        for kind in kinds {
            let refused = PrivateJwk::generate(*kind, &crypto);
            assert_eq!(refused, Err(GenerateError::Unlucky), "{kind}");
        }
    }
}

#[test]
fn key_generation_without_randomness_is_an_error() {
    let crypto = Crypto { random: &Nothing, ..CRYPTO };
    let refused = Err(GenerateError::Random(RandomError));
    assert_eq!(PrivateJwk::generate(KeyKind::P256, &crypto), refused);
    assert_eq!(PrivateJwk::generate_secret(32, &crypto), refused);
}

#[test]
fn a_p521_key_is_generated_from_521_bits() {
    // The first byte 0x13 would be out of range; only its lowest bit is used.
    let crypto = Crypto { random: &Stuck(0x13), ..CRYPTO };
    let jwk = PrivateJwk::generate(KeyKind::P521, &crypto).unwrap();
    let PrivateKey::Ec(key) = jwk.key() else { panic!("not an EC key") };
    assert_eq!(key.d().expose(), [&[1][..], &[0x13; 65]].concat());
}

#[test]
fn a_key_is_named_by_its_thumbprint() {
    let jwk = PrivateJwk::generate(KeyKind::Ed25519, &CRYPTO).unwrap().named_by_thumbprint(&CRYPTO);
    let public = jwk.public().unwrap();
    assert_eq!(jwk.kid(), Some(public.thumbprint(&CRYPTO).as_str()));
    assert_eq!(public.kid(), jwk.kid());
    // RFC 7638 §7: the thumbprint of a secret must not be published, so it is not used as `kid`.
    assert_eq!(private(HS).named_by_thumbprint(&CRYPTO).kid(), private(HS).kid());
}

#[test]
fn rfc9278_6_the_thumbprint_uri_of_the_example() {
    let jwk = PublicJwk::parse(include_bytes!("data/rsa_rfc7638_3_1.json")).unwrap();
    assert_eq!(
        jwk.thumbprint_uri(HashAlgorithm::Sha256, &CRYPTO),
        "urn:ietf:params:oauth:jwk-thumbprint:sha-256:NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
    );
}

#[test]
fn rfc9278_4_other_hashes_are_named_as_registered() {
    use symbolon_jose::base64url::decode;
    let uri = |hash| public(key_for(Alg::Es256)).thumbprint_uri(hash, &CRYPTO);
    for (hash, prefix, expected) in [
        (
            HashAlgorithm::Sha384,
            "urn:ietf:params:oauth:jwk-thumbprint:sha-384:",
            "1aafd0ab867c401abbd362e252d5f818086c9504c1b9c06ee83633231d4f94b4\
             5925147cc0d0216fcf1ec2271f8ed6be",
        ),
        (
            HashAlgorithm::Sha512,
            "urn:ietf:params:oauth:jwk-thumbprint:sha-512:",
            "9d1c698dd0de0d228a5c4d741ef238602037c762a3eeccaed7b8ec4e3858f0b9\
             b2f5f59a5645fe124adac14a1698dc45345623eb72b6d3aa24e30b367858ca89",
        ),
    ] {
        let uri = uri(hash);
        let thumbprint = uri.strip_prefix(prefix).unwrap();
        assert_eq!(decode(thumbprint).unwrap(), hex(expected));
    }
}
