//! `client_id`: the identifier of a client.

use std::sync::Arc;

use crate::SyntaxError;
use crate::syntax::characters::is_visible_text;

/// `client_id`: the identifier under which a client is registered. It is not a secret.
///
/// [RFC 6749 §2.2](https://www.rfc-editor.org/rfc/rfc6749#section-2.2); grammar in
/// [§A.1](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.1). An identifier must have at least
/// one character, because an empty parameter counts as absent
/// ([§3.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1)). Clones share the text in memory.
///
/// ```
/// let client_id = symbolon_oauth::ClientId::new("s6BhdRkqt3")?;
/// assert_eq!(client_id.as_str(), "s6BhdRkqt3");
/// # Ok::<(), symbolon_oauth::SyntaxError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientId(Arc<str>);

impl ClientId {
    /// Creates an identifier from one or more printable ASCII characters.
    ///
    /// # Errors
    /// [`SyntaxError::ClientId`] when the text is empty or contains a character that is not
    /// printable ASCII.
    pub fn new(text: &str) -> Result<Self, SyntaxError> {
        // RFC 6749 §A.1: made of VSCHAR.
        if !is_visible_text(text) {
            return Err(SyntaxError::ClientId);
        }
        Ok(Self(text.into()))
    }

    /// Returns the identifier as it is sent in messages.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

text_impls!(ClientId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc6749_a_1_client_id_is_visible_ascii() {
        assert_eq!(ClientId::new("https://client.example/id").unwrap().to_string().len(), 25);
        for refused in ["", "a\tb", "ünicode", "a\u{7f}"] {
            assert_eq!(ClientId::new(refused), Err(SyntaxError::ClientId));
        }
    }

    #[test]
    fn deserialising_checks_the_grammar() {
        assert!(serde_json::from_str::<ClientId>("\"a\"").is_ok());
        assert!(serde_json::from_str::<ClientId>("\"\"").is_err());
    }
}
