//! Codes, tokens and secrets: texts that must not leak.

use crate::syntax::characters::is_visible_text;

secret_text! {
    /// An authorization code: a secret that the authorization endpoint sends to the client through
    /// the browser. The client can exchange the code for tokens once, at the token endpoint.
    ///
    /// [RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2); grammar in
    /// [§A.11](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.11).
    AuthorizationCode, is_visible_text
}

secret_text! {
    /// An access token: the credential that a client presents to an API in order to access it.
    ///
    /// [RFC 6749 §1.4](https://www.rfc-editor.org/rfc/rfc6749#section-1.4); grammar in
    /// [§A.12](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.12). The type does not implement
    /// `Display`, so that a token is not logged by accident:
    ///
    /// ```compile_fail,E0277
    /// println!("{}", symbolon_oauth::AccessToken::new("mF_9.B5f-4.1JqM".to_owned()));
    /// ```
    ///
    /// The type does not implement `Hash` either, because a map would compare tokens in variable
    /// time. Use the [`fingerprint`](Self::fingerprint) as the key:
    ///
    /// ```compile_fail,E0277
    /// let token = symbolon_oauth::AccessToken::new("mF_9.B5f-4.1JqM".to_owned());
    /// let records = std::collections::HashSet::from([token]);
    /// ```
    AccessToken, is_visible_text
}

secret_text! {
    /// A refresh token: the credential that a client exchanges for new access tokens.
    ///
    /// [RFC 6749 §1.5](https://www.rfc-editor.org/rfc/rfc6749#section-1.5); grammar in
    /// [§A.17](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.17).
    RefreshToken, is_visible_text
}

secret_text! {
    /// A client secret: the password of a confidential client.
    ///
    /// [RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1); grammar in
    /// [§A.2](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.2).
    ClientSecret, is_visible_text
}

secret_text_new!(AuthorizationCode, AccessToken, RefreshToken, ClientSecret, EncodedJwt);

secret_text! {
    /// A JWT in compact form that has not been verified, such as an ID Token or an assertion.
    ///
    /// See [RFC 7519 §3](https://www.rfc-editor.org/rfc/rfc7519#section-3).
    EncodedJwt, is_compact
}

/// Returns whether the text is base64url parts with periods between them (RFC 7515 §7.1, RFC 7516
/// §7.1).
fn is_compact(text: &str) -> bool {
    let part_character = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    text.contains('.') && text.bytes().all(|byte| byte == b'.' || part_character(byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SyntaxError;

    #[test]
    fn attack_126_debug_prints_only_the_name_of_the_type() {
        let code = AuthorizationCode::new("SplxlOBeZQQYbYS6WxSbIA".to_owned());
        let jwt = EncodedJwt::new("e30.e30.c2ln".to_owned());
        assert_eq!(format!("{code:?}"), "AuthorizationCode");
        assert_eq!(format!("{jwt:?}"), "EncodedJwt");
        assert_eq!(format!("{:?}", AccessToken::new("t".to_owned())), "AccessToken");
        assert_eq!(format!("{:?}", RefreshToken::new("t".to_owned())), "RefreshToken");
        assert_eq!(format!("{:?}", ClientSecret::new("t".to_owned())), "ClientSecret");
    }

    #[test]
    fn attack_126_errors_do_not_quote_the_text() {
        let error = AccessToken::parse("se\ncret".to_owned()).unwrap_err();
        assert_eq!(error, SyntaxError::AccessToken);
        assert!(!format!("{error} {error:?}").contains("cret"));
    }

    #[test]
    fn attack_125_equality_is_by_content() {
        let secret = ClientSecret::new("7Fjfp0ZBr1KtDRbnfVdmIw".to_owned());
        assert_eq!(secret, secret.clone());
        assert_ne!(secret, ClientSecret::new("7Fjfp0ZBr1KtDRbnfVdmIx".to_owned()));
        assert_ne!(secret, ClientSecret::new("7Fjfp0ZBr1KtDRbnfVdmI".to_owned()));
    }

    #[test]
    fn rfc6749_a_codes_and_tokens_are_visible_ascii() {
        assert!(AuthorizationCode::parse("a b~".to_owned()).is_ok());
        for refused in ["", "a\r\nb", "\u{7f}", "é", "a\0"] {
            let text = refused.to_owned();
            assert_eq!(AuthorizationCode::parse(text.clone()), Err(SyntaxError::AuthorizationCode));
            assert_eq!(RefreshToken::parse(text.clone()), Err(SyntaxError::RefreshToken));
            assert_eq!(ClientSecret::parse(text), Err(SyntaxError::ClientSecret));
        }
    }

    #[test]
    fn rfc7519_3_a_jwt_is_base64url_parts_and_periods() {
        assert!(EncodedJwt::parse("e30.e30.c2ln".to_owned()).is_ok());
        for refused in ["", "e30", "e30.e30.c2ln\n", "e30.e30.c2=", "{}.{}.x"] {
            assert_eq!(EncodedJwt::parse(refused.to_owned()), Err(SyntaxError::EncodedJwt));
        }
    }
}
