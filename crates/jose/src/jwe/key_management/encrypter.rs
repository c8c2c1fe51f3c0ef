//! The sender's side of key management.

use std::sync::Arc;

use super::aes_kw::AesKw;
use super::ecdh::Producer;
use super::gcm_kw::GcmKw;
use super::pbes2::Pbes2;
use super::{Parties, exact_len, key_wrap, rsa};
use crate::crypto::{KeyWrap, RsaEncrypter};
use crate::jwe::EncryptError;
use crate::jwk::PublicKey;
use crate::{ContentEncryptionAlgorithm, Crypto, KeyManagementAlgorithm, Object, Secret, key};

/// The key material from which an encryption key is prepared.
#[derive(Clone, Copy)]
pub(crate) enum EncryptionMaterial<'a> {
    Public(&'a PublicKey),
    Secret(&'a Secret),
    Password(&'a Secret),
}

/// A recipient's key, prepared for one algorithm.
pub(crate) enum KeyEncrypter {
    /// The recipient's key determines the content encryption key.
    Direct(Direct),
    /// A random content encryption key is encrypted for the recipient.
    Wrapping(Wrapping),
}

/// A key for Direct Encryption or Direct Key Agreement (RFC 7516 §2).
pub(crate) enum Direct {
    /// `dir`: the secret is the content encryption key.
    Shared(Secret),
    /// ECDH-ES: the agreed key is the content encryption key.
    Agreed(Producer),
}

/// A key for Key Encryption, Key Wrapping, or Key Agreement with Key Wrapping (RFC 7516 §2).
pub(crate) enum Wrapping {
    Aes(AesKw),
    Gcm(GcmKw),
    Agreed { producer: Producer, algorithm: KeyManagementAlgorithm, wrap: &'static dyn KeyWrap },
    Password(Pbes2),
    Rsa(Arc<dyn RsaEncrypter>),
}

/// An encrypted content encryption key, and the header parameters that decrypting it needs.
pub(crate) struct Wrapped {
    pub(crate) parameters: Object,
    pub(crate) encrypted_key: Vec<u8>,
}

impl KeyEncrypter {
    /// Prepares key material. The caller has checked its kind and that the JWK permits this use.
    pub(crate) fn new(
        algorithm: KeyManagementAlgorithm,
        content: ContentEncryptionAlgorithm,
        material: EncryptionMaterial<'_>,
        crypto: &Crypto,
    ) -> Result<Self, key::Error> {
        use KeyManagementAlgorithm as Alg;
        let wrapping = match (algorithm, material) {
            (Alg::Dir, EncryptionMaterial::Secret(secret)) => {
                exact_len(secret, content.key_len())?;
                return Ok(Self::Direct(Direct::Shared(secret.clone())));
            }
            (Alg::EcdhEs, EncryptionMaterial::Public(public)) => {
                let producer = Producer::new(algorithm, public, crypto)?;
                return Ok(Self::Direct(Direct::Agreed(producer)));
            }
            (
                Alg::EcdhEsA128Kw | Alg::EcdhEsA192Kw | Alg::EcdhEsA256Kw,
                EncryptionMaterial::Public(public),
            ) => {
                let producer = Producer::new(algorithm, public, crypto)?;
                Wrapping::Agreed { producer, algorithm, wrap: key_wrap(algorithm, crypto)? }
            }
            (Alg::A128Kw | Alg::A192Kw | Alg::A256Kw, EncryptionMaterial::Secret(secret)) => {
                Wrapping::Aes(AesKw::new(algorithm, secret, crypto)?)
            }
            (
                Alg::A128GcmKw | Alg::A192GcmKw | Alg::A256GcmKw,
                EncryptionMaterial::Secret(secret),
            ) => Wrapping::Gcm(GcmKw::new(algorithm, secret, crypto)?),
            (
                Alg::Rsa1_5 | Alg::RsaOaep | Alg::RsaOaep256 | Alg::RsaOaep384 | Alg::RsaOaep512,
                EncryptionMaterial::Public(PublicKey::Rsa(public)),
            ) => Wrapping::Rsa(rsa::encrypter(algorithm, public, crypto)?),
            (_, EncryptionMaterial::Password(password)) => {
                Wrapping::Password(Pbes2::new(algorithm, password, crypto)?)
            }
            // The caller's check of kinds leaves no other combination.
            _ => return Err(key::Error::Rejected),
        };
        Ok(Self::Wrapping(wrapping))
    }
}

impl Direct {
    /// Returns the header parameters and the content encryption key (RFC 7516 §5.1 (3), (6)).
    pub(crate) fn content_key(
        &self,
        content: ContentEncryptionAlgorithm,
        parties: &Parties,
        crypto: &Crypto,
    ) -> Result<(Object, Secret), EncryptError> {
        match self {
            Self::Shared(secret) => Ok((Object::new(), secret.clone())),
            // RFC 7518 §4.6.2: AlgorithmID is `enc` for direct key agreement.
            Self::Agreed(producer) => {
                producer.agree(content.as_str(), content.key_len(), parties, crypto)
            }
        }
    }
}

impl Wrapping {
    /// Encrypts the content encryption key for the recipient (RFC 7516 §5.1 (4), (5)).
    pub(crate) fn wrap(
        &self,
        content_key: &Secret,
        parties: &Parties,
        crypto: &Crypto,
    ) -> Result<Wrapped, EncryptError> {
        let (parameters, encrypted_key) = match self {
            Self::Aes(key) => (Object::new(), key.wrap(content_key)?),
            Self::Gcm(key) => key.encrypt(content_key, crypto)?,
            Self::Password(password) => password.wrap(content_key, crypto)?,
            Self::Rsa(key) => (Object::new(), key.encrypt(content_key)?),
            // RFC 7518 §4.6.2: AlgorithmID is `alg` for key agreement with key wrapping.
            Self::Agreed { producer, algorithm, wrap } => {
                let len = wrap.key_size().len();
                let (parameters, key) = producer.agree(algorithm.as_str(), len, parties, crypto)?;
                (parameters, wrap.wrap_key(&key, content_key)?)
            }
        };
        Ok(Wrapped { parameters, encrypted_key })
    }

    /// Returns true if the algorithm has a key agreement, which uses `apu` and `apv`.
    pub(crate) fn agrees(&self) -> bool {
        matches!(self, Self::Agreed { .. })
    }
}
