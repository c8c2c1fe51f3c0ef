//! JWK Sets, and preparing their keys for verification.

mod encryption;
mod index;

use serde_json::Value;

pub use self::encryption::EncryptionKeyError;
use self::index::SetIndex;
use super::{Error, KeyQuirks, PublicJwk, members};
use crate::json::document::{MemberType, ReadError};
use crate::key::{self, DropReason, DroppedKey, LeftOut};
use crate::{
    Crypto, EncryptionKey, Excerpt, KeyManagementAlgorithm, Limits, Object, SignatureAlgorithm,
    VerificationKey, VerificationKeys,
};

/// A JWK Set of public keys ([RFC 7517 §5](https://www.rfc-editor.org/rfc/rfc7517#section-5)).
///
/// When a set is read, malformed keys, unsupported keys, private keys and shared secrets are left
/// out. [`dropped`](Self::dropped) returns the reason for each key that was left out.
///
/// The whole set is refused if one key contains a member twice, or is nested too deeply.
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_jose::SignatureAlgorithm;
/// use symbolon_jose::jwk::PublicJwkSet;
///
/// let set = PublicJwkSet::parse(br#"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"1",
///     "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#)?;
/// let keys = set.verification_keys(&[SignatureAlgorithm::EdDsa], &CRYPTO);
/// assert_eq!(keys.len(), 1);
/// # Ok::<(), symbolon_jose::jwk::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PublicJwkSet {
    keys: Vec<PublicJwk>,
    index: SetIndex,
    dropped: Vec<DroppedKey>,
    extra: Object,
}

impl PublicJwkSet {
    /// Creates a JWK Set that contains these keys.
    #[must_use]
    pub fn new(keys: Vec<PublicJwk>) -> Self {
        Self { index: SetIndex::new(&keys), keys, ..Self::default() }
    }

    /// Reads a set from its JSON text. The set must not exceed [`Limits::DEFAULT`].
    ///
    /// # Errors
    /// - [`Error::Json`] if the text is not a JSON object or exceeds the limits.
    /// - Another error if the JSON object is not a valid JWK Set: see
    ///   [`from_object`](Self::from_object).
    pub fn parse(json: &[u8]) -> Result<Self, Error> {
        Self::parse_within(json, &Limits::DEFAULT)
    }

    /// Reads a set from its JSON text. The set must not exceed `limits`.
    ///
    /// # Errors
    /// - [`Error::Json`] if the text is not a JSON object or exceeds `limits`.
    /// - Another error if the JSON object is not a valid JWK Set: see
    ///   [`from_object`](Self::from_object).
    pub fn parse_within(json: &[u8], limits: &Limits) -> Result<Self, Error> {
        Self::parse_with_quirks(json, limits, &KeyQuirks::default())
    }

    /// Reads a set from a JSON object. The set must not exceed [`Limits::DEFAULT`].
    ///
    /// # Errors
    /// - [`Error::Missing`] if the object has no member `keys`, or [`Error::Member`] if `keys` is
    ///   not an array.
    /// - [`Error::Json`] with [`TooManyMembers`](crate::json::Error::TooManyMembers) if the set has
    ///   more keys than [`Limits::keys`] allows.
    ///
    /// A malformed key does not cause an error. It is left out: see [`dropped`](Self::dropped).
    pub fn from_object(object: Object) -> Result<Self, Error> {
        Self::from_object_with_quirks(object, &Limits::DEFAULT, &KeyQuirks::default())
    }

    /// Reads a set from its JSON text. Its keys may have the deviations that `quirks` names. The set
    /// must not exceed `limits`.
    ///
    /// # Errors
    /// The errors of [`parse_within`](Self::parse_within).
    pub fn parse_with_quirks(
        json: &[u8],
        limits: &Limits,
        quirks: &KeyQuirks,
    ) -> Result<Self, Error> {
        Self::from_object_with_quirks(Object::parse_document(json, limits)?, limits, quirks)
    }

    /// Reads a set from a JSON object. Its keys may have the deviations that `quirks` names. The set
    /// must not exceed `limits`.
    ///
    /// # Errors
    /// The errors of [`from_object`](Self::from_object).
    pub fn from_object_with_quirks(
        mut object: Object,
        limits: &Limits,
        quirks: &KeyQuirks,
    ) -> Result<Self, Error> {
        let read = |entry| PublicJwk::from_object_with_quirks(entry, limits, quirks);
        let (keys, dropped) = members::read_keys(&mut object, limits, read)?;
        Ok(Self { dropped, extra: object, ..Self::new(keys) })
    }

    /// Returns the set as a JSON object with all its members. The keys in
    /// [`dropped`](Self::dropped) are not included.
    #[must_use]
    pub fn to_object(&self) -> Object {
        let keys: Vec<Value> = self.keys.iter().map(|key| key.to_object().into()).collect();
        let mut object = Object::new();
        object.insert("keys", keys);
        object.extend(self.extra.clone());
        object
    }

    /// Returns the keys of the set. The keys in [`dropped`](Self::dropped) are not included.
    #[must_use]
    pub fn keys(&self) -> &[PublicJwk] {
        &self.keys
    }

    /// Returns the keys that were left out when the set was read, each with its position, its `kid`
    /// and the reason.
    #[must_use]
    pub fn dropped(&self) -> &[DroppedKey] {
        &self.dropped
    }

    /// Prepares the keys of the set for verifying tokens. Only the algorithms in `allowed` are
    /// accepted.
    ///
    /// Each key is prepared for every allowed algorithm that its type, curve, `use`, `key_ops` and
    /// `alg` permit. If there is no such algorithm, the key is left out: see
    /// [`VerificationKeys::dropped`]. No key is prepared for a MAC algorithm, because a set
    /// contains no shared secrets.
    ///
    /// If you know which algorithms the issuer uses, allow only these
    /// ([RFC 8725 §3.1](https://www.rfc-editor.org/rfc/rfc8725#section-3.1)).
    ///
    /// Preparing a key costs about as much as verifying a signature. Use the result for many
    /// tokens, or call [`verification_keys_for`](Self::verification_keys_for) to prepare only the
    /// keys for one token.
    #[must_use]
    pub fn verification_keys(
        &self,
        allowed: &[SignatureAlgorithm],
        crypto: &Crypto,
    ) -> VerificationKeys {
        let mut prepared = Vec::new();
        let mut dropped = Vec::new();
        let allowed = distinct(allowed);
        for (index, jwk) in self.keys.iter().enumerate() {
            let before = prepared.len();
            let mut reason: Option<key::Error> = None;
            for algorithm in &allowed {
                match VerificationKey::from_jwk(jwk, *algorithm, crypto) {
                    Ok(key) => prepared.push(key),
                    Err(error) => {
                        reason = Some(reason.map_or(error, |first| first.more_telling(error)));
                    }
                }
            }
            if prepared.len() == before {
                let reason = reason.map_or(DropReason::NothingAllowed, DropReason::Key);
                dropped.push(dropped_key(index, jwk, reason));
            }
        }
        let left_out = self.dropped.iter().chain(&dropped);
        let left_out = LeftOut::new(left_out, &allowed, self.is_nameless());
        VerificationKeys::from_set(prepared, dropped, left_out)
    }

    /// Prepares at most 16 keys of the set: those that can verify a token whose header contains
    /// this `kid` and `alg`. For a large set, this costs less time than
    /// [`verification_keys`](Self::verification_keys).
    ///
    /// If more than 16 keys match the header, only the first 16 keys are prepared. Otherwise,
    /// verifying the token has the same result as with all keys of the set.
    #[must_use]
    pub fn verification_keys_for(
        &self,
        kid: Option<&str>,
        alg: &str,
        allowed: &[SignatureAlgorithm],
        crypto: &Crypto,
    ) -> VerificationKeys {
        let algorithm = allowed.iter().copied().find(|algorithm| algorithm.as_str() == alg);
        let mut prepared = Vec::new();
        let mut dropped = Vec::new();
        for (index, jwk) in self.candidates(kid, algorithm) {
            let key = algorithm.map(|algorithm| VerificationKey::from_jwk(jwk, algorithm, crypto));
            match key {
                Some(Ok(key)) => prepared.push(key),
                Some(Err(error @ (key::Error::Rejected | key::Error::RejectedRsa { .. }))) => {
                    dropped.push(dropped_key(index, jwk, error.into()));
                }
                _ => dropped.push(dropped_key(index, jwk, unfit(jwk, allowed, crypto))),
            }
        }
        // Only the keys that the header can refer to are considered, so that a token does not cost
        // more time if the set is large.
        let nameless = self.is_nameless();
        let meant = |key: &&DroppedKey| kid.is_none() || nameless || key.kid.as_deref() == kid;
        let left_out = self.dropped.iter().filter(meant).chain(&dropped);
        let left_out = LeftOut::new(left_out, algorithm.as_slice(), nameless);
        VerificationKeys::from_set(prepared, dropped, left_out)
    }

    /// Returns whether the set has a key that can verify signatures of this algorithm, by key type,
    /// curve, `use`, `key_ops` and `alg`. A cryptography backend can still refuse the key.
    ///
    /// ```
    /// use symbolon_jose::SignatureAlgorithm;
    /// use symbolon_jose::jwk::PublicJwkSet;
    ///
    /// let set = PublicJwkSet::parse(br#"{"keys":[{"kty":"OKP","crv":"Ed25519","use":"sig",
    ///     "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#)?;
    /// assert!(set.can_verify(SignatureAlgorithm::Ed25519));
    /// assert!(!set.can_verify(SignatureAlgorithm::Es256));
    /// # Ok::<(), symbolon_jose::jwk::Error>(())
    /// ```
    #[must_use]
    pub fn can_verify(&self, algorithm: SignatureAlgorithm) -> bool {
        self.keys.iter().any(|key| VerificationKey::may_fit(key, algorithm))
    }

    /// Returns whether the set has a key to which content can be encrypted with this algorithm, by
    /// key type, curve, `use`, `key_ops` and `alg`. A cryptography backend can still refuse the key.
    #[must_use]
    pub fn can_encrypt(&self, algorithm: KeyManagementAlgorithm) -> bool {
        self.keys.iter().any(|key| EncryptionKey::may_fit(key, algorithm))
    }

    /// Returns the keys that a header can refer to, with their positions. If there are no such keys
    /// and the header has no `kid`, returns the keys of the right type, so that the error can say
    /// why these keys cannot be used.
    fn candidates(
        &self,
        kid: Option<&str>,
        algorithm: Option<SignatureAlgorithm>,
    ) -> Vec<(usize, &PublicJwk)> {
        let meant = self.index.candidates(kid, algorithm);
        let meant = meant.iter().filter_map(|index| Some((*index, self.keys.get(*index)?)));
        let meant: Vec<_> = meant.collect();
        match algorithm {
            Some(algorithm) if meant.is_empty() && kid.is_none() => {
                let fits = |jwk: &PublicJwk| VerificationKey::takes(algorithm, jwk.key().kind());
                let keys = self.keys.iter().enumerate().filter(|(_, jwk)| fits(jwk));
                keys.take(index::MOST_CANDIDATES).collect()
            }
            _ => meant,
        }
    }

    /// Returns whether no key has a `kid`, neither the keys of the set nor the keys that were left
    /// out.
    fn is_nameless(&self) -> bool {
        self.index.is_nameless() && self.dropped.iter().all(|key| key.kid.is_none())
    }
}

/// Reads and writes a set as a member of a document, such as `jwks` of client metadata. The error
/// of a set that is refused does not show the set, because the set can contain a private key.
impl MemberType for PublicJwkSet {
    type Error = Error;

    fn take(object: &mut Object, name: &'static str) -> Result<Option<Self>, ReadError<Error>> {
        let Some(set) = object.take_object(name)? else { return Ok(None) };
        let refused =
            |error| ReadError::Value { member: name, found: Excerpt::new("{...}"), error };
        Self::from_object(set).map(Some).map_err(refused)
    }

    fn put(&self, object: &mut Object, name: &'static str) {
        object.insert(name, self.to_object());
    }
}

fn dropped_key(index: usize, jwk: &PublicJwk, reason: DropReason) -> DroppedKey {
    let kty = jwk.key().kind().key_type().to_owned();
    DroppedKey { index, kid: jwk.kid().map(str::to_owned), kty: Some(kty), reason }
}

/// Returns the reason why a key that the backend did not refuse cannot verify a token. If the key
/// fits an allowed algorithm that is not the algorithm of the token, the key itself has no fault.
fn unfit(jwk: &PublicJwk, allowed: &[SignatureAlgorithm], crypto: &Crypto) -> DropReason {
    let mut reason: Option<key::Error> = None;
    for algorithm in allowed {
        match VerificationKey::check_fit(jwk, *algorithm, crypto) {
            Ok(()) => return DropReason::NothingAllowed,
            Err(error) => reason = Some(reason.map_or(error, |first| first.more_telling(error))),
        }
    }
    reason.map_or(DropReason::NothingAllowed, DropReason::Key)
}

/// Removes duplicate algorithms: with an algorithm allowed twice, all its keys would be ambiguous.
fn distinct(allowed: &[SignatureAlgorithm]) -> Vec<SignatureAlgorithm> {
    let mut distinct = allowed.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    distinct
}
