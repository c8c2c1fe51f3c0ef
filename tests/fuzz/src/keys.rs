//! Keys for every algorithm, and the right signatures and ciphertexts.

use std::sync::LazyLock;

use symbolon_jose::jwk::{KeyKind, PrivateJwk, PrivateKey, PublicJwk};
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, DecryptionKey, DecryptionKeys, EncryptionKey,
    KeyManagementAlgorithm as Km, Secret, SignatureAlgorithm, SigningKey, VerificationKey,
    VerificationKeys, base64url, danger,
};

use crate::checksum::{self, CHECKSUM, sum};

/// The kinds of private key.
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

/// Returns the private key of this kind. Its `kid` is the name of the kind.
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

/// Returns the public half of [`private`].
pub(crate) fn public(kind: KeyKind) -> PublicJwk {
    private(kind).public().expect("a pair")
}

/// Returns a secret of this many bytes.
pub(crate) fn secret(len: usize) -> Secret {
    Secret::new(sum::of(&[b"secret"], len))
}

/// Returns the key that signs with this algorithm.
pub(crate) fn signing(algorithm: SignatureAlgorithm) -> SigningKey {
    SigningKey::from_jwk(&private(signature_kind(algorithm)), algorithm, &CHECKSUM)
        .expect("a key for every algorithm")
}

/// Returns one verification key for each algorithm, so that a token without `kid` has one candidate.
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

/// Returns the signature in base64url that [`verification`] accepts for this text, if `alg` is known.
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

/// Returns a decryption key for each algorithm, which allows every content encryption. Each has the
/// `kid` that [`encrypting`] gives it.
pub(crate) fn decryption() -> &'static DecryptionKeys {
    static KEYS: LazyLock<DecryptionKeys> = LazyLock::new(|| {
        let mut keys = Vec::new();
        for alg in Km::ALL.iter().copied() {
            if alg == Km::Dir {
                keys.extend(Enc::ALL.iter().map(|enc| decrypting(alg, &[*enc])));
            } else {
                keys.push(decrypting(alg, Enc::ALL));
            }
        }
        DecryptionKeys::new(keys)
    });
    &KEYS
}

fn decrypting(alg: Km, encs: &[Enc]) -> DecryptionKey {
    let key = match holder(alg, encs[0]) {
        Holder::Pair(kind) if alg == Km::Rsa1_5 => {
            danger::rsa1_5_decryption_key(&private(kind), encs, &CHECKSUM)
        }
        Holder::Pair(kind) => DecryptionKey::from_jwk(&private(kind), alg, encs, &CHECKSUM),
        Holder::Secret(len) => DecryptionKey::from_secret(&secret(len), alg, encs, &CHECKSUM),
        Holder::Password => DecryptionKey::from_password(&password(), alg, encs, &CHECKSUM),
    };
    key.expect("a key for every algorithm").named(&name(alg, encs[0]))
}

/// Returns the key that encrypts with these algorithms.
pub(crate) fn encrypting(alg: Km, enc: Enc) -> EncryptionKey {
    let key = match holder(alg, enc) {
        Holder::Pair(kind) if alg == Km::Rsa1_5 => {
            danger::rsa1_5_encryption_key(&public(kind), enc, &CHECKSUM)
        }
        Holder::Pair(kind) => EncryptionKey::from_jwk(&public(kind), alg, enc, &CHECKSUM),
        Holder::Secret(len) => EncryptionKey::from_secret(&secret(len), alg, enc, &CHECKSUM),
        Holder::Password => EncryptionKey::from_password(&password(), alg, enc, &CHECKSUM),
    };
    key.expect("a key for every algorithm").named(&name(alg, enc))
}

/// Returns an encryption key that [`decryption`] does not have.
pub(crate) fn stranger(enc: Enc) -> EncryptionKey {
    let secret = Secret::new(sum::of(&[b"stranger"], 16));
    let key = EncryptionKey::from_secret(&secret, Km::A128Kw, enc, &CHECKSUM);
    key.expect("a key of 16 bytes").named("stranger")
}

/// Returns a token with this header and this plaintext, encrypted with the key of [`sealing`] even if
/// the header names other algorithms.
pub(crate) fn sealed(header: &[u8], plaintext: &[u8]) -> String {
    let aead = CHECKSUM.aeads.iter().find(|aead| aead.key_size().len() == 16);
    let header = base64url::encode(header);
    let (ciphertext, tag) = aead
        .expect("every size is there")
        .seal(&secret(16), &[0; 12], header.as_bytes(), plaintext)
        .expect("a key of 16 bytes");
    let [iv, ciphertext, tag] = [&[0; 12][..], &ciphertext, &tag].map(base64url::encode);
    format!("{header}..{iv}.{ciphertext}.{tag}")
}

/// Returns the key that decrypts the tokens of [`sealed`]: `dir` with A128GCM, without `kid`.
pub(crate) fn sealing() -> DecryptionKeys {
    let key = DecryptionKey::from_secret(&secret(16), Km::Dir, &[Enc::A128Gcm], &CHECKSUM);
    key.expect("a key of 16 bytes").into()
}

/// The form of the key that an algorithm takes.
enum Holder {
    Pair(KeyKind),
    Secret(usize),
    Password,
}

fn holder(alg: Km, enc: Enc) -> Holder {
    match alg {
        Km::EcdhEs => Holder::Pair(KeyKind::P256),
        Km::EcdhEsA128Kw => Holder::Pair(KeyKind::P384),
        Km::EcdhEsA192Kw => Holder::Pair(KeyKind::P521),
        Km::EcdhEsA256Kw => Holder::Pair(KeyKind::X25519),
        Km::Dir => Holder::Secret(enc.key_len()),
        Km::A128Kw | Km::A128GcmKw => Holder::Secret(16),
        Km::A192Kw | Km::A192GcmKw => Holder::Secret(24),
        Km::A256Kw | Km::A256GcmKw => Holder::Secret(32),
        Km::Pbes2Hs256A128Kw | Km::Pbes2Hs384A192Kw | Km::Pbes2Hs512A256Kw => Holder::Password,
        _ => Holder::Pair(KeyKind::Rsa),
    }
}

fn name(alg: Km, enc: Enc) -> String {
    if alg == Km::Dir { format!("{alg}-{enc}") } else { alg.to_string() }
}

fn password() -> Secret {
    Secret::new(b"correct horse battery staple".to_vec())
}
