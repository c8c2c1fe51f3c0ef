//! The keys of every algorithm, and signatures of the fuzzer's own.

use std::sync::LazyLock;

use symbolon_jose::jwk::{KeyKind, PrivateJwk, PrivateKey, PublicJwk};
use symbolon_jose::{
    Secret, SignatureAlgorithm, SigningKey, VerificationKey, VerificationKeys, base64url,
};

use crate::checksum::{self, CHECKSUM, sum};

/// The kinds of key that there are private ones of.
pub(crate) const KINDS: &[KeyKind] = &[
    KeyKind::Rsa,
    KeyKind::P256,
    KeyKind::P384,
    KeyKind::P521,
    KeyKind::Secp256k1,
    KeyKind::Ed25519,
    KeyKind::X25519,
    KeyKind::MlDsa44,
    KeyKind::MlDsa65,
    KeyKind::MlDsa87,
    KeyKind::Oct,
];

/// The key of this kind, which goes by the name of its kind.
pub(crate) fn private(kind: KeyKind) -> PrivateJwk {
    let key = match kind {
        KeyKind::Rsa => {
            PrivateKey::Rsa(checksum::rsa_pair(b"rsa", 2048).expect("a size for a key"))
        }
        KeyKind::Oct => PrivateKey::Oct(secret(64)),
        kind => {
            let pairs = CHECKSUM.key_pairs.iter().find(|pairs| pairs.kind() == kind);
            let pairs = pairs.expect("every kind is there");
            pairs.from_private(&secret(private_len(kind))).expect("bytes for a key")
        }
    };
    PrivateJwk::from_key(key, Some(kind.as_str().to_owned()))
}

/// The public half of [`private`].
pub(crate) fn public(kind: KeyKind) -> PublicJwk {
    private(kind).public().expect("a pair")
}

/// A secret of so many bytes.
pub(crate) fn secret(len: usize) -> Secret {
    Secret::new(sum::of(&[b"secret"], len))
}

/// The key that signs with this algorithm.
pub(crate) fn signing(algorithm: SignatureAlgorithm) -> SigningKey {
    SigningKey::from_jwk(&private(signature_kind(algorithm)), algorithm, &CHECKSUM)
        .expect("a key for every algorithm")
}

/// What verifies with every algorithm: for a token without `kid`, one key for each.
pub(crate) fn verification() -> &'static VerificationKeys {
    static KEYS: LazyLock<VerificationKeys> = LazyLock::new(|| {
        VerificationKeys::new(SignatureAlgorithm::ALL.iter().copied().map(verifying).collect())
    });
    &KEYS
}

fn verifying(algorithm: SignatureAlgorithm) -> VerificationKey {
    let key = if algorithm.is_mac() {
        VerificationKey::from_secret(&secret(64), algorithm, &CHECKSUM)
    } else {
        VerificationKey::from_jwk(&public(signature_kind(algorithm)), algorithm, &CHECKSUM)
    };
    key.expect("a key for every algorithm")
}

/// The signature in base64url that [`verification`] takes for this text under this `alg`, if any.
pub(crate) fn signature(alg: &str, signing_input: &[u8]) -> Option<String> {
    static KEYS: LazyLock<Vec<SigningKey>> =
        LazyLock::new(|| SignatureAlgorithm::ALL.iter().copied().map(signing).collect());
    let key = KEYS.iter().find(|key| key.algorithm().as_str() == alg)?;
    Some(base64url::encode(&key.sign(signing_input).expect("checksums do not fail")))
}

pub(crate) fn signature_kind(algorithm: SignatureAlgorithm) -> KeyKind {
    use SignatureAlgorithm as Alg;
    match algorithm {
        Alg::Hs256 | Alg::Hs384 | Alg::Hs512 => KeyKind::Oct,
        Alg::Es256 => KeyKind::P256,
        Alg::Es384 => KeyKind::P384,
        Alg::Es512 => KeyKind::P521,
        Alg::Es256k => KeyKind::Secp256k1,
        Alg::EdDsa | Alg::Ed25519 => KeyKind::Ed25519,
        Alg::MlDsa44 => KeyKind::MlDsa44,
        Alg::MlDsa65 => KeyKind::MlDsa65,
        Alg::MlDsa87 => KeyKind::MlDsa87,
        _ => KeyKind::Rsa,
    }
}

fn private_len(kind: KeyKind) -> usize {
    match kind {
        KeyKind::P384 => 48,
        KeyKind::P521 => 66,
        _ => 32,
    }
}
