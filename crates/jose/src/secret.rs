//! Secret bytes and secret text: zeroized when dropped, compared in constant time, never printed.
//!
//! ```
//! use symbolon_crypto_ring::CRYPTO;
//! use symbolon_jose::SecretString;
//!
//! let secret = SecretString::random(&CRYPTO)?;
//! assert_eq!(secret.expose().len(), 43);
//! assert_eq!(format!("{secret:?}"), "SecretString");
//! let stored = secret.fingerprint(&CRYPTO); // a database keeps this value, and not the secret
//! # assert_eq!(stored.as_str().len(), 43);
//! # Ok::<(), symbolon_jose::crypto::RandomError>(())
//! ```

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::crypto::{Crypto, RandomError};
use crate::{base64url, json};

/// Secret bytes, such as a shared HMAC key.
///
/// `Debug` prints only the type's name. `Display`, `Deref` and `Serialize` are intentionally not
/// implemented: only [`expose`](Self::expose) returns the bytes.
#[derive(Clone)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Creates a secret from bytes. The bytes are zeroized when the secret is dropped.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Returns the secret bytes.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_slice().ct_eq(other.0.as_slice()).into()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// Secret text, such as a token, an authorization code or a client secret.
///
/// `Debug` prints only the type's name. `Display`, `Deref` and `Serialize` are intentionally not
/// implemented: only [`expose`](Self::expose) returns the text.
///
/// ```
/// use symbolon_jose::SecretString;
///
/// let secret = SecretString::new("correct horse".to_owned());
/// assert_eq!(secret, SecretString::new("correct horse".to_owned())); // in constant time
/// assert!(!format!("{secret:?}").contains("horse"));
/// ```
#[derive(Clone)]
pub struct SecretString(Zeroizing<String>);

impl SecretString {
    /// Creates a secret from text. The text is zeroized when the secret is dropped.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// Generates a secret of 256 random bits, encoded as 43 characters of base64url.
    ///
    /// # Errors
    /// [`RandomError`] if the backend's source of randomness fails.
    pub fn random(crypto: &Crypto) -> Result<Self, RandomError> {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        crypto.random.fill(bytes.as_mut_slice())?;
        Ok(Self::new(base64url::encode(bytes.as_slice())))
    }

    /// Returns the secret text.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Returns the fingerprint of the secret text. A server stores the fingerprint instead of the
    /// text.
    #[must_use]
    pub fn fingerprint(&self, crypto: &Crypto) -> Fingerprint {
        Fingerprint::of(self.0.as_bytes(), crypto)
    }
}

impl PartialEq for SecretString {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for SecretString {}

impl fmt::Debug for SecretString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretString")
    }
}

/// The SHA-256 hash of a secret, encoded as 43 characters of base64url.
///
/// Your database stores the record of a code or token under its fingerprint. An attacker who steals
/// the database then does not learn a usable code or token.
///
/// Use fingerprints only for secrets with at least 128 bits of randomness. For a password, use a
/// password hash. Clones share the text in memory.
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_jose::{Fingerprint, SecretString};
///
/// let token = SecretString::random(&CRYPTO)?;
/// let stored = token.fingerprint(&CRYPTO);
/// assert_eq!(stored, Fingerprint::of(token.expose().as_bytes(), &CRYPTO));
/// # Ok::<(), symbolon_jose::crypto::RandomError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(Arc<str>);

impl Fingerprint {
    /// Computes the fingerprint of a secret, which is passed as `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8], crypto: &Crypto) -> Self {
        Self(base64url::encode(&crypto.digests.sha256(bytes)).into())
    }

    /// Returns the 43 characters of the fingerprint.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match base64url::decode(&text) {
            Ok(bytes) if bytes.len() == 32 => Ok(Self(text.into())),
            _ => Err(serde::de::Error::custom(json::MemberError {
                name: "fingerprint",
                expected: "32 bytes as base64url",
            })),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attack_126_debug_shows_only_the_type() {
        assert_eq!(format!("{:?}", Secret::new(b"hunter2".to_vec())), "Secret");
        assert_eq!(format!("{:?}", SecretString::new("hunter2".into())), "SecretString");
    }

    #[test]
    fn secrets_are_equal_only_if_all_bytes_are() {
        assert_eq!(Secret::new(vec![1, 2]), Secret::new(vec![1, 2]));
        assert_ne!(Secret::new(vec![1, 2]), Secret::new(vec![1]));
        assert_ne!(SecretString::new("a".into()), SecretString::new("b".into()));
    }

    #[test]
    fn a_fingerprint_that_does_not_decode_to_32_bytes_is_refused() {
        let text = base64url::encode(&[7; 32]);
        let read: Fingerprint = serde_json::from_str(&format!("\"{text}\"")).unwrap();
        assert_eq!(read.as_str(), text);
        for bytes in [&[7; 31][..], &[7; 33], &[]] {
            let text = format!("\"{}\"", base64url::encode(bytes));
            assert!(serde_json::from_str::<Fingerprint>(&text).is_err(), "{text}");
        }
        assert!(serde_json::from_str::<Fingerprint>("\"=\"").is_err());
    }
}
