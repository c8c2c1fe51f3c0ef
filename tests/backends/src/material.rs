use serde::Deserialize;
use symbolon_jose::jwk::{KeyKind, PrivateJwk, PrivateKey, PublicJwk};
use symbolon_jose::{Crypto, Object, Secret, SignatureAlgorithm, SigningKey, VerificationKey};

use crate::{Bytes, Refusal};

/// What one key is made of. Either side of a key pair serves where its public half is wanted, and a
/// shared secret everywhere.
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
    /// A new key of this kind and, where the kind does not tell it, of this many bits.
    ///
    /// # Errors
    /// What the backend cannot make.
    pub fn generate(kind: KeyKind, bits: usize, crypto: &Crypto) -> Result<PrivateJwk, Refusal> {
        Ok(match kind {
            KeyKind::Rsa => PrivateJwk::generate_rsa(bits, crypto)?,
            KeyKind::Oct => PrivateJwk::generate_secret(bits / 8, crypto)?,
            kind => PrivateJwk::generate(kind, crypto)?,
        })
    }

    /// Prepared to sign.
    ///
    /// # Errors
    /// Those of the key.
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

    /// Prepared to verify.
    ///
    /// # Errors
    /// Those of the key.
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

/// A public key to sign with, or a password as a JWK.
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
