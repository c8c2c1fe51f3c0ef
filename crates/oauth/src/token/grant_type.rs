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
