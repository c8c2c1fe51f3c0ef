//! Rules about which keys can be used with which algorithms.

use super::{Algorithm, Error, WrongKey, key_format};
use crate::jwk::KeyKind;
use crate::{KeyManagementAlgorithm, Secret, SignatureAlgorithm};

/// Returns the kinds of keys that a signature algorithm takes: RFC 7518 §3.1, RFC 8037 §3.1,
/// RFC 8812 §3, RFC 9864 §2.2, RFC 9964 §5.
pub(super) const fn signature_kinds(algorithm: SignatureAlgorithm) -> &'static [KeyKind] {
    use SignatureAlgorithm as Alg;
    match algorithm {
        Alg::Hs256 | Alg::Hs384 | Alg::Hs512 => &[KeyKind::Oct],
        Alg::Rs256 | Alg::Rs384 | Alg::Rs512 | Alg::Ps256 | Alg::Ps384 | Alg::Ps512 => {
            &[KeyKind::Rsa]
        }
        Alg::Es256 => &[KeyKind::P256],
        Alg::Es384 => &[KeyKind::P384],
        Alg::Es512 => &[KeyKind::P521],
        Alg::Es256k => &[KeyKind::Secp256k1],
        Alg::EdDsa | Alg::Ed25519 => &[KeyKind::Ed25519],
        Alg::MlDsa44 => &[KeyKind::MlDsa44],
        Alg::MlDsa65 => &[KeyKind::MlDsa65],
        Alg::MlDsa87 => &[KeyKind::MlDsa87],
    }
}

/// Returns the kinds of keys that a key management algorithm takes: RFC 7518 §4.1, §4.6,
/// RFC 8037 §3.2.
pub(super) const fn key_management_kinds(algorithm: KeyManagementAlgorithm) -> &'static [KeyKind] {
    use KeyManagementAlgorithm as Alg;
    match algorithm {
        Alg::Rsa1_5 | Alg::RsaOaep | Alg::RsaOaep256 | Alg::RsaOaep384 | Alg::RsaOaep512 => {
            &[KeyKind::Rsa]
        }
        Alg::EcdhEs | Alg::EcdhEsA128Kw | Alg::EcdhEsA192Kw | Alg::EcdhEsA256Kw => {
            &[KeyKind::P256, KeyKind::P384, KeyKind::P521, KeyKind::X25519]
        }
        Alg::Dir
        | Alg::A128Kw
        | Alg::A192Kw
        | Alg::A256Kw
        | Alg::A128GcmKw
        | Alg::A192GcmKw
        | Alg::A256GcmKw
        | Alg::Pbes2Hs256A128Kw
        | Alg::Pbes2Hs384A192Kw
        | Alg::Pbes2Hs512A256Kw => &[KeyKind::Oct],
    }
}

/// Checks that a key is of one of these kinds.
pub(super) fn kind(
    algorithm: impl Into<Algorithm>,
    needed: &'static [KeyKind],
    found: KeyKind,
) -> Result<(), Error> {
    if needed.contains(&found) {
        Ok(())
    } else {
        Err(WrongKey { found, algorithm: algorithm.into(), needed }.into())
    }
}

/// Checks that a signature algorithm takes keys of this kind.
pub(super) fn signature(algorithm: SignatureAlgorithm, found: KeyKind) -> Result<(), Error> {
    kind(algorithm, signature_kinds(algorithm), found)
}

/// Checks that a key management algorithm takes keys of this kind.
pub(super) fn key_management(
    algorithm: KeyManagementAlgorithm,
    found: KeyKind,
) -> Result<(), Error> {
    kind(algorithm, key_management_kinds(algorithm), found)
}

/// Refuses RSA1_5, for which only the `danger` module prepares keys: RFC 8725 §3.2.
pub(super) fn not_dangerous(algorithm: KeyManagementAlgorithm) -> Result<(), Error> {
    if algorithm == KeyManagementAlgorithm::Rsa1_5 {
        Err(Error::Dangerous(algorithm))
    } else {
        Ok(())
    }
}

/// Checks that a key is a shared secret for an algorithm that does not take a password.
pub(super) fn shared_secret(
    algorithm: KeyManagementAlgorithm,
    found: KeyKind,
) -> Result<(), Error> {
    key_management(algorithm, found)?;
    if algorithm.takes_password() { Err(Error::Password(algorithm)) } else { Ok(()) }
}

/// Checks that an algorithm takes a password. RFC 7518 §4.8: only PBES2 does.
pub(super) fn password(algorithm: KeyManagementAlgorithm, password: &Secret) -> Result<(), Error> {
    if !algorithm.takes_password() {
        return Err(Error::Password(algorithm));
    }
    not_a_key(password)
}

/// Checks that a secret can be used for HMAC. RFC 7518 §3.2: it is at least as long as the hash.
pub(super) fn mac_secret(algorithm: SignatureAlgorithm, secret: &Secret) -> Result<(), Error> {
    signature(algorithm, KeyKind::Oct)?;
    not_a_key(secret)?;
    let needed = algorithm.signature_len().unwrap_or_default();
    let found = secret.expose().len();
    if found < needed {
        return Err(Error::ShortSecret { needed, found });
    }
    Ok(())
}

/// Refuses a secret that is a key in a file format, and so probably a public key: RFC 8725 §2.1.
pub(super) fn not_a_key(secret: &Secret) -> Result<(), Error> {
    if key_format::is_key(secret.expose()) { Err(Error::NotASecret) } else { Ok(()) }
}
