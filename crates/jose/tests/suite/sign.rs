//! Signing, with a key here and with a remote signer, and verifying the result.

use crate::CRYPTO;
use symbolon_jose::jwk::PrivateJwk;
use symbolon_jose::jws::{AttachError, CompactJws, Jws};
use symbolon_jose::{
    Crypto, SignatureAlgorithm as Alg, SigningKey, VerificationKey, VerificationKeys, key,
};

use crate::suite::common::{HS, P256, RSA, key_for, long_secret, private, public};

fn pair(algorithm: Alg) -> (SigningKey, VerificationKeys) {
    let jwk = private(key_for(algorithm)).kid_replaced("k".into());
    let signing = SigningKey::from_jwk(&jwk, algorithm, &CRYPTO).unwrap();
    let verification = match jwk.public() {
        Some(public) => VerificationKey::from_jwk(&public, algorithm, &CRYPTO).unwrap(),
        None => VerificationKey::from_secret(&secret_of(&jwk), algorithm, &CRYPTO).unwrap(),
    };
    (signing, verification.into())
}

fn secret_of(jwk: &PrivateJwk) -> symbolon_jose::Secret {
    match jwk.key() {
        symbolon_jose::jwk::PrivateKey::Oct(secret) => secret.clone(),
        other => panic!("{other:?} is not a secret"),
    }
}

#[test]
fn an_algorithm_that_the_backend_lacks_has_no_key() {
    let has = |algorithm: &Alg| CRYPTO.signature_algorithms().any(|it| it == *algorithm);
    for algorithm in Alg::ALL.iter().copied().filter(|it| !has(it)) {
        let jwk = private(key_for(algorithm));
        let refused = Err(key::Error::Unsupported(algorithm.into()));
        assert_eq!(SigningKey::from_jwk(&jwk, algorithm, &CRYPTO).map(|_| ()), refused);
        let public = jwk.public().unwrap();
        assert_eq!(VerificationKey::from_jwk(&public, algorithm, &CRYPTO).map(|_| ()), refused);
    }
}

#[test]
fn every_algorithm_verifies_its_own_signatures_and_refuses_changed_ones() {
    assert!(CRYPTO.signature_algorithms().count() >= 12);
    for algorithm in CRYPTO.signature_algorithms() {
        let (signing, keys) = pair(algorithm);
        let jws = Jws::new(b"payload".to_vec()).typ("x").cty("y");
        let token = jws.sign(&signing).unwrap();
        let verified = CompactJws::parse(&token).unwrap().verify(&keys).unwrap();
        assert_eq!(verified.payload(), b"payload");
        assert_eq!(verified.algorithm(), algorithm);
        let header = verified.header();
        assert_eq!(header.alg(), algorithm.as_str());
        assert_eq!((header.typ(), header.cty(), header.kid()), (Some("x"), Some("y"), Some("k")));
        let signature = signing.sign(b"message").unwrap();
        if let Some(len) = algorithm.signature_len() {
            assert_eq!(signature.len(), len, "{algorithm}");
        }
        for key in keys.iter() {
            assert!(key.verify(b"message", &signature).is_ok(), "{algorithm}");
            assert!(key.verify(b"massage", &signature).is_err(), "{algorithm}");
            for len in [0, signature.len() - 1] {
                assert!(key.verify(b"message", &signature[..len]).is_err(), "{algorithm}");
            }
            let longer = [&signature[..], &[0]].concat();
            assert!(key.verify(b"message", &longer).is_err(), "{algorithm}");
            for at in [0, signature.len() / 2, signature.len() - 1] {
                let mut flipped = signature.clone();
                flipped[at] ^= 1;
                assert!(key.verify(b"message", &flipped).is_err(), "{algorithm} at {at}");
            }
        }
    }
}

#[test]
fn a_key_verifies_only_signatures_of_its_algorithm() {
    let signatures: Vec<(Alg, Vec<u8>)> = CRYPTO
        .signature_algorithms()
        .map(|algorithm| (algorithm, pair(algorithm).0.sign(b"message").unwrap()))
        .collect();
    let one_key = |a: Alg, b: Alg| {
        a == b || (key_for(a) == key_for(b) && a.signature_len() == Some(64) && !a.is_mac())
    };
    for algorithm in CRYPTO.signature_algorithms() {
        let (_, keys) = pair(algorithm);
        for (other, signature) in &signatures {
            let verifies = keys.iter().any(|key| key.verify(b"message", signature).is_ok());
            // EdDSA and Ed25519 are two names of the same algorithm; only the header differs.
            assert_eq!(verifies, one_key(algorithm, *other), "{algorithm} {other}");
        }
    }
}

#[test]
fn a_remote_signer_completes_the_same_token() {
    for algorithm in CRYPTO.signature_algorithms() {
        let (signing, keys) = pair(algorithm);
        let unsigned =
            Jws::new(b"payload".to_vec()).typ("x").unsigned(algorithm, Some("k")).unwrap();
        assert_eq!(unsigned.algorithm(), algorithm);
        let signature = signing.sign(unsigned.signing_input()).unwrap();
        let token = unsigned.attach(&signature).unwrap();
        let verified = CompactJws::parse(&token).unwrap().verify(&keys).unwrap();
        assert_eq!(verified.payload(), b"payload");
        assert_eq!(verified.header().kid(), Some("k"));
    }
}

#[test]
fn rfc7518_3_4_a_remote_signature_must_have_the_length_of_its_algorithm() {
    let attach = |algorithm, len| {
        let unsigned = Jws::new(b"{}".to_vec()).unsigned(algorithm, None).unwrap();
        unsigned.attach(&vec![1; len]).map(|_| ())
    };
    for algorithm in Alg::ALL.iter().copied() {
        let fits = match algorithm.signature_len() {
            Some(len) => vec![len],
            None => vec![256, 384, 512, 1024],
        };
        for len in &fits {
            assert_eq!(attach(algorithm, *len), Ok(()), "{algorithm} {len}");
        }
        // 70 to 72 bytes are the lengths of ECDSA signatures in DER.
        for found in [0, 31, 63, 65, 70, 71, 72, 255, 1025] {
            let refused = Err(AttachError { algorithm, found });
            assert_eq!(attach(algorithm, found), refused, "{algorithm}");
        }
    }
}

#[test]
fn a_typ_does_not_change_the_algorithm() {
    let (signing, keys) = pair(Alg::Es256);
    let unsigned = Jws::new(b"{}".to_vec()).typ("none").unsigned(Alg::Es256, Some("k")).unwrap();
    let input = str::from_utf8(unsigned.signing_input()).unwrap();
    let (header, _) = input.split_once('.').unwrap();
    let header = symbolon_jose::base64url::decode(header).unwrap();
    assert_eq!(header, br#"{"alg":"ES256","kid":"k","typ":"none"}"#);
    let token = Jws::new(b"{}".to_vec()).sign(&signing).unwrap();
    assert!(CompactJws::parse(&token).unwrap().verify(&keys).is_ok());
}

#[test]
fn an_algorithm_missing_from_the_backend_is_an_error_when_the_key_is_prepared() {
    let small = Crypto { signatures: &[symbolon_crypto_ring::ES256], ..CRYPTO };
    let algorithms: Vec<_> = small.signature_algorithms().collect();
    assert_eq!(algorithms, [Alg::Es256]);
    assert!(VerificationKey::from_jwk(&public(P256), Alg::Es256, &small).is_ok());
    let refused = Err(key::Error::Unsupported(Alg::Rs256.into()));
    let verifying = VerificationKey::from_jwk(&public(RSA), Alg::Rs256, &small).map(|_| ());
    assert_eq!(verifying, refused);
    assert_eq!(SigningKey::from_jwk(&private(RSA), Alg::Rs256, &small).map(|_| ()), refused);
    let refused = Err(key::Error::Unsupported(Alg::Hs256.into()));
    let mac = VerificationKey::from_secret(&long_secret(), Alg::Hs256, &small).map(|_| ());
    assert_eq!(mac, refused);
    assert_eq!(SigningKey::from_jwk(&private(HS), Alg::Hs256, &small).map(|_| ()), refused);
}
