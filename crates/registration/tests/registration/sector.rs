//! The sector of a client and the document at `sector_identifier_uri`.

use crate::common::object;
use http::Response;
use symbolon_discovery::Endpoint;
use symbolon_oauth::RedirectUri;
use symbolon_oauth::obligation::AddressFrom;
use symbolon_registration::{ApplicationType, ClientMetadata, SectorDocument};

fn client(uris: &[&str]) -> ClientMetadata {
    ClientMetadata::new(uris.iter().map(|uri| RedirectUri::new(uri).unwrap()).collect())
}

fn response(status: u16, content_type: &str, body: &str) -> Response<Vec<u8>> {
    let response = Response::builder().status(status).header("content-type", content_type);
    response.body(body.as_bytes().to_vec()).unwrap()
}

#[test]
fn registration_5_the_document_has_every_redirect_uri() {
    let document = response(200, "application/json", r#"["https://a.example/1","com.a.app:/cb"]"#);
    let document = SectorDocument::from_http(&document).unwrap();
    assert_eq!(document.contains_all(&client(&["https://a.example/1"])), Ok(()));
    assert_eq!(document.contains_all(&client(&["com.a.app:/cb", "https://a.example/1"])), Ok(()));
    for other in ["https://a.example/", "https://a.example/1?", "https://a.example:443/1"] {
        let error = document.contains_all(&client(&["https://a.example/1", other])).unwrap_err();
        assert_eq!(error.code(), "sector.redirect_uri");
        assert!(error.to_string().contains(other));
    }
    assert!(document.contains(&Endpoint::new("https://a.example/1").unwrap()));
    assert!(!document.contains(&Endpoint::new("https://a.example/2").unwrap()));
}

#[test]
fn registration_5_another_document_is_refused() {
    let json = "application/json";
    for (response, code) in [
        (response(404, json, "[]"), "sector.status"),
        (response(302, json, "[]"), "sector.status"),
        (response(201, json, "[]"), "sector.status"),
        (response(200, "text/html", "[]"), "sector.content_type"),
        (response(200, json, ""), "sector.syntax"),
        (response(200, json, "{}"), "sector.syntax"),
        (response(200, json, "\"https://a.example/1\""), "sector.syntax"),
        (response(200, json, "[1]"), "sector.syntax"),
        (response(200, json, "[\"a\",null]"), "sector.syntax"),
        (response(200, json, "[[\"a\"]]"), "sector.syntax"),
        (response(200, json, "[],\"b\":[]"), "sector.syntax"),
        (response(200, json, "[]]"), "sector.syntax"),
        (response(200, json, &" ".repeat((64 << 10) + 1)), "sector.too_large"),
    ] {
        assert_eq!(SectorDocument::from_http(&response).unwrap_err().code(), code);
    }
}

#[test]
fn a_document_is_written_and_read() {
    let uris = [RedirectUri::new("https://a.example/1").unwrap()];
    let document = SectorDocument::new(&uris);
    let response = document.to_http();
    assert_eq!(response.body(), br#"["https://a.example/1"]"#);
    assert_eq!(SectorDocument::from_http(&response).unwrap(), document);
}

#[test]
fn attack_105_the_address_of_the_document_is_a_strangers() {
    let fetch = SectorDocument::request(&Endpoint::new("https://a.example/s").unwrap());
    assert_eq!((fetch.address, fetch.max_body), (AddressFrom::Stranger, 64 << 10));
    assert_eq!(fetch.request.uri(), "https://a.example/s");
}

#[test]
fn core_8_1_the_sector_is_the_host_of_the_document_or_of_every_redirect_uri() {
    let mut client = client(&["https://a.example/1", "https://a.example:444/2"]);
    assert_eq!(client.sector().as_deref(), Some("a.example"));
    client.redirect_uris.push(RedirectUri::new("https://b.example/").unwrap());
    assert_eq!(client.sector(), None);
    client.sector_identifier_uri = Some(Endpoint::new("https://s.example/doc").unwrap());
    assert_eq!(client.sector().as_deref(), Some("s.example"));
    let native = ClientMetadata::from_object(object(r#"{"redirect_uris":["com.a.app:/cb"]}"#));
    assert_eq!(native.unwrap().sector(), None);
}

#[test]
fn core_8_1_a_redirect_uri_without_a_host_does_not_share_the_sector_of_a_website() {
    for uris in [
        ["com.attacker.app:/cb", "https://victim.example/cb"],
        ["https://victim.example/cb", "com.attacker.app:/cb"],
    ] {
        let mut client = client(&uris);
        client.application_type = Some(ApplicationType::NATIVE);
        client.subject_type = Some("pairwise".to_owned());
        assert_eq!(client.sector(), None, "{uris:?}");
        let error = client.validate().unwrap_err();
        assert_eq!(error.member(), Some("sector_identifier_uri"), "{uris:?}");
        // The owner of the website can confirm the app with a document.
        client.sector_identifier_uri = Some(Endpoint::new("https://victim.example/s").unwrap());
        assert_eq!(client.validate(), Ok(()));
        assert_eq!(client.sector().as_deref(), Some("victim.example"));
    }
}
