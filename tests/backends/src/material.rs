//! Key material for any operation.

use serde::Deserialize;
use symbolon_jose::jwk::{PrivateJwk, PrivateKey, PublicJwk};
use symbolon_jose::key::{DecryptionKey, EncryptionKey};
use symbolon_jose::{
    ContentEncryptionAlgorithm, Crypto, KeyManagementAlgorithm, Object, Secret, SignatureAlgorithm,
    SigningKey, VerificationKey, danger,
};

use crate::{Bytes, Refusal};

/// The material from which a key is prepared.
///
/// A private key also serves where its public half is needed, and a shared secret serves for every
/// operation.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Parsed")]
pub enum Material {
    /// A private key or a shared secret.
    Private(PrivateJwk),
    /// A public key.
    Public(PublicJwk),
    /// A password.
    Password(Secret),
}

impl Material {
    /// Prepares a key for signing.
    ///
    /// # Errors
    /// The error of preparing the key, or `peer.not_for_this` for other material.
    pub fn signing(
        &self,
        algorithm: SignatureAlgorithm,
        crypto: &Crypto,
    ) -> Result<SigningKey, Refusal> {
        match self {
            Self::Private(jwk) => Ok(SigningKey::from_jwk(jwk, algorithm, crypto)?),
            Self::Public(_) | Self::Password(_) => Err(NOT_FOR_THIS),
        }
    }

    /// Prepares a key for verifying.
    ///
    /// # Errors
    /// The error of preparing the key, or `peer.not_for_this` for other material.
    pub fn verification(
        &self,
        algorithm: SignatureAlgorithm,
        crypto: &Crypto,
    ) -> Result<VerificationKey, Refusal> {
        if let Some((secret, kid)) = self.secret() {
            let key = VerificationKey::from_secret(secret, algorithm, crypto)?;
            return Ok(match kid {
                Some(kid) => key.named(kid),
                None => key,
            });
        }
        Ok(VerificationKey::from_jwk(&self.public()?, algorithm, crypto)?)
    }

    /// Prepares a key for encrypting.
    ///
    /// # Errors
    /// The error of preparing the key, or `peer.not_for_this` for other material.
    pub fn encryption(
        &self,
        algorithm: KeyManagementAlgorithm,
        enc: ContentEncryptionAlgorithm,
        crypto: &Crypto,
    ) -> Result<EncryptionKey, Refusal> {
        Ok(match self {
            Self::Password(password) => {
                EncryptionKey::from_password(password, algorithm, enc, crypto)?
            }
            Self::Private(jwk) if self.secret().is_some() => {
                EncryptionKey::from_secret_jwk(jwk, algorithm, enc, crypto)?
            }
            _ if algorithm == KeyManagementAlgorithm::Rsa1_5 => {
                danger::rsa1_5_encryption_key(&self.public()?, enc, crypto)?
            }
            _ => EncryptionKey::from_jwk(&self.public()?, algorithm, enc, crypto)?,
        })
    }

    /// Prepares a key for decrypting.
    ///
    /// # Errors
    /// The error of preparing the key, or `peer.not_for_this` for other material.
    pub fn decryption(
        &self,
        algorithm: KeyManagementAlgorithm,
        encs: &[ContentEncryptionAlgorithm],
        crypto: &Crypto,
    ) -> Result<DecryptionKey, Refusal> {
        Ok(match self {
            Self::Password(password) => {
                DecryptionKey::from_password(password, algorithm, encs, crypto)?
            }
            Self::Private(jwk) if algorithm == KeyManagementAlgorithm::Rsa1_5 => {
                danger::rsa1_5_decryption_key(jwk, encs, crypto)?
            }
            Self::Private(jwk) => DecryptionKey::from_jwk(jwk, algorithm, encs, crypto)?,
            Self::Public(_) => return Err(NOT_FOR_THIS),
        })
    }

    fn public(&self) -> Result<PublicJwk, Refusal> {
        match self {
            Self::Private(jwk) => jwk.public().ok_or(NOT_FOR_THIS),
            Self::Public(jwk) => Ok(jwk.clone()),
            Self::Password(_) => Err(NOT_FOR_THIS),
        }
    }

    fn secret(&self) -> Option<(&Secret, Option<&str>)> {
        match self {
            Self::Private(jwk) => match jwk.key() {
                PrivateKey::Oct(secret) => Some((secret, jwk.kid())),
                _ => None,
            },
            Self::Public(_) | Self::Password(_) => None,
        }
    }
}

/// The error for material that does not serve the operation, such as a public key for signing.
const NOT_FOR_THIS: Refusal = Refusal("peer.not_for_this");

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Parsed {
    Private(serde_json::Value),
    Public(serde_json::Value),
    Password(Bytes),
}

impl TryFrom<Parsed> for Material {
    type Error = &'static str;

    fn try_from(parsed: Parsed) -> Result<Self, Self::Error> {
        let object = |value| Object::from_value(value).map_err(|error| error.code());
        Ok(match parsed {
            Parsed::Private(value) => {
                let jwk = PrivateJwk::from_object(object(value)?);
                Self::Private(jwk.map_err(|error| error.code())?)
            }
            Parsed::Public(value) => {
                let jwk = PublicJwk::from_object(object(value)?);
                Self::Public(jwk.map_err(|error| error.code())?)
            }
            Parsed::Password(bytes) => Self::Password(Secret::new(bytes.0)),
        })
    }
}
