use std::fmt;
use std::sync::Arc;

use super::{Error, fit};
use crate::crypto::{BadSignature, VerificationMaterial, Verifier};
use crate::jwk::PublicJwk;
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

    /// Prepares a shared secret, such as a client secret, without a `kid`.
    ///
    /// # Errors
    /// [`Error::ShortSecret`] below the length of the hash, [`Error::NotASecret`] for the text of a
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
