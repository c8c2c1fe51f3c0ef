use std::borrow::Cow;
use std::hash::{Hash, Hasher};

use crate::SyntaxError;
use crate::syntax::characters::is_unquoted_text;

/// `token_type`: how an access token is presented. Case does not matter.
///
/// [RFC 6749 section 7.1](https://www.rfc-editor.org/rfc/rfc6749#section-7.1); grammar in
/// [appendix A.13](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.13).
///
/// ```
/// use symbolon_oauth::TokenType;
/// assert_eq!(TokenType::new("bearer")?, TokenType::BEARER);
/// # Ok::<(), symbolon_oauth::SyntaxError>(())
/// ```
#[derive(Clone)]
pub struct TokenType(Cow<'static, str>);

impl TokenType {
    /// Presented in the `Authorization` header, usable by whoever bears it:
    /// [RFC 6750](https://www.rfc-editor.org/rfc/rfc6750#section-6.1.1).
    pub const BEARER: TokenType = TokenType(Cow::Borrowed("Bearer"));

    /// Any value that fits the grammar, registered or not.
    pub fn new(text: &str) -> Result<TokenType, SyntaxError> {
        if !is_unquoted_text(text) {
            return Err(SyntaxError::TokenType);
        }
        Ok(TokenType(Cow::Owned(text.to_owned())))
    }

    /// The value as it stands in a message.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

text_impls!(TokenType);

/// RFC 6749 §5.1: the value is case insensitive.
impl PartialEq for TokenType {
    fn eq(&self, other: &TokenType) -> bool {
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
