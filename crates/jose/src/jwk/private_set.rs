//! A JWK Set of private keys and shared secrets, for the file with a program's own keys.

use std::fmt;

use serde_json::Value;

use super::{Error, PrivateJwk, PublicJwkSet, members};
use crate::key::{self, DroppedKey, SelectError};
use crate::{
    ContentEncryptionAlgorithm, Crypto, DecryptionKey, DecryptionKeys, KeyManagementAlgorithm,
    Limits, Object, SignatureAlgorithm, SigningKey, VerificationKey,
};

/// A JWK Set of private keys and shared secrets, for example from the file with the keys of your
/// program ([RFC 7517 §5](https://www.rfc-editor.org/rfc/rfc7517#section-5)).
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_jose::SignatureAlgorithm;
/// use symbolon_jose::jwk::{KeyKind, PrivateJwk, PrivateJwkSet};
///
/// let key = PrivateJwk::generate(KeyKind::Ed25519, &CRYPTO)?.kid_replaced("2026-11".into());
/// let file = PrivateJwkSet::new(vec![key]).expose().to_json(); // keep this text secret
///
/// let ours = PrivateJwkSet::parse(file.as_bytes())?;
/// let signing = ours.signing_key(Some("2026-11"), SignatureAlgorithm::EdDsa, &CRYPTO)?;
/// let published = ours.public().to_object().to_json(); // the document at the `jwks_uri`
/// # assert_eq!(signing.kid(), Some("2026-11"));
/// # assert!(!published.contains("\"d\""));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A key that cannot be read is left out: [`dropped`](Self::dropped) returns the reason. `Debug`
/// shows only each `kid`. The type intentionally does not implement `Serialize`: to write the file,
/// call [`expose`](Self::expose).
#[derive(Clone, Default, PartialEq)]
pub struct PrivateJwkSet {
    keys: Vec<PrivateJwk>,
    dropped: Vec<DroppedKey>,
    extra: Object,
}

/// The reason why no key of a [`PrivateJwkSet`] can be used for signing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SigningKeyError {
    /// The set has no key with the requested `kid`, no key for the requested algorithm, or several
    /// keys for the algorithm.
    #[error("{}", selection(*.0))]
    Select(#[from] SelectError),
    /// The selected key cannot be prepared for signing. For example, the cryptography backend
    /// refuses the key.
    #[error(transparent)]
    Key(#[from] key::Error),
}

impl SigningKeyError {
    /// Returns a stable name for the error, such as `signing_key.unknown_kid`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Select(SelectError::UnknownKid) => "signing_key.unknown_kid",
            Self::Select(SelectError::KeyLeftOut(_)) => "signing_key.key_left_out",
            Self::Select(SelectError::AlgorithmNotAllowed(_)) => "signing_key.none",
            Self::Select(SelectError::Ambiguous) => "signing_key.ambiguous",
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
            "no key of the set can sign with {algorithm}: the key type, `use`, `key_ops` or `alg` of \
             each key does not permit it"
        ),
        SelectError::Ambiguous => {
            "the set has several signing keys for this algorithm; select one by its `kid`"
                .to_owned()
        }
    }
}

impl PrivateJwkSet {
    /// Creates a JWK Set that contains these keys.
    #[must_use]
    pub fn new(keys: Vec<PrivateJwk>) -> Self {
        Self { keys, ..Self::default() }
    }

    /// Reads a set from its JSON text. The set must not exceed [`Limits::DEFAULT`].
    ///
    /// # Errors
    /// - [`Error::Json`] if the text is not a JSON object or exceeds the limits.
    /// - Another error if the JSON object is not a valid JWK Set: see
    ///   [`from_object`](Self::from_object).
    pub fn parse(json: &[u8]) -> Result<Self, Error> {
        Self::from_object(Object::parse_document(json, &Limits::DEFAULT)?)
    }

    /// Reads a set from a JSON object. The set must not exceed [`Limits::DEFAULT`].
    ///
    /// # Errors
    /// - [`Error::Missing`] if the object has no member `keys`, or [`Error::Member`] if `keys` is
    ///   not an array.
    /// - [`Error::Json`] with [`TooManyMembers`](crate::json::Error::TooManyMembers) if the set has
    ///   more keys than [`Limits::keys`] allows.
    ///
    /// A malformed key and a public key do not cause an error. They are left out: see
    /// [`dropped`](Self::dropped).
    pub fn from_object(mut object: Object) -> Result<Self, Error> {
        let limits = &Limits::DEFAULT;
        let read = |entry| PrivateJwk::from_object_within(entry, limits);
        let (keys, dropped) = members::read_keys(&mut object, limits, read)?;
        Ok(Self { keys, dropped, extra: object })
    }

    /// Returns the set as a JSON object **with the private members of its keys**, to write the key
    /// file. The keys in [`dropped`](Self::dropped) are not included.
    #[must_use]
    pub fn expose(&self) -> Object {
        let keys: Vec<Value> = self.keys.iter().map(|key| key.expose().into()).collect();
        let mut object = Object::new();
        object.insert("keys", keys);
        object.extend(self.extra.clone());
        object
    }

    /// Returns the public keys of the set, to publish them. Shared secrets are left out, and so are
    /// the unknown members of the set itself.
    #[must_use]
    pub fn public(&self) -> PublicJwkSet {
        PublicJwkSet::new(self.keys.iter().filter_map(PrivateJwk::public).collect())
    }

    /// Returns the keys of the set. The keys in [`dropped`](Self::dropped) are not included.
    #[must_use]
    pub fn keys(&self) -> &[PrivateJwk] {
        &self.keys
    }

    /// Returns the first key with this `kid`, or `None` if no key has it.
    #[must_use]
    pub fn key(&self, kid: &str) -> Option<&PrivateJwk> {
        self.keys.iter().find(|key| key.kid() == Some(kid))
    }

    /// Returns the keys that were left out when the set was read, each with its position, its `kid`
    /// and the reason.
    #[must_use]
    pub fn dropped(&self) -> &[DroppedKey] {
        &self.dropped
    }

    /// Selects the key of the set that signs with `algorithm`, and prepares it.
    ///
    /// A key fits if its key type, `use`, `key_ops` and `alg` permit `algorithm`. Exactly one key
    /// must fit. Several copies of the same key count as one key. If you pass a `kid`, only the
    /// keys with this `kid` are considered.
    ///
    /// # Errors
    /// - [`SigningKeyError::Select`] if no key fits, or if several keys fit.
    /// - [`SigningKeyError::Key`] if [`SigningKey::from_jwk`] refuses the key.
    pub fn signing_key(
        &self,
        kid: Option<&str>,
        algorithm: SignatureAlgorithm,
        crypto: &Crypto,
    ) -> Result<SigningKey, SigningKeyError> {
        let named = |key: &&PrivateJwk| kid.is_none() || key.kid() == kid;
        if let Some(kid) = kid.filter(|kid| self.key(kid).is_none()) {
            return Err(self.unknown(kid).into());
        }
        let mut fitting = self.keys.iter().filter(named).filter(|jwk| fits(jwk, algorithm));
        let not_allowed = SelectError::AlgorithmNotAllowed(algorithm.into());
        let first = fitting.next().ok_or(not_allowed)?;
        if fitting.any(|other| (other.kid(), other.key()) != (first.kid(), first.key())) {
            return Err(SelectError::Ambiguous.into());
        }
        Ok(SigningKey::from_jwk(first, algorithm, crypto)?)
    }

    /// Prepares the keys of the set for decrypting tokens with these algorithms. `contents` lists
    /// the values of `enc` that tokens are allowed to have.
    ///
    /// A key is ignored if its key type, `use`, `key_ops` or `alg` does not permit any of the
    /// algorithms. If `algorithms` contains PBES2 or RSA1_5, no key is prepared for that algorithm.
    ///
    /// # Errors
    /// The error of [`DecryptionKey::from_jwk`] if a key permits one of the algorithms, but cannot
    /// be prepared for that algorithm.
    pub fn decryption_keys(
        &self,
        algorithms: &[KeyManagementAlgorithm],
        contents: &[ContentEncryptionAlgorithm],
        crypto: &Crypto,
    ) -> Result<DecryptionKeys, key::Error> {
        let mut keys = Vec::new();
        for (index, algorithm) in algorithms.iter().enumerate() {
            let repeated = algorithms.iter().take(index).any(|other| other == algorithm);
            for jwk in self.keys.iter().filter(|_| !repeated) {
                match DecryptionKey::from_jwk(jwk, *algorithm, contents, crypto) {
                    Ok(key) => keys.push(key),
                    Err(
                        key::Error::WrongKeyType(_)
                        | key::Error::NotPermitted
                        | key::Error::Password(_)
                        | key::Error::Dangerous(_),
                    ) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(DecryptionKeys::new(keys))
    }

    /// Returns the reason why no key has this `kid`.
    fn unknown(&self, kid: &str) -> SelectError {
        let left_out = self.dropped.iter().find(|key| key.kid.as_deref() == Some(kid));
        left_out.map_or(SelectError::UnknownKid, |key| SelectError::KeyLeftOut(key.reason))
    }
}

/// Returns whether the key type, `use`, `key_ops` and `alg` of the JWK permit signing with this
/// algorithm.
fn fits(jwk: &PrivateJwk, algorithm: SignatureAlgorithm) -> bool {
    VerificationKey::takes(algorithm, jwk.key().kind()) && jwk.may_sign(algorithm)
}

impl fmt::Debug for PrivateJwkSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateJwkSet")
            .field("keys", &self.keys)
            .field("dropped", &self.dropped)
            .finish_non_exhaustive()
    }
}
