//! Client ID metadata documents: the URL and one change of a document for each rule.

use crate::common::object;
use http::Response;
use serde_json::json;
use symbolon_oauth::ClientId;
use symbolon_oauth::obligation::AddressFrom;
use symbolon_registration::client_document::{
    ClientDocumentError, ClientIdUrl, MAX_BYTES, RULES, fetch, from_http, to_http,
};

const URL: &str = "https://app.example/client.json";

fn url(text: &str) -> Result<ClientIdUrl, ClientDocumentError> {
    ClientIdUrl::new(&ClientId::new(text).unwrap())
}

fn response(status: u16, content_type: &str, body: String) -> Response<Vec<u8>> {
    let response = Response::builder().status(status).header("content-type", content_type);
    response.body(body.into_bytes()).unwrap()
}

fn document() -> symbolon_jose::Object {
    object(
        r#"{"client_id":"https://app.example/client.json","client_name":"App",
        "redirect_uris":["https://app.example/cb"],"token_endpoint_auth_method":"none"}"#,
    )
}

#[test]
fn cimd_client_identifier_the_url() {
    for accepted in
        [URL, "https://app.example/", "https://app.example/a?b=c", "https://app.example:8443/a"]
    {
        assert_eq!(url(accepted).unwrap().client_id().as_str(), accepted);
    }
    assert_eq!(url(URL).unwrap().host(), "app.example");
    for refused in [
        "https://app.example",
        "https://app.example?a=/b",
        "http://app.example/a",
        "HTTPS://app.example/a",
        "https://user@app.example/a",
        "https://app.example/a#f",
        "https://app.example/a/../b",
        "https://app.example/./a",
        "https:///a",
        "s6BhdRkqt3",
    ] {
        let error = url(refused).unwrap_err();
        assert_eq!(error.code(), "client_document.url", "{refused}");
        assert!(error.to_string().contains(refused));
    }
}

#[test]
fn attack_105_a_client_document_is_fetched_as_a_strangers_address() {
    let fetch = fetch(&url(URL).unwrap(), MAX_BYTES);
    assert_eq!((fetch.address, fetch.max_body), (AddressFrom::Stranger, 5 * 1024));
    assert_eq!(fetch.request.uri(), URL);
}

#[test]
fn cimd_a_document_is_read_and_written() {
    let valid = response(200, "application/json", document().to_json());
    let url = url(URL).unwrap();
    let client = from_http(&valid, &url, MAX_BYTES).unwrap();
    assert!(client.extra.is_empty());
    assert_eq!(client.validate(), Ok(()));
    assert_eq!(from_http(&to_http(&url, &client), &url, MAX_BYTES), Ok(client));
}

#[test]
fn cimd_each_change_breaks_one_rule() {
    let rows = [
        (
            "client_id",
            "client_id",
            json!("https://app.example/Client.json"),
            r#"the document has the `client_id` "https://app.example/Client.json"; expected "https://app.example/client.json""#,
        ),
        (
            "client_id",
            "client_id",
            json!(null),
            r#"the document has the `client_id` (absent); expected "https://app.example/client.json""#,
        ),
        (
            "client_secret",
            "client_secret",
            json!("x"),
            "the document has `client_secret`, but a public document cannot contain a secret",
        ),
        (
            "client_secret_expires_at",
            "client_secret_expires_at",
            json!(0),
            "the document has `client_secret_expires_at`, but a public document cannot contain a secret",
        ),
        (
            "token_endpoint_auth_method",
            "token_endpoint_auth_method",
            json!("client_secret_post"),
            r#"the authentication method is "client_secret_post"; expected a stated method without a shared secret, such as `none` or `private_key_jwt`"#,
        ),
        (
            "token_endpoint_auth_method",
            "token_endpoint_auth_method",
            json!(null),
            r#"the authentication method is "client_secret_basic"; expected a stated method without a shared secret, such as `none` or `private_key_jwt`"#,
        ),
    ];
    let url = url(URL).unwrap();
    for (rule, member, value, message) in &rows {
        let mut object = document();
        object.insert(member, value.clone());
        let broken = RULES.iter().filter(|rule| (rule.check())(&object, &url).is_err());
        assert_eq!(broken.map(|rule| rule.id()).collect::<Vec<_>>(), [*rule]);
        let changed = response(200, "application/json", object.to_json());
        assert_eq!(from_http(&changed, &url, MAX_BYTES).unwrap_err().to_string(), *message);
    }
    assert!(RULES.iter().all(|rule| rows.iter().any(|row| row.0 == rule.id())));
}

#[test]
fn cimd_only_200_with_json_of_five_kibibytes_is_a_document() {
    let url = url(URL).unwrap();
    let json = document().to_json();
    for content_type in ["application/json; charset=utf-8", "application/oauth-client+json"] {
        assert!(from_http(&response(200, content_type, json.clone()), &url, MAX_BYTES).is_ok());
    }
    let padded = |length: usize| format!("{json}{}", " ".repeat(length - json.len()));
    assert!(from_http(&response(200, "application/json", padded(5120)), &url, MAX_BYTES).is_ok());
    // A provider can have another limit.
    assert!(from_http(&response(200, "application/json", padded(5121)), &url, 6000).is_ok());
    assert_eq!(fetch(&url, 6000).max_body, 6000);
    for (response, code) in [
        (response(201, "application/json", json.clone()), "client_document.status"),
        (response(302, "application/json", json.clone()), "client_document.status"),
        (response(404, "application/json", json.clone()), "client_document.status"),
        (response(200, "text/html", json.clone()), "client_document.content_type"),
        (response(200, "application/+json", json.clone()), "client_document.content_type"),
        (response(200, "text/x+json", json.clone()), "client_document.content_type"),
        (response(200, "application/json", padded(5121)), "client_document.too_large"),
        (response(200, "application/json", "[]".to_owned()), "json.not_an_object"),
        (response(200, "application/json", json.replace("[\"", "[1,\"")), "json.member"),
    ] {
        assert_eq!(from_http(&response, &url, MAX_BYTES).unwrap_err().code(), code);
    }
}
