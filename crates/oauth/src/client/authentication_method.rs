//! `token_endpoint_auth_method`: how a client authenticates.

use crate::syntax::characters::is_unquoted_text;

registry! {
    /// `token_endpoint_auth_method`: how a client authenticates to the authorization server.
    ///
    /// Registry: [RFC 7591 §4.2](https://www.rfc-editor.org/rfc/rfc7591#section-4.2). Meanings:
    /// [OpenID Connect Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication).
    ClientAuthenticationMethod, is_unquoted_text;
    /// The client does not authenticate: it is a public client.
    NONE = "none";
    /// The client sends its secret in an `Authorization: Basic` header
    /// ([RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1)).
    CLIENT_SECRET_BASIC = "client_secret_basic";
    /// The client sends its secret in the form body
    /// ([RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1)).
    CLIENT_SECRET_POST = "client_secret_post";
    /// The client sends a JWT that it has signed with its private key
    /// ([RFC 7523 §2.2](https://www.rfc-editor.org/rfc/rfc7523#section-2.2)).
    PRIVATE_KEY_JWT = "private_key_jwt";
    /// The client sends a JWT with a MAC, whose key is the client's secret
    /// ([Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication)).
    CLIENT_SECRET_JWT = "client_secret_jwt";
    /// The client presents a TLS certificate with a subject that it registered
    /// ([RFC 8705 §2.1](https://www.rfc-editor.org/rfc/rfc8705#section-2.1)).
    TLS_CLIENT_AUTH = "tls_client_auth";
    /// The client presents a self-signed TLS certificate that it registered
    /// ([RFC 8705 §2.2](https://www.rfc-editor.org/rfc/rfc8705#section-2.2)).
    SELF_SIGNED_TLS_CLIENT_AUTH = "self_signed_tls_client_auth";
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
