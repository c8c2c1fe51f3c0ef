use std::borrow::Cow;

use crate::SyntaxError;

/// `response_type`: what an authorization request asks the authorization endpoint to return.
///
/// [RFC 6749 section 3.1.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1.1); grammar in
/// [appendix A.3](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.3). The order of the names
/// carries no meaning, so they are held sorted.
///
/// ```
/// use symbolon_oauth::ResponseType;
/// assert_eq!(ResponseType::new("id_token code")?, ResponseType::new("code id_token")?);
/// assert_eq!(ResponseType::new("code")?, ResponseType::CODE);
/// # Ok::<(), symbolon_oauth::SyntaxError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResponseType(Cow<'static, str>);

impl ResponseType {
    /// An authorization code:
    /// [RFC 6749 section 4.1.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1).
    pub const CODE: ResponseType = ResponseType(Cow::Borrowed("code"));

    /// Names of letters, digits and underscores, one space between two, none of them twice.
    pub fn new(text: &str) -> Result<ResponseType, SyntaxError> {
        let mut names: Vec<&str> = text.split(' ').collect();
        // RFC 6749 A.3: "_" / DIGIT / ALPHA, at least one of them.
        if !names.iter().all(|name| is_response_name(name)) {
            return Err(SyntaxError::ResponseType);
        }
        // RFC 6749 §3.1.1: the order of values does not matter.
        names.sort_unstable();
        let given = names.len();
        names.dedup();
        if names.len() != given {
            return Err(SyntaxError::ResponseType);
        }
        Ok(ResponseType(Cow::Owned(names.join(" "))))
    }

    /// The value as it stands in a message.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The single names it is composed of.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.split(' ')
    }
}

text_impls!(ResponseType);

fn is_response_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc6749_3_1_1_order_does_not_matter() {
        let one = ResponseType::new("token id_token code").unwrap();
        assert_eq!(one, ResponseType::new("code id_token token").unwrap());
        assert_eq!(one.names().collect::<Vec<_>>(), ["code", "id_token", "token"]);
        assert_ne!(one, ResponseType::CODE);
    }

    #[test]
    fn rfc6749_a_3_response_type_grammar() {
        for refused in ["", " ", "code ", " code", "code  token", "code code", "co-de", "Çode"] {
            assert_eq!(ResponseType::new(refused), Err(SyntaxError::ResponseType), "{refused:?}");
        }
    }
}
