//! The differences between what a client asked for and what holds.

use crate::common::{FULL, object};
use serde_json::json;
use symbolon_registration::{ClientMetadata, DifferenceKind};

fn metadata(json: &str) -> ClientMetadata {
    ClientMetadata::from_object(object(json)).unwrap()
}

#[test]
fn rfc7591_3_2_1_each_member_that_is_left_out_is_told() {
    let asked = metadata(FULL);
    assert_eq!(asked.differences(&asked), []);
    for member in ClientMetadata::MEMBERS.iter().map(|member| member.name()) {
        let mut held = object(FULL);
        held.remove(member);
        let held = ClientMetadata::from_object(held).unwrap();
        let differences = asked.differences(&held);
        // A list of choices is never returned.
        if member.ends_with("_supported") {
            assert_eq!(differences, [], "{member}");
            continue;
        }
        let found = differences.iter().find(|it| it.member == member);
        // `web` and `public` are the defaults, so their absence changes nothing.
        let is_default = ["application_type", "subject_type"].contains(&member)
            || object(FULL).get(member) == Some(&json!(false));
        assert_eq!(found.is_none(), is_default, "{member}");
    }
}

#[test]
fn rfc7591_3_2_1_each_replaced_value_is_told() {
    let asked = metadata(FULL);
    let mut held = object(FULL);
    held.insert("scope", "openid");
    held.insert("client_name#de", "X");
    let differences = asked.differences(&ClientMetadata::from_object(held).unwrap());
    let printed: Vec<String> = differences.iter().map(ToString::to_string).collect();
    assert_eq!(
        printed,
        [
            r#"`client_name#de` is "X" instead of "Das Wiki""#,
            r#"`scope` is "openid" instead of "openid email""#,
        ]
    );
    assert!(differences.iter().all(|it| !it.is_weaker()));
}

#[test]
fn a_default_that_the_provider_states_is_no_difference_and_another_value_was_added() {
    let asked = metadata("{}");
    let held = metadata(r#"{"id_token_signed_response_alg":"RS256","scope":"openid"}"#);
    let differences = asked.differences(&held);
    assert!(matches!(&differences[..], [it] if matches!(it.kind, DifferenceKind::Added(_))));
    assert_eq!(differences[0].to_string(), r#"`scope` was added: "openid""#);
}

#[test]
fn rp_choices_4_a_value_of_the_clients_list_is_no_difference() {
    let asked = metadata(r#"{"id_token_signing_alg_values_supported":["ES256","PS256"]}"#);
    let held = |alg: &str| metadata(&format!("{{\"id_token_signed_response_alg\":\"{alg}\"}}"));
    assert_eq!(asked.differences(&held("PS256")), []);
    assert_eq!(asked.differences(&held("ES384")).len(), 1);
}

#[test]
fn a_weaker_value_is_told_apart() {
    for (member, asked, held, is_weaker) in [
        ("id_token_signed_response_alg", json!("ES256"), json!("none"), true),
        ("id_token_signed_response_alg", json!("ES256"), json!("HS256"), true),
        ("id_token_signed_response_alg", json!("ES256"), json!("PS256"), false),
        ("userinfo_signed_response_alg", json!("ES256"), json!(null), true),
        ("request_object_signing_alg", json!("ES256"), json!("none"), true),
        ("userinfo_encrypted_response_alg", json!("ECDH-ES"), json!(null), true),
        ("userinfo_encrypted_response_alg", json!("ECDH-ES"), json!("RSA1_5"), true),
        (
            "token_endpoint_auth_method",
            json!("private_key_jwt"),
            json!("client_secret_basic"),
            true,
        ),
        ("token_endpoint_auth_method", json!("client_secret_basic"), json!("none"), true),
        ("token_endpoint_auth_method", json!("none"), json!("client_secret_basic"), false),
        ("subject_type", json!("pairwise"), json!("public"), true),
        ("dpop_bound_access_tokens", json!(true), json!(false), true),
        ("dpop_bound_access_tokens", json!(false), json!(true), false),
        ("require_signed_request_object", json!(true), json!(null), true),
        ("client_name", json!("A"), json!("B"), false),
    ] {
        let with = |value: &serde_json::Value| metadata(&format!("{{\"{member}\":{value}}}"));
        let differences = with(&asked).differences(&with(&held));
        let difference = differences.iter().find(|it| it.member == member).unwrap();
        assert_eq!(difference.is_weaker(), is_weaker, "{difference}");
    }
}

#[test]
fn rp_choices_4_a_weaker_value_than_each_choice_is_told() {
    let asked = metadata(r#"{"id_token_signing_alg_values_supported":["ES256"]}"#);
    let held = metadata(r#"{"id_token_signed_response_alg":"none"}"#);
    assert!(asked.differences(&held)[0].is_weaker());
}
