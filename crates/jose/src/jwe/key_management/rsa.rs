//! RSA encryption: [RFC 7518 §4.2](https://www.rfc-editor.org/rfc/rfc7518#section-4.2),
//! [§4.3](https://www.rfc-editor.org/rfc/rfc7518#section-4.3).

use std::sync::Arc;

use super::Received;
use crate::crypto::{CipherFailed, RsaDecrypter, RsaEncrypter, RsaEncryption};
use crate::jwe::Error;
use crate::jwk::{RsaPrivate, RsaPublic};
use crate::{Crypto, KeyManagementAlgorithm, Secret, key};

/// Prepares a public key.
pub(super) fn encrypter(
    algorithm: KeyManagementAlgorithm,
    public: &RsaPublic,
    crypto: &Crypto,
) -> Result<Arc<dyn RsaEncrypter>, key::Error> {
    padding(algorithm, crypto)?.encrypter(public).map_err(|_| key::Error::Rejected)
}

/// Prepares a private key.
pub(super) fn decrypter(
    algorithm: KeyManagementAlgorithm,
    private: &RsaPrivate,
    crypto: &Crypto,
) -> Result<Arc<dyn RsaDecrypter>, key::Error> {
    padding(algorithm, crypto)?.decrypter(private).map_err(|_| key::Error::Rejected)
}

/// Decrypts the key. The outer error is about the token; the inner error depends on the private
/// key.
pub(super) fn decrypt(
    decrypter: &dyn RsaDecrypter,
    token: &Received<'_>,
) -> Result<Result<Secret, CipherFailed>, Error> {
    token.some_encrypted_key()?;
    Ok(decrypter.decrypt(token.encrypted_key))
}

fn padding(
    algorithm: KeyManagementAlgorithm,
    crypto: &Crypto,
) -> Result<&'static dyn RsaEncryption, key::Error> {
    crypto.rsa_encryption(algorithm).ok_or(key::Error::Unsupported(algorithm.into()))
}
