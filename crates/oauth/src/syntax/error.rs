//! The error for a text that is malformed.

/// The reason why a text is not a valid value of a parameter. The variant names the parameter.
///
/// The error does not contain the text, because the text can be a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SyntaxError {
    /// `client_id` is empty or contains a character that is not printable ASCII
    /// ([RFC 6749 §A.1](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.1)).
    #[error("the client identifier is empty or has a character that is not printable ASCII")]
    ClientId,
    /// `client_secret` is empty or contains a character that is not printable ASCII
    /// ([RFC 6749 §A.2](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.2)).
    #[error("the client secret is empty or has a character that is not printable ASCII")]
    ClientSecret,
    /// `response_type` is malformed. It must consist of one or more names, separated by single
    /// spaces. Each name consists of ASCII letters, digits and underscores, and no name may occur
    /// twice ([RFC 6749 §A.3](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.3)).
    #[error(
        "the response type is malformed; expected names of ASCII letters, digits and underscores, \
         separated by single spaces, and no name twice"
    )]
    ResponseType,
    /// `response_mode` is malformed. It must consist of one or more printable ASCII characters,
    /// without spaces, double quotes and backslashes
    /// ([Multiple Response Types §2.1](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#ResponseModes)).
    #[error(
        "the response mode is malformed; expected one or more printable ASCII characters, without \
         spaces, double quotes and backslashes"
    )]
    ResponseMode,
    /// `scope` is malformed. It must consist of 1 to 100 scope tokens, separated by single spaces.
    /// A token must consist of printable ASCII characters, without double quotes and backslashes
    /// ([RFC 6749 §3.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.3)).
    #[error(
        "the scope is malformed; expected 1 to 100 scope tokens, separated by single spaces, of \
         printable ASCII characters without double quotes and backslashes"
    )]
    Scope,
    /// The scope in a response is longer than
    /// [`Scope::MAX_RESPONSE_LENGTH`](crate::Scope::MAX_RESPONSE_LENGTH)
    /// ([RFC 6749 §3.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.3)).
    #[error(
        "the scope is too long; at most {} bytes are accepted",
        crate::Scope::MAX_RESPONSE_LENGTH
    )]
    ScopeTooLong,
    /// `state` is empty or contains a character that is not printable ASCII
    /// ([RFC 6749 §A.5](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.5)).
    #[error("the state is empty or has a character that is not printable ASCII")]
    State,
    /// `error` is malformed. It must consist of one or more printable ASCII characters, without
    /// double quotes and backslashes
    /// ([RFC 6749 §A.7](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.7)).
    #[error(
        "the error code is malformed; expected one or more printable ASCII characters, without \
         double quotes and backslashes"
    )]
    ErrorCode,
    /// `grant_type` is malformed. It must consist of one or more printable ASCII characters,
    /// without spaces, double quotes and backslashes
    /// ([RFC 6749 §A.10](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.10)).
    #[error(
        "the grant type is malformed; expected one or more printable ASCII characters, without \
         spaces, double quotes and backslashes"
    )]
    GrantType,
    /// `code` is empty or contains a character that is not printable ASCII
    /// ([RFC 6749 §A.11](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.11)).
    #[error("the authorization code is empty or has a character that is not printable ASCII")]
    AuthorizationCode,
    /// `access_token` is empty or contains a character that is not printable ASCII
    /// ([RFC 6749 §A.12](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.12)).
    #[error("the access token is empty or has a character that is not printable ASCII")]
    AccessToken,
    /// `token_type` is malformed. It must consist of one or more printable ASCII characters,
    /// without spaces, double quotes and backslashes
    /// ([RFC 6749 §A.13](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.13)).
    #[error(
        "the token type is malformed; expected one or more printable ASCII characters, without \
         spaces, double quotes and backslashes"
    )]
    TokenType,
    /// `refresh_token` is empty or contains a character that is not printable ASCII
    /// ([RFC 6749 §A.17](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.17)).
    #[error("the refresh token is empty or has a character that is not printable ASCII")]
    RefreshToken,
    /// `code_verifier` is malformed. It must consist of 43 to 128 ASCII letters, digits, hyphens,
    /// periods, underscores and tildes
    /// ([RFC 7636 §4.1](https://www.rfc-editor.org/rfc/rfc7636#section-4.1)).
    #[error(
        "the code verifier is malformed; expected 43 to 128 ASCII letters, digits and the \
         characters - . _ ~"
    )]
    CodeVerifier,
    /// `code_challenge` is malformed. It must consist of 32 bytes, encoded as 43 characters of
    /// base64url ([RFC 7636 §4.2](https://www.rfc-editor.org/rfc/rfc7636#section-4.2)).
    #[error(
        "the code challenge is malformed; expected a SHA-256 digest, encoded as 43 characters of \
         base64url"
    )]
    CodeChallenge,
    /// The name of the client authentication method is malformed. It must consist of one or more
    /// printable ASCII characters, without spaces, double quotes and backslashes
    /// ([RFC 7591 §4.2](https://www.rfc-editor.org/rfc/rfc7591#section-4.2)).
    #[error(
        "the client authentication method is malformed; expected one or more printable ASCII \
         characters, without spaces, double quotes and backslashes"
    )]
    ClientAuthenticationMethod,
    /// The JWT is not in compact form. It must consist of base64url parts, separated by periods
    /// ([RFC 7519 §3](https://www.rfc-editor.org/rfc/rfc7519#section-3)).
    #[error("the JWT is not in compact form; expected base64url parts, separated by periods")]
    EncodedJwt,
    /// `request_uri` is malformed. It must be an absolute URI of at most 2048 printable ASCII
    /// characters, without spaces
    /// ([RFC 9126 §2.2](https://www.rfc-editor.org/rfc/rfc9126#section-2.2)).
    #[error(
        "the request URI is malformed; expected a URI with a scheme, of at most {} printable ASCII \
         characters without spaces",
        crate::pushed::RequestUri::MAX_LENGTH
    )]
    RequestUri,
}

impl SyntaxError {
    /// Returns a stable name for logs and metrics, such as `"scope.syntax"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::ClientId => "client_id.syntax",
            Self::ClientSecret => "client_secret.syntax",
            Self::ResponseType => "response_type.syntax",
            Self::ResponseMode => "response_mode.syntax",
            Self::Scope => "scope.syntax",
            Self::ScopeTooLong => "scope.too_long",
            Self::State => "state.syntax",
            Self::ErrorCode => "error.syntax",
            Self::GrantType => "grant_type.syntax",
            Self::AuthorizationCode => "code.syntax",
            Self::AccessToken => "access_token.syntax",
            Self::TokenType => "token_type.syntax",
            Self::RefreshToken => "refresh_token.syntax",
            Self::CodeVerifier => "code_verifier.syntax",
            Self::CodeChallenge => "code_challenge.syntax",
            Self::ClientAuthenticationMethod => "client_authentication_method.syntax",
            Self::EncodedJwt => "jwt.syntax",
            Self::RequestUri => "request_uri.syntax",
        }
    }
}
