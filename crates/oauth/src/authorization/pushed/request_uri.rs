//! `request_uri`: the reference to a pushed authorization request.

use std::fmt;

use symbolon_jose::crypto::RandomError;
use symbolon_jose::{Crypto, Fingerprint, SecretString};

use crate::SyntaxError;
use crate::syntax::characters::is_visible_text;

/// `request_uri`: the reference that a server returns for a pushed authorization request, and that
/// the client sends to the authorization endpoint once.
///
/// [RFC 9126 §2.2](https://www.rfc-editor.org/rfc/rfc9126#section-2.2). The text is wiped from
/// memory when it is dropped, and compared in constant time. `Debug` prints only the name of the
/// type. Call [`expose`](Self::expose) where you need the text.
#[derive(Clone, PartialEq)]
pub struct RequestUri(SecretString);

impl Eq for RequestUri {}

impl RequestUri {
    /// The beginning of each URI that [`random`](Self::random) creates.
    pub const PREFIX: &str = "urn:ietf:params:oauth:request_uri:";

    /// The length of the longest URI that [`parse`](Self::parse) accepts: 2048 bytes.
    ///
    /// [RFC 9101 §5.2](https://www.rfc-editor.org/rfc/rfc9101#section-5.2) recommends at most 512.
    pub const MAX_LENGTH: usize = 2048;

    /// Reads a URI that a server returned. A server is free to choose the form of the URI.
    ///
    /// # Errors
    /// [`SyntaxError::RequestUri`] when the text is empty, is longer than
    /// [`MAX_LENGTH`](Self::MAX_LENGTH), has no scheme, or has a space or a character that is not
    /// printable ASCII.
    pub fn parse(text: String) -> Result<Self, SyntaxError> {
        let secret = SecretString::new(text);
        if is_request_uri(secret.expose()) {
            return Ok(Self(secret));
        }
        Err(SyntaxError::RequestUri)
    }

    /// Reads a URI that a client sent, if it has the form of the URIs that [`random`](Self::random)
    /// creates. Returns `None` if the URI has another form: then `random` cannot have created the
    /// URI.
    #[must_use]
    pub fn parse_own(text: &str) -> Option<Self> {
        let random = text.strip_prefix(Self::PREFIX)?;
        let is_base64url = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let is_random = random.len() == RANDOM_LENGTH && random.bytes().all(is_base64url);
        is_random.then(|| Self(SecretString::new(text.to_owned())))
    }

    /// Creates a fresh URI: [`PREFIX`](Self::PREFIX) and 32 random bytes, encoded as 43 characters
    /// of base64url.
    ///
    /// # Errors
    /// [`RandomError`] when the source of randomness fails.
    pub fn random(crypto: &Crypto) -> Result<Self, RandomError> {
        let random = SecretString::random(crypto)?;
        Ok(Self(SecretString::new(format!("{}{}", Self::PREFIX, random.expose()))))
    }

    /// Returns the secret text. Do not log it, and review every call of this method.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// Returns the SHA-256 hash of the text. Use the hash as the key of a record in your store, so
    /// that the store does not contain the secret text.
    #[must_use]
    pub fn fingerprint(&self, crypto: &Crypto) -> Fingerprint {
        self.0.fingerprint(crypto)
    }
}

impl fmt::Debug for RequestUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RequestUri")
    }
}

/// The length of [`SecretString::random`].
const RANDOM_LENGTH: usize = 43;

/// Returns whether the text begins with a scheme (RFC 3986 §3.1), and contains only printable ASCII
/// characters without spaces.
fn is_request_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let is_scheme = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    text.len() <= RequestUri::MAX_LENGTH
        && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(is_scheme)
        && !rest.contains(' ')
        && is_visible_text(rest)
}
