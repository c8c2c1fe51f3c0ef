//! The table of rules: for each rule a valid document, one change, and the exact error.

use std::collections::BTreeSet;

use crate::common::object;
use symbolon_jose::Object;
use symbolon_jose::rule::Outcome;
use symbolon_oauth::{ErrorCode, RedirectUri, danger};
use symbolon_oidc::Localized;
use symbolon_registration::{ClientMetadata, HttpUrls, RULES};

/// The document to which every row adds members.
const WEB: &str = r#"{"redirect_uris":["https://a.example/cb"]}"#;

/// The rule, what a valid document has in addition to `WEB`, the change, and the error.
type Row = (&'static str, &'static str, &'static str, &'static str);

const KEY: &str =
    r#"{"kty":"OKP","crv":"Ed25519","kid":"1","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("extra", "{}", r#"{"client_id":"s6BhdRkqt3"}"#, r#"`extra` has the value "client_id"; expected no member that has a field of its own, and no language tag on other members"#),
    ("extra", "{}", r##"{"redirect_uris#de":["https://a.example/de"]}"##, r##"`extra` has the value "redirect_uris#de"; expected no member that has a field of its own, and no language tag on other members"##),
    ("extra", "{}", r##"{"client_name#":"x"}"##, r##"`extra` has the value "client_name#"; expected no member that has a field of its own, and no language tag on other members"##),
    ("redirect_uris", "{}", r#"{"redirect_uris":[]}"#, "`redirect_uris` is required, because the client uses a response type"),
    ("redirect_uris.number", "{}", r#"{"redirect_uris":"51"}"#, "`redirect_uris` has 51 elements; at most 50 are allowed"),
    ("redirect_uris.number", "{}", r#"{"post_logout_redirect_uris":"51"}"#, "`post_logout_redirect_uris` has 51 elements; at most 50 are allowed"),
    ("redirect_uris.pattern", "{}", r#"{"redirect_uris":["https://a.example/*"]}"#, r#"`redirect_uris` has the value "https://a.example/*"; expected a URI without `*`, because redirect URIs are not patterns"#),
    ("redirect_uris.pattern", "{}", r#"{"post_logout_redirect_uris":["https://a.example/?x=*"]}"#, r#"`post_logout_redirect_uris` has the value "https://a.example/?x=*"; expected a URI without `*`, because redirect URIs are not patterns"#),
    ("application_type", "{}", r#"{"application_type":"browser"}"#, r#"`application_type` has the value "browser"; expected `web` or `native`"#),
    ("redirect_uris.implicit", r#"{"response_types":["id_token"]}"#, r#"{"redirect_uris":["https://localhost/cb"]}"#, r#"`redirect_uris` has the value "https://localhost/cb"; expected an `https` URL on another machine, because the client has the application type `web` and the grant type `implicit`"#),
    ("redirect_uris.implicit", r#"{"response_types":["id_token"]}"#, r#"{"redirect_uris":["http://127.0.0.1/cb"]}"#, r#"`redirect_uris` has the value "http://127.0.0.1/cb"; expected an `https` URL on another machine, because the client has the application type `web` and the grant type `implicit`"#),
    ("redirect_uris.web", "{}", r#"{"redirect_uris":["com.example.app:/cb"]}"#, r#"`redirect_uris` has the value "com.example.app:/cb"; expected a URL; register the client with the application type `native` to use a private-use scheme"#),
    ("redirect_uris.native", r#"{"application_type":"native","redirect_uris":["com.example.app:/cb","http://127.0.0.1/cb","https://a.example/cb"]}"#, r#"{"redirect_uris":["https://localhost/cb"]}"#, r#"`redirect_uris` has the value "https://localhost/cb"; expected a private-use scheme, `http` on this machine, or an `https` URL that the app has claimed"#),
    ("grant_types", r#"{"grant_types":["authorization_code"]}"#, r#"{"response_types":["code","id_token"]}"#, r#"`grant_types` has the value "authorization_code"; expected `implicit` among the values, because a response type contains `token` or `id_token`"#),
    ("grant_types", r#"{"response_types":["code"]}"#, r#"{"grant_types":["refresh_token"]}"#, r#"`grant_types` has the value "refresh_token"; expected `authorization_code` among the values, because a response type contains `code`"#),
    ("response_types", r#"{"response_types":["code"]}"#, r#"{"grant_types":["authorization_code","implicit"]}"#, r#"`response_types` has the value "code"; expected a response type with `token` or `id_token`, because `grant_types` contains `implicit`"#),
    ("response_types", r#"{"response_types":["id_token"]}"#, r#"{"grant_types":["authorization_code","implicit"]}"#, r#"`response_types` has the value "id_token"; expected a response type with `code`, because `grant_types` contains `authorization_code`"#),
    ("response_modes", r#"{"response_modes":["query"]}"#, r#"{"response_modes":[]}"#, r#"`response_modes` has the value ""; expected a response mode for each response type; `query` cannot carry tokens, and `query.jwt` can carry tokens only if responses are encrypted"#),
    ("response_modes", r#"{"response_modes":["query"]}"#, r#"{"response_types":["id_token"]}"#, r#"`response_modes` has the value "query"; expected a response mode for each response type; `query` cannot carry tokens, and `query.jwt` can carry tokens only if responses are encrypted"#),
    ("response_modes", r#"{"response_types":["id_token"],"jwks_uri":"https://a.example/jwks","authorization_encrypted_response_alg":"ECDH-ES","response_modes":["query.jwt"]}"#, r#"{"authorization_encrypted_response_alg":null}"#, r#"`response_modes` has the value "query.jwt"; expected a response mode for each response type; `query` cannot carry tokens, and `query.jwt` can carry tokens only if responses are encrypted"#),
    ("client_credentials", r#"{"grant_types":["client_credentials"]}"#, r#"{"token_endpoint_auth_method":"none"}"#, r#"`token_endpoint_auth_method` has the value "none"; expected a method that authenticates the client, because `grant_types` contains `client_credentials`"#),
    ("token_endpoint_auth_method.none", r#"{"id_token_signed_response_alg":"HS256"}"#, r#"{"token_endpoint_auth_method":"none"}"#, r#"`id_token_signed_response_alg` has the value "HS256"; expected an asymmetric algorithm, because the client has no secret"#),
    ("token_endpoint_auth_method.none", r#"{"token_endpoint_auth_method":"none"}"#, r#"{"userinfo_encrypted_response_alg":"A128KW"}"#, r#"`userinfo_encrypted_response_alg` has the value "A128KW"; expected an asymmetric algorithm, because the client has no secret"#),
    ("token_endpoint_auth_method.none", r#"{"token_endpoint_auth_method":"none"}"#, r#"{"request_object_encryption_alg":"dir"}"#, r#"`request_object_encryption_alg` has the value "dir"; expected an asymmetric algorithm, because the client has no secret"#),
    ("token_endpoint_auth_signing_alg", r#"{"token_endpoint_auth_method":"private_key_jwt","jwks_uri":"https://a.example/jwks"}"#, r#"{"token_endpoint_auth_signing_alg":"none"}"#, r#"`token_endpoint_auth_signing_alg` has the value "none"; expected an algorithm that signs, because client assertions are always signed"#),
    ("token_endpoint_auth_signing_alg", r#"{"token_endpoint_auth_method":"private_key_jwt","jwks_uri":"https://a.example/jwks","token_endpoint_auth_signing_alg":"ES256"}"#, r#"{"token_endpoint_auth_signing_alg":"HS256"}"#, r#"`token_endpoint_auth_signing_alg` has the value "HS256"; expected an asymmetric algorithm, because the method is `private_key_jwt`"#),
    ("token_endpoint_auth_signing_alg", r#"{"token_endpoint_auth_method":"client_secret_jwt","token_endpoint_auth_signing_alg":"HS256"}"#, r#"{"token_endpoint_auth_signing_alg":"ES256"}"#, r#"`token_endpoint_auth_signing_alg` has the value "ES256"; expected a MAC algorithm, because the method is `client_secret_jwt`"#),
    ("token_endpoint_auth_signing_alg", "{}", r#"{"token_endpoint_auth_signing_alg":"ES256"}"#, r#"`token_endpoint_auth_signing_alg` has the value "ES256"; expected no value, because the method of the client uses no assertions"#),
    ("private_key_jwt", "{}", r#"{"token_endpoint_auth_method":"private_key_jwt"}"#, "`jwks_uri` is required, because the method is `private_key_jwt`"),
    ("private_key_jwt", r#"{"jwks":"KEY","token_endpoint_auth_method":"private_key_jwt","token_endpoint_auth_signing_alg":"Ed25519"}"#, r#"{"token_endpoint_auth_signing_alg":"ES256"}"#, r#"`jwks` has the value "ES256"; expected a key that verifies the client's assertions"#),
    ("private_key_jwt", r#"{"jwks":"KEY","token_endpoint_auth_method":"private_key_jwt"}"#, r#"{"jwks":"ENC"}"#, r#"`jwks` has the value "any algorithm"; expected a key that verifies the client's assertions"#),
    ("self_signed_tls_client_auth", "{}", r#"{"token_endpoint_auth_method":"self_signed_tls_client_auth"}"#, "`jwks_uri` is required, because the method is `self_signed_tls_client_auth`"),
    ("self_signed_tls_client_auth", r#"{"jwks":"KEY"}"#, r#"{"token_endpoint_auth_method":"self_signed_tls_client_auth"}"#, r#"`jwks` has the value "1"; expected `x5c` in each key, because the method is `self_signed_tls_client_auth`"#),
    ("tls_client_auth", "{}", r#"{"token_endpoint_auth_method":"tls_client_auth"}"#, "`tls_client_auth_subject_dn` is required, because the method is `tls_client_auth`, which needs one member that names the subject of the certificate"),
    ("tls_client_auth", r#"{"token_endpoint_auth_method":"tls_client_auth","tls_client_auth_subject_dn":"CN=a"}"#, r#"{"tls_client_auth_san_email":"a@a.example"}"#, "`tls_client_auth_san_email` is not allowed, because another member already names the subject of the certificate"),
    ("tls_client_auth", "{}", r#"{"tls_client_auth_san_dns":"a.example"}"#, "`tls_client_auth_san_dns` is not allowed, because the method of the client is not `tls_client_auth`"),
    ("tls_client_auth", "{}", r#"{"tls_client_auth_san_uri":"https://a.example"}"#, "`tls_client_auth_san_uri` is not allowed, because the method of the client is not `tls_client_auth`"),
    ("tls_client_auth_san_ip", r#"{"token_endpoint_auth_method":"tls_client_auth","tls_client_auth_san_ip":"2001:db8::1"}"#, r#"{"tls_client_auth_san_ip":"a.example"}"#, r#"`tls_client_auth_san_ip` has the value "a.example"; expected an IPv4 or IPv6 address"#),
    ("jwks.one_source", r#"{"jwks":"KEY"}"#, r#"{"jwks_uri":"https://a.example/jwks"}"#, "`jwks` is not allowed, because `jwks_uri` is stated too, and a client states only one of them"),
    ("jwks.public", r#"{"jwks":"KEY"}"#, r#"{"jwks":"KEY+PRIVATE"}"#, r#"`jwks` has the value "2", which is refused: the JWK contains the private member `d`, expected a public key"#),
    ("jwks.public", r#"{"jwks":"KEY"}"#, r#"{"jwks":"KEY+SECRET"}"#, r#"`jwks` has the value "a key without `kid`", which is refused: the JWK is a shared secret (`kty` oct), expected a public key"#),
    ("jwks.usable", r#"{"jwks":"KEY"}"#, r#"{"jwks":{"keys":[]}}"#, r#"`jwks` has the value "no such key"; expected a JWK Set with at least one key that this library supports"#),
    ("jwks.usable", r#"{"jwks":"KEY"}"#, r#"{"jwks":"51"}"#, "`jwks` has 51 elements; at most 50 are allowed"),
    ("jwks.use", r#"{"jwks":"SIG+ENC"}"#, r#"{"jwks":"SIG+ENC+KEY"}"#, r#"`jwks` has the value "1"; expected `use` in each key, because the set has keys for signatures and encryption"#),
    ("jwks.kid", r#"{"jwks":"KEY+KEY"}"#, r#"{"jwks":"KEY+OTHER"}"#, r#"`jwks` has the value "1"; expected a different `kid` for each key of the same type and use"#),
    ("jwks_uri.https", r#"{"jwks_uri":"https://a.example/jwks"}"#, r#"{"jwks_uri":"http://a.example/jwks"}"#, r#"`jwks_uri` has the value "http://a.example/jwks"; expected an `https` URL"#),
    ("signed_requests", r#"{"request_object_signing_alg":"none"}"#, r#"{"request_object_signing_alg":"ES256"}"#, "`jwks_uri` is required, because the client signs its requests"),
    ("signed_requests", r#"{"jwks":"KEY","request_object_signing_alg":"Ed25519"}"#, r#"{"request_object_signing_alg":"ES256"}"#, r#"`jwks` has the value "ES256"; expected a key that verifies the client's requests"#),
    ("signed_requests", "{}", r#"{"backchannel_authentication_request_signing_alg":"ES256"}"#, "`jwks_uri` is required, because the client signs its requests"),
    ("id_token_encrypted_response_enc", "{}", r#"{"id_token_encrypted_response_enc":"A128GCM"}"#, "`id_token_encrypted_response_enc` is not allowed, because `id_token_encrypted_response_alg` is not stated"),
    ("userinfo_encrypted_response_enc", "{}", r#"{"userinfo_encrypted_response_enc":"A128GCM"}"#, "`userinfo_encrypted_response_enc` is not allowed, because `userinfo_encrypted_response_alg` is not stated"),
    ("request_object_encryption_enc", r#"{"request_object_encryption_alg":"RSA-OAEP-256","request_object_encryption_enc":"A128GCM"}"#, r#"{"request_object_encryption_alg":null}"#, "`request_object_encryption_enc` is not allowed, because `request_object_encryption_alg` is not stated"),
    ("authorization_encrypted_response_enc", "{}", r#"{"authorization_encrypted_response_enc":"A128GCM"}"#, "`authorization_encrypted_response_enc` is not allowed, because `authorization_encrypted_response_alg` is not stated"),
    ("introspection_encrypted_response_enc", "{}", r#"{"introspection_encrypted_response_enc":"A128GCM"}"#, "`introspection_encrypted_response_enc` is not allowed, because `introspection_encrypted_response_alg` is not stated"),
    ("id_token_signed_response_alg.none", r#"{"id_token_signed_response_alg":"none"}"#, r#"{"response_types":["code id_token"]}"#, r#"`id_token_signed_response_alg` has the value "none"; expected an algorithm that signs, because a response type contains `id_token`"#),
    ("authorization_signed_response_alg.none", "{}", r#"{"authorization_signed_response_alg":"none"}"#, r#"`authorization_signed_response_alg` has the value "none"; expected an algorithm that signs"#),
    ("introspection_signed_response_alg.none", "{}", r#"{"introspection_signed_response_alg":"none"}"#, r#"`introspection_signed_response_alg` has the value "none"; expected an algorithm that signs"#),
    ("request_object_signing_alg.none", r#"{"request_object_signing_alg":"none"}"#, r#"{"require_signed_request_object":true}"#, r#"`request_object_signing_alg` has the value "none"; expected an algorithm that signs, because `require_signed_request_object` is true"#),
    ("backchannel_authentication_request_signing_alg", "{}", r#"{"backchannel_authentication_request_signing_alg":"none"}"#, r#"`backchannel_authentication_request_signing_alg` has the value "none"; expected an asymmetric algorithm"#),
    ("backchannel_authentication_request_signing_alg", "{}", r#"{"backchannel_authentication_request_signing_alg":"HS256"}"#, r#"`backchannel_authentication_request_signing_alg` has the value "HS256"; expected an asymmetric algorithm"#),
    ("encryption.keys", "{}", r#"{"id_token_encrypted_response_alg":"ECDH-ES"}"#, "`jwks_uri` is required, because the provider encrypts responses for the client"),
    ("encryption.keys", r#"{"jwks":"ENC","userinfo_encrypted_response_alg":"ECDH-ES"}"#, r#"{"userinfo_encrypted_response_alg":"RSA-OAEP-256"}"#, r#"`jwks` has the value "RSA-OAEP-256"; expected a key with which the provider can encrypt for the client"#),
    ("encryption.weak", r#"{"request_object_encryption_alg":"RSA-OAEP-256"}"#, r#"{"request_object_encryption_alg":"RSA1_5"}"#, r#"`request_object_encryption_alg` has the value "RSA1_5"; expected an algorithm other than `RSA1_5` and PBES2"#),
    ("encryption.weak", r#"{"id_token_encrypted_response_alg":"A128KW"}"#, r#"{"id_token_encrypted_response_alg":"PBES2-HS256+A128KW"}"#, r#"`id_token_encrypted_response_alg` has the value "PBES2-HS256+A128KW"; expected an algorithm other than `RSA1_5` and PBES2"#),
    ("subject_type", r#"{"subject_type":"pairwise"}"#, r#"{"subject_type":"ephemeral"}"#, r#"`subject_type` has the value "ephemeral"; expected `public` or `pairwise`"#),
    ("sector_identifier_uri", r#"{"redirect_uris":["https://a.example/","https://b.example/"]}"#, r#"{"subject_type":"pairwise"}"#, "`sector_identifier_uri` is required, because `subject_type` is `pairwise`, and the redirect URIs do not have exactly one host"),
    ("sector_identifier_uri", r#"{"application_type":"native","redirect_uris":["com.example.app:/cb"]}"#, r#"{"subject_type":"pairwise"}"#, "`sector_identifier_uri` is required, because `subject_type` is `pairwise`, and the redirect URIs do not have exactly one host"),
    ("sector_identifier_uri.https", r#"{"sector_identifier_uri":"https://a.example/s"}"#, r#"{"sector_identifier_uri":"http://a.example/s"}"#, r#"`sector_identifier_uri` has the value "http://a.example/s"; expected an `https` URL"#),
    ("subject_type.backchannel", r#"{"grant_types":["urn:openid:params:grant-type:ciba"],"backchannel_token_delivery_mode":"poll"}"#, r#"{"subject_type":"pairwise"}"#, "`jwks_uri` is required, because `subject_type` is `pairwise`, and the delivery mode is `poll` or `ping`"),
    ("initiate_login_uri.https", r#"{"initiate_login_uri":"https://a.example/l"}"#, r#"{"initiate_login_uri":"http://a.example/l"}"#, r#"`initiate_login_uri` has the value "http://a.example/l"; expected an `https` URL"#),
    ("request_uris", r#"{"request_uris":["https://a.example/r"]}"#, r#"{"request_uris":["http://localhost/r"]}"#, r#"`request_uris` has the value "http://localhost/r"; expected an `https` URL"#),
    ("request_uris", "{}", r#"{"request_uris":"51"}"#, "`request_uris` has 51 elements; at most 50 are allowed"),
    ("request_uris", "{}", r#"{"request_uris":"LONG"}"#, "LONG"),
    ("post_logout_redirect_uris.http", r#"{"post_logout_redirect_uris":["http://localhost/bye"]}"#, r#"{"token_endpoint_auth_method":"none"}"#, r#"`post_logout_redirect_uris` has the value "http://localhost/bye"; expected a URI without the scheme `http`, because the client does not authenticate"#),
    ("backchannel_logout_uri.https", r#"{"backchannel_logout_uri":"http://localhost/b"}"#, r#"{"token_endpoint_auth_method":"none"}"#, r#"`backchannel_logout_uri` has the value "http://localhost/b"; expected an `https` URL, or `http` on this machine for a client that authenticates"#),
    ("frontchannel_logout_uri.https", r#"{"redirect_uris":["http://localhost/"],"frontchannel_logout_uri":"http://localhost/b"}"#, r#"{"token_endpoint_auth_method":"none"}"#, r#"`frontchannel_logout_uri` has the value "http://localhost/b"; expected an `https` URL, or `http` on this machine for a client that authenticates"#),
    ("frontchannel_logout_uri.origin", r#"{"frontchannel_logout_uri":"https://a.example:443/f"}"#, r#"{"frontchannel_logout_uri":"https://a.example:444/f"}"#, r#"`frontchannel_logout_uri` has the value "https://a.example:444/f"; expected a URL with the scheme, host and port of a redirect URI"#),
    ("backchannel_token_delivery_mode", "{}", r#"{"grant_types":["urn:openid:params:grant-type:ciba"]}"#, "`backchannel_token_delivery_mode` is required, because `grant_types` contains the grant type of CIBA"),
    ("backchannel_token_delivery_mode", "{}", r#"{"backchannel_token_delivery_mode":"poll"}"#, r#"`backchannel_token_delivery_mode` has the value "poll"; expected the grant type of CIBA among the values of `grant_types`, because the client asks for its tokens"#),
    ("backchannel_token_delivery_mode", "{}", r#"{"backchannel_token_delivery_mode":"mail"}"#, r#"`backchannel_token_delivery_mode` has the value "mail"; expected `poll`, `ping` or `push`"#),
    ("backchannel_client_notification_endpoint", "{}", r#"{"backchannel_token_delivery_mode":"push"}"#, "`backchannel_client_notification_endpoint` is required, because the delivery mode is `ping` or `push`"),
    ("backchannel_client_notification_endpoint.https", "{}", r#"{"backchannel_client_notification_endpoint":"http://a.example/n"}"#, r#"`backchannel_client_notification_endpoint` has the value "http://a.example/n"; expected an `https` URL"#),
    ("tls_client_certificate_bound_access_tokens", r#"{"tls_client_certificate_bound_access_tokens":true}"#, r#"{"response_types":["id_token token"]}"#, r#"`response_types` has the value "id_token token"; expected no response type with `token`, because `tls_client_certificate_bound_access_tokens` is true"#),
    ("client_name", r##"{"client_name":"A","client_name#de":"B"}"##, r#"{"client_name":"A\u202eB"}"#, r#"`client_name` has the value "A\u{202e}B"; expected at most 200 characters that are visible and do not change the direction of the text"#),
    ("client_name", "{}", r#"{"client_name":" "}"#, r#"`client_name` has the value " "; expected at most 200 characters that are visible and do not change the direction of the text"#),
    ("client_name", "{}", r##"{"client_name#de":"A\nB"}"##, r#"`client_name` has the value "A\nB"; expected at most 200 characters that are visible and do not change the direction of the text"#),
    ("contacts", r#"{"contacts":["a@a.example"]}"#, r#"{"contacts":[""]}"#, r#"`contacts` has the value ""; expected 1 to 254 visible characters"#),
    ("contacts", "{}", r#"{"contacts":"21"}"#, "`contacts` has 21 elements; at most 20 are allowed"),
    ("languages", r##"{"client_name#ja-Jpan-JP":"A"}"##, r##"{"client_name#a_b":"A"}"##, r#"`client_name` has the value "a_b"; expected a language tag of BCP 47"#),
    ("languages", "{}", r##"{"tos_uri#x":"https://a.example/"}"##, r#"`tos_uri` has the value "x"; expected a language tag of BCP 47"#),
    ("languages.distinct", r##"{"logo_uri#de":"https://a.example/"}"##, r##"{"logo_uri#DE":"https://a.example/"}"##, r#"`logo_uri` has the value "de"; expected each language tag once, without regard to case"#),
    ("choices.distinct", r#"{"subject_types_supported":["public"]}"#, r#"{"subject_types_supported":["public","public"]}"#, r#"`subject_types_supported` has the value "public"; expected distinct values with at least one character"#),
    ("choices.distinct", "{}", r#"{"userinfo_signing_alg_values_supported":[""]}"#, r#"`userinfo_signing_alg_values_supported` has the value ""; expected distinct values with at least one character"#),
];

/// The rules about syntax whose values only a program can create. Other tests break them.
const BY_PROGRAM: [&str; 2] = ["redirect_uris.syntax", "post_logout_redirect_uris.syntax"];
/// A rule with 19 parts. Another test breaks each of them.
const CHOICES_CONTAIN: &str = "choices.contains";

/// Adds the members of a change to a document. A few texts stand for values that are long.
fn with(document: &Object, change: &str) -> Object {
    let mut changed = document.clone();
    for (name, value) in object(change).iter() {
        changed.insert(name, value_of(name, value.clone()));
    }
    changed
}

fn value_of(name: &str, value: serde_json::Value) -> serde_json::Value {
    let many = |count: usize, text: &str| {
        let list: Vec<String> = (0..count).map(|number| format!("{text}{number}")).collect();
        list.into()
    };
    match (name, value.as_str()) {
        ("jwks", Some("51")) => keys(&vec![KEY; 51].join(",")),
        ("jwks", Some(names)) => keys(&names.split('+').map(key).collect::<Vec<_>>().join(",")),
        ("contacts", Some(count)) => many(count.parse().unwrap(), "a@a.example"),
        ("request_uris", Some("LONG")) => many(1, &long()),
        ("redirect_uris" | "post_logout_redirect_uris" | "request_uris", Some(count)) => {
            many(count.parse().unwrap(), "https://a.example/")
        }
        _ => value,
    }
}

fn long() -> String {
    format!("https://a.example/{}", "a".repeat(500))
}

fn keys(keys: &str) -> serde_json::Value {
    object(&format!("{{\"keys\":[{keys}]}}")).into()
}

fn key(name: &str) -> String {
    let other = KEY.replace(
        "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
        "PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw",
    );
    let p256 = r#"{"kty":"EC","crv":"P-256","kid":"2","use":"enc","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}"#;
    match name {
        "KEY" => KEY.to_owned(),
        "OTHER" => other,
        "SIG" => KEY.replace("\"1\"", "\"3\",\"use\":\"sig\""),
        "ENC" => p256.to_owned(),
        "PRIVATE" => {
            KEY.replace("\"1\"", "\"2\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\"")
        }
        _ => r#"{"kty":"oct","k":"c2VjcmV0"}"#.to_owned(),
    }
}

fn broken(metadata: &ClientMetadata) -> Vec<&'static str> {
    let outcomes = metadata.explain(HttpUrls::Refused).into_iter();
    let broken = outcomes.filter(|(_, outcome)| matches!(outcome, Outcome::Failed(_)));
    broken.map(|(rule, _)| rule.id()).collect()
}

#[test]
fn each_change_breaks_one_rule() {
    for (id, given, change, error) in ROWS {
        let valid = with(&object(WEB), given);
        let metadata = ClientMetadata::from_object(valid.clone()).unwrap();
        assert_eq!(metadata.validate(), Ok(()), "{id}: {given}");
        let metadata = ClientMetadata::from_object(with(&valid, change)).unwrap();
        let found = metadata.validate().unwrap_err();
        let expected = match *error {
            "LONG" => format!(
                "`request_uris` has the value \"{}\" and 319 more bytes; expected a URL with at \
                 most 512 characters",
                long().get(..200).unwrap()
            ),
            error => error.to_owned(),
        };
        assert_eq!(found.to_string(), expected, "{id}");
        assert_eq!(broken(&metadata), [*id], "{change}");
        let is_redirect_uri = found.member() == Some("redirect_uris");
        let code = if is_redirect_uri { "invalid_redirect_uri" } else { "invalid_client_metadata" };
        assert_eq!(found.error_code(), ErrorCode::new(code).unwrap());
        assert!(found.to_string().is_ascii());
        // Defaults that are filled in change no result.
        let mut filled = metadata.clone();
        filled.fill_defaults();
        assert_eq!(filled.validate(), Err(found), "{id}");
    }
}

#[test]
fn every_rule_has_a_row() {
    let rows = ROWS.iter().map(|(id, ..)| *id).chain(BY_PROGRAM).chain([CHOICES_CONTAIN]);
    let rows: BTreeSet<&str> = rows.collect();
    let rules: BTreeSet<&str> = RULES.iter().map(|rule| rule.id()).collect();
    assert_eq!(rows, rules);
    assert_eq!(rules.len(), RULES.len(), "two rules have the same name");
}

#[test]
fn a_rule_names_its_source() {
    for rule in RULES {
        assert!(rule.link().starts_with("https://"), "{}", rule.id());
        assert!(!rule.section().is_empty() && rule.statement().len() > 20, "{}", rule.id());
    }
}

#[test]
fn a_redirect_uri_that_only_a_program_can_create_is_refused() {
    let http = danger::http_redirect_uri("http://a.lan/cb").unwrap();
    let scheme = RedirectUri::private_scheme_without_period("msauth://cb").unwrap();
    for (uri, scheme) in [(http, "http"), (scheme, "msauth")] {
        let mut metadata = ClientMetadata::new(vec![uri.clone()]);
        let error = metadata.validate().unwrap_err();
        assert_eq!((error.code(), error.member()), ("redirect_uri.scheme", Some("redirect_uris")));
        assert!(error.to_string().contains(&format!("has the scheme \"{scheme}\"")), "{error}");
        assert!(broken(&metadata).contains(&BY_PROGRAM[0]));

        metadata.redirect_uris = vec![RedirectUri::new("https://a.example/cb").unwrap()];
        metadata.post_logout_redirect_uris = vec![uri];
        let error = metadata.validate().unwrap_err();
        assert_eq!(error.member(), Some("post_logout_redirect_uris"));
        assert_eq!(broken(&metadata), [BY_PROGRAM[1]]);
    }
}

#[test]
fn http_on_this_machine_is_accepted_beside_a_loopback_issuer() {
    for (member, value) in [
        ("jwks_uri", "\"http://localhost/jwks\""),
        ("sector_identifier_uri", "\"http://127.0.0.1/s\""),
        ("initiate_login_uri", "\"http://[::1]/l\""),
        ("request_uris", "[\"http://localhost/r\"]"),
        ("backchannel_client_notification_endpoint", "\"http://localhost:1/n\""),
    ] {
        let json = format!("{{\"{member}\":{value}}}");
        let metadata = ClientMetadata::from_object(with(&object(WEB), &json)).unwrap();
        assert_eq!(metadata.validate().unwrap_err().member(), Some(member));
        assert_eq!(metadata.validate_on_loopback(), Ok(()), "{member}");
        let other = json.replace("localhost", "a.lan").replace("127.0.0.1", "a.lan");
        let other = other.replace("[::1]", "a.lan");
        let metadata = ClientMetadata::from_object(with(&object(WEB), &other));
        assert!(metadata.is_err() || metadata.unwrap().validate_on_loopback().is_err());
    }
}

#[test]
fn attack_102_registered_response_parameters() {
    for name in ["code", "state", "iss", "error", "response", "id_token", "access_token"] {
        let json = format!("{{\"redirect_uris\":[\"https://a.example/?{name}=1\"]}}");
        let error = ClientMetadata::parse(json.as_bytes()).unwrap_err();
        assert_eq!(error.code(), "redirect_uri.response_parameter");
        assert_eq!(error.error_code(), ErrorCode::INVALID_REDIRECT_URI);
    }
}

#[test]
fn attack_103_no_pattern_is_registered() {
    for uri in ["https://*.a.example/cb", "https://a.example/*", "https://a.example/?x=*"] {
        let json = format!("{{\"redirect_uris\":[\"{uri}\"]}}");
        let refused = ClientMetadata::parse(json.as_bytes()).and_then(|it| it.validate());
        assert_eq!(refused.unwrap_err().error_code(), ErrorCode::INVALID_REDIRECT_URI);
    }
}

#[test]
fn attack_106_private_keys_in_jwks_are_refused() {
    for (set, code) in [("KEY+PRIVATE", "jwk.private_member"), ("KEY+SECRET", "jwk.symmetric_key")]
    {
        let json = format!("{{\"jwks\":\"{set}\"}}");
        let metadata = ClientMetadata::from_object(with(&object(WEB), &json)).unwrap();
        let error = metadata.validate().unwrap_err();
        assert_eq!((error.code(), error.member()), (code, Some("jwks")));
        assert!(!format!("{error} {error:?}").contains("nWGxne"));
    }
}

#[test]
fn attack_106_jwks_and_jwks_uri_are_refused() {
    let both = r#"{"jwks":"KEY","jwks_uri":"https://a.example/jwks"}"#;
    let metadata = ClientMetadata::from_object(with(&object(WEB), both)).unwrap();
    assert_eq!(metadata.validate().unwrap_err().member(), Some("jwks"));
    assert_eq!(metadata.validate_on_loopback().unwrap_err().member(), Some("jwks"));
}

#[test]
fn ciba_4_the_printed_example_is_valid() {
    // The client of CIBA §4 has no redirect URIs, because it never sends a user anywhere.
    let json = br#"{"client_name":"My CIBA Client","response_types":[],
        "grant_types":["urn:openid:params:grant-type:ciba"],
        "backchannel_token_delivery_mode":"ping",
        "backchannel_client_notification_endpoint":"https://client.example.com/cb",
        "jwks_uri":"https://client.example.com/my_public_keys.jwks"}"#;
    assert_eq!(ClientMetadata::parse(json).unwrap().validate(), Ok(()));
}

#[test]
fn rfc7591_5_a_name_cannot_look_blank_or_hide_characters() {
    for name in [
        "\u{3164}",
        "A\u{115f}",
        "A\u{1160}",
        "\u{ffa0}",
        "\u{2800}",
        "A\u{34f}B",
        "\u{a0}\u{3000}",
    ] {
        let mut metadata =
            ClientMetadata::new(vec![RedirectUri::new("https://a.example/").unwrap()]);
        metadata.client_name = Localized::new(name);
        let error = metadata.validate().unwrap_err();
        assert_eq!(error.member(), Some("client_name"), "{}", name.escape_unicode());
    }
    // Spaces inside a name, and characters that combine, are visible.
    for name in ["My Wiki", "ウィキ\u{3000}一", "क्ष", "👩🏽"] {
        let mut metadata =
            ClientMetadata::new(vec![RedirectUri::new("https://a.example/").unwrap()]);
        metadata.client_name = Localized::new(name);
        assert_eq!(metadata.validate(), Ok(()), "{name}");
    }
}
