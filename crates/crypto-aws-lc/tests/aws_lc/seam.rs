//! The algorithms of the backend, and the keys that each scheme accepts.

use symbolon_crypto_aws_lc::{CRYPTO, HS256, RS256};
use symbolon_jose::crypto::{
    AesKeySize, HashAlgorithm, KeyRejected, SigningMaterial, VerificationMaterial,
};
use symbolon_jose::jwk::{KeyKind, PrivateKey};
use symbolon_jose::{
    ContentEncryptionAlgorithm, Crypto, KeyManagementAlgorithm, Secret, SignatureAlgorithm,
};

use crate::keys::{every_pair, rsa_2048};

#[test]
fn every_signature_algorithm_has_one_scheme() {
    for algorithm in SignatureAlgorithm::ALL {
        let schemes = CRYPTO.signature_algorithms().filter(|it| it == algorithm).count();
        assert_eq!(schemes, 1, "{algorithm}");
    }
    assert_eq!(CRYPTO.signatures.len(), SignatureAlgorithm::ALL.len());
}

#[test]
fn every_encryption_algorithm_is_supported_and_rsa1_5_is_not_advertised() {
    let all = KeyManagementAlgorithm::ALL.iter().copied();
    let offered = all.filter(|it| *it != KeyManagementAlgorithm::Rsa1_5);
    assert!(CRYPTO.key_management_algorithms().eq(offered));
    assert!(CRYPTO.rsa.iter().any(|rsa| rsa.algorithm() == KeyManagementAlgorithm::Rsa1_5));
    let all = ContentEncryptionAlgorithm::ALL.iter().copied();
    assert!(CRYPTO.content_encryption_algorithms().eq(all));
}

#[test]
fn every_cipher_has_three_key_sizes() {
    let sizes = [AesKeySize::Aes128, AesKeySize::Aes192, AesKeySize::Aes256];
    assert!(CRYPTO.key_wraps.iter().map(|it| it.key_size()).eq(sizes));
    assert!(CRYPTO.aeads.iter().map(|it| it.key_size()).eq(sizes));
    assert!(CRYPTO.block_ciphers.iter().map(|it| it.key_size()).eq(sizes));
}

#[test]
fn a_scheme_accepts_only_keys_of_its_algorithm() {
    let secret = Secret::new(vec![7; 64]);
    let mut keys = every_pair();
    keys.push(PrivateKey::Rsa(rsa_2048()));
    for scheme in CRYPTO.signatures {
        let algorithm = scheme.algorithm();
        let mac = scheme.verifier(VerificationMaterial::Mac(&secret)).is_ok();
        assert_eq!(mac, algorithm.is_mac(), "{algorithm}");
        let mac = scheme.signer(SigningMaterial::Mac(&secret)).is_ok();
        assert_eq!(mac, algorithm.is_mac(), "{algorithm}");
        for key in &keys {
            let fits = fits(algorithm, key.kind());
            let public = key.public().unwrap();
            let verifies = scheme.verifier(VerificationMaterial::Public(&public)).is_ok();
            assert_eq!(verifies, fits, "{algorithm} {}", key.kind());
            let signs = scheme.signer(SigningMaterial::Private(key)).is_ok();
            assert_eq!(signs, fits, "{algorithm} {}", key.kind());
        }
        let oct = PrivateKey::Oct(secret.clone());
        assert!(scheme.signer(SigningMaterial::Private(&oct)).is_err(), "{algorithm}");
    }
}

fn fits(algorithm: SignatureAlgorithm, kind: KeyKind) -> bool {
    use SignatureAlgorithm as Alg;
    match algorithm {
        Alg::Es256 => kind == KeyKind::P256,
        Alg::Es384 => kind == KeyKind::P384,
        Alg::Es512 => kind == KeyKind::P521,
        Alg::Es256k => kind == KeyKind::Secp256k1,
        Alg::EdDsa | Alg::Ed25519 => kind == KeyKind::Ed25519,
        Alg::MlDsa44 => kind == KeyKind::MlDsa44,
        Alg::MlDsa65 => kind == KeyKind::MlDsa65,
        Alg::MlDsa87 => kind == KeyKind::MlDsa87,
        _ => !algorithm.is_mac() && kind == KeyKind::Rsa,
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
fn fields_of_a_backend_can_be_replaced() {
    let parts = Crypto { signatures: &[RS256], rsa: &[], key_wraps: &[], ..CRYPTO };
    assert!(parts.signature_algorithms().eq([SignatureAlgorithm::Rs256]));
    let algorithms: Vec<_> = parts.key_management_algorithms().collect();
    assert!(algorithms.contains(&KeyManagementAlgorithm::EcdhEs));
    assert!(!algorithms.contains(&KeyManagementAlgorithm::EcdhEsA128Kw));
    assert!(!algorithms.contains(&KeyManagementAlgorithm::RsaOaep));
}

/// A message of RFC 4231 §4.3, passed whole and in parts.
#[test]
fn rfc2104_parts_are_joined_into_one_message() {
    for hash in [HashAlgorithm::Sha256, HashAlgorithm::Sha384, HashAlgorithm::Sha512] {
        let whole = CRYPTO.digests.hmac(hash, b"Jefe", &[b"what do ya want for nothing?"]);
        let parts = [b"what do ya ".as_slice(), b"", b"want for nothing?"];
        assert_eq!(whole, CRYPTO.digests.hmac(hash, b"Jefe", &parts));
        assert_eq!(whole.len(), hash.output_len());
        assert_ne!(whole, CRYPTO.digests.hmac(hash, b"", &parts));
    }
}
