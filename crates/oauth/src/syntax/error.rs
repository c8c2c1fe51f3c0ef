/// A text is not what its grammar says it is.
///
/// One variant per grammar. The offending text is never part of the error: it is somebody
/// else's, and may be a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SyntaxError {
    /// `client_id` is one or more visible ASCII characters:
    /// [RFC 6749 appendix A.1](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.1).
    #[error("the client identifier is not visible ASCII text")]
    ClientId,
    /// `client_secret` is visible ASCII:
    /// [RFC 6749 appendix A.2](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.2).
    #[error("the client secret is not visible ASCII text")]
    ClientSecret,
    /// `response_type` is a list of names made of letters, digits and underscores:
    /// [RFC 6749 appendix A.3](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.3).
    #[error("the response type is not a list of response names")]
    ResponseType,
    /// `response_mode` is a name:
    /// [Multiple Response Types §2.1](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#ResponseModes).
    #[error("the response mode is not a name")]
    ResponseMode,
    /// `scope` is a list of scope tokens with one space between two:
    /// [RFC 6749 section 3.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.3).
    #[error("the scope is not a list of scope tokens")]
    Scope,
    /// `state` is visible ASCII:
    /// [RFC 6749 appendix A.5](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.5).
    #[error("the state is not visible ASCII text")]
    State,
    /// `error` is made of printable ASCII without the double quote and the backslash:
    /// [RFC 6749 appendix A.7](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.7).
    #[error("the error code holds a character that error codes may not hold")]
    ErrorCode,
    /// `grant_type` is a name or a URI reference:
    /// [RFC 6749 appendix A.10](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.10).
    #[error("the grant type is neither a name nor a URI")]
    GrantType,
    /// `code` is visible ASCII:
    /// [RFC 6749 appendix A.11](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.11).
    #[error("the authorization code is not visible ASCII text")]
    AuthorizationCode,
    /// `access_token` is visible ASCII:
    /// [RFC 6749 appendix A.12](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.12).
    #[error("the access token is not visible ASCII text")]
    AccessToken,
    /// `token_type` is a name or a URI reference:
    /// [RFC 6749 appendix A.13](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.13).
    #[error("the token type is neither a name nor a URI")]
    TokenType,
    /// `refresh_token` is visible ASCII:
    /// [RFC 6749 appendix A.17](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.17).
    #[error("the refresh token is not visible ASCII text")]
    RefreshToken,
    /// `code_verifier` is 43 to 128 unreserved characters:
    /// [RFC 7636 section 4.1](https://www.rfc-editor.org/rfc/rfc7636#section-4.1).
    #[error("the code verifier is not 43 to 128 unreserved characters")]
    CodeVerifier,
    /// An S256 `code_challenge` is the base64url form of 32 bytes, 43 characters:
    /// [RFC 7636 section 4.2](https://www.rfc-editor.org/rfc/rfc7636#section-4.2).
    #[error("the code challenge is not the base64url form of a SHA-256 digest")]
    CodeChallenge,
    /// A client authentication method is a registered name:
    /// [RFC 7591 section 4.2](https://www.rfc-editor.org/rfc/rfc7591#section-4.2).
    #[error("the client authentication method is not a name")]
    ClientAuthenticationMethod,
    /// A JWT in compact form is base64url parts with periods between them:
    /// [RFC 7519 section 3](https://www.rfc-editor.org/rfc/rfc7519#section-3).
    #[error("the JWT is not base64url text with periods")]
    EncodedJwt,
}

impl SyntaxError {
    /// A stable name for logs and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            SyntaxError::ClientId => "client_id.syntax",
            SyntaxError::ClientSecret => "client_secret.syntax",
            SyntaxError::ResponseType => "response_type.syntax",
            SyntaxError::ResponseMode => "response_mode.syntax",
            SyntaxError::Scope => "scope.syntax",
            SyntaxError::State => "state.syntax",
            SyntaxError::ErrorCode => "error.syntax",
            SyntaxError::GrantType => "grant_type.syntax",
            SyntaxError::AuthorizationCode => "code.syntax",
            SyntaxError::AccessToken => "access_token.syntax",
            SyntaxError::TokenType => "token_type.syntax",
            SyntaxError::RefreshToken => "refresh_token.syntax",
            SyntaxError::CodeVerifier => "code_verifier.syntax",
            SyntaxError::CodeChallenge => "code_challenge.syntax",
            SyntaxError::ClientAuthenticationMethod => "client_authentication_method.syntax",
            SyntaxError::EncodedJwt => "jwt.syntax",
        }
    }
}
