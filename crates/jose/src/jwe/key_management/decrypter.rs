//! The recipient's side of key management.

use std::sync::Arc;

use super::aes_kw::{self, AesKw};
use super::ecdh::Recipient;
use super::gcm_kw::GcmKw;
use super::pbes2::Pbes2;
use super::substitute::unwrapped_or;
use super::{Received, exact_len, key_wrap, random_key, rsa};
use crate::crypto::{CipherFailed, KeyWrap, RsaDecrypter};
use crate::jwe::Error;
use crate::jwk::PrivateKey;
use crate::{ContentEncryptionAlgorithm, Crypto, KeyManagementAlgorithm, Secret, key};

/// The key material from which a decryption key is prepared.
#[derive(Clone, Copy)]
pub(crate) enum DecryptionMaterial<'a> {
    Private(&'a PrivateKey),
    Secret(&'a Secret),
    Password(&'a Secret),
}

/// A recipient's key, prepared for one algorithm: the counterpart of a
/// [`KeyEncrypter`](super::KeyEncrypter).
pub(crate) enum KeyDecrypter {
    /// `dir`: the secret is the content encryption key.
    Shared(Secret),
    /// ECDH-ES: the agreed key is the content encryption key.
    Agreed(Recipient),
    /// ECDH-ES+A128KW and its siblings: the agreed key unwraps the content encryption key.
    AgreedWrapping {
        recipient: Recipient,
        algorithm: KeyManagementAlgorithm,
        wrap: &'static dyn KeyWrap,
    },
    Aes(AesKw),
    Gcm(GcmKw),
    Password(Pbes2),
    Rsa(Arc<dyn RsaDecrypter>),
}

impl KeyDecrypter {
    /// Prepares key material. The caller has checked its kind and that the JWK permits this use.
    pub(crate) fn new(
        algorithm: KeyManagementAlgorithm,
        contents: &[ContentEncryptionAlgorithm],
        material: DecryptionMaterial<'_>,
        crypto: &Crypto,
    ) -> Result<Self, key::Error> {
        use KeyManagementAlgorithm as Alg;
        Ok(match (algorithm, material) {
            (Alg::Dir, DecryptionMaterial::Secret(secret)) => {
                for content in contents {
                    exact_len(secret, content.key_len())?;
                }
                Self::Shared(secret.clone())
            }
            (Alg::EcdhEs, DecryptionMaterial::Private(private)) => {
                Self::Agreed(Recipient::new(algorithm, private, crypto)?)
            }
            (
                Alg::EcdhEsA128Kw | Alg::EcdhEsA192Kw | Alg::EcdhEsA256Kw,
                DecryptionMaterial::Private(private),
            ) => {
                let recipient = Recipient::new(algorithm, private, crypto)?;
                Self::AgreedWrapping { recipient, algorithm, wrap: key_wrap(algorithm, crypto)? }
            }
            (Alg::A128Kw | Alg::A192Kw | Alg::A256Kw, DecryptionMaterial::Secret(secret)) => {
                Self::Aes(AesKw::new(algorithm, secret, crypto)?)
            }
            (
                Alg::A128GcmKw | Alg::A192GcmKw | Alg::A256GcmKw,
                DecryptionMaterial::Secret(secret),
            ) => Self::Gcm(GcmKw::new(algorithm, secret, crypto)?),
            (
                Alg::Rsa1_5 | Alg::RsaOaep | Alg::RsaOaep256 | Alg::RsaOaep384 | Alg::RsaOaep512,
                DecryptionMaterial::Private(PrivateKey::Rsa(private)),
            ) => Self::Rsa(rsa::decrypter(algorithm, private, crypto)?),
            (_, DecryptionMaterial::Password(password)) => {
                Self::Password(Pbes2::new(algorithm, password, crypto)?)
            }
            // The caller's check of kinds leaves no other combination.
            _ => return Err(key::Error::Rejected),
        })
    }

    /// Returns a content encryption key of the right length (RFC 7516 §5.2 (8) to (11)).
    ///
    /// A problem that can be seen in the token without a key is an error. If the key cannot be
    /// unwrapped, the result is a random key, and decrypting the content with it fails.
    pub(crate) fn content_key(
        &self,
        token: &Received<'_>,
        crypto: &Crypto,
    ) -> Result<Secret, Error> {
        // RFC 7516 §11.5: always drawn before unwrapping, so that a failure takes no extra time.
        let substitute = random_key(token.content.key_len(), crypto)?;
        Ok(unwrapped_or(self.unwrap(token)?, &substitute))
    }

    /// Unwraps the key. The outer error is about the token; the inner error depends on the secret.
    fn unwrap(&self, token: &Received<'_>) -> Result<Result<Secret, CipherFailed>, Error> {
        let content = token.content;
        match self {
            Self::Shared(secret) => {
                token.without_encrypted_key()?;
                Ok(Ok(secret.clone()))
            }
            Self::Agreed(recipient) => {
                token.without_encrypted_key()?;
                recipient.agree(content.as_str(), content.key_len(), token)
            }
            Self::AgreedWrapping { recipient, algorithm, wrap } => {
                aes_kw::check(token)?;
                let len = wrap.key_size().len();
                let key = recipient.agree(algorithm.as_str(), len, token)?;
                Ok(key.and_then(|key| wrap.unwrap_key(&key, token.encrypted_key)))
            }
            Self::Aes(key) => key.unwrap(token),
            Self::Gcm(key) => key.decrypt(token),
            Self::Password(password) => password.unwrap(token),
            Self::Rsa(key) => rsa::decrypt(key.as_ref(), token),
        }
    }
}
