//! The algorithms of the backend, and the keys that each scheme accepts.

use symbolon_crypto_ring::{CRYPTO, HS256, RS256};
use symbolon_jose::crypto::{KeyRejected, SigningMaterial, VerificationMaterial};
use symbolon_jose::jwk::{PrivateJwk, PublicKey};
use symbolon_jose::{
    ContentEncryptionAlgorithm, Crypto, KeyManagementAlgorithm, Secret, SignatureAlgorithm,
    SigningKey, VerificationKey, key,
};

/// The key of [RFC 8037 §A.1](https://www.rfc-editor.org/rfc/rfc8037#appendix-A.1).
const ED25519: &[u8] = br#"{
    "kty": "OKP", "crv": "Ed25519",
    "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
}"#;

/// The key of [RFC 7515 §A.3](https://www.rfc-editor.org/rfc/rfc7515#appendix-A.3).
const P256: &[u8] = br#"{
    "kty": "EC", "crv": "P-256",
    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    "d": "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"
}"#;

/// A key of 5 120 bits, generated for this test, whose halves match.
const RSA_5120: &[u8] = include_bytes!("data/rsa_5120.json");

#[test]
fn only_ml_dsa_and_rsa_encryption_are_not_supported() {
    use KeyManagementAlgorithm as Alg;
    use SignatureAlgorithm::{MlDsa44, MlDsa65, MlDsa87};

    let signatures = SignatureAlgorithm::ALL.iter().copied();
    let signatures = signatures.filter(|it| ![MlDsa44, MlDsa65, MlDsa87].contains(it));
    assert!(CRYPTO.signature_algorithms().eq(signatures));

    let rsa = [Alg::Rsa1_5, Alg::RsaOaep, Alg::RsaOaep256, Alg::RsaOaep384, Alg::RsaOaep512];
    let others = Alg::ALL.iter().copied().filter(|it| !rsa.contains(it));
    assert!(CRYPTO.key_management_algorithms().eq(others));
    assert!(CRYPTO.rsa.is_empty() && CRYPTO.rsa_key_pairs.is_none());

    let contents = ContentEncryptionAlgorithm::ALL.iter().copied();
    assert!(CRYPTO.content_encryption_algorithms().eq(contents));
}

#[test]
fn a_scheme_accepts_only_keys_of_its_algorithm() {
    let secret = Secret::new(vec![7; 64]);
    let jwks = [ED25519, P256, RSA_5120].map(|text| PrivateJwk::parse(text).unwrap());
    for scheme in CRYPTO.signatures {
        let algorithm = scheme.algorithm();
        let mac = scheme.verifier(VerificationMaterial::Mac(&secret)).is_ok();
        assert_eq!(mac, algorithm.is_mac(), "{algorithm}");
        let mac = scheme.signer(SigningMaterial::Mac(&secret)).is_ok();
        assert_eq!(mac, algorithm.is_mac(), "{algorithm}");
        for jwk in &jwks {
            let public = jwk.key().public().unwrap();
            let fits = fits(algorithm, &public);
            let verifies = scheme.verifier(VerificationMaterial::Public(&public)).is_ok();
            assert_eq!(verifies, fits, "{algorithm} {public:?}");
            // ring does not sign with RSA keys of more than 4 096 bits, so not with this key.
            let signs = scheme.signer(SigningMaterial::Private(jwk.key())).is_ok();
            assert_eq!(signs, fits && !matches!(public, PublicKey::Rsa(_)), "{algorithm}");
        }
    }
}

fn fits(algorithm: SignatureAlgorithm, key: &PublicKey) -> bool {
    match key {
        PublicKey::Rsa(_) => algorithm.signature_len().is_none(),
        PublicKey::Ec(_) => algorithm == SignatureAlgorithm::Es256,
        PublicKey::Okp(_) => {
            matches!(algorithm, SignatureAlgorithm::EdDsa | SignatureAlgorithm::Ed25519)
        }
        _ => false,
    }
}

#[test]
fn rfc7518_3_2_the_backend_itself_refuses_a_short_secret() {
    for len in [0, 31] {
        let secret = Secret::new(vec![7; len]);
        let signer = HS256.signer(SigningMaterial::Mac(&secret)).map(|_| ());
        assert_eq!(signer, Err(KeyRejected), "{len}");
    }
}

#[test]
fn an_rsa_key_of_more_than_4096_bits_verifies_but_does_not_sign() {
    let jwk = PrivateJwk::parse(RSA_5120).unwrap();
    let algorithm = SignatureAlgorithm::Ps256;
    let public = jwk.public().unwrap();
    assert!(VerificationKey::from_jwk(&public, algorithm, &CRYPTO).is_ok());
    let refused = SigningKey::from_jwk(&jwk, algorithm, &CRYPTO).map(|_| ());
    assert_eq!(refused, Err(key::Error::RejectedRsa { bits: 5120 }));
}

#[test]
fn one_field_of_a_backend_can_be_replaced() {
    let parts = Crypto { signatures: &[RS256], ..CRYPTO };
    assert!(parts.signature_algorithms().eq([SignatureAlgorithm::Rs256]));
    assert_eq!(parts.digests.sha256(b"x"), CRYPTO.digests.sha256(b"x"));
}
