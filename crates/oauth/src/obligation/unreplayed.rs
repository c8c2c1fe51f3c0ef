//! A value that can be used after the store has confirmed its first use.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use symbolon_jose::{Crypto, Fingerprint, NumericDate};
use thiserror::Error;

use crate::Issuer;

/// The key under which your store remembers that a single-use value was used, such as the `jti` of
/// an assertion.
///
/// **Atomic:** your store must check that the fingerprint is absent and insert it in one operation,
/// also if several instances of the server share the store. The store must keep the key until
/// [`expires`](Self::expires).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReplayKey {
    /// The hash of four texts: the kind of the value, the issuer of the server that received the
    /// value, the party that made the value, and the identifier of the value. Values of different
    /// kinds, and values for different servers, never have the same fingerprint.
    pub fingerprint: Fingerprint,
    /// The issuer of the server that received the value. Several servers can share a store, because
    /// the fingerprint covers the issuer.
    #[serde(with = "crate::stored_issuer")]
    pub issuer: Issuer,
    /// The time until which the store must keep the key. From this time on, no server accepts the
    /// value, even if the clock of the server is behind the clock of your store.
    pub expires: NumericDate,
}

impl ReplayKey {
    /// Creates the replay key of a value that the server with this issuer received.
    ///
    /// The name has three parts: the kind of the value, such as `client_assertion`, the party that
    /// made the value, and the identifier of the value, such as its `jti`. The first two parts must
    /// not contain a line break, so that two different values never have the same fingerprint.
    ///
    /// `last_accepted` is the time from which a server refuses the value, by its own clock.
    /// `leeway` is the largest difference between a clock and the correct time. Your store must
    /// keep the key until `last_accepted` plus twice the leeway, because the clock of the server
    /// can be behind while the clock of your store is ahead.
    #[must_use]
    pub fn new(
        name: [&str; 3],
        issuer: &Issuer,
        last_accepted: NumericDate,
        leeway: Duration,
        crypto: &Crypto,
    ) -> Self {
        let [kind, maker, id] = name;
        let name = format!("{kind}\n{issuer}\n{maker}\n{id}");
        Self {
            fingerprint: Fingerprint::of(name.as_bytes(), crypto),
            issuer: issuer.clone(),
            expires: last_accepted.after(leeway).after(leeway),
        }
    }
}

/// The answer of your store to the question whether all replay keys of an [`Unreplayed`] are new.
///
/// This enum is deliberately exhaustive, because the keys are new or they are not.
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
    use symbolon_crypto_ring::CRYPTO;

    use super::*;

    fn key(identifier: &str) -> ReplayKey {
        let issuer = Issuer::new("https://op.example").unwrap();
        let last_accepted = NumericDate::from_seconds(1).unwrap();
        ReplayKey::new(["test", "a", identifier], &issuer, last_accepted, Duration::ZERO, &CRYPTO)
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
