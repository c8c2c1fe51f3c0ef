use crate::SyntaxError;
use crate::syntax::characters::is_visible_text;

/// `client_id`: the identifier a client was registered under. Not a secret.
///
/// [RFC 6749 section 2.2](https://www.rfc-editor.org/rfc/rfc6749#section-2.2); grammar in
/// [appendix A.1](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.1). An empty identifier
/// could not be told from an omitted one, so there is none.
///
/// ```
/// let client_id = symbolon_oauth::ClientId::new("s6BhdRkqt3")?;
/// assert_eq!(client_id.as_str(), "s6BhdRkqt3");
/// # Ok::<(), symbolon_oauth::SyntaxError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientId(String);

impl ClientId {
    /// Checks the grammar: one or more visible ASCII characters.
    pub fn new(text: &str) -> Result<ClientId, SyntaxError> {
        // RFC 6749 A.1: made of VSCHAR.
        if !is_visible_text(text) {
            return Err(SyntaxError::ClientId);
        }
        Ok(ClientId(text.to_owned()))
    }

    /// The identifier as it stands in a message.
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
    fn serde_checks_the_grammar() {
        assert!(serde_json::from_str::<ClientId>("\"a\"").is_ok());
        assert!(serde_json::from_str::<ClientId>("\"\"").is_err());
    }
}
