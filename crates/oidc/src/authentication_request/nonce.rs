//! `nonce`: the value that binds an ID Token to the browser session in which it was requested.

use std::fmt;

use serde::{Deserialize, Serialize};
use symbolon_jose::crypto::RandomError;
use symbolon_jose::{Crypto, SecretString};

/// The `nonce` of an authentication request, which the provider copies into the ID Token
/// ([Core §15.5.2](https://openid.net/specs/openid-connect-core-1_0.html#NonceNotes)).
///
/// `==` compares in constant time. `Debug` prints only the name of the type. A nonce can be
/// serialised: the relying party stores it until the login has ended, and the provider stores it
/// with the authorization code.
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
    /// Creates a nonce from text that was received or stored.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(SecretString::new(text))
    }

    /// Creates a random nonce of 256 bits, encoded as 43 characters of base64url.
    ///
    /// # Errors
    /// [`RandomError`] if the backend cannot provide random bytes.
    pub fn random(crypto: &Crypto) -> Result<Self, RandomError> {
        SecretString::random(crypto).map(Self)
    }

    /// Returns the text of the nonce.
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
    fn core_15_5_2_a_stored_nonce_is_read_back() {
        let nonce = Nonce::new("n-0S6_WzA2Mj".into());
        let stored = serde_json::to_string(&nonce).unwrap();
        assert_eq!(serde_json::from_str::<Nonce>(&stored).unwrap(), nonce);
    }
}
