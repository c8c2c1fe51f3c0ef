use crate::syntax::characters::is_unquoted_text;

registry! {
    /// `token_endpoint_auth_method`: how a client proves who it is.
    ///
    /// The registry is that of
    /// [RFC 7591 section 4.2](https://www.rfc-editor.org/rfc/rfc7591#section-4.2); the meanings
    /// stand in [OpenID Connect Core section 9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication).
    ClientAuthenticationMethod, is_unquoted_text;
    /// Not at all: a public client.
    NONE = "none";
    /// The secret in an `Authorization: Basic` header:
    /// [RFC 6749 section 2.3.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1).
    CLIENT_SECRET_BASIC = "client_secret_basic";
    /// The secret in the form body:
    /// [RFC 6749 section 2.3.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1).
    CLIENT_SECRET_POST = "client_secret_post";
    /// A JWT signed with the client's private key:
    /// [RFC 7523 section 2.2](https://www.rfc-editor.org/rfc/rfc7523#section-2.2).
    PRIVATE_KEY_JWT = "private_key_jwt";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SyntaxError;

    #[test]
    fn rfc7591_4_2_registered_values_are_constants_and_others_survive() {
        assert_eq!(
            ClientAuthenticationMethod::new("private_key_jwt"),
            Ok(ClientAuthenticationMethod::PRIVATE_KEY_JWT)
        );
        let other: ClientAuthenticationMethod =
            serde_json::from_str("\"tls_client_auth\"").unwrap();
        assert_eq!(serde_json::to_string(&other).unwrap(), "\"tls_client_auth\"");
        assert_eq!(
            ClientAuthenticationMethod::new(""),
            Err(SyntaxError::ClientAuthenticationMethod)
        );
    }
}
