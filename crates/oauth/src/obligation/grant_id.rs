//! The ID of a grant, which the provider revokes as a whole.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use symbolon_jose::crypto::RandomError;
use symbolon_jose::{Crypto, SecretString, base64url};
use thiserror::Error;

/// The ID of a grant. A grant is the consent of one user to one client, together with every code
/// and token that was issued because of this consent.
///
/// A provider revokes a grant as a whole, for example after an authorization code was used twice
/// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)). The ID consists of 43
/// characters of base64url. It is not a secret, because it gives no access. `Deserialize` is for
/// records from your own store, and does not check the text; [`parse`](Self::parse) does. Clones
/// share the text in memory.
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_oauth::obligation::GrantId;
/// let grant = GrantId::random(&CRYPTO)?;
/// let column = grant.as_str().to_owned(); // store it in a database
/// assert_eq!(GrantId::parse(&column)?, grant);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GrantId(Arc<str>);

impl GrantId {
    /// Creates a fresh ID from 32 random bytes.
    ///
    /// # Errors
    /// [`RandomError`] when the source of randomness fails.
    pub fn random(crypto: &Crypto) -> Result<Self, RandomError> {
        SecretString::random(crypto).map(|text| Self(text.expose().into()))
    }

    /// Reads the ID of a grant from text, for example from a database column.
    ///
    /// # Errors
    /// [`GrantIdError`] when the text is not 43 characters of base64url that encode 32 bytes.
    pub fn parse(text: &str) -> Result<Self, GrantIdError> {
        match base64url::decode(text) {
            Ok(bytes) if bytes.len() == LENGTH => Ok(Self(text.into())),
            _ => Err(GrantIdError { length: text.len() }),
        }
    }

    /// Returns the grant's ID as text, for example to store it in a database column.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for GrantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for GrantId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for GrantId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self(text.into()))
    }
}

impl FromStr for GrantId {
    type Err = GrantIdError;

    fn from_str(text: &str) -> Result<Self, GrantIdError> {
        Self::parse(text)
    }
}

/// The error for a text that is not the ID of a grant.
///
/// The error does not contain the text, because a program that reads the wrong database column can
/// pass a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "the text of {length} bytes is not the ID of a grant; expected 43 characters of base64url that \
     encode {LENGTH} bytes"
)]
#[non_exhaustive]
pub struct GrantIdError {
    /// The length of the text in bytes.
    pub length: usize,
}

impl GrantIdError {
    /// Returns a stable name for logs and metrics: `"grant_id.syntax"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "grant_id.syntax"
    }
}

/// The number of bytes that an ID encodes.
const LENGTH: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    #[test]
    fn an_id_survives_storage_as_text_and_as_json() {
        let id = GrantId::parse(ID).unwrap();
        assert_eq!((id.as_str(), id.to_string().as_str()), (ID, ID));
        assert_eq!(ID.parse(), Ok(id.clone()));
        let stored = serde_json::to_string(&id).unwrap();
        assert_eq!(serde_json::from_str::<GrantId>(&stored).unwrap(), id);
    }

    #[test]
    fn a_text_that_is_not_an_id_is_refused() {
        let short = "A".repeat(42);
        let long = "A".repeat(44);
        let padded = format!("{}=", "A".repeat(43));
        // The unused bits of the last character are not zero.
        let unused_bits = format!("{}B", "A".repeat(42));
        let sql = "' OR 1=1 --";
        for text in ["", &short, &long, &padded, &unused_bits, sql, &"é".repeat(21)] {
            let error = GrantId::parse(text).unwrap_err();
            assert_eq!(error, GrantIdError { length: text.len() }, "{text}");
        }
    }
}
