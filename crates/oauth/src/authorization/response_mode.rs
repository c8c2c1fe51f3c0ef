//! `response_mode`: the way in which an authorization response reaches the client.

use crate::syntax::characters::is_unquoted_text;

registry! {
    /// `response_mode`: the way in which the parameters of an authorization response reach the
    /// client.
    ///
    /// [Multiple Response Types §2.1](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#ResponseModes).
    /// If a request does not contain `response_mode`, its response type determines the mode:
    /// [`ResponseType::default_mode`](crate::ResponseType::default_mode).
    ResponseMode, is_unquoted_text;
    /// The parameters are in the query of the redirect URI.
    QUERY = "query";
    /// The parameters are in the fragment of the redirect URI.
    FRAGMENT = "fragment";
    /// The parameters are in a form that the browser posts to the redirect URI
    /// ([Form Post Response Mode](https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html)).
    FORM_POST = "form_post";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SyntaxError;

    #[test]
    fn a_mode_that_is_not_registered_is_accepted() {
        assert_eq!(ResponseMode::new("form_post"), Ok(ResponseMode::FORM_POST));
        assert!(ResponseMode::new("query.jwt").is_ok());
        for refused in ["", "a b", "a\"b", "a\nb", "é"] {
            assert_eq!(ResponseMode::new(refused), Err(SyntaxError::ResponseMode));
        }
    }
}
