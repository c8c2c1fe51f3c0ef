//! The value that ties an ID Token to the browser session that asked for it.

use std::fmt;

use serde::{Deserialize, Serialize};
use symbolon_jose::crypto::RandomError;
use symbolon_jose::{Crypto, SecretString};

/// The `nonce` of an authentication request and of the ID Token that answers it
/// ([Core §15.5.2](https://openid.net/specs/openid-connect-core-1_0.html#NonceNotes)).
///
/// Compared in constant time; `Debug` prints the type's name. It serialises, because the relying
/// party keeps it in the session of its user and the provider in the record of its code.
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_oidc::Nonce;
///
/// let nonce = Nonce::random(&CRYPTO)?;
/// assert_eq!(nonce.expose().len(), 43);
/// assert_ne!(nonce, Nonce::random(&CRYPTO)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Nonce(SecretString);

impl Nonce {
    /// A nonce that was received or stored.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(SecretString::new(text))
    }

    /// A nonce nobody can guess: 256 bits of randomness as 43 characters.
    ///
    /// # Errors
    /// [`RandomError`] when the backend has no randomness to give.
    pub fn random(crypto: &Crypto) -> Result<Self, RandomError> {
        SecretString::random(crypto).map(Self)
    }

    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nonce")
    }
}

impl Serialize for Nonce {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl<'de> Deserialize<'de> for Nonce {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attack_126_debug_does_not_show_the_nonce() {
        assert_eq!(format!("{:?}", Nonce::new("n-0S6_WzA2Mj".into())), "Nonce");
    }

    #[test]
    fn a_nonce_survives_the_session_store() {
        let nonce = Nonce::new("n-0S6_WzA2Mj".into());
        let stored = serde_json::to_string(&nonce).unwrap();
        assert_eq!(serde_json::from_str::<Nonce>(&stored).unwrap(), nonce);
    }
}
