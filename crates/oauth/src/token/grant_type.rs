//! `grant_type`: the kind of authorization grant in a token request.

use crate::syntax::characters::is_unquoted_text;

registry! {
    /// `grant_type`: the kind of authorization grant in a token request.
    ///
    /// [RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3); grammar in
    /// [§A.10](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.10). If an extension of OAuth
    /// defines a grant type, the value is a URI.
    GrantType, is_unquoted_text;
    /// `authorization_code`: the client presents an authorization code
    /// ([RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3)).
    AUTHORIZATION_CODE = "authorization_code";
    /// `refresh_token`: the client presents a refresh token
    /// ([RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749#section-6)).
    REFRESH_TOKEN = "refresh_token";
    /// `implicit`: the authorization endpoint returns tokens to the client. A client registers this
    /// grant type for the response types that include `id_token` or `token`. A token request never
    /// contains this value
    /// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
    IMPLICIT = "implicit";
    /// `client_credentials`: the client requests an access token for itself, without a user
    /// ([RFC 6749 §4.4.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.4.2)).
    CLIENT_CREDENTIALS = "client_credentials";
    /// `password`: the client presents the user's password
    /// ([RFC 6749 §4.3.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.3.2)). Do not use this
    /// grant type
    /// ([RFC 9700 §2.4](https://www.rfc-editor.org/rfc/rfc9700#section-2.4)).
    PASSWORD = "password";
    /// `urn:ietf:params:oauth:grant-type:jwt-bearer`: the client presents a JWT assertion
    /// ([RFC 7523 §2.1](https://www.rfc-editor.org/rfc/rfc7523#section-2.1)).
    JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    /// `urn:ietf:params:oauth:grant-type:saml2-bearer`: the client presents a SAML 2.0 assertion
    /// ([RFC 7591 §2](https://www.rfc-editor.org/rfc/rfc7591#section-2)).
    SAML2_BEARER = "urn:ietf:params:oauth:grant-type:saml2-bearer";
    /// `urn:ietf:params:oauth:grant-type:device_code`: the client presents a device code
    /// ([RFC 8628 §3.4](https://www.rfc-editor.org/rfc/rfc8628#section-3.4)).
    DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";
    /// `urn:openid:params:grant-type:ciba`: the client presents the identifier of a backchannel
    /// authentication request
    /// ([CIBA §4](https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#registration)).
    CIBA = "urn:openid:params:grant-type:ciba";
    /// `urn:ietf:params:oauth:grant-type:token-exchange`: the client exchanges a token for another
    /// token ([RFC 8693 §2.1](https://www.rfc-editor.org/rfc/rfc8693#section-2.1)).
    TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SyntaxError;

    #[test]
    fn rfc6749_a_10_a_name_or_a_uri() {
        assert_eq!(GrantType::new("refresh_token"), Ok(GrantType::REFRESH_TOKEN));
        assert!(GrantType::new("urn:ietf:params:oauth:grant-type:device_code").is_ok());
        for refused in ["", "a b", "a\"b", "a\nb", "é"] {
            assert_eq!(GrantType::new(refused), Err(SyntaxError::GrantType));
        }
    }
}
