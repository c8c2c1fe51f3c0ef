//! The key that verifies signatures.

use std::fmt;
use std::sync::Arc;

use super::{Error, fit};
use crate::crypto::{BadSignature, VerificationMaterial, Verifier};
use crate::jwk::{KeyKind, PrivateJwk, PrivateKey, PublicJwk};
use crate::{Crypto, Secret, SignatureAlgorithm};

/// A key that verifies signatures or MACs of one algorithm.
///
/// Cloning a key is cheap. `Debug` shows only the `kid` and the algorithm.
#[derive(Clone)]
pub struct VerificationKey {
    kid: Option<Arc<str>>,
    algorithm: SignatureAlgorithm,
    verifier: Arc<dyn Verifier>,
    /// The hash of the public key, by which copies of the same key are recognised. A secret has no
    /// hash.
    identity: Option<[u8; 32]>,
}

impl VerificationKey {
    /// Prepares a public key to verify signatures made with `algorithm`.
    ///
    /// # Errors
    /// - [`Error::WrongKeyType`] if the key has a type or curve that the algorithm cannot use. HMAC
    ///   algorithms always cause this error, because they need a shared secret;
    /// - [`Error::NotPermitted`] if the JWK's `use`, `key_ops` or `alg` do not permit verification
    ///   with `algorithm`;
    /// - [`Error::Unsupported`] if the backend does not support the algorithm;
    /// - [`Error::Rejected`] if the backend refuses the key, for example because its point is not
    ///   on its curve.
    pub fn from_jwk(
        jwk: &PublicJwk,
        algorithm: SignatureAlgorithm,
        crypto: &Crypto,
    ) -> Result<Self, Error> {
        Self::check_fit(jwk, algorithm, crypto)?;
        let material = VerificationMaterial::Public(jwk.key());
        let key = Self::prepare(jwk.kid(), algorithm, material, crypto)?;
        Ok(Self { identity: Some(jwk.identity(crypto)), ..key })
    }

    /// Prepares a shared secret in a JWK to verify MACs of an HMAC algorithm.
    ///
    /// [`SigningKey::from_jwk`](crate::SigningKey::from_jwk) prepares the same JWK for signing.
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
    /// - [`Error::WrongKeyType`] if the type of the JWK does not fit the algorithm, for example if
    ///   the algorithm is HMAC and the JWK is a key pair;
    /// - [`Error::ShortSecret`] if the secret is shorter than the output of the algorithm's hash
    ///   function;
    /// - [`Error::NotASecret`] if the secret is a key in PEM, JSON, DER or SSH format, or if the
    ///   JWK is a key pair that fits the algorithm: pass its public key to
    ///   [`from_jwk`](Self::from_jwk);
    /// - [`Error::Unsupported`] if the backend does not support the algorithm;
    /// - [`Error::NotPermitted`] if the JWK's `use`, `key_ops` or `alg` do not permit verification
    ///   with `algorithm`.
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

    /// Prepares a shared secret, such as a client secret, to verify MACs of an HMAC algorithm. The
    /// key has no `kid`.
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
        Self::prepare(None, algorithm, VerificationMaterial::Mac(secret), crypto)
    }

    /// Checks that the JWK permits the algorithm, and that the backend supports it. The backend can
    /// still refuse the key.
    pub(crate) fn check_fit(
        jwk: &PublicJwk,
        algorithm: SignatureAlgorithm,
        crypto: &Crypto,
    ) -> Result<(), Error> {
        fit::signature(algorithm, jwk.key().kind())?;
        if !jwk.may_verify(algorithm) {
            return Err(Error::NotPermitted);
        }
        crypto.scheme(algorithm).map(|_| ()).ok_or(Error::Unsupported(algorithm.into()))
    }

    /// Returns whether both keys are the same public key with the same `kid`, for the same
    /// algorithm.
    pub(super) fn is_same_key(&self, other: &Self) -> bool {
        let same = self.identity.is_some() && self.identity == other.identity;
        self.kid == other.kid && self.algorithm == other.algorithm && same
    }

    /// Returns whether the algorithm takes keys of this kind.
    pub(crate) fn takes(algorithm: SignatureAlgorithm, kind: KeyKind) -> bool {
        fit::signature(algorithm, kind).is_ok()
    }

    /// Returns whether type, curve, `use`, `key_ops` and `alg` of a JWK permit this algorithm. The
    /// backend can still refuse the key.
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
        let verifier = scheme.verifier(material).map_err(|_| match material {
            VerificationMaterial::Public(key) => Error::rejected(Some(key)),
            _ => Error::Rejected,
        })?;
        Ok(Self { kid: kid.map(Arc::from), algorithm, verifier, identity: None })
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

    pub(crate) fn shared_kid(&self) -> Option<Arc<str>> {
        self.kid.clone()
    }

    /// Returns the algorithm that the key was prepared for.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }

    /// Verifies that `signature` is the signature or MAC of `message`. To verify a token, use
    /// [`CompactJws::verify`](crate::jws::CompactJws::verify).
    ///
    /// # Errors
    /// [`BadSignature`] if the signature is not valid. The error does not contain the reason.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
        // RFC 7518 §3.2, §3.4, RFC 8037 §3.1: the signatures of these algorithms have a fixed
        // length.
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
