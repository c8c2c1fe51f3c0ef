//! Key encryption with AES GCM: [RFC 7518
//! §4.7](https://www.rfc-editor.org/rfc/rfc7518#section-4.7).

use super::{Received, aes_size, exact_len, parameters};
use crate::crypto::{Aead, CipherFailed};
use crate::jwe::{EncryptError, Error};
use crate::{Crypto, KeyManagementAlgorithm, Object, Secret, base64url, key};

/// A shared secret that is prepared for encrypting keys with AES-GCM.
pub(crate) struct GcmKw {
    aead: &'static dyn Aead,
    key: Secret,
}

impl GcmKw {
    pub(super) fn new(
        algorithm: KeyManagementAlgorithm,
        secret: &Secret,
        crypto: &Crypto,
    ) -> Result<Self, key::Error> {
        let aead = aes_size(algorithm)
            .and_then(|size| crypto.aead(size))
            .ok_or(key::Error::Unsupported(algorithm.into()))?;
        exact_len(secret, aead.key_size().len())?;
        Ok(Self { aead, key: secret.clone() })
    }

    /// Encrypts a content encryption key. Returns the header parameters `iv` and `tag`, and the
    /// encrypted key.
    pub(super) fn encrypt(
        &self,
        content_key: &Secret,
        crypto: &Crypto,
    ) -> Result<(Object, Vec<u8>), EncryptError> {
        let mut iv = [0; 12];
        crypto.random.fill(&mut iv)?;
        // RFC 7518 §4.7: the additional authenticated data is empty.
        let (encrypted, tag) = self.aead.seal(&self.key, &iv, &[], content_key.expose())?;
        let mut parameters = Object::new();
        parameters.insert("iv", base64url::encode(&iv));
        parameters.insert("tag", base64url::encode(&tag));
        Ok((parameters, encrypted))
    }

    /// Decrypts the key. The outer error is about the token; the inner error depends on the secret.
    pub(super) fn decrypt(
        &self,
        token: &Received<'_>,
    ) -> Result<Result<Secret, CipherFailed>, Error> {
        let (iv, tag) = check(token)?;
        Ok(self.aead.open(&self.key, &iv, &[], token.encrypted_key, &tag).map(Secret::new))
    }
}

/// Returns the initialization vector and the tag after checking all lengths.
pub(super) fn check(token: &Received<'_>) -> Result<([u8; 12], [u8; 16]), Error> {
    // RFC 7518 §4.7.1.1, §4.7.1.2: 96 and 128 bits. An attacker could guess a shorter tag.
    let iv = parameters::exactly(token.parameters, "iv")?;
    let tag = parameters::exactly(token.parameters, "tag")?;
    token.encrypted_key_longer_by(0)?;
    Ok((iv, tag))
}
