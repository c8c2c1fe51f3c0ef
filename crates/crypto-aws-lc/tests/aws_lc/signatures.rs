//! Signing, verifying, and keys that are refused.

use symbolon_crypto_aws_lc::{CRYPTO, ED25519, EDDSA, ES256, ES256K, ML_DSA_44, PS512, RS256};
use symbolon_jose::Secret;
use symbolon_jose::crypto::{
    BadSignature, KeyRejected, SignatureScheme, SigningMaterial, VerificationMaterial,
};
use symbolon_jose::jwk::{
    AkpPrivate, EcCurve, EcPrivate, EcPublic, KeyKind, OkpPrivate, PrivateKey, PublicKey,
};

use crate::keys::{every_pair, pair_of, rsa_2048, rsa_2049_exponent_3};

fn refused_by_verifier(scheme: &dyn SignatureScheme, key: &PublicKey) -> bool {
    scheme.verifier(VerificationMaterial::Public(key)).map(|_| ()) == Err(KeyRejected)
}

fn refused_by_signer(scheme: &dyn SignatureScheme, key: &PrivateKey) -> bool {
    scheme.signer(SigningMaterial::Private(key)).map(|_| ()) == Err(KeyRejected)
}

#[test]
fn the_public_half_verifies_only_what_the_private_half_signed() {
    let mut keys = every_pair();
    keys.extend([rsa_2048(), rsa_2049_exponent_3()].map(PrivateKey::Rsa));
    let mut signatures = 0;
    for scheme in CRYPTO.signatures {
        for key in &keys {
            let Ok(signer) = scheme.signer(SigningMaterial::Private(key)) else { continue };
            let public = key.public().unwrap();
            let verifier = scheme.verifier(VerificationMaterial::Public(&public)).unwrap();
            let mut signature = signer.sign(b"message").unwrap();
            if let Some(len) = scheme.algorithm().signature_len() {
                assert_eq!(signature.len(), len, "{}", scheme.algorithm());
            }
            assert_eq!(verifier.verify(b"message", &signature), Ok(()), "{}", scheme.algorithm());
            assert_eq!(verifier.verify(b"massage", &signature), Err(BadSignature));
            let last = signature.pop().unwrap();
            assert_eq!(verifier.verify(b"message", &signature), Err(BadSignature));
            signature.extend([last, 0]);
            assert_eq!(verifier.verify(b"message", &signature), Err(BadSignature));
            assert_eq!(verifier.verify(b"message", b""), Err(BadSignature));
            signatures += 1;
        }
    }
    // Six RSA algorithms with two keys each, four curves, Ed25519 under two names, ML-DSA three
    // times.
    assert_eq!(signatures, 12 + 4 + 2 + 3);
}

#[test]
fn rfc7518_6_2_2_a_point_that_is_not_on_the_curve_is_refused() {
    for kind in [KeyKind::P256, KeyKind::P384, KeyKind::P521, KeyKind::Secp256k1] {
        let PrivateKey::Ec(key) = pair_of(kind, 7) else { panic!("{kind}") };
        let mut y = key.public().y().to_vec();
        *y.last_mut().unwrap() ^= 1;
        let x = key.public().x().to_vec();
        let off = PublicKey::Ec(EcPublic::new(key.public().curve(), x, y).unwrap());
        for scheme in CRYPTO.signatures {
            assert!(refused_by_verifier(*scheme, &off), "{kind} {}", scheme.algorithm());
        }
    }
}

/// RFC 8812 §3.1: points of secp256k1 and P-256 have the same size, and differ.
#[test]
fn an_ec_key_that_names_another_curve_is_refused() {
    for (scheme, kind, named) in
        [(ES256, KeyKind::P256, EcCurve::Secp256k1), (ES256K, KeyKind::Secp256k1, EcCurve::P256)]
    {
        let PrivateKey::Ec(key) = pair_of(kind, 7) else { panic!("{kind}") };
        let other = EcPublic::from_uncompressed(named, &key.public().uncompressed()).unwrap();
        assert!(refused_by_verifier(scheme, &PublicKey::Ec(other.clone())), "{kind}");
        let other = EcPrivate::new(other, key.d().clone()).unwrap();
        assert!(refused_by_signer(scheme, &PrivateKey::Ec(other)), "{kind}");
    }
}

#[test]
fn ec_halves_that_do_not_match_are_refused() {
    for (kind, scheme) in
        [(KeyKind::P256, 9), (KeyKind::P384, 10), (KeyKind::P521, 11), (KeyKind::Secp256k1, 12)]
    {
        let (PrivateKey::Ec(one), PrivateKey::Ec(other)) = (pair_of(kind, 7), pair_of(kind, 8))
        else {
            panic!("{kind}")
        };
        let mixed = EcPrivate::new(one.public().clone(), other.d().clone()).unwrap();
        assert!(refused_by_signer(CRYPTO.signatures[scheme], &PrivateKey::Ec(mixed)), "{kind}");
        // SEC 1 §3.2.1: d is in the interval [1, n - 1].
        for byte in [0, 0xff] {
            let d = Secret::new(vec![byte; one.d().expose().len()]);
            let key = PrivateKey::Ec(EcPrivate::new(one.public().clone(), d).unwrap());
            assert!(refused_by_signer(CRYPTO.signatures[scheme], &key), "{kind} {byte}");
        }
    }
    assert_eq!(CRYPTO.signatures[9].algorithm(), ES256.algorithm());
}

#[test]
fn ed25519_halves_that_do_not_match_are_refused() {
    let (PrivateKey::Okp(one), PrivateKey::Okp(other)) =
        (pair_of(KeyKind::Ed25519, 7), pair_of(KeyKind::Ed25519, 8))
    else {
        panic!()
    };
    let mixed = PrivateKey::Okp(OkpPrivate::new(one.public().clone(), other.d().clone()).unwrap());
    assert!(refused_by_signer(EDDSA, &mixed));
    assert!(refused_by_signer(ED25519, &mixed));
}

#[test]
fn rfc9964_7_4_ml_dsa_halves_that_do_not_match_are_refused() {
    for (kind, scheme) in [(KeyKind::MlDsa44, 15), (KeyKind::MlDsa65, 16), (KeyKind::MlDsa87, 17)] {
        let (PrivateKey::Akp(one), PrivateKey::Akp(other)) = (pair_of(kind, 7), pair_of(kind, 8))
        else {
            panic!("{kind}")
        };
        let mixed = AkpPrivate::new(one.public().clone(), other.seed().clone()).unwrap();
        assert!(refused_by_signer(CRYPTO.signatures[scheme], &PrivateKey::Akp(mixed)), "{kind}");
    }
    assert_eq!(CRYPTO.signatures[15].algorithm(), ML_DSA_44.algorithm());
}

/// ML-DSA and PSS sign with fresh randomness, RSASSA-PKCS1-v1_5 does not.
#[test]
fn ml_dsa_and_pss_signatures_of_one_message_differ() {
    for (scheme, key) in
        [(ML_DSA_44, pair_of(KeyKind::MlDsa44, 7)), (PS512, PrivateKey::Rsa(rsa_2048()))]
    {
        let signer = scheme.signer(SigningMaterial::Private(&key)).unwrap();
        assert_ne!(signer.sign(b"message").unwrap(), signer.sign(b"message").unwrap());
    }
    let key = PrivateKey::Rsa(rsa_2048());
    let signer = RS256.signer(SigningMaterial::Private(&key)).unwrap();
    assert_eq!(signer.sign(b"message").unwrap(), signer.sign(b"message").unwrap());
}
