//! Seeds of the registration targets.

use super::Seed;

/// A document with many kinds of members.
const FULL: &str = r##"{"redirect_uris":["https://app.example/cb","com.example.app:/cb"],"response_types":["code id_token"],"grant_types":[],"application_type":"native","client_name":"App","client_name#ja-Jpan-JP":"\u30AF","tos_uri#de":"https://app.example/de","jwks":{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"1","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]},"jwks_uri":"https://app.example/jwks","default_max_age":3600,"require_auth_time":true,"request_uris":["https://app.example/r#h"],"scope":"openid email","response_modes":["query.jwt"],"id_token_encrypted_response_alg":"ECDH-ES","id_token_signing_alg_values_supported":["ES256"],"zoo":[null]}"##;

pub(super) fn seeds() -> Vec<Seed> {
    vec![
        Seed::valid("client_metadata", "empty", "{}"),
        Seed::valid("client_metadata", "full", FULL),
        Seed::valid("client_metadata", "null", r#"{"scope":null,"client_name#de":"","x":null}"#),
        Seed::refused("client_metadata", "number", r#"{"redirect_uris":["https://a.example",1]}"#),
        Seed::refused("client_metadata", "script", r#"{"logo_uri#de":"javascript:alert(1)"}"#),
        Seed::refused("client_metadata", "no_keys", r#"{"jwks":{}}"#),
    ]
}
