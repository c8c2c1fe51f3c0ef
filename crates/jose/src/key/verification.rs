use std::fmt;
use std::sync::Arc;

use super::{Error, fit};
use crate::crypto::{BadSignature, VerificationMaterial, Verifier};
use crate::jwk::{PrivateJwk, PrivateKey, PublicJwk};
use crate::{Crypto, Secret, SignatureAlgorithm};

/// A key that verifies signatures of one algorithm. Cheap to clone.
///
/// `Debug` shows `kid` and algorithm only.
#[derive(Clone)]
pub struct VerificationKey {
    kid: Option<Arc<str>>,
    algorithm: SignatureAlgorithm,
    verifier: Arc<dyn Verifier>,
}

impl VerificationKey {
    /// Prepares a public key.
    ///
    /// # Errors
    /// See [`Error`]. A MAC algorithm is always [`Error::WrongKeyType`]: a public key is no secret.
    pub fn from_jwk(
        jwk: &PublicJwk,
        algorithm: SignatureAlgorithm,
        crypto: &Crypto,
    ) -> Result<Self, Error> {
        fit::signature(algorithm, jwk.key().kind())?;
        if !jwk.may_verify(algorithm) {
            return Err(Error::NotPermitted);
        }
        let material = VerificationMaterial::Public(jwk.key());
        Self::prepare(jwk.kid(), algorithm, material, crypto)
    }

    /// Prepares a shared secret in JWK form, the counterpart of
    /// [`SigningKey::from_jwk`](crate::SigningKey::from_jwk) for MACs.
    ///
    /// ```
    /// # use symbolon_crypto_ring::CRYPTO;
    /// # use symbolon_jose::{SignatureAlgorithm, VerificationKey, jwk::PrivateJwk};
    /// let jwk = PrivateJwk::generate_secret(32, &CRYPTO)?.kid_replaced("2026-11".into());
    /// let key = VerificationKey::from_secret_jwk(&jwk, SignatureAlgorithm::Hs256, &CRYPTO)?;
    /// assert_eq!(key.kid(), Some("2026-11"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`from_secret`](Self::from_secret), [`Error::NotASecret`] for a key pair of the algorithm,
    /// whose public half is what verifies, and [`Error::NotPermitted`] by `use`, `key_ops` or `alg`
    /// ([RFC 7517 §4](https://www.rfc-editor.org/rfc/rfc7517#section-4)).
    pub fn from_secret_jwk(
        jwk: &PrivateJwk,
        algorithm: SignatureAlgorithm,
        crypto: &Crypto,
    ) -> Result<Self, Error> {
        fit::signature(algorithm, jwk.key().kind())?;
        let PrivateKey::Oct(secret) = jwk.key() else { return Err(Error::NotASecret) };
        fit::mac_secret(algorithm, secret)?;
        if !jwk.may_verify(algorithm) {
            return Err(Error::NotPermitted);
        }
        Self::prepare(jwk.kid(), algorithm, VerificationMaterial::Mac(secret), crypto)
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
        Self::prepare(None, algorithm, VerificationMaterial::Mac(secret), crypto)
    }

    /// Whether nothing that costs nothing to know speaks against this key for this algorithm.
    pub(crate) fn may_fit(jwk: &PublicJwk, algorithm: SignatureAlgorithm) -> bool {
        fit::signature(algorithm, jwk.key().kind()).is_ok() && jwk.may_verify(algorithm)
    }

    fn prepare(
        kid: Option<&str>,
        algorithm: SignatureAlgorithm,
        material: VerificationMaterial<'_>,
        crypto: &Crypto,
    ) -> Result<Self, Error> {
        let scheme = crypto.scheme(algorithm).ok_or(Error::Unsupported(algorithm.into()))?;
        let verifier = scheme.verifier(material).map_err(|_| Error::Rejected)?;
        Ok(Self { kid: kid.map(Arc::from), algorithm, verifier })
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

    pub(crate) fn shared_kid(&self) -> Option<Arc<str>> {
        self.kid.clone()
    }

    /// The one algorithm of the key.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// Checks a raw signature. Tokens are verified by [`CompactJws::verify`](crate::jws::CompactJws::verify).
    ///
    /// # Errors
    /// [`BadSignature`], for every cause alike.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
        // RFC 7518 §3.2, §3.4, RFC 8037 §3.1: these signatures have one length.
        match self.algorithm.signature_len() {
            Some(len) if len != signature.len() => Err(BadSignature),
            _ => self.verifier.verify(message, signature),
        }
    }
}

impl fmt::Debug for VerificationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerificationKey")
            .field("kid", &self.kid)
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}
