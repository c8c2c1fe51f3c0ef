//! Links with which the provider starts a login at a client: Core §4.

use http::Request;
use serde_json::json;
use symbolon_discovery::Endpoint;
use symbolon_oauth::Parameters;
use symbolon_provider::RegisteredClient;

use crate::common::*;

fn client(uri: &str) -> RegisteredClient {
    web().initiate_login_uri(Endpoint::on_loopback(uri).unwrap())
}

fn link(uri: &str, hint: Option<&str>, target: Option<&str>) -> String {
    provider().third_party_login_url(&client(uri), hint, target).unwrap().into()
}

#[test]
fn core_4_the_link_contains_the_parameters_and_the_query_of_the_address() {
    let iss = "iss=https%3A%2F%2Fop.example";
    for (uri, hint, target, expected) in [
        ("https://wiki.example/start", None, None, format!("https://wiki.example/start?{iss}")),
        ("https://wiki.example", None, None, format!("https://wiki.example/?{iss}")),
        (
            "https://wiki.example/start?tenant=1&a=b%20c+d",
            Some("alice & co"),
            Some("https://wiki.example/p?q=1#r"),
            format!(
                "https://wiki.example/start?tenant=1&a=b%20c+d&{iss}&login_hint=alice+%26+co\
                 &target_link_uri=https%3A%2F%2Fwiki.example%2Fp%3Fq%3D1%23r"
            ),
        ),
        (
            "https://wiki.example/start?",
            Some(""),
            None,
            format!("https://wiki.example/start?{iss}"),
        ),
        (
            "http://127.0.0.1:8080/start",
            Some("alice"),
            None,
            format!("http://127.0.0.1:8080/start?{iss}&login_hint=alice"),
        ),
    ] {
        assert_eq!(link(uri, hint, target), expected, "{uri}");
    }
}

#[test]
fn core_4_no_parameter_is_included_twice() {
    let uri = "https://wiki.example/start?iss=https://evil.example&a=1&is%73=x&target_link_uri=y";
    let link = link(uri, Some("alice"), None);
    let request = Request::get(link).body("").unwrap();
    let parameters = Parameters::from_http(&request).unwrap();
    let found: Vec<_> = parameters.iter().collect();
    assert_eq!(found, [("a", "1"), ("iss", "https://op.example"), ("login_hint", "alice")]);
}

#[test]
fn core_4_a_client_without_an_address_has_no_link() {
    assert_eq!(provider().third_party_login_url(&web(), Some("alice"), None), None);
}

#[test]
fn registration_2_the_address_is_an_https_url_or_on_loopback() {
    let read = |uri: &str| {
        let mut record = serde_json::to_value(web()).unwrap();
        assert_eq!(record.get("initiate_login_uri"), None);
        record["initiate_login_uri"] = json!(uri);
        serde_json::from_value::<RegisteredClient>(record)
    };
    for uri in ["https://wiki.example/start?a=b", "http://127.0.0.1:8080/", "http://localhost/"] {
        let client = read(uri).unwrap();
        assert_eq!(client.initiate_login_uri.as_ref().unwrap().as_str(), uri);
        assert_eq!(serde_json::to_value(&client).unwrap()["initiate_login_uri"], json!(uri));
    }
    for uri in
        ["http://wiki.example/start", "javascript:alert(1)", "/start", "https://a@b.example/"]
    {
        assert!(read(uri).is_err(), "{uri}");
    }
}
