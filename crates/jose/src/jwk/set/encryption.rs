//! From a set to the key that a token is encrypted to.

use super::PublicJwkSet;
use crate::jwk::PublicJwk;
use crate::key::{self, SelectError};
use crate::{ContentEncryptionAlgorithm, Crypto, EncryptionKey, KeyManagementAlgorithm};

/// Why a set has no key to encrypt to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncryptionKeyError {
    /// No key is of this name, none is for the algorithm, or more than one is.
    #[error("of the keys to encrypt to, {0}")]
    Select(#[from] SelectError),
    /// The key cannot be prepared.
    #[error(transparent)]
    Key(#[from] key::Error),
}

impl EncryptionKeyError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Select(SelectError::UnknownKid) => "encryption_key.unknown_kid",
            Self::Select(SelectError::AlgorithmNotAllowed) => "encryption_key.none",
            Self::Select(SelectError::Ambiguous) => "encryption_key.ambiguous",
            Self::Key(error) => error.code(),
        }
    }
}

impl PublicJwkSet {
    /// Prepares the one key of the set to encrypt to: of those of this `kid`, or else of all, the
    /// one that is for the algorithm by its kind, `use`, `key_ops` and `alg`.
    ///
    /// ```
    /// use symbolon_crypto_ring::CRYPTO;
    /// use symbolon_jose::jwk::PublicJwkSet;
    /// use symbolon_jose::{ContentEncryptionAlgorithm as Enc, KeyManagementAlgorithm as Alg};
    ///
    /// let set = PublicJwkSet::parse(br#"{"keys":[{"kty":"OKP","crv":"X25519","use":"enc",
    ///     "kid":"Bob","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"}]}"#)?;
    /// let key = set.encryption_key(None, Alg::EcdhEsA128Kw, Enc::A128Gcm, &CRYPTO)?;
    /// assert_eq!(key.kid(), Some("Bob"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`EncryptionKeyError::Select`]; [`EncryptionKeyError::Key`] for what
    /// [`EncryptionKey::from_jwk`] refuses.
    pub fn encryption_key(
        &self,
        kid: Option<&str>,
        algorithm: KeyManagementAlgorithm,
        content: ContentEncryptionAlgorithm,
        crypto: &Crypto,
    ) -> Result<EncryptionKey, EncryptionKeyError> {
        let jwk = match kid {
            Some(kid) => {
                let named = self.index.named(kid).ok_or(SelectError::UnknownKid)?;
                only(named.iter().filter_map(|index| self.keys.get(*index)), algorithm)?
            }
            None => only(self.keys.iter(), algorithm)?,
        };
        Ok(EncryptionKey::from_jwk(jwk, algorithm, content, crypto)?)
    }
}

fn only<'a>(
    keys: impl Iterator<Item = &'a PublicJwk>,
    algorithm: KeyManagementAlgorithm,
) -> Result<&'a PublicJwk, SelectError> {
    let mut fitting = keys.filter(|jwk| EncryptionKey::may_fit(jwk, algorithm));
    match (fitting.next(), fitting.next()) {
        (Some(jwk), None) => Ok(jwk),
        (Some(_), Some(_)) => Err(SelectError::Ambiguous),
        (None, _) => Err(SelectError::AlgorithmNotAllowed),
    }
}
