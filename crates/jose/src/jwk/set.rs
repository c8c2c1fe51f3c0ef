mod encryption;
mod index;

use serde_json::Value;

pub use self::encryption::EncryptionKeyError;
use self::index::SetIndex;
use super::{Error, PublicJwk};
use crate::key::{self, DropReason, DroppedKey};
use crate::{
    Crypto, Limits, MemberError, Object, SignatureAlgorithm, VerificationKey, VerificationKeys,
    json,
};

/// A set of public keys: [RFC 7517 §5](https://www.rfc-editor.org/rfc/rfc7517#section-5).
///
/// A bad or unknown key never fails the set: it is left out, and [`dropped`](Self::dropped) says
/// why. Shared secrets and private keys are always left out. Text that is not strict JSON is another
/// matter: a member that occurs twice, or lies too deep, fails the whole set wherever it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PublicJwkSet {
    keys: Vec<PublicJwk>,
    index: SetIndex,
    dropped: Vec<DroppedKey>,
    extra: Object,
}

impl PublicJwkSet {
    /// A set of these keys.
    #[must_use]
    pub fn new(keys: Vec<PublicJwk>) -> Self {
        Self { index: SetIndex::new(&keys), keys, ..Self::default() }
    }

    /// Reads a set from JSON text.
    ///
    /// # Errors
    /// [`Error::Json`] for what is no strict JSON object within the limits, and for more keys than
    /// the limit, which is [`TooManyMembers`](json::Error::TooManyMembers) too; [`Error::Missing`] and
    /// [`Error::Member`] for a `keys` that is absent or no array. A bad key is no error.
    pub fn parse(json: &[u8]) -> Result<Self, Error> {
        Self::parse_within(json, &Limits::DEFAULT)
    }

    /// Reads a set under these limits.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub fn parse_within(json: &[u8], limits: &Limits) -> Result<Self, Error> {
        Self::from_object_within(Object::parse_within(json, limits)?, limits)
    }

    /// Reads a set from a JSON object.
    ///
    /// # Errors
    /// As [`parse`](Self::parse).
    pub fn from_object(object: Object) -> Result<Self, Error> {
        Self::from_object_within(object, &Limits::DEFAULT)
    }

    fn from_object_within(mut object: Object, limits: &Limits) -> Result<Self, Error> {
        let entries = match object.remove("keys") {
            Some(Value::Array(entries)) => entries,
            Some(_) => return Err(MemberError { name: "keys", expected: "an array" }.into()),
            None => return Err(Error::Missing("keys")),
        };
        if entries.len() > limits.keys {
            return Err(json::Error::TooManyMembers.into());
        }
        let mut keys = Vec::new();
        let mut dropped = Vec::new();
        for (index, entry) in entries.into_iter().enumerate() {
            let kid = entry.get("kid").and_then(Value::as_str).map(str::to_owned);
            match Object::from_value(entry)
                .map_err(Error::from)
                .and_then(|entry| PublicJwk::from_object_within(entry, limits))
            {
                Ok(key) => keys.push(key),
                Err(error) => {
                    dropped.push(DroppedKey { index, kid, reason: DropReason::Jwk(error) });
                }
            }
        }
        Ok(Self { dropped, extra: object, ..Self::new(keys) })
    }

    /// The set as a JSON object, unknown members included.
    #[must_use]
    pub fn to_object(&self) -> Object {
        let keys: Vec<Value> = self.keys.iter().map(|key| key.to_object().into()).collect();
        let mut object = Object::new();
        object.insert("keys", keys);
        object.extend(self.extra.clone());
        object
    }

    /// The keys that were read.
    #[must_use]
    pub fn keys(&self) -> &[PublicJwk] {
        &self.keys
    }

    /// The keys that were left out while reading, and why.
    #[must_use]
    pub fn dropped(&self) -> &[DroppedKey] {
        &self.dropped
    }

    /// Prepares every key of the set for every allowed algorithm that fits it.
    ///
    /// This uses the allow-list up: an algorithm not on it has no key to verify with. MAC
    /// algorithms have none here at all, since a set holds no shared secrets. Keys that fit no
    /// allowed algorithm are in [`VerificationKeys::dropped`].
    ///
    /// Each prepared key has one algorithm, but a JWK without `alg` is prepared for every allowed
    /// one of its type. Allow one algorithm for each type, wherever you know which it is
    /// ([RFC 8725 §3.1](https://www.rfc-editor.org/rfc/rfc8725#section-3.1)).
    ///
    /// Preparing costs about as much as verifying once, for each key: keep the result, or prepare
    /// [for one token](Self::verification_keys_for) only.
    #[must_use]
    pub fn verification_keys(
        &self,
        allowed: &[SignatureAlgorithm],
        crypto: &Crypto,
    ) -> VerificationKeys {
        Self::prepare(self.keys.iter().enumerate(), &distinct(allowed), crypto)
    }

    /// Prepares the keys that this header can mean, and no others: what a set somebody else wrote
    /// costs is then bounded, whatever its size.
    ///
    /// The token is verified as with all keys of the set, but for this: of more than 16 keys that
    /// fit a header alike, the first 16 are looked at.
    #[must_use]
    pub fn verification_keys_for(
        &self,
        kid: Option<&str>,
        alg: &str,
        allowed: &[SignatureAlgorithm],
        crypto: &Crypto,
    ) -> VerificationKeys {
        let algorithm = allowed.iter().copied().find(|algorithm| algorithm.as_str() == alg);
        let candidates = self.index.candidates(kid, algorithm);
        let keys = candidates.iter().filter_map(|index| Some((*index, self.keys.get(*index)?)));
        Self::prepare(keys, algorithm.as_slice(), crypto)
    }

    fn prepare<'a>(
        keys: impl Iterator<Item = (usize, &'a PublicJwk)>,
        allowed: &[SignatureAlgorithm],
        crypto: &Crypto,
    ) -> VerificationKeys {
        let mut prepared = Vec::new();
        let mut dropped = Vec::new();
        for (index, jwk) in keys {
            let before = prepared.len();
            let mut reason: Option<key::Error> = None;
            for algorithm in allowed {
                match VerificationKey::from_jwk(jwk, *algorithm, crypto) {
                    Ok(key) => prepared.push(key),
                    Err(error) => {
                        reason = Some(reason.map_or(error, |first| first.more_telling(error)));
                    }
                }
            }
            if prepared.len() == before {
                let kid = jwk.kid().map(str::to_owned);
                let reason = reason.map_or(DropReason::NothingAllowed, DropReason::Key);
                dropped.push(DroppedKey { index, kid, reason });
            }
        }
        VerificationKeys::from_set(prepared, dropped)
    }
}

/// An algorithm named twice is allowed once, or its keys would be ambiguous.
fn distinct(allowed: &[SignatureAlgorithm]) -> Vec<SignatureAlgorithm> {
    let mut distinct = allowed.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    distinct
}
