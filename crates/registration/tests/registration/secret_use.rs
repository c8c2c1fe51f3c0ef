//! What the secret of a client is used for.

use symbolon_registration::SecretUse::{Compared, Key, NotUsed};
use symbolon_registration::{ClientMetadata, SecretUse};

#[test]
fn core_16_19_the_secret_is_long_enough_for_each_use() {
    let rows: &[(&str, SecretUse)] = &[
        ("{}", Compared),
        (r#"{"token_endpoint_auth_method":"client_secret_post"}"#, Compared),
        (r#"{"token_endpoint_auth_method":"none"}"#, NotUsed),
        (r#"{"token_endpoint_auth_method":"private_key_jwt"}"#, NotUsed),
        (r#"{"token_endpoint_auth_method":"tls_client_auth"}"#, NotUsed),
        (r#"{"token_endpoint_auth_method":"client_secret_jwt"}"#, Key { octets: 64 }),
        (
            r#"{"token_endpoint_auth_method":"client_secret_jwt","token_endpoint_auth_signing_alg":"HS256"}"#,
            Key { octets: 32 },
        ),
        (r#"{"id_token_signed_response_alg":"HS384"}"#, Key { octets: 48 }),
        (r#"{"id_token_signed_response_alg":"ES256"}"#, Compared),
        (
            r#"{"token_endpoint_auth_method":"private_key_jwt","request_object_signing_alg":"HS512"}"#,
            Key { octets: 64 },
        ),
        (
            r#"{"userinfo_signed_response_alg":"HS256","authorization_signed_response_alg":"HS512"}"#,
            Key { octets: 64 },
        ),
    ];
    for (json, expected) in rows {
        let metadata = ClientMetadata::parse(json.as_bytes()).unwrap();
        assert_eq!(metadata.secret_use(), *expected, "{json}");
    }
}

#[test]
fn registration_2_symmetric_encryption_needs_a_secret() {
    for member in ["request_object_encryption_alg", "id_token_encrypted_response_alg"] {
        for (alg, expected) in [("dir", Key { octets: 32 }), ("RSA-OAEP-256", NotUsed)] {
            let json = format!(r#"{{"token_endpoint_auth_method":"none","{member}":"{alg}"}}"#);
            let metadata = ClientMetadata::parse(json.as_bytes()).unwrap();
            assert_eq!(metadata.secret_use(), expected, "{json}");
        }
    }
}
