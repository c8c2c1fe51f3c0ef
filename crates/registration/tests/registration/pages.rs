//! The pages of a client that another host serves.

use crate::common::object;
use symbolon_registration::ClientMetadata;

#[test]
fn registration_9_1_pages_on_another_scheme_or_host_are_listed_in_every_language() {
    let json = r##"{"redirect_uris":["https://a.example/cb","com.example.app:/cb"],
        "logo_uri":"https://a.example:444/logo.png", "logo_uri#de":"https://b.example/logo.png",
        "client_uri":"http://a.example/", "policy_uri":"https://A.example/policy",
        "tos_uri":"https://a.example.evil.example/", "tos_uri#fr":"https://a.example/fr"}"##;
    let client = ClientMetadata::from_object(object(json)).unwrap();
    let foreign = client.foreign_pages().map(|(member, url)| (member, url.as_str()));
    assert_eq!(
        foreign.collect::<Vec<_>>(),
        [
            ("logo_uri", "https://b.example/logo.png"),
            ("client_uri", "http://a.example/"),
            ("tos_uri", "https://a.example.evil.example/"),
        ]
    );
}

#[test]
fn without_a_redirect_uri_on_the_web_every_page_is_foreign() {
    let json = r#"{"redirect_uris":["com.example.app:/cb"],"tos_uri":"https://a.example/"}"#;
    let client = ClientMetadata::from_object(object(json)).unwrap();
    assert_eq!(client.foreign_pages().count(), 1);
}
