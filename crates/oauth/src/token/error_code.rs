//! `error`: the code of an error response.

use crate::syntax::characters::is_description;

registry! {
    /// `error`: why a server refused a request.
    ///
    /// [RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1),
    /// [§5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2); grammar in
    /// [§A.7](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.7).
    ErrorCode, is_description;

    /// A parameter is missing, repeated or malformed
    /// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)).
    INVALID_REQUEST = "invalid_request";
    /// The client is not allowed to make this kind of request
    /// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)).
    UNAUTHORIZED_CLIENT = "unauthorized_client";
    /// The user or the server denied the request
    /// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)).
    ACCESS_DENIED = "access_denied";
    /// The server does not support this `response_type`
    /// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)).
    UNSUPPORTED_RESPONSE_TYPE = "unsupported_response_type";
    /// The scope is malformed, unknown, or wider than the scope that was granted
    /// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)).
    INVALID_SCOPE = "invalid_scope";
    /// The server failed unexpectedly. The authorization endpoint sends this code in a redirect,
    /// because a redirect cannot have the HTTP status 500
    /// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)).
    SERVER_ERROR = "server_error";
    /// The server is overloaded or under maintenance
    /// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)).
    TEMPORARILY_UNAVAILABLE = "temporarily_unavailable";

    /// The client authentication failed
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    INVALID_CLIENT = "invalid_client";
    /// The authorization code or refresh token is unknown, was used before, has expired, or was
    /// issued to a different client
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    INVALID_GRANT = "invalid_grant";
    /// The server does not support this `grant_type`
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    UNSUPPORTED_GRANT_TYPE = "unsupported_grant_type";

    /// The access token is expired, revoked or malformed
    /// ([RFC 6750 §3.1](https://www.rfc-editor.org/rfc/rfc6750#section-3.1)).
    INVALID_TOKEN = "invalid_token";
    /// The scope of the access token does not allow this request
    /// ([RFC 6750 §3.1](https://www.rfc-editor.org/rfc/rfc6750#section-3.1)).
    INSUFFICIENT_SCOPE = "insufficient_scope";

    /// The server needs to interact with the user, but the request forbids this with `prompt=none`
    /// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    INTERACTION_REQUIRED = "interaction_required";
    /// The user needs to sign in, but the request forbids this with `prompt=none`
    /// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    LOGIN_REQUIRED = "login_required";
    /// The user needs to choose an account, but the request forbids this with `prompt=none`
    /// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    ACCOUNT_SELECTION_REQUIRED = "account_selection_required";
    /// The user needs to consent, but the request forbids this with `prompt=none`
    /// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    CONSENT_REQUIRED = "consent_required";
    /// The user's authentication does not satisfy what the request requires, such as an essential
    /// `acr` claim
    /// ([Unmet Authentication Requirements §1](https://openid.net/specs/openid-connect-unmet-authentication-requirements-1_0.html)).
    UNMET_AUTHENTICATION_REQUIREMENTS = "unmet_authentication_requirements";
    /// The server cannot fetch the request object from the URL in `request_uri`, or the fetched
    /// content is invalid
    /// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    INVALID_REQUEST_URI = "invalid_request_uri";
    /// The request object, which is a JWT that contains the parameters of the request, is invalid
    /// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    INVALID_REQUEST_OBJECT = "invalid_request_object";
    /// The server does not support the `request` parameter
    /// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    REQUEST_NOT_SUPPORTED = "request_not_supported";
    /// The server does not support the `request_uri` parameter
    /// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    REQUEST_URI_NOT_SUPPORTED = "request_uri_not_supported";
    /// The value of a redirect URI in client metadata is not allowed
    /// ([RFC 7591 §3.2.2](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.2)).
    INVALID_REDIRECT_URI = "invalid_redirect_uri";
    /// The value of a member of client metadata other than `redirect_uris` is not allowed
    /// ([RFC 7591 §3.2.2](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.2)).
    INVALID_CLIENT_METADATA = "invalid_client_metadata";
    /// The software statement of a registration request is invalid
    /// ([RFC 7591 §3.2.2](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.2)).
    INVALID_SOFTWARE_STATEMENT = "invalid_software_statement";
    /// The server does not trust the issuer of the software statement of a registration request
    /// ([RFC 7591 §3.2.2](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.2)).
    UNAPPROVED_SOFTWARE_STATEMENT = "unapproved_software_statement";
    /// The server does not support the `registration` parameter
    /// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
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
