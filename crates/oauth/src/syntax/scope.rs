//! `scope`: the access that a client asks for or is given.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use symbolon_jose::json::document::{MemberType, ReadError};
use symbolon_jose::{Excerpt, Object};

use crate::SyntaxError;
use crate::syntax::characters::is_unquoted_text;

/// `scope`: a set of scope tokens, such as `openid email`.
///
/// [RFC 6749 §3.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.3). Scope tokens are case
/// sensitive. Two scopes are equal if they contain the same tokens in any order. A token that is
/// repeated counts once. A scope of a request has at most [`Scope::MAX_TOKENS`] tokens.
///
/// ```
/// use symbolon_oauth::Scope;
/// let scope = Scope::parse("openid profile email")?;
/// assert!(scope.contains("openid"));
/// assert_eq!(scope, Scope::parse("email openid profile")?);
/// assert!(Scope::parse("openid  profile").is_err());
/// # Ok::<(), symbolon_oauth::SyntaxError>(())
/// ```
#[derive(Clone, Default)]
pub struct Scope {
    /// The scope values. Clones share them in memory, because each record of a grant contains the
    /// scope.
    tokens: Arc<Vec<String>>,
}

impl Scope {
    /// The largest number of tokens in a scope: 100. [`parse`](Self::parse) and
    /// [`insert`](Self::insert) refuse more tokens.
    ///
    /// The time to compare two scopes grows with the square of the number of tokens. The limit
    /// keeps this time short.
    pub const MAX_TOKENS: usize = 100;

    /// The length in bytes of the longest scope that [`from_response`](Self::from_response) reads:
    /// 16384 bytes.
    pub const MAX_RESPONSE_LENGTH: usize = 16 * 1024;

    /// Creates a scope without tokens. If a message has an empty scope, it is sent without the
    /// parameter `scope`.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a scope from a text: scope tokens, separated by single spaces.
    ///
    /// # Errors
    /// [`SyntaxError::Scope`] when a token is empty or contains a double quote, a backslash or a
    /// character that is not printable ASCII, or when there are more than
    /// [`MAX_TOKENS`](Self::MAX_TOKENS) tokens.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        Self::parse_within(text, Self::MAX_TOKENS)
    }

    fn parse_within(text: &str, limit: usize) -> Result<Self, SyntaxError> {
        let mut scope = Self::new();
        // RFC 6749 §3.3: tokens with one space between two; so no empty token at either end.
        for token in text.split(' ') {
            scope.insert_within(token, limit)?;
        }
        Ok(scope)
    }

    /// Reads the scope that a server has granted, from the text in a response.
    ///
    /// The tokens can be separated by several spaces, tabs or line breaks, and white space can
    /// stand at both ends. There can be more than [`MAX_TOKENS`](Self::MAX_TOKENS) tokens, because
    /// some servers grant more tokens than the client asked for. A text without tokens is read as
    /// an empty scope. A server must use [`parse`](Self::parse) for the scope of a request.
    ///
    /// ```
    /// use symbolon_oauth::Scope;
    /// assert_eq!(Scope::from_response("openid  email ")?, Scope::parse("openid email")?);
    /// # Ok::<(), symbolon_oauth::SyntaxError>(())
    /// ```
    ///
    /// # Errors
    /// [`SyntaxError::ScopeTooLong`] when the text is longer than
    /// [`MAX_RESPONSE_LENGTH`](Self::MAX_RESPONSE_LENGTH). [`SyntaxError::Scope`] when a token
    /// contains a double quote, a backslash or a character that is not printable ASCII.
    pub fn from_response(text: &str) -> Result<Self, SyntaxError> {
        // RFC 6749 §5.1: the client should avoid assumptions about sizes. The limit keeps the time
        // that a comparison takes short.
        if text.len() > Self::MAX_RESPONSE_LENGTH {
            return Err(SyntaxError::ScopeTooLong);
        }
        let mut scope = Self::new();
        for token in text.split_ascii_whitespace() {
            scope.insert_within(token, usize::MAX)?;
        }
        Ok(scope)
    }

    /// Adds a token, and returns whether the scope did not contain it before.
    ///
    /// # Errors
    /// [`SyntaxError::Scope`] when the token is empty or contains a space, a double quote, a
    /// backslash or a character that is not printable ASCII, or when the scope already has
    /// [`MAX_TOKENS`](Self::MAX_TOKENS) tokens.
    pub fn insert(&mut self, token: &str) -> Result<bool, SyntaxError> {
        self.insert_within(token, Self::MAX_TOKENS)
    }

    fn insert_within(&mut self, token: &str, limit: usize) -> Result<bool, SyntaxError> {
        // RFC 6749 §3.3: a token is printable ASCII without space, double quote and backslash.
        if !is_unquoted_text(token) {
            return Err(SyntaxError::Scope);
        }
        if self.contains(token) {
            return Ok(false);
        }
        if self.tokens.len() >= limit {
            return Err(SyntaxError::Scope);
        }
        Arc::make_mut(&mut self.tokens).push(token.to_owned());
        Ok(true)
    }

    /// Returns whether the scope contains the token.
    #[must_use]
    pub fn contains(&self, token: &str) -> bool {
        self.tokens.iter().any(|present| present == token)
    }

    /// Returns the tokens, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.tokens.iter().map(String::as_str)
    }

    /// Returns whether `other` contains every token of this scope.
    ///
    /// A client that refreshes tokens is allowed to narrow the scope, but not to widen it
    /// ([RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749#section-6)).
    #[must_use]
    pub fn is_subset_of(&self, other: &Self) -> bool {
        self.iter().all(|token| other.contains(token))
    }

    /// Returns whether the scope has no tokens.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Returns the number of tokens.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tokens.len()
    }
}

/// Compares the tokens without regard to their order
/// ([RFC 6749 §3.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.3)).
impl PartialEq for Scope {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.is_subset_of(other)
    }
}

impl Eq for Scope {}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tokens.join(" "))
    }
}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.tokens.iter()).finish()
    }
}

impl FromStr for Scope {
    type Err = SyntaxError;

    fn from_str(text: &str) -> Result<Self, SyntaxError> {
        Self::parse(text)
    }
}

/// Reads and writes the scope as a member of a document, such as `scope` of client metadata
/// ([RFC 7591 §2](https://www.rfc-editor.org/rfc/rfc7591#section-2)). A scope without tokens is not
/// written.
impl MemberType for Scope {
    type Error = SyntaxError;

    fn take(
        object: &mut Object,
        name: &'static str,
    ) -> Result<Option<Self>, ReadError<SyntaxError>> {
        let Some(text) = object.take_string(name)? else { return Ok(None) };
        let refused = |error| ReadError::Value { member: name, found: Excerpt::new(&text), error };
        Self::parse(&text).map(Some).map_err(refused)
    }

    fn put(&self, object: &mut Object, name: &'static str) {
        if !self.is_empty() {
            object.insert(name, self.to_string());
        }
    }
}

/// Serializes the scope as one string, which is empty for a scope without tokens.
impl Serialize for Scope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Reads a scope from your own store. A scope from [`Scope::from_response`] with more than
/// [`Scope::MAX_TOKENS`] tokens is read too.
impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.is_empty() {
            return Ok(Self::new());
        }
        let is_long = text.len() > Self::MAX_RESPONSE_LENGTH;
        let limit = if is_long { Self::MAX_TOKENS } else { usize::MAX };
        Self::parse_within(&text, limit).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc6749_3_3_order_does_not_matter_and_repeats_count_once() {
        let scope = Scope::parse("b a b").unwrap();
        assert_eq!(scope.to_string(), "b a");
        assert_eq!(scope, Scope::parse("a b").unwrap());
        assert_ne!(scope, Scope::parse("a").unwrap());
        assert_ne!(scope, Scope::parse("A b").unwrap());
    }

    #[test]
    fn attack_094_scope_syntax_injection() {
        for refused in
            ["", " ", "a  b", " a", "a ", "a\"b", "a\\b", "a\r\nb", "a\tb", "a\0", "é", "\u{7f}"]
        {
            assert_eq!(Scope::parse(refused), Err(SyntaxError::Scope), "{refused:?}");
        }
        assert!(Scope::parse("!#[]~ https://api.example/read").is_ok());
    }

    #[test]
    fn rfc6749_6_narrowing_is_a_subset() {
        let granted = Scope::parse("openid email").unwrap();
        assert!(Scope::parse("email").unwrap().is_subset_of(&granted));
        assert!(Scope::new().is_subset_of(&granted));
        assert!(!Scope::parse("email admin").unwrap().is_subset_of(&granted));
    }

    #[test]
    fn attack_127_the_number_of_tokens_is_bounded() {
        let tokens = |count: usize| {
            (0..count).map(|number| format!("t{number}")).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(Scope::parse(&tokens(Scope::MAX_TOKENS)).unwrap().len(), Scope::MAX_TOKENS);
        assert_eq!(Scope::parse(&tokens(Scope::MAX_TOKENS + 1)), Err(SyntaxError::Scope));
    }

    #[test]
    fn a_clone_shares_its_tokens_until_one_is_added() {
        let scope = Scope::parse("openid email").unwrap();
        let mut wider = scope.clone();
        assert!(Arc::ptr_eq(&scope.tokens, &wider.tokens));
        assert!(wider.insert("profile").unwrap());
        assert_eq!(scope.to_string(), "openid email");
        assert_eq!(wider.to_string(), "openid email profile");
    }

    #[test]
    fn rfc7591_2_a_scope_is_a_member_of_a_document() {
        let mut object = Object::parse(br#"{"scope":"openid email","bad":"a  b"}"#).unwrap();
        let scope = Scope::take(&mut object, "scope").unwrap().unwrap();
        assert!(Scope::take(&mut object, "bad").is_err());
        scope.put(&mut object, "scope");
        Scope::new().put(&mut object, "empty");
        assert_eq!(object.to_json(), r#"{"scope":"openid email"}"#);
    }

    #[test]
    fn a_scope_survives_storage() {
        for scope in [Scope::new(), Scope::parse("openid email").unwrap()] {
            let stored = serde_json::to_string(&scope).unwrap();
            assert_eq!(serde_json::from_str::<Scope>(&stored).unwrap(), scope);
        }
        assert!(serde_json::from_str::<Scope>("\"a  b\"").is_err());
    }
}
