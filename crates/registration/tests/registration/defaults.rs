//! The defaults of omitted members.

use crate::common::{FULL, object};
use symbolon_registration::{CHOICES, ClientMetadata};

/// Returns what `fill_defaults` adds to a document.
fn added(json: &str) -> String {
    let mut metadata = ClientMetadata::from_object(object(json)).unwrap();
    metadata.fill_defaults();
    let mut filled = metadata.to_object();
    for (name, value) in object(json).iter() {
        assert_eq!(filled.remove(name).as_ref(), Some(value), "{name} was changed");
    }
    filled.to_json()
}

#[test]
fn registration_2_every_default_of_the_table_is_filled() {
    assert_eq!(
        added("{}"),
        concat!(
            r#"{"application_type":"web","dpop_bound_access_tokens":false,"#,
            r#""grant_types":["authorization_code"],"id_token_signed_response_alg":"RS256","#,
            r#""require_auth_time":false,"require_pushed_authorization_requests":false,"#,
            r#""require_signed_request_object":false,"response_types":["code"],"#,
            r#""subject_type":"public","tls_client_certificate_bound_access_tokens":false,"#,
            r#""token_endpoint_auth_method":"client_secret_basic","#,
            r#""use_mtls_endpoint_aliases":false}"#,
        )
    );
}

#[test]
fn a_stated_member_keeps_its_value() {
    assert_eq!(added(FULL), "{}");
}

#[test]
fn registration_2_content_is_encrypted_with_a128cbc_hs256_by_default() {
    for (alg, enc) in [
        ("id_token_encrypted_response_alg", "id_token_encrypted_response_enc"),
        ("userinfo_encrypted_response_alg", "userinfo_encrypted_response_enc"),
        ("request_object_encryption_alg", "request_object_encryption_enc"),
        ("authorization_encrypted_response_alg", "authorization_encrypted_response_enc"),
        ("introspection_encrypted_response_alg", "introspection_encrypted_response_enc"),
    ] {
        let added = added(&format!("{{\"{alg}\":\"ECDH-ES\"}}"));
        assert!(added.contains(&format!("\"{enc}\":\"A128CBC-HS256\"")), "{added}");
        assert_eq!(added.matches("A128CBC-HS256").count(), 1, "{added}");
    }
}

#[test]
fn the_default_of_a_feature_is_filled_if_the_feature_is_used() {
    for (json, default) in [
        (r#"{"response_modes":["query.jwt"]}"#, "\"authorization_signed_response_alg\":\"RS256\""),
        (
            r#"{"authorization_encrypted_response_alg":"ECDH-ES"}"#,
            "\"authorization_signed_response_alg\":\"RS256\"",
        ),
        (
            r#"{"introspection_encrypted_response_alg":"ECDH-ES"}"#,
            "\"introspection_signed_response_alg\":\"RS256\"",
        ),
        (
            r#"{"frontchannel_logout_uri":"https://a.example/"}"#,
            "\"frontchannel_logout_session_required\":false",
        ),
        (
            r#"{"backchannel_logout_uri":"https://a.example/"}"#,
            "\"backchannel_logout_session_required\":false",
        ),
        (
            r#"{"backchannel_token_delivery_mode":"poll"}"#,
            "\"backchannel_user_code_parameter\":false",
        ),
    ] {
        assert!(added(json).contains(default), "{json}");
        assert!(!added("{}").contains(default), "{json}");
    }
}

#[test]
fn registration_2_grant_types_follow_from_response_types() {
    for (stated, filled) in [
        (r#"{"response_types":["code"]}"#, r#""grant_types":["authorization_code"]"#),
        (r#"{"response_types":["id_token"]}"#, r#""grant_types":["implicit"]"#),
        (
            r#"{"response_types":["id_token","code","code id_token"]}"#,
            r#""grant_types":["implicit","authorization_code"]"#,
        ),
        (r#"{"response_types":["none"]}"#, r#""grant_types":[]"#),
        (r#"{"response_types":[]}"#, r#""grant_types":[]"#),
        (r#"{"grant_types":["client_credentials"]}"#, r#""response_types":[]"#),
        (r#"{"grant_types":["authorization_code"]}"#, r#""response_types":["code"]"#),
        (r#"{"grant_types":["implicit"]}"#, r#""response_types":["code"]"#),
    ] {
        assert!(added(stated).contains(filled), "{stated}: {}", added(stated));
    }
}

/// RP Metadata Choices §2: the provider chooses from the list, and the default can be absent from it.
#[test]
fn choices_2_a_member_with_a_list_of_choices_has_no_default() {
    for choice in CHOICES {
        let json = format!("{{\"{}\":[\"a\"]}}", choice.list());
        assert!(!added(&json).contains(&format!("\"{}\"", choice.member())), "{json}");
    }
    let json = r#"{"token_endpoint_auth_methods_supported":["private_key_jwt"]}"#;
    let mut metadata = ClientMetadata::from_object(object(json)).unwrap();
    let valid = metadata.validate();
    metadata.fill_defaults();
    assert_eq!(metadata.validate(), valid);
}
