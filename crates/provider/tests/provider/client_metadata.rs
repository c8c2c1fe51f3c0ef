//! The conversions between the record of a client and client metadata.

use serde_json::{Value, json};
use symbolon_discovery::Endpoint;
use symbolon_jose::{Object, SignatureAlgorithm};
use symbolon_oauth::{ClientId, PageUrl, RedirectUri};
use symbolon_oidc::{Localized, LocalizedPage};
use symbolon_provider::{RegisteredBy, RegisteredClient, RequestObjectAlgorithm, SubjectType};
use symbolon_registration::metadata::ApplicationType;
use symbolon_registration::{ClientMetadata, ClientMetadataError};

use crate::common::*;

fn id() -> ClientId {
    ClientId::new("wiki").unwrap()
}

fn metadata_of(member: &str, value: Value) -> Result<ClientMetadata, ClientMetadataError> {
    let mut object = Object::new();
    object.insert(member, value);
    ClientMetadata::from_object(object)
}

/// Returns metadata that states a value of this member.
fn sample(member: &str) -> ClientMetadata {
    let keys = signer().jwks.unwrap().to_object();
    let stated = match member {
        "jwks" => Some(Value::from(keys)),
        "subject_type" => Some(json!("pairwise")),
        it if it.ends_with("_signing_alg") || it.ends_with("_signed_response_alg") => {
            Some(json!("ES256"))
        }
        it if it.ends_with("_alg") => Some(json!("RSA-OAEP-256")),
        it if it.ends_with("_enc") => Some(json!("A256GCM")),
        _ => None,
    };
    let any = [
        json!(["code"]),
        json!(["https://a.example/x"]),
        json!("https://a.example/x"),
        json!(true),
        json!(7),
    ];
    let values = stated.map_or(any.to_vec(), |stated| vec![stated]);
    let read = values.into_iter().find_map(|value| metadata_of(member, value).ok());
    read.unwrap_or_else(|| panic!("no sample fits {member}"))
}

/// Returns whether the serialised record has this member outside `extra`.
fn has_field(client: &RegisteredClient, member: &str) -> bool {
    serde_json::to_value(client).unwrap().get(member).is_some()
}

#[test]
fn registration_2_each_member_has_a_field_or_goes_to_extra_and_comes_back() {
    for member in ClientMetadata::MEMBERS.iter().map(|it| it.name()) {
        let metadata = sample(member);
        let client = RegisteredClient::from_metadata(id(), metadata.clone()).unwrap();
        let in_extra = client.extra.contains(member);
        assert_ne!(in_extra, has_field(&client, member), "{member}");
        let back = client.metadata().to_object();
        assert_eq!(back.get(member), metadata.to_object().get(member), "{member}");

        // The stored record is read back, and states the same metadata.
        let stored = serde_json::to_string(&client).unwrap();
        let read: RegisteredClient = serde_json::from_str(&stored).unwrap();
        assert_eq!(read, client, "{member}");
        assert_eq!(RegisteredClient::from_metadata(id(), read.metadata()), Ok(client), "{member}");
    }
}

#[test]
fn registration_2_metadata_with_every_member_comes_back() {
    let mut object = Object::new();
    for member in ClientMetadata::MEMBERS.iter().map(|it| it.name()) {
        object.insert(member, sample(member).to_object().get(member).unwrap().clone());
    }
    object.insert("client_name#de", "Notizen");
    // Registration §2: a client has either `jwks_uri` or `jwks`.
    object.remove("jwks");
    object.insert("x_unknown", json!({ "a": [1] }));
    let metadata = ClientMetadata::from_object(object).unwrap();
    let client = RegisteredClient::from_metadata(id(), metadata.clone()).unwrap();
    assert_eq!(client.metadata(), metadata);
    assert_eq!(client.registered_by, RegisteredBy::Itself);
}

#[test]
fn registration_2_filled_in_defaults_are_equal_after_both_conversions() {
    let mut metadata = ClientMetadata::new(vec![RedirectUri::new(CALLBACK).unwrap()]);
    let from_omitted = RegisteredClient::from_metadata(id(), metadata.clone()).unwrap();
    assert_eq!(
        from_omitted,
        RegisteredClient::new(id(), vec![RedirectUri::new(CALLBACK).unwrap()]).self_registered()
    );
    metadata.fill_defaults();
    let client = RegisteredClient::from_metadata(id(), metadata.clone()).unwrap();
    assert_eq!(client.metadata(), metadata);
    assert_eq!(client.application_type, Some(ApplicationType::WEB));
    assert_eq!(client.id_token_signed_response_alg, Some(SignatureAlgorithm::Rs256));
}

#[test]
fn the_metadata_of_an_operators_client_gives_the_same_client() {
    let mut client = web().name("Wiki").refresh_tokens();
    client.client_secret_fingerprint = None;
    client.client_name = client.client_name.language("ja", "ウィキ");
    client.logo_uri = LocalizedPage::new(PageUrl::new("https://wiki.example/logo.png").unwrap());
    client.jwks_uri = Some(Endpoint::new("https://wiki.example/jwks").unwrap());
    client.subject_type = Some(SubjectType::Pairwise);
    client.request_object_signing_alg = Some(RequestObjectAlgorithm::Unsigned);
    client.default_max_age = Some(0);
    client.extra.insert("contacts", json!(["alice@wiki.example"]));
    let back = RegisteredClient::from_metadata(client.client_id.clone(), client.metadata());
    assert_eq!(back, Ok(client.self_registered()));
}

#[test]
fn attack_106_metadata_cannot_choose_the_settings_of_the_provider() {
    let mut object = Object::parse(br#"{"redirect_uris":["https://a.example/cb"]}"#).unwrap();
    for setting in [
        "registered_by",
        "pkce",
        "assertion_audience_token_endpoint",
        "client_secret_fingerprint",
        "client_secret",
        "client_id",
        "request_object_rule",
    ] {
        object.insert(setting, "operator");
    }
    let metadata = ClientMetadata::from_object(object.clone()).unwrap();
    let mut client = RegisteredClient::from_metadata(id(), metadata).unwrap();
    client.extra = Object::new();
    let uris = vec![RedirectUri::new("https://a.example/cb").unwrap()];
    assert_eq!(client, RegisteredClient::new(id(), uris).self_registered());
}

#[test]
fn metadata_that_the_record_cannot_state_is_refused() {
    for (member, value, code) in [
        ("id_token_signed_response_alg", "none", "client_metadata.refused"),
        ("userinfo_signed_response_alg", "XS256", "client_metadata.refused"),
        ("authorization_encrypted_response_alg", "x", "client_metadata.refused"),
        ("subject_type", "ephemeral", "client_metadata.refused"),
        ("jwks_uri", "http://a.example/jwks", "endpoint.scheme"),
        ("sector_identifier_uri", "http://a.example/s", "endpoint.scheme"),
        ("initiate_login_uri", "http://a.example/l", "endpoint.scheme"),
    ] {
        let metadata = metadata_of(member, json!(value)).unwrap();
        let error = RegisteredClient::from_metadata(id(), metadata).unwrap_err();
        assert_eq!((error.code(), error.member()), (code, Some(member)));
    }
}

#[test]
fn names_in_several_languages_are_stored() {
    let mut client = web();
    client.client_name = Localized::new("Wiki").language("ja", "ウィキ");
    client.tos_uri =
        LocalizedPage::default().language("de", PageUrl::new("https://wiki.example/de").unwrap());
    let stored = serde_json::to_value(&client).unwrap();
    assert_eq!(stored["client_name"], json!({ "": "Wiki", "#ja": "ウィキ" }));
    assert_eq!(stored["tos_uri"], json!({ "#de": "https://wiki.example/de" }));
    assert_eq!(serde_json::from_value::<RegisteredClient>(stored).unwrap(), client);
    assert_eq!(serde_json::to_value(web().name("Wiki")).unwrap()["client_name"], "Wiki");
}

#[test]
fn a_record_of_an_earlier_version_is_read() {
    let record = json!({
        "client_id": "wiki", "client_name": "Wiki", "redirect_uris": [CALLBACK],
        "extra": { "logo_uri": "https://wiki.example/logo.png", "contacts": ["a@wiki.example"] },
    });
    let client: RegisteredClient = serde_json::from_value(record).unwrap();
    assert_eq!(client.client_name, Localized::new("Wiki"));
    let logo = client.metadata().logo_uri.default;
    assert_eq!(logo.as_ref().map(PageUrl::as_str), Some("https://wiki.example/logo.png"));
    for record in [
        json!({ "client_id": "wiki", "client_name": null, "redirect_uris": [] }),
        json!({ "client_id": "wiki", "redirect_uris": [] }),
    ] {
        let client: RegisteredClient = serde_json::from_value(record).unwrap();
        assert!(client.client_name.is_empty());
    }
}

#[test]
fn core_8_1_the_sector_is_the_host_of_the_document_or_of_the_redirect_uris() {
    let uri = |uri| RedirectUri::new(uri).unwrap();
    let one = vec![uri("https://a.example/1"), uri("https://a.example/2")];
    let mut client = RegisteredClient::new(id(), one);
    assert_eq!(client.sector().as_deref(), Some("a.example"));
    client.redirect_uris.push(uri("https://b.example/"));
    assert_eq!(client.sector(), None);
    client.sector_identifier_uri = Some(Endpoint::new("https://c.example/sector").unwrap());
    assert_eq!(client.sector().as_deref(), Some("c.example"));
}
