//! The key that signs.

use std::fmt;
use std::sync::Arc;

use super::{Error, fit};
use crate::crypto::{Signer, SigningFailed, SigningMaterial};
use crate::jwk::{PrivateJwk, PrivateKey};
use crate::{Crypto, Secret, SignatureAlgorithm};

/// A key that signs with one algorithm.
///
/// Cloning a key is cheap. `Debug` shows only the `kid` and the algorithm.
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_jose::jwk::{KeyKind, PrivateJwk};
/// use symbolon_jose::{SignatureAlgorithm, SigningKey};
///
/// let jwk = PrivateJwk::generate(KeyKind::P256, &CRYPTO)?;
/// let key = SigningKey::from_jwk(&jwk, SignatureAlgorithm::Es256, &CRYPTO)?;
/// assert_eq!(key.sign(b"message")?.len(), 64); // R and S, not DER
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct SigningKey {
    kid: Option<Arc<str>>,
    algorithm: SignatureAlgorithm,
    signer: Arc<dyn Signer>,
}

impl SigningKey {
    /// Prepares a private key or shared secret in a JWK to sign with `algorithm`.
    ///
    /// # Errors
    /// - [`Error::WrongKeyType`] if the key has a type or curve that the algorithm cannot use;
    /// - [`Error::ShortSecret`] if the JWK's shared secret is shorter than the output of the
    ///   algorithm's hash function;
    /// - [`Error::NotASecret`] if the JWK's shared secret is a key in PEM, JSON, DER or SSH format;
    /// - [`Error::NotPermitted`] if the JWK's `use`, `key_ops` or `alg` do not permit signing with
    ///   `algorithm`;
    /// - [`Error::Unsupported`] if the backend does not support the algorithm;
    /// - [`Error::Rejected`] if the backend refuses the key, for example because its private key
    ///   does not belong to its public key.
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

    /// Prepares a shared secret, such as a client secret, to sign with HMAC. The key has no `kid`.
    ///
    /// # Errors
    /// - [`Error::WrongKeyType`] if the algorithm is not HMAC;
    /// - [`Error::ShortSecret`] if the secret is shorter than the output of the algorithm's hash
    ///   function;
    /// - [`Error::NotASecret`] if the secret is a key in PEM, JSON, DER or SSH format;
    /// - [`Error::Unsupported`] if the backend does not support the algorithm.
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
        let signer = scheme.signer(material).map_err(|_| match material {
            SigningMaterial::Private(key) => Error::rejected(key.public().as_ref()),
            _ => Error::Rejected,
        })?;
        Ok(Self { kid: kid.map(Arc::from), algorithm, signer })
    }

    /// Returns the key with this `kid`. A key that was prepared from a secret has no `kid` until
    /// you call this method.
    #[must_use]
    pub fn named(mut self, kid: &str) -> Self {
        self.kid = Some(Arc::from(kid));
        self
    }

    /// Returns the `kid`, by which tokens refer to the key, or `None` if the key has no `kid`.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// Returns the algorithm that the key was prepared for.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// Signs the bytes of `message`. To sign a token, use [`Jws::sign`](crate::jws::Jws::sign).
    ///
    /// # Errors
    /// [`SigningFailed`] if the backend fails.
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
