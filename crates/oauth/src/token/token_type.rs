//! `token_type`: how a client presents an access token.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};

use crate::SyntaxError;
use crate::syntax::characters::is_unquoted_text;

/// `token_type`: how a client presents an access token. Values that differ only in upper and lower
/// case are equal.
///
/// [RFC 6749 §7.1](https://www.rfc-editor.org/rfc/rfc6749#section-7.1); grammar in
/// [§A.13](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.13).
///
/// ```
/// use symbolon_oauth::TokenType;
/// assert_eq!(TokenType::new("bearer")?, TokenType::BEARER);
/// # Ok::<(), symbolon_oauth::SyntaxError>(())
/// ```
#[derive(Clone)]
pub struct TokenType(Cow<'static, str>);

impl TokenType {
    /// `Bearer`: the client presents the token in the `Authorization` header. Every party that has
    /// the token can use it
    /// ([RFC 6750 §6.1.1](https://www.rfc-editor.org/rfc/rfc6750#section-6.1.1)).
    pub const BEARER: Self = Self(Cow::Borrowed("Bearer"));

    /// Creates a value from a text. The text does not have to be a registered token type.
    ///
    /// # Errors
    /// [`SyntaxError::TokenType`] when the text is empty, or contains a space, a double quote, a
    /// backslash or a character that is not printable ASCII.
    pub fn new(text: &str) -> Result<Self, SyntaxError> {
        if !is_unquoted_text(text) {
            return Err(SyntaxError::TokenType);
        }
        Ok(Self(Cow::Owned(text.to_owned())))
    }

    /// Returns the value as it is sent in messages.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

text_impls!(TokenType);

/// Compares without regard to case
/// ([RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1)).
impl PartialEq for TokenType {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for TokenType {}

impl Hash for TokenType {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_ascii_lowercase().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc6749_5_1_token_type_is_case_insensitive() {
        assert_eq!(TokenType::new("BEARER"), Ok(TokenType::BEARER));
        assert_ne!(TokenType::new("DPoP"), Ok(TokenType::BEARER));
        assert_eq!(TokenType::new("bearer").unwrap().as_str(), "bearer");
    }

    #[test]
    fn rfc6749_a_13_token_type_grammar() {
        for refused in ["", "a b", "a\"b", "é"] {
            assert_eq!(TokenType::new(refused), Err(SyntaxError::TokenType));
        }
    }
}
