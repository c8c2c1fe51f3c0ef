//! Pairs of keys for JWE, one pair for each algorithm.

use crate::CRYPTO;
use symbolon_jose::{
    ContentEncryptionAlgorithm as Enc, DecryptionKey, DecryptionKeys, EncryptionKey,
    KeyManagementAlgorithm as Alg, Secret,
};

use crate::suite::common::{P256, P384, P521, RSA, X25519, private, public};

/// An encryption key, and the keys that decrypt its tokens.
pub(crate) struct Pair {
    pub(crate) encryption: EncryptionKey,
    pub(crate) decryption: DecryptionKeys,
}

/// Returns the length in bytes of the secret that an algorithm needs. Algorithms with a key pair or
/// a password need no secret.
pub(crate) fn secret_len(alg: Alg, enc: Enc) -> Option<usize> {
    match alg {
        Alg::A128Kw | Alg::A128GcmKw => Some(16),
        Alg::A192Kw | Alg::A192GcmKw => Some(24),
        Alg::A256Kw | Alg::A256GcmKw => Some(32),
        Alg::Dir => Some(enc.key_len()),
        _ => None,
    }
}

pub(crate) fn is_pbes2(alg: Alg) -> bool {
    alg.as_str().starts_with("PBES2")
}

/// Returns a pair for this algorithm. Key agreement uses P-256.
pub(crate) fn pair(alg: Alg, enc: Enc) -> Pair {
    if let Some(len) = secret_len(alg, enc) {
        return of_secret(&Secret::new(vec![0x5a; len]), alg, enc);
    }
    if is_pbes2(alg) {
        return of_password(b"correct horse", alg, enc);
    }
    let jwk = if alg.as_str().starts_with("RSA") { RSA } else { P256 };
    of_jwk(jwk, alg, enc)
}

/// Returns a pair for every curve with key agreement.
pub(crate) fn agreed_pairs(alg: Alg, enc: Enc) -> impl Iterator<Item = Pair> {
    [P256, P384, P521, X25519].into_iter().map(move |jwk| of_jwk(jwk, alg, enc))
}

pub(crate) fn of_secret(secret: &Secret, alg: Alg, enc: Enc) -> Pair {
    let encryption = EncryptionKey::from_secret(secret, alg, enc, &CRYPTO).unwrap();
    let decryption = DecryptionKey::from_secret(secret, alg, &[enc], &CRYPTO).unwrap();
    Pair { encryption, decryption: decryption.into() }
}

pub(crate) fn of_password(password: &[u8], alg: Alg, enc: Enc) -> Pair {
    let password = Secret::new(password.to_vec());
    let encryption = EncryptionKey::from_password(&password, alg, enc, &CRYPTO).unwrap();
    let decryption = DecryptionKey::from_password(&password, alg, &[enc], &CRYPTO).unwrap();
    Pair { encryption, decryption: decryption.into() }
}

pub(crate) fn of_jwk(jwk: &str, alg: Alg, enc: Enc) -> Pair {
    let encryption = EncryptionKey::from_jwk(&public(jwk), alg, enc, &CRYPTO).unwrap();
    let decryption = DecryptionKey::from_jwk(&private(jwk), alg, &[enc], &CRYPTO).unwrap();
    Pair { encryption, decryption: decryption.into() }
}
