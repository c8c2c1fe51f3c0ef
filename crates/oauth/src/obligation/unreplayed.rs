//! A value that can be used after the store has confirmed its first use.

use std::fmt;

use serde::{Deserialize, Serialize};
use symbolon_jose::{Fingerprint, NumericDate};
use thiserror::Error;

/// The key under which your store remembers that a single-use value was used, such as the `jti` of
/// an assertion.
///
/// **Atomic:** your store must check that the fingerprint is absent and insert it in one operation,
/// also if several instances of the server share the store. The store must keep the key until
/// [`expires`](Self::expires).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReplayKey {
    /// The hash of three texts: the kind of the value, the party that made the value, and the
    /// identifier of the value. Values of different kinds never have the same fingerprint.
    pub fingerprint: Fingerprint,
    /// The time at which the value expires, plus the accepted difference between the clocks of
    /// client and server. The store can delete the key at this time.
    pub expires: NumericDate,
}

impl ReplayKey {
    /// Creates a replay key that your store must keep until `expires`.
    #[must_use]
    pub fn new(fingerprint: Fingerprint, expires: NumericDate) -> Self {
        Self { fingerprint, expires }
    }
}

/// The answer of your store to the question whether all replay keys of an [`Unreplayed`] are new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstUse {
    /// All replay keys were absent before, and the store has inserted them. If there are no replay
    /// keys, use this variant without asking the store.
    Confirmed,
    /// At least one replay key was already in the store, so the value was used before.
    Replayed,
}

/// A single-use value was used before, so it is refused now.
///
/// For example, a client sent the same assertion twice
/// ([RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523#section-3) (7)).
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the single-use value was used before; create a fresh one")]
pub struct Replayed;

impl Replayed {
    /// Returns a stable name for logs and metrics: `"replayed"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "replayed"
    }
}

/// A verified single-use value. Your store must confirm that the value was not used before.
///
/// Let your store insert the replay keys that [`keys`](Self::keys) returns if they are absent, and
/// pass the store's answer to [`accept`](Self::accept), which returns the value.
///
/// ```
/// use symbolon_oauth::obligation::{FirstUse, Unreplayed};
///
/// let nothing_to_replay = Unreplayed::new("a client without an assertion", Vec::new());
/// assert!(nothing_to_replay.keys().is_empty());
/// assert!(nothing_to_replay.accept(FirstUse::Confirmed).is_ok());
/// ```
///
/// The value cannot be reached without the store's answer:
///
/// ```compile_fail,E0616
/// # use symbolon_oauth::obligation::Unreplayed;
/// let client = Unreplayed::new("client", Vec::new());
/// let name: &str = client.value;
/// ```
/// ```compile_fail,E0599
/// # use symbolon_oauth::obligation::Unreplayed;
/// let client = Unreplayed::new("client", Vec::new());
/// let length = client.len();
/// ```
///
/// This type intentionally does not implement `Clone`: each answer of the store applies to one
/// value only. It also has no `map`, because the closure of `map` would get the value before the
/// store has confirmed the first use.
#[must_use = "ask the store about the keys, then call `accept`"]
pub struct Unreplayed<T> {
    value: T,
    keys: Vec<ReplayKey>,
}

impl<T> Unreplayed<T> {
    /// Wraps a value that can be taken out only after your replay store has confirmed that no key
    /// in `keys` was used before.
    ///
    /// If `keys` is empty, call [`accept`](Self::accept) with [`FirstUse::Confirmed`] without
    /// asking the store.
    pub fn new(value: T, keys: Vec<ReplayKey>) -> Self {
        Self { value, keys }
    }

    /// Returns the replay keys. The store must insert each of them if it is absent. If one is
    /// already present, this is a replay.
    #[must_use]
    pub fn keys(&self) -> &[ReplayKey] {
        &self.keys
    }

    /// Returns the value if your store confirmed that all replay keys were new. A replay key
    /// contains the fingerprint of a value that must be used only once, such as the `jti` of an
    /// assertion.
    ///
    /// `first_use` is the answer of your store after it tried to insert the replay keys
    /// ([`keys`](Self::keys)). If there are no replay keys, pass [`FirstUse::Confirmed`] without
    /// asking the store.
    ///
    /// # Errors
    /// [`Replayed`] when `first_use` is [`FirstUse::Replayed`], even if there are no replay keys.
    pub fn accept(self, first_use: FirstUse) -> Result<T, Replayed> {
        match first_use {
            FirstUse::Confirmed => Ok(self.value),
            FirstUse::Replayed => Err(Replayed),
        }
    }

    /// Replaces the value and keeps the replay keys. The old value is dropped.
    pub fn replace<U>(self, value: U) -> Unreplayed<U> {
        Unreplayed { value, keys: self.keys }
    }

    /// Combines two values and their replay keys into one `Unreplayed`, so that you need to ask the
    /// store only once.
    pub fn join<U>(mut self, other: Unreplayed<U>) -> Unreplayed<(T, U)> {
        self.keys.extend(other.keys);
        Unreplayed { value: (self.value, other.value), keys: self.keys }
    }
}

impl<T> fmt::Debug for Unreplayed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unreplayed").field("keys", &self.keys).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(identifier: &str) -> ReplayKey {
        let digest = symbolon_jose::base64url::encode(&[identifier.len() as u8; 32]);
        let fingerprint = serde_json::from_value(digest.into()).unwrap();
        ReplayKey::new(fingerprint, NumericDate::from_seconds(1).unwrap())
    }

    #[test]
    fn a_confirmed_first_use_gives_the_value() {
        assert_eq!(Unreplayed::new(7, vec![key("a")]).accept(FirstUse::Confirmed), Ok(7));
    }

    #[test]
    fn a_replay_is_refused_also_without_keys() {
        assert_eq!(Unreplayed::new(7, vec![key("a")]).accept(FirstUse::Replayed), Err(Replayed));
        assert_eq!(Unreplayed::new(7, Vec::new()).accept(FirstUse::Replayed), Err(Replayed));
    }

    #[test]
    fn another_value_keeps_the_keys() {
        let replaced = Unreplayed::new(7, vec![key("a")]).replace("seven");
        assert_eq!(replaced.keys(), [key("a")]);
        assert_eq!(replaced.accept(FirstUse::Confirmed), Ok("seven"));
    }

    #[test]
    fn joined_values_have_the_keys_of_both() {
        let joined = Unreplayed::new(1, vec![key("a")])
            .join(Unreplayed::new(2, vec![key("bb"), key("ccc")]));
        assert_eq!(joined.keys(), [key("a"), key("bb"), key("ccc")]);
        assert_eq!(joined.accept(FirstUse::Confirmed), Ok((1, 2)));
    }

    #[test]
    fn debug_does_not_show_the_value() {
        let hidden = Unreplayed::new("the value", Vec::new());
        assert_eq!(format!("{hidden:?}"), "Unreplayed { keys: [], .. }");
    }

    #[test]
    fn a_key_survives_storage() {
        let stored = serde_json::to_string(&key("a")).unwrap();
        assert_eq!(serde_json::from_str::<ReplayKey>(&stored).unwrap(), key("a"));
    }
}
