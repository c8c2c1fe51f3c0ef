//! The keys that algorithms take.

use symbolon_jose::jwk::{KeyKind, PrivateJwk};
use symbolon_jose::{
    ContentEncryptionAlgorithm, Crypto, KeyManagementAlgorithm, SignatureAlgorithm,
};

use crate::Refusal;

/// A kind of key, and its size in bits if the kind does not determine it.
pub type KeySize = (KeyKind, usize);

/// Returns the kind and size of the key that a signature algorithm takes.
#[must_use]
pub fn signature_key(algorithm: SignatureAlgorithm) -> KeySize {
    use SignatureAlgorithm as Alg;
    match algorithm {
        Alg::Es256 => (KeyKind::P256, 0),
        Alg::Es384 => (KeyKind::P384, 0),
        Alg::Es512 => (KeyKind::P521, 0),
        Alg::Es256k => (KeyKind::Secp256k1, 0),
        Alg::EdDsa | Alg::Ed25519 => (KeyKind::Ed25519, 0),
        Alg::MlDsa44 => (KeyKind::MlDsa44, 0),
        Alg::MlDsa65 => (KeyKind::MlDsa65, 0),
        Alg::MlDsa87 => (KeyKind::MlDsa87, 0),
        Alg::Hs256 | Alg::Hs384 | Alg::Hs512 => (KeyKind::Oct, 512),
        _ => (KeyKind::Rsa, 2048),
    }
}

/// Returns every kind and size of key that a key management algorithm takes. The list is empty if
/// it takes a password.
#[must_use]
pub fn key_management_keys(
    algorithm: KeyManagementAlgorithm,
    enc: ContentEncryptionAlgorithm,
) -> Vec<KeySize> {
    use KeyManagementAlgorithm as Alg;
    match algorithm {
        Alg::Dir => vec![(KeyKind::Oct, enc.key_len().saturating_mul(8))],
        Alg::A128Kw | Alg::A128GcmKw => vec![(KeyKind::Oct, 128)],
        Alg::A192Kw | Alg::A192GcmKw => vec![(KeyKind::Oct, 192)],
        Alg::A256Kw | Alg::A256GcmKw => vec![(KeyKind::Oct, 256)],
        Alg::EcdhEs | Alg::EcdhEsA128Kw | Alg::EcdhEsA192Kw | Alg::EcdhEsA256Kw => {
            [KeyKind::P256, KeyKind::P384, KeyKind::P521, KeyKind::X25519].map(|it| (it, 0)).into()
        }
        Alg::Pbes2Hs256A128Kw | Alg::Pbes2Hs384A192Kw | Alg::Pbes2Hs512A256Kw => vec![],
        _ => vec![(KeyKind::Rsa, 2048)],
    }
}

/// Generates a key.
///
/// # Errors
/// The error of the backend if it cannot generate such a key.
pub fn generate((kind, bits): KeySize, crypto: &Crypto) -> Result<PrivateJwk, Refusal> {
    Ok(match kind {
        KeyKind::Rsa => PrivateJwk::generate_rsa(bits, crypto)?,
        KeyKind::Oct => PrivateJwk::generate_secret(bits / 8, crypto)?,
        kind => PrivateJwk::generate(kind, crypto)?,
    })
}
