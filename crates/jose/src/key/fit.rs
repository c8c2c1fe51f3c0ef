//! Which key fits which algorithm.

use serde_json::Value;

use super::Error;
use crate::jwk::{EcCurve, OkpCurve, PublicKey};
use crate::{Secret, SignatureAlgorithm};

/// RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2: one type, and for curves one curve.
pub(super) fn public(algorithm: SignatureAlgorithm, key: &PublicKey) -> Result<(), Error> {
    use SignatureAlgorithm as Alg;
    let fits = match key {
        PublicKey::Rsa(_) => matches!(
            algorithm,
            Alg::Rs256 | Alg::Rs384 | Alg::Rs512 | Alg::Ps256 | Alg::Ps384 | Alg::Ps512
        ),
        PublicKey::Ec(key) => match key.curve() {
            EcCurve::P256 => algorithm == Alg::Es256,
            EcCurve::P384 => algorithm == Alg::Es384,
        },
        PublicKey::Okp(key) => match key.curve() {
            OkpCurve::Ed25519 => matches!(algorithm, Alg::EdDsa | Alg::Ed25519),
        },
    };
    if fits { Ok(()) } else { Err(Error::WrongKeyType) }
}

/// RFC 7518 §3.2: a secret of at least the length of the hash, and a secret indeed.
pub(super) fn secret(algorithm: SignatureAlgorithm, secret: &Secret) -> Result<(), Error> {
    let needed = match algorithm.signature_len() {
        Some(len) if algorithm.is_mac() => len,
        _ => return Err(Error::WrongKeyType),
    };
    if is_key_text(secret.expose()) {
        return Err(Error::NotASecret);
    }
    if secret.expose().len() < needed {
        return Err(Error::ShortSecret { needed });
    }
    Ok(())
}

/// Whether these bytes are PEM, or a JSON object with `kty`: a key that somebody took for a secret.
fn is_key_text(bytes: &[u8]) -> bool {
    is_pem(bytes) || is_jwk(bytes)
}

/// RFC 7468 §2: text may stand before the first line, so the line counts wherever it is. White
/// space there has hidden a key from such a check before.
fn is_pem(bytes: &[u8]) -> bool {
    const BEGIN: &[u8] = b"-----BEGIN";
    bytes.windows(BEGIN.len()).any(|window| window == BEGIN)
}

/// RFC 7517 §4, §5: one key, or a set, or the array of one.
fn is_jwk(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let is_key = |value: &Value| value.get("kty").is_some() || value.get("keys").is_some();
    serde_json::from_slice::<Value>(text).is_ok_and(|value| {
        is_key(&value) || value.as_array().is_some_and(|values| values.iter().any(is_key))
    })
}
