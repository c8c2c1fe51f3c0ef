//! The response mode that follows from the response type and the `response_mode` of a request.

use symbolon_jose::Excerpt;

use crate::{ResponseMode, ResponseType};

impl ResponseType {
    /// Returns the response mode in which the response to a request reaches the client. `requested`
    /// is the `response_mode` of the request.
    ///
    /// If the request contains no `response_mode`, the result is
    /// [`default_mode`](Self::default_mode). For `jwt`, the result is `query.jwt` or `fragment.jwt`
    /// ([JARM §2.3.4](https://openid.net/specs/oauth-v2-jarm.html#name-response-mode-jwt)).
    ///
    /// `query.jwt` is accepted for every response type. If the response type returns tokens, the
    /// JWT must also be encrypted: see
    /// [`ReturnPath::requires_encryption`](crate::ReturnPath::requires_encryption).
    ///
    /// # Errors
    /// [`ResponseModeError::Unsupported`] when the mode is not in [`ResponseMode::ALL`], and
    /// [`ResponseModeError::TokenInQuery`] when the mode is `query` and the response type returns
    /// tokens.
    pub fn resolve_mode(
        &self,
        requested: Option<&ResponseMode>,
    ) -> Result<ResponseMode, ResponseModeError> {
        let Some(mode) = requested else { return Ok(self.default_mode()) };
        // JARM §2.3.4: the default encoding of the response type, as a JWT.
        if *mode == ResponseMode::JWT {
            let in_fragment = self.returns_tokens();
            let modes = (ResponseMode::FRAGMENT_JWT, ResponseMode::QUERY_JWT);
            return Ok(if in_fragment { modes.0 } else { modes.1 });
        }
        if !ResponseMode::ALL.contains(mode) {
            return Err(ResponseModeError::Unsupported { found: mode.clone() });
        }
        // Multiple Response Types §3, §5: the query encoding MUST NOT be used.
        if *mode == ResponseMode::QUERY && self.returns_tokens() {
            return Err(ResponseModeError::TokenInQuery { response_type: self.clone() });
        }
        Ok(mode.clone())
    }
}

/// The reason why an authorization response cannot be sent in the requested response mode.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ResponseModeError {
    /// The response mode is not in [`ResponseMode::ALL`], which lists the modes that
    /// specifications define
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

    #[test]
    fn jarm_2_3_4_the_mode_jwt_is_the_default_encoding_of_the_response_type() {
        for response_type in ResponseType::ALL {
            let expected = format!("{}.jwt", response_type.default_mode());
            let mode = response_type.resolve_mode(Some(&ResponseMode::JWT)).unwrap();
            assert_eq!(mode.as_str(), expected, "{response_type}");
        }
    }

    #[test]
    fn attack_092_a_token_is_never_in_the_query() {
        for response_type in ResponseType::ALL {
            let mode = response_type.resolve_mode(Some(&ResponseMode::QUERY));
            match response_type.as_str() {
                "code" | "none" => assert_eq!(mode, Ok(ResponseMode::QUERY)),
                _ => assert_eq!(mode, Err(ResponseModeError::TokenInQuery { response_type })),
            }
        }
        let token = ResponseType::new("token").unwrap();
        assert!(token.resolve_mode(Some(&ResponseMode::QUERY)).is_err());
    }
}
