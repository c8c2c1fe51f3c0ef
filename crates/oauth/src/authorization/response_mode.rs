//! `response_mode`: the way in which an authorization response reaches the client.

use crate::syntax::characters::is_unquoted_text;

registry! {
    /// `response_mode`: the way in which the parameters of an authorization response reach the
    /// client.
    ///
    /// [Multiple Response Types §2.1](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#ResponseModes).
    /// If a request does not contain `response_mode`, its response type determines the mode:
    /// [`ResponseType::default_mode`](crate::ResponseType::default_mode).
    ///
    /// In the modes whose name contains `jwt`, the parameters are in a signed JWT
    /// ([JARM §2.3](https://openid.net/specs/oauth-v2-jarm.html#name-response-encoding)).
    ResponseMode, is_unquoted_text;
    /// The parameters are in the query of the redirect URI.
    QUERY = "query";
    /// The parameters are in the fragment of the redirect URI.
    FRAGMENT = "fragment";
    /// The parameters are in a form that the browser posts to the redirect URI
    /// ([Form Post Response Mode](https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html)).
    FORM_POST = "form_post";
    /// The parameters are in a signed JWT in the query or the fragment, depending on the response
    /// type ([JARM §2.3.4](https://openid.net/specs/oauth-v2-jarm.html#name-response-mode-jwt)).
    JWT = "jwt";
    /// The parameters are in a signed JWT in the query of the redirect URI
    /// ([JARM §2.3.1](https://openid.net/specs/oauth-v2-jarm.html#name-response-mode-queryjwt)).
    QUERY_JWT = "query.jwt";
    /// The parameters are in a signed JWT in the fragment of the redirect URI
    /// ([JARM §2.3.2](https://openid.net/specs/oauth-v2-jarm.html#name-response-mode-fragmentjwt)).
    FRAGMENT_JWT = "fragment.jwt";
    /// The parameters are in a signed JWT in a form that the browser posts to the redirect URI
    /// ([JARM §2.3.3](https://openid.net/specs/oauth-v2-jarm.html#name-response-mode-form_postjwt)).
    FORM_POST_JWT = "form_post.jwt";
}

impl ResponseMode {
    /// The seven response modes that specifications define.
    pub const ALL: [Self; 7] = [
        Self::QUERY,
        Self::FRAGMENT,
        Self::FORM_POST,
        Self::JWT,
        Self::QUERY_JWT,
        Self::FRAGMENT_JWT,
        Self::FORM_POST_JWT,
    ];

    /// Returns whether the parameters are in a signed JWT, as in `jwt` and `query.jwt`.
    #[must_use]
    pub fn is_jwt(&self) -> bool {
        [Self::JWT, Self::QUERY_JWT, Self::FRAGMENT_JWT, Self::FORM_POST_JWT].contains(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SyntaxError;

    #[test]
    fn a_mode_that_is_not_registered_is_accepted() {
        assert_eq!(ResponseMode::new("form_post"), Ok(ResponseMode::FORM_POST));
        assert!(ResponseMode::new("web_message").is_ok());
        for refused in ["", "a b", "a\"b", "a\nb", "é"] {
            assert_eq!(ResponseMode::new(refused), Err(SyntaxError::ResponseMode));
        }
    }

    #[test]
    fn jarm_2_3_four_modes_contain_a_jwt() {
        let is_jwt: Vec<_> = ResponseMode::ALL.iter().map(ResponseMode::is_jwt).collect();
        assert_eq!(is_jwt, [false, false, false, true, true, true, true]);
        assert_eq!(ResponseMode::new("query.jwt"), Ok(ResponseMode::QUERY_JWT));
    }
}
