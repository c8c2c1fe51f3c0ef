//! The ID of a grant, which the provider revokes as a whole.

use std::fmt;

use serde::{Deserialize, Serialize};
use symbolon_jose::crypto::RandomError;
use symbolon_jose::{Crypto, SecretString};

/// The ID of a grant. A grant is the consent of one user to one client, together with every code
/// and token that was issued because of this consent.
///
/// A provider revokes a grant as a whole, for example after an authorization code was used twice
/// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)). The ID consists of 43
/// characters of base64url. It is not a secret, because it gives no access.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GrantId(String);

impl GrantId {
    /// Creates a fresh ID from 32 random bytes.
    ///
    /// # Errors
    /// [`RandomError`] when the source of randomness fails.
    pub fn random(crypto: &Crypto) -> Result<Self, RandomError> {
        SecretString::random(crypto).map(|text| Self(text.expose().to_owned()))
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
