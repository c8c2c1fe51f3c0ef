//! Metadata is the same after printing and reading, including unknown members.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{full, minimal};
use proptest::prelude::*;
use symbolon_discovery::{Endpoint, ProviderMetadata};
use symbolon_jose::Object;
use symbolon_oauth::{ClientAuthenticationMethod, GrantType, PageUrl, ResponseType};
use symbolon_test_support::names::issuer;

#[test]
fn every_member_is_printed_as_it_was_read() {
    for document in [full(), minimal()] {
        let metadata = ProviderMetadata::from_object(document.clone(), &issuer()).unwrap();
        assert_eq!(metadata.to_object(), document);
    }
}

#[test]
fn every_specified_member_has_a_field() {
    let metadata = ProviderMetadata::from_object(full(), &issuer()).unwrap();
    let extra: Vec<_> = metadata.extra.names().collect();
    assert_eq!(extra, ["challenge_endpoint", "example_nested"]);
}

#[test]
fn discovery_4_2_empty_lists_are_omitted() {
    let mut document = minimal();
    document.insert("scopes_supported", Vec::<String>::new());
    let metadata = ProviderMetadata::from_object(document, &issuer()).unwrap();
    assert_eq!(metadata.to_object(), minimal());
}

fn names() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[ -~]{0,12}|\\PC{1,4}", 0..4)
}

fn endpoint() -> impl Strategy<Value = Option<Endpoint>> {
    prop::option::of(
        "https://[a-z]{1,8}\\.example(:[1-9][0-9]{0,3})?(/[a-zA-Z0-9_~-][a-zA-Z0-9._~-]{0,6}){0,3}(/|\\?[a-z=&]{0,8})?"
            .prop_map(|text| Endpoint::new(&text).unwrap()),
    )
}

fn extra() -> impl Strategy<Value = Object> {
    prop::collection::btree_map("x_[a-z]{1,6}|\u{e9}[a-z]{0,3}", "\\PC{0,8}", 0..5).prop_map(
        |map| {
            let mut object = Object::new();
            for (name, value) in map {
                object.insert(&name, value);
            }
            object
        },
    )
}

prop_compose! {
    fn metadata()(
        lists in prop::collection::vec(names(), 8),
        endpoints in prop::collection::vec(endpoint(), 4),
        flags in prop::collection::vec(any::<Option<bool>>(), 5),
        page in prop::option::of("https?://[a-z]{1,8}\\.example/[a-z]{0,5}"),
        extra in extra(),
    ) -> ProviderMetadata {
        let mut metadata = ProviderMetadata::from_object(minimal(), &issuer()).unwrap();
        let mut lists = lists.into_iter();
        let mut list = || lists.next().unwrap();
        metadata.scopes_supported = list();
        metadata.acr_values_supported = list();
        metadata.claims_supported = list();
        metadata.response_modes_supported = list();
        metadata.introspection_endpoint_auth_methods_supported = list();
        metadata.code_challenge_methods_supported = list();
        metadata.ui_locales_supported = list();
        metadata.subject_types_supported.extend(list());
        metadata.response_types_supported.push(ResponseType::new("token id_token").unwrap());
        metadata.grant_types_supported = vec![GrantType::REFRESH_TOKEN];
        metadata.token_endpoint_auth_methods_supported = vec![ClientAuthenticationMethod::NONE];
        let mut endpoints = endpoints.into_iter().flatten();
        metadata.userinfo_endpoint = endpoints.next();
        metadata.registration_endpoint = endpoints.next();
        metadata.revocation_endpoint = endpoints.next();
        metadata.introspection_endpoint = endpoints.next();
        metadata.claims_parameter_supported = flags[0];
        metadata.request_parameter_supported = flags[1];
        metadata.request_uri_parameter_supported = flags[2];
        metadata.require_request_uri_registration = flags[3];
        metadata.authorization_response_iss_parameter_supported = flags[4];
        metadata.op_tos_uri = page.map(|text| PageUrl::new(&text).unwrap());
        metadata.extra = extra;
        metadata
    }
}

proptest! {
    #[test]
    fn print_then_parse_is_the_identity(metadata in metadata()) {
        let json = metadata.to_object().to_json();
        prop_assert_eq!(ProviderMetadata::parse(json.as_bytes(), &issuer()).unwrap(), metadata);
    }

    #[test]
    fn no_endpoint_text_panics_and_accepted_text_is_kept(
        text in "(https?:/{0,3})?[ -~]{0,40}|https://[a-c.:0%-]{1,8}(/[a.%25?'-]{0,4}){0,4}|\\PC{0,20}",
    ) {
        if let Ok(endpoint) = Endpoint::on_loopback(&text) {
            prop_assert_eq!(endpoint.as_str(), &text);
            prop_assert!(text.to_ascii_lowercase().contains(endpoint.url().host_str().unwrap()));
            prop_assert_eq!(endpoint.url().path(), endpoint.uri().path());
        }
        if let Ok(page) = PageUrl::new(&text) {
            prop_assert_eq!(page.as_str(), &text);
        }
    }

    #[test]
    fn no_document_panics(json in "\\PC{0,200}") {
        prop_assert!(ProviderMetadata::parse(json.as_bytes(), &issuer()).is_err());
    }
}
