//! What a provider offers: one change of the client for each rule, and what is left out.

use std::collections::BTreeSet;

use crate::common::object;
use symbolon_discovery::{Endpoint, ProviderMetadata};
use symbolon_jose::Object;
use symbolon_oauth::Issuer;
use symbolon_registration::{CHOICES, ClientMetadata, OFFER_RULES, Offer};

/// A provider that offers every feature.
const ALL: &str = r#"{"response_types_supported":["code","code id_token"],
    "grant_types_supported":["authorization_code","implicit","urn:openid:params:grant-type:ciba"],
    "response_modes_supported":["query","form_post"], "subject_types_supported":["public"],
    "id_token_signing_alg_values_supported":["RS256","ES256"],
    "request_object_encryption_alg_values_supported":["RSA-OAEP-256"],
    "request_object_encryption_enc_values_supported":["A256GCM"],
    "acr_values_supported":["1"], "authorization_details_types_supported":["payment"],
    "request_parameter_supported":true, "request_uri_parameter_supported":true,
    "pushed_authorization_request_endpoint":"https://op.example/par",
    "dpop_signing_alg_values_supported":["ES256"],
    "tls_client_certificate_bound_access_tokens":true,
    "end_session_endpoint":"https://op.example/logout",
    "frontchannel_logout_supported":true, "frontchannel_logout_session_supported":true,
    "backchannel_logout_supported":true, "backchannel_logout_session_supported":true,
    "backchannel_authentication_endpoint":"https://op.example/ciba",
    "backchannel_token_delivery_modes_supported":["poll"],
    "backchannel_user_code_parameter_supported":true}"#;

/// A provider that offers only the login by code.
const LITTLE: &str = r#"{"response_types_supported":["code"],"subject_types_supported":["public"],
    "request_uri_parameter_supported":false}"#;

fn provider(members: &str) -> ProviderMetadata {
    let issuer = Issuer::new("https://op.example").unwrap();
    let endpoint = |path: &str| Endpoint::new(&format!("https://op.example{path}")).unwrap();
    let minimal = ProviderMetadata::new(
        issuer.clone(),
        endpoint("/authorize"),
        endpoint("/token"),
        endpoint("/jwks"),
        vec!["RS256".to_owned()],
    );
    let mut document = object(members);
    document.extend(minimal.to_object());
    ProviderMetadata::from_object(document, &issuer).unwrap()
}

fn client(members: &str) -> ClientMetadata {
    let mut document = object(members);
    document.insert("redirect_uris", vec!["https://a.example/cb"]);
    ClientMetadata::from_object(document).unwrap()
}

/// The rule, what the client asks for, what the provider lacks, and the error.
#[rustfmt::skip]
const ROWS: &[(&str, &str, &str, &str)] = &[
    ("response_types", r#"{"response_types":["id_token code"]}"#, "response_types_supported", r#"`response_types` is ["code id_token"]; the provider offers ["code"]"#),
    ("grant_types", r#"{"grant_types":["authorization_code","urn:openid:params:grant-type:ciba"]}"#, "grant_types_supported", r#"`grant_types` is ["urn:openid:params:grant-type:ciba"]; the provider offers ["authorization_code", "implicit"]"#),
    ("response_modes", r#"{"response_modes":["query","form_post"]}"#, "response_modes_supported", r#"`response_modes` is ["form_post"]; the provider offers ["query", "fragment"]"#),
    ("choices", r#"{"id_token_signed_response_alg":"ES256"}"#, "id_token_signing_alg_values_supported", r#"`id_token_signed_response_alg` is ["ES256"]; the provider offers ["RS256"]"#),
    ("require_pushed_authorization_requests", r#"{"require_pushed_authorization_requests":true}"#, "pushed_authorization_request_endpoint", r#"`require_pushed_authorization_requests` has the value "true"; expected false, because the provider does not offer this protection"#),
    ("require_signed_request_object", r#"{"require_signed_request_object":true}"#, "request_parameter_supported", r#"`require_signed_request_object` has the value "true"; expected false, because the provider does not offer this protection"#),
    ("dpop_bound_access_tokens", r#"{"dpop_bound_access_tokens":true}"#, "dpop_signing_alg_values_supported", r#"`dpop_bound_access_tokens` has the value "true"; expected false, because the provider does not offer this protection"#),
    ("tls_client_certificate_bound_access_tokens", r#"{"tls_client_certificate_bound_access_tokens":true}"#, "tls_client_certificate_bound_access_tokens", r#"`tls_client_certificate_bound_access_tokens` has the value "true"; expected false, because the provider does not offer this protection"#),
    ("frontchannel_logout_session_required", r#"{"frontchannel_logout_session_required":true}"#, "frontchannel_logout_session_supported", r#"`frontchannel_logout_session_required` has the value "true"; expected false, because the provider does not offer this protection"#),
    ("backchannel_logout_session_required", r#"{"backchannel_logout_session_required":true}"#, "backchannel_logout_session_supported", r#"`backchannel_logout_session_required` has the value "true"; expected false, because the provider does not offer this protection"#),
    ("backchannel_token_delivery_mode", r#"{"backchannel_token_delivery_mode":"poll"}"#, "backchannel_token_delivery_modes_supported", r#"`backchannel_token_delivery_mode` is ["poll"]; the provider offers []"#),
];

/// Removes a member from the provider that offers everything, and what else offers the feature.
fn without(member: &str) -> ProviderMetadata {
    let mut all = object(ALL);
    all.remove(member);
    match member {
        "response_types_supported" => drop(all.insert(member, vec!["code"])),
        "request_parameter_supported" => drop(all.insert("request_uri_parameter_supported", false)),
        _ => {}
    }
    provider(&all.to_json())
}

#[test]
fn each_feature_that_is_taken_from_the_provider_breaks_one_rule() {
    assert!(ROWS.iter().map(|row| row.0).eq(OFFER_RULES.iter().map(|rule| rule.id())));
    for (id, members, member, error) in ROWS {
        let client = client(members);
        assert_eq!(client.check_offer(&provider(ALL)), Ok(()), "{id}");
        let lacking = without(member);
        let offer = Offer::of(&lacking);
        let broken = OFFER_RULES.iter().filter(|rule| (rule.check())(&client, &offer).is_err());
        assert_eq!(broken.map(|rule| rule.id()).collect::<Vec<_>>(), [*id]);
        assert_eq!(client.check_offer(&lacking).unwrap_err().to_string(), *error);
        assert_eq!(client.clone().fit(&lacking).unwrap_err().to_string(), *error);
    }
}

#[test]
fn every_algorithm_that_the_provider_does_not_offer_is_refused_or_left_out() {
    for choice in CHOICES {
        let value = if choice.member() == "subject_type" { "pairwise" } else { "other" };
        let members = format!("{{\"{}\":\"{value}\"}}", choice.member());
        let mut client = client(&members);
        let result = client.fit(&provider(ALL));
        if choice.member().starts_with("request_object_encryption") {
            assert_eq!(result, Ok(vec![choice.member()]));
            assert_eq!(choice.value(&client), None);
        } else {
            assert_eq!(result.unwrap_err().member(), Some(choice.member()));
        }
    }
}

#[test]
fn rfc7591_2_a_feature_that_is_not_offered_is_left_out() {
    let members = [
        ("request_object_encryption_alg", "\"RSA-OAEP-256\""),
        ("default_acr_values", "[\"1\"]"),
        ("request_uris", "[\"https://a.example/r\"]"),
        ("post_logout_redirect_uris", "[\"https://a.example/bye\"]"),
        ("frontchannel_logout_uri", "\"https://a.example/f\""),
        ("frontchannel_logout_session_required", "true"),
        ("backchannel_logout_uri", "\"https://a.example/b\""),
        ("backchannel_logout_session_required", "true"),
        ("backchannel_token_delivery_mode", "\"poll\""),
        ("backchannel_client_notification_endpoint", "\"https://a.example/n\""),
        ("backchannel_user_code_parameter", "true"),
        ("authorization_details_types", "[\"payment\"]"),
    ];
    for (member, value) in members {
        let asked = client(&format!("{{\"{member}\":{value}}}"));
        let mut held = asked.clone();
        assert_eq!(held.fit(&provider(ALL)), Ok(vec![]), "{member}");
        assert_eq!(held, asked);
        assert_eq!(held.fit(&provider(LITTLE)), Ok(vec![member]));
        assert!(!held.to_object().contains(member));
    }
}

#[test]
fn request_object_encryption_is_left_out_as_a_pair() {
    let mut client = client(
        r#"{"request_object_encryption_alg":"RSA-OAEP-256","request_object_encryption_enc":"A128GCM"}"#,
    );
    let both = vec!["request_object_encryption_alg", "request_object_encryption_enc"];
    assert_eq!(client.fit(&provider(ALL)), Ok(both));
    assert_eq!(client.validate(), Ok(()));
}

#[test]
fn information_is_kept_whatever_the_provider_offers() {
    let mut held = client(
        r#"{"client_name":"A","contacts":["a@a.example"],"default_max_age":1,
        "initiate_login_uri":"https://a.example/l","scope":"openid","software_id":"a",
        "use_mtls_endpoint_aliases":true}"#,
    );
    held.fill_defaults();
    let asked: Object = held.to_object();
    assert_eq!(held.fit(&provider(LITTLE)), Ok(vec![]));
    assert_eq!(held.to_object(), asked);
}

#[test]
fn rp_choices_2_a_stated_value_is_in_its_list() {
    for choice in CHOICES {
        let value = if choice.member() == "subject_type" { "public" } else { "RS256" };
        let members =
            format!("{{\"{}\":[\"x\"],\"{}\":\"{value}\"}}", choice.list(), choice.member());
        let metadata = client(&members);
        let rule = symbolon_registration::RULES.iter().find(|it| it.id() == "choices.contains");
        let http = symbolon_registration::HttpUrls::Refused;
        let error = (rule.unwrap().check())(&metadata, http).unwrap_err();
        let (list, member) = (choice.list(), choice.member());
        let expected = format!("`{list}` is [\"x\"], and it must contain the value of `{member}`");
        assert_eq!(error.to_string(), expected);
        assert!(metadata.validate().is_err(), "{list}");
    }
}

#[test]
fn rp_choices_2_no_list_is_left_after_the_choice() {
    for choice in CHOICES {
        let mut all = object(ALL);
        let offered = if choice.list() == "subject_types_supported" { "public" } else { "b" };
        all.insert(choice.list(), vec![offered, "c"]);
        let mut metadata =
            client(&format!("{{\"{}\":[\"a\",\"c\",\"{offered}\"]}}", choice.list()));
        metadata.choose(&provider(&all.to_json())).unwrap();
        assert_eq!(choice.value(&metadata), Some("c"), "the order of the client counts");
        assert!(choice.values(&metadata).is_empty());
        assert!(!metadata.to_object().contains(choice.list()));
    }
    let names: BTreeSet<&str> = CHOICES.iter().map(|choice| choice.list()).collect();
    let lists = ClientMetadata::MEMBERS.iter().map(|member| member.name());
    assert_eq!(names, lists.filter(|name| name.ends_with("_supported")).collect());
}

#[test]
fn rp_choices_4_an_offered_single_value_is_kept_and_another_is_replaced() {
    let provider = provider(ALL);
    for (single, chosen) in [("ES256", "ES256"), ("PS256", "RS256")] {
        let mut metadata = client(&format!(
            r#"{{"id_token_signed_response_alg":"{single}","id_token_signing_alg_values_supported":["PS256","RS256","ES256"]}}"#
        ));
        metadata.choose(&provider).unwrap();
        assert_eq!(metadata.id_token_signed_response_alg.as_deref(), Some(chosen));
    }
    let mut metadata = client(r#"{"id_token_signing_alg_values_supported":["PS256"]}"#);
    assert_eq!(
        metadata.choose(&provider).unwrap_err().to_string(),
        r#"`id_token_signing_alg_values_supported` is ["PS256"]; the provider offers ["RS256", "ES256"]"#
    );
}

#[test]
fn the_only_subject_type_of_the_provider_is_the_default() {
    let pairwise = ALL.replace(r#"["public"]"#, r#"["pairwise"]"#);
    let both = ALL.replace(r#"["public"]"#, r#"["pairwise","public"]"#);
    for (members, expected) in [(&pairwise, "pairwise"), (&both, "public")] {
        let mut metadata = client("{}");
        metadata.choose(&provider(members)).unwrap();
        metadata.fill_defaults();
        assert_eq!(metadata.subject_type.as_deref(), Some(expected));
    }
}
