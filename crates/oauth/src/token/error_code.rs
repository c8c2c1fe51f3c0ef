use crate::syntax::characters::is_description;

registry! {
    /// `error`: why a request was refused.
    ///
    /// [RFC 6749 section 4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1) and
    /// [section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2); grammar in
    /// [appendix A.7](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.7).
    ErrorCode, is_description;

    /// A parameter is missing, repeated, or malformed:
    /// [RFC 6749 section 4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1).
    INVALID_REQUEST = "invalid_request";
    /// The client may not ask in this way:
    /// [RFC 6749 section 4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1).
    UNAUTHORIZED_CLIENT = "unauthorized_client";
    /// The resource owner or the server said no:
    /// [RFC 6749 section 4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1).
    ACCESS_DENIED = "access_denied";
    /// The server does not issue what `response_type` asks for:
    /// [RFC 6749 section 4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1).
    UNSUPPORTED_RESPONSE_TYPE = "unsupported_response_type";
    /// The scope is malformed, unknown, or wider than what was granted:
    /// [RFC 6749 section 4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1).
    INVALID_SCOPE = "invalid_scope";
    /// The server failed, and no status code can say so in a redirect:
    /// [RFC 6749 section 4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1).
    SERVER_ERROR = "server_error";
    /// The server is overloaded or down for a while:
    /// [RFC 6749 section 4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1).
    TEMPORARILY_UNAVAILABLE = "temporarily_unavailable";

    /// Client authentication failed:
    /// [RFC 6749 section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2).
    INVALID_CLIENT = "invalid_client";
    /// The code or refresh token is wrong, spent, expired, or somebody else's:
    /// [RFC 6749 section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2).
    INVALID_GRANT = "invalid_grant";
    /// The server does not know the grant type:
    /// [RFC 6749 section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2).
    UNSUPPORTED_GRANT_TYPE = "unsupported_grant_type";

    /// The access token is expired, revoked, or malformed:
    /// [RFC 6750 section 3.1](https://www.rfc-editor.org/rfc/rfc6750#section-3.1).
    INVALID_TOKEN = "invalid_token";
    /// The access token does not reach that far:
    /// [RFC 6750 section 3.1](https://www.rfc-editor.org/rfc/rfc6750#section-3.1).
    INSUFFICIENT_SCOPE = "insufficient_scope";

    /// The end-user would have to be asked something:
    /// [Core section 3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError).
    INTERACTION_REQUIRED = "interaction_required";
    /// The end-user would have to sign in:
    /// [Core section 3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError).
    LOGIN_REQUIRED = "login_required";
    /// The end-user would have to choose among accounts:
    /// [Core section 3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError).
    ACCOUNT_SELECTION_REQUIRED = "account_selection_required";
    /// The end-user would have to consent:
    /// [Core section 3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError).
    CONSENT_REQUIRED = "consent_required";
    /// What `request_uri` points at is an error or unusable:
    /// [Core section 3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError).
    INVALID_REQUEST_URI = "invalid_request_uri";
    /// The request object is invalid:
    /// [Core section 3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError).
    INVALID_REQUEST_OBJECT = "invalid_request_object";
    /// The server does not take the `request` parameter:
    /// [Core section 3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError).
    REQUEST_NOT_SUPPORTED = "request_not_supported";
    /// The server does not take the `request_uri` parameter:
    /// [Core section 3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError).
    REQUEST_URI_NOT_SUPPORTED = "request_uri_not_supported";
    /// The server does not take the `registration` parameter:
    /// [Core section 3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError).
    REGISTRATION_NOT_SUPPORTED = "registration_not_supported";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SyntaxError;

    #[test]
    fn rfc6749_a_7_error_code_grammar() {
        assert_eq!(ErrorCode::new("invalid_grant"), Ok(ErrorCode::INVALID_GRANT));
        assert!(ErrorCode::new("slow_down").is_ok());
        for refused in ["", "a\"b", "a\\b", "a\r\nb", "é"] {
            assert_eq!(ErrorCode::new(refused), Err(SyntaxError::ErrorCode));
        }
    }
}
