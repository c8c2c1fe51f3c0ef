//! Things that may be used once, until somebody confirms that they were not used before.

use std::fmt;

use serde::{Deserialize, Serialize};
use symbolon_jose::{Fingerprint, NumericDate};
use thiserror::Error;

/// What a store must see for the first time before a single-use thing may be used.
///
/// The store's part is one atomic operation: *insert unless present*, for the fingerprint, shared
/// by every copy of the server. The entry may be forgotten at [`expires`](ReplayKey::expires) and
/// no earlier.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReplayKey {
    /// Names the single-use thing: a hash over what it is, who made it and its identifier, so that
    /// two kinds of things never collide and an identifier's length does not matter to the store.
    pub fingerprint: Fingerprint,
    /// From this moment on the thing is refused for its age, leeway included.
    pub expires: NumericDate,
}

impl ReplayKey {
    /// A key to remember until `expires`.
    pub fn new(fingerprint: Fingerprint, expires: NumericDate) -> ReplayKey {
        ReplayKey { fingerprint, expires }
    }
}

/// The store's answer about all the keys of an [`Unreplayed`] together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstUse {
    /// Every key was absent and is now remembered. True of no keys at all, without asking anybody.
    Confirmed,
    /// At least one key was there already.
    Replayed,
}

/// The store has seen this before.
///
/// Protects, among others, the `jti` of client assertions
/// ([RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523#section-3), item 7).
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("used before")]
pub struct Replayed;

impl Replayed {
    /// A stable name: `"replayed"`.
    pub fn code(&self) -> &'static str {
        "replayed"
    }
}

/// A `T` that was checked in every way but one: whether it was used before.
///
/// That is a question for a store, so it comes back as a value: look up [`keys`](Self::keys), and
/// [`accept`](Self::accept) is the only way to the `T`.
///
/// ```
/// use symbolon_oauth::obligation::{FirstUse, Unreplayed};
///
/// let nothing_to_replay = Unreplayed::new("a client without an assertion", Vec::new());
/// assert!(nothing_to_replay.keys().is_empty());
/// assert!(nothing_to_replay.accept(FirstUse::Confirmed).is_ok());
/// ```
///
/// There is no way around it:
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
/// Intentionally not `Clone`: one answer of the store is good for one value. Intentionally without
/// `map`: the closure would see what is not yet accepted.
#[must_use = "nothing is accepted until a store has confirmed the first use"]
pub struct Unreplayed<T> {
    value: T,
    keys: Vec<ReplayKey>,
}

impl<T> Unreplayed<T> {
    /// Puts a value behind keys. No keys is legal: there is nothing to confirm then, but the value
    /// is still reached by [`accept`](Self::accept) alone.
    pub fn new(value: T, keys: Vec<ReplayKey>) -> Unreplayed<T> {
        Unreplayed { value, keys }
    }

    /// What the store must not have seen before; all of them, or none when empty.
    pub fn keys(&self) -> &[ReplayKey] {
        &self.keys
    }

    /// The value, if the store confirmed the first use of every key.
    ///
    /// # Errors
    /// [`Replayed`] when the store said so, whatever the keys.
    pub fn accept(self, first_use: FirstUse) -> Result<T, Replayed> {
        match first_use {
            FirstUse::Confirmed => Ok(self.value),
            FirstUse::Replayed => Err(Replayed),
        }
    }

    /// Another value behind the same keys; this one is dropped unseen.
    pub fn replace<U>(self, value: U) -> Unreplayed<U> {
        Unreplayed { value, keys: self.keys }
    }

    /// Both values behind the keys of both, so that a store is asked once.
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
    fn a_replay_gives_nothing_even_without_keys() {
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
