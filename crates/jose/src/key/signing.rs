use std::fmt;
use std::sync::Arc;

use super::{Error, fit};
use crate::crypto::{Signer, SigningFailed, SigningMaterial};
use crate::jwk::{PrivateJwk, PrivateKey};
use crate::{Crypto, Secret, SignatureAlgorithm};

/// A key that signs with one algorithm. Cheap to clone.
///
/// `Debug` shows `kid` and algorithm only.
#[derive(Clone)]
pub struct SigningKey {
    kid: Option<Arc<str>>,
    algorithm: SignatureAlgorithm,
    signer: Arc<dyn Signer>,
}

impl SigningKey {
    /// Prepares a private key, or a shared secret in JWK form.
    ///
    /// # Errors
    /// See [`Error`]; [`Error::Rejected`] when the public and private halves do not match.
    pub fn from_jwk(
        jwk: &PrivateJwk,
        algorithm: SignatureAlgorithm,
        crypto: &Crypto,
    ) -> Result<Self, Error> {
        let material = match jwk.key() {
            PrivateKey::Oct(secret) => {
                fit::mac_secret(algorithm, secret)?;
                SigningMaterial::Mac(secret)
            }
            key => {
                fit::signature(algorithm, key.kind())?;
                SigningMaterial::Private(key)
            }
        };
        if !jwk.may_sign(algorithm) {
            return Err(Error::NotPermitted);
        }
        Self::prepare(jwk.kid(), algorithm, material, crypto)
    }

    /// Prepares a shared secret, such as a client secret, without a `kid`.
    ///
    /// # Errors
    /// [`Error::ShortSecret`] below the length of the hash, [`Error::NotASecret`] for a public
    /// key, [`Error::WrongKeyType`] when the algorithm is no MAC.
    pub fn from_secret(
        secret: &Secret,
        algorithm: SignatureAlgorithm,
        crypto: &Crypto,
    ) -> Result<Self, Error> {
        fit::mac_secret(algorithm, secret)?;
        Self::prepare(None, algorithm, SigningMaterial::Mac(secret), crypto)
    }

    fn prepare(
        kid: Option<&str>,
        algorithm: SignatureAlgorithm,
        material: SigningMaterial<'_>,
        crypto: &Crypto,
    ) -> Result<Self, Error> {
        let scheme = crypto.scheme(algorithm).ok_or(Error::Unsupported(algorithm.into()))?;
        let signer = scheme.signer(material).map_err(|_| Error::Rejected)?;
        Ok(Self { kid: kid.map(Arc::from), algorithm, signer })
    }

    /// The same key under this name, for a secret that has none of its own.
    #[must_use]
    pub fn named(mut self, kid: &str) -> Self {
        self.kid = Some(Arc::from(kid));
        self
    }

    /// The name by which tokens refer to the key.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// The one algorithm of the key.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// Makes a raw signature. Tokens are signed by [`Jws::sign`](crate::jws::Jws::sign).
    ///
    /// # Errors
    /// [`SigningFailed`] when the backend fails.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailed> {
        self.signer.sign(message)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("kid", &self.kid)
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}
