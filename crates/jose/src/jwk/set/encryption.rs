//! Selecting the encryption key of a JWK Set.

use super::PublicJwkSet;
use crate::jwk::PublicJwk;
use crate::key::{self, SelectError};
use crate::{ContentEncryptionAlgorithm, Crypto, EncryptionKey, KeyManagementAlgorithm};

/// The reason why no key of a JWK Set can be used for encryption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncryptionKeyError {
    /// The set has no key with the requested `kid`, no key for the requested algorithm, or several
    /// keys for the algorithm.
    #[error("{}", selection(*.0))]
    Select(#[from] SelectError),
    /// The selected key cannot be prepared for encryption. For example, the cryptography backend
    /// refuses the key.
    #[error(transparent)]
    Key(#[from] key::Error),
}

impl EncryptionKeyError {
    /// Returns a stable name for the error, such as `encryption_key.unknown_kid`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Select(SelectError::UnknownKid) => "encryption_key.unknown_kid",
            Self::Select(SelectError::KeyLeftOut(_)) => "encryption_key.key_left_out",
            Self::Select(SelectError::AlgorithmNotAllowed(_)) => "encryption_key.none",
            Self::Select(SelectError::Ambiguous) => "encryption_key.ambiguous",
            Self::Key(error) => error.code(),
        }
    }
}

fn selection(error: SelectError) -> String {
    match error {
        SelectError::UnknownKid => "the set has no key with this `kid`".to_owned(),
        SelectError::KeyLeftOut(reason) => {
            format!("the key with this `kid` is in the set, but was left out: {reason}")
        }
        SelectError::AlgorithmNotAllowed(algorithm) => format!(
            "the set has no encryption key for {algorithm}, by key type, `use`, `key_ops` and `alg`"
        ),
        SelectError::Ambiguous => {
            "the set has several encryption keys for this algorithm; select one by its `kid`"
                .to_owned()
        }
    }
}

impl PublicJwkSet {
    /// Selects the key of the set that fits `algorithm`, and prepares the key for encryption.
    ///
    /// A key fits if its key type, `use`, `key_ops` and `alg` permit `algorithm`. Exactly one key
    /// of the set must fit. Several copies of the same key count as one key. If you pass a `kid`,
    /// only the keys with this `kid` are considered.
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
    /// - [`EncryptionKeyError::Select`] if no key fits, or if several keys fit.
    /// - [`EncryptionKeyError::Key`] if [`EncryptionKey::from_jwk`] refuses the key.
    pub fn encryption_key(
        &self,
        kid: Option<&str>,
        algorithm: KeyManagementAlgorithm,
        content: ContentEncryptionAlgorithm,
        crypto: &Crypto,
    ) -> Result<EncryptionKey, EncryptionKeyError> {
        let jwk = match kid {
            Some(kid) => {
                let named = self.index.named(kid).ok_or_else(|| self.unknown(kid))?;
                only(named.iter().filter_map(|index| self.keys.get(*index)), algorithm)?
            }
            None => only(self.keys.iter(), algorithm)?,
        };
        Ok(EncryptionKey::from_jwk(jwk, algorithm, content, crypto)?)
    }

    /// Returns the reason why no key has this `kid`.
    fn unknown(&self, kid: &str) -> SelectError {
        let left_out = self.dropped.iter().find(|key| key.kid.as_deref() == Some(kid));
        left_out.map_or(SelectError::UnknownKid, |key| SelectError::KeyLeftOut(key.reason))
    }
}

/// Returns the only key that fits the algorithm. Several copies of the same key count as one key.
fn only<'a>(
    keys: impl Iterator<Item = &'a PublicJwk>,
    algorithm: KeyManagementAlgorithm,
) -> Result<&'a PublicJwk, SelectError> {
    let mut fitting = keys.filter(|jwk| EncryptionKey::may_fit(jwk, algorithm));
    let not_allowed = SelectError::AlgorithmNotAllowed(algorithm.into());
    let first = fitting.next().ok_or(not_allowed)?;
    if fitting.all(|other| (other.kid(), other.key()) == (first.kid(), first.key())) {
        Ok(first)
    } else {
        Err(SelectError::Ambiguous)
    }
}
