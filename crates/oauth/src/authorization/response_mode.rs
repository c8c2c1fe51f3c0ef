//! `response_mode`: the way in which an authorization response reaches the client.

use symbolon_jose::Excerpt;

use crate::ResponseType;
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
    /// The seven registered response modes.
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

/// The reason why an authorization response cannot be sent in the requested response mode.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ResponseModeError {
    /// The response mode is not registered. [`ResponseMode::ALL`] lists the registered modes
    /// ([Multiple Response Types §2.1](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#ResponseModes)).
    #[error(
        "the response mode {found} is not supported; expected query, fragment, form_post, jwt, \
         query.jwt, fragment.jwt or form_post.jwt"
    )]
    Unsupported {
        /// The requested response mode.
        found: ResponseMode,
    },
    /// The response mode is `query`, but the response contains an access token or an ID Token.
    /// Browsers and servers keep the query of a URL in histories and logs
    /// ([Multiple Response Types §3](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#id_token),
    /// [§5](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#Combinations)).
    #[error(
        "the response mode query is not allowed for the response type \"{response_type}\"; use \
         fragment or form_post"
    )]
    TokenInQuery {
        /// The response type of the request.
        response_type: ResponseType,
    },
    /// The response mode is `form_post` or `form_post.jwt`, but the redirect URI has neither the
    /// scheme `https` nor `http`. An app that a private-use scheme opens receives a URL only, so
    /// the form would be lost
    /// ([Form Post Response Mode §2](https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html#FormPostResponseMode)).
    #[error(
        "a form cannot be posted to a redirect URI with the scheme {found}; expected https or http"
    )]
    FormScheme {
        /// The scheme of the redirect URI.
        found: Excerpt,
    },
}

impl ResponseModeError {
    /// Returns a stable name for logs and metrics, such as `"response_mode.unsupported"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unsupported { .. } => "response_mode.unsupported",
            Self::TokenInQuery { .. } => "response_mode.token_in_query",
            Self::FormScheme { .. } => "response_mode.form_scheme",
        }
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
