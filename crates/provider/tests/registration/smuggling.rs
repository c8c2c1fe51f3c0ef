//! Attack 106: a registration tries to set what a client cannot choose.

use serde_json::{Value, json};
use symbolon_provider::*;

use crate::common::*;

#[test]
fn attack_106_a_list_with_an_element_that_is_no_string() {
    for list in [json!([CALLBACK, 1]), json!([CALLBACK, null]), json!([[CALLBACK]])] {
        let refused = register(&op(), &wiki_with("redirect_uris", list));
        assert_refused(refused, "invalid_redirect_uri", "redirect_uris");
    }
    let refused = register(&op(), &wiki_with("contacts", json!(["a", 1])));
    assert_refused(refused, "invalid_client_metadata", "contacts");
}

#[test]
fn attack_106_a_string_in_place_of_a_list() {
    let refused = register(&op(), &wiki_with("redirect_uris", json!(CALLBACK)));
    assert_refused(refused, "invalid_redirect_uri", "redirect_uris");
    let refused = register(&op(), &wiki_with("grant_types", json!("authorization_code")));
    assert_refused(refused, "invalid_client_metadata", "grant_types");
}

#[test]
fn attack_106_members_that_the_server_chooses_are_refused() {
    for (member, value) in [
        ("client_id", json!("admin")),
        ("client_secret", json!("chosen-secret")),
        ("client_secret_expires_at", json!(0)),
        ("client_id_issued_at", json!(1)),
        ("registration_access_token", json!("chosen-token")),
        ("registration_client_uri", json!("https://evil.example/")),
    ] {
        let refused = register(&op(), &wiki_with(member, value));
        let code = assert_refused(refused, "invalid_client_metadata", member);
        assert_eq!(code, "registration_request.server_member");
        assert!(register(&op(), &wiki_with(member, Value::Null)).is_ok(), "null is absent");
    }
    let mut public = wiki_with("client_secret", json!("chosen-secret"));
    public["token_endpoint_auth_method"] = json!("none");
    assert_refused(register(&op(), &public), "invalid_client_metadata", "client_secret");
}

#[test]
fn attack_106_a_client_cannot_register_settings_of_the_operator() {
    let settings = [
        ("registered_by", json!("operator")),
        ("pkce", json!("not_required")),
        ("request_object_rule", json!("object_wins")),
        ("assertion_audience_token_endpoint", json!(true)),
        ("client_secret_fingerprint", json!("x")),
        ("client_secret_expires", json!(0)),
        ("extra", json!({ "registered_by": "operator" })),
    ];
    let mut metadata = wiki();
    for (member, value) in &settings {
        metadata[*member] = value.clone();
    }
    let kept = || settings.iter().map(|(member, _)| (*member).to_owned()).collect();
    for op in [op(), op_that(|policy| policy.kept_members = kept())] {
        let registered = register(&op, &metadata).unwrap();
        let plain = register(&op, &wiki()).unwrap();
        let mut client = registered.client().clone();
        client.client_id.clone_from(&plain.client().client_id);
        client.client_secret_fingerprint.clone_from(&plain.client().client_secret_fingerprint);
        assert_eq!(client, *plain.client());
        for (member, _) in &settings {
            assert_eq!(registered.json.get(*member), None, "{member}");
        }
    }
}

#[test]
fn attack_106_request_objects_without_a_signature_are_refused_unless_offered() {
    let none = wiki_with("request_object_signing_alg", json!("none"));
    let refused = register(&op(), &none);
    assert_refused(refused, "invalid_client_metadata", "request_object_signing_alg");
    let signed = op_with(|policy| policy.request_objects = Some(RequestObjects::default()));
    let refused = register(&signed, &none);
    assert_refused(refused, "invalid_client_metadata", "request_object_signing_alg");
}

#[test]
fn attack_106_a_repeated_member_is_refused() {
    for body in [
        format!(r#"{{"redirect_uris":["{CALLBACK}"],"redirect_uris":["https://evil.example/"]}}"#),
        format!(r#"{{"redirect_uris":["{CALLBACK}"],"jwks":{{"keys":[],"keys":[]}}}}"#),
    ] {
        let request = request(http::Method::POST, REGISTER, None, &body);
        let refusal = register_as(&op(), &request, None).map(|it| it.json).unwrap_err();
        assert_eq!(refusal.into_response().status(), 400);
    }
}

#[test]
fn attack_102_registered_response_parameters() {
    for name in [
        "code",
        "state",
        "iss",
        "error",
        "error_description",
        "error_uri",
        "response",
        "id_token",
        "access_token",
        "token_type",
        "expires_in",
    ] {
        let uri = format!("{CALLBACK}?{name}=x");
        let refused = register(&op(), &wiki_with("redirect_uris", json!([uri])));
        assert_refused(refused, "invalid_redirect_uri", "redirect_uris");
    }
}

#[test]
fn attack_103_no_pattern_is_registered() {
    for uri in ["https://*.wiki.example/", "https://wiki.example/*", "https://wiki.example/?a=*"] {
        let refused = register(&op(), &wiki_with("redirect_uris", json!([uri])));
        assert_refused(refused, "invalid_redirect_uri", "redirect_uris");
    }
}

#[test]
fn attack_081_pages_of_a_client_are_never_scripts() {
    for member in ["client_uri", "logo_uri", "policy_uri", "tos_uri", "client_uri#de"] {
        for page in ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"]
        {
            let name = member.split('#').next().unwrap();
            let refused = register(&op(), &wiki_with(member, json!(page)));
            assert_refused(refused, "invalid_client_metadata", name);
        }
    }
}
