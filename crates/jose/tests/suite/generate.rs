//! New keys: each kind that the backend makes is of use at once, and no other is made.

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
fn every_kind_that_the_backend_makes_can_be_made() {
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
fn what_is_made_signs_and_its_public_half_verifies() {
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
fn rsa_keys_are_made_where_the_backend_makes_them() {
    match PrivateJwk::generate_rsa(2048, &CRYPTO) {
        Ok(jwk) => {
            assert!(CRYPTO.rsa_key_pairs.is_some());
            let PrivateKey::Rsa(key) = jwk.key() else { panic!("no RSA key") };
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
fn rfc7518_3_3_no_rsa_key_is_made_that_would_not_be_read() {
    for bits in [0, 512, 1024, 2047, 8193, 16384, usize::MAX] {
        let refused = PrivateJwk::generate_rsa(bits, &CRYPTO);
        assert_eq!(refused, Err(GenerateError::RsaModulus), "{bits}");
    }
}

#[test]
fn a_shared_secret_is_as_long_as_asked_for() {
    for len in [16, 32, 48, 64, 1024] {
        let jwk = PrivateJwk::generate_secret(len, &CRYPTO).unwrap();
        let PrivateKey::Oct(secret) = jwk.key() else { panic!("no secret") };
        assert_eq!(secret.expose().len(), len);
        assert_ne!(secret.expose(), vec![0; len]);
        assert_ne!(PrivateJwk::generate_secret(len, &CRYPTO), Ok(jwk));
    }
    for len in [0, 15, 1025, usize::MAX] {
        let refused = PrivateJwk::generate_secret(len, &CRYPTO);
        assert_eq!(refused, Err(GenerateError::SecretLength), "{len}");
    }
    let secret = PrivateJwk::generate_secret(64, &CRYPTO).unwrap();
    assert!(SigningKey::from_jwk(&secret, Alg::Hs512, &CRYPTO).is_ok());
}

#[test]
fn a_kind_that_comes_in_sizes_is_refused_without_one() {
    for kind in [KeyKind::Rsa, KeyKind::Oct] {
        let refused = PrivateJwk::generate(kind, &CRYPTO);
        assert_eq!(refused, Err(GenerateError::SizeNeeded(kind)));
    }
}

/// Gives the same bytes over and over.
#[derive(Debug)]
struct Stuck(u8);

impl SecureRandom for Stuck {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        buffer.fill(self.0);
        Ok(())
    }
}

/// Gives a number above every order twice, and then another.
#[derive(Debug)]
struct ThirdTime(AtomicUsize);

impl SecureRandom for ThirdTime {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        let before = self.0.fetch_add(1, Ordering::Relaxed);
        buffer.fill(if before < 2 { 0xff } else { 0x11 });
        Ok(())
    }
}

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
    let PrivateKey::Ec(key) = jwk.key() else { panic!("no EC key") };
    assert_eq!(key.d().expose(), [0x11; 32]);
}

#[test]
fn a_random_source_that_is_stuck_does_not_hang() {
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
fn without_randomness_there_is_no_key() {
    let crypto = Crypto { random: &Nothing, ..CRYPTO };
    let refused = Err(GenerateError::Random(RandomError));
    assert_eq!(PrivateJwk::generate(KeyKind::P256, &crypto), refused);
    assert_eq!(PrivateJwk::generate_secret(32, &crypto), refused);
}

#[test]
fn a_p521_key_is_made_of_521_bits() {
    // With one bit more of its first byte it would be out of range.
    let crypto = Crypto { random: &Stuck(0x13), ..CRYPTO };
    let jwk = PrivateJwk::generate(KeyKind::P521, &crypto).unwrap();
    let PrivateKey::Ec(key) = jwk.key() else { panic!("no EC key") };
    assert_eq!(key.d().expose(), [&[1][..], &[0x13; 65]].concat());
}

#[test]
fn a_key_is_named_by_its_thumbprint() {
    let jwk = PrivateJwk::generate(KeyKind::Ed25519, &CRYPTO).unwrap().named_by_thumbprint(&CRYPTO);
    let public = jwk.public().unwrap();
    assert_eq!(jwk.kid(), Some(public.thumbprint(&CRYPTO).as_str()));
    assert_eq!(public.kid(), jwk.kid());
    // RFC 7638 §7: the hash of a secret is no name.
    assert_eq!(private(HS).named_by_thumbprint(&CRYPTO).kid(), private(HS).kid());
}

#[test]
fn rfc9278_6_the_example_of_a_thumbprint_uri() {
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
