//! The tables of metadata rules: for each rule one change that breaks this rule only.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeSet;

use common::full;
use symbolon_discovery::metadata::{PUBLICATION_RULES, RULES};
use symbolon_discovery::{Endpoint, ProviderMetadata};
use symbolon_jose::rule::Verdict;
use symbolon_test_support::names::issuer;

type Change = fn(&mut ProviderMetadata);

/// For each rule of [`RULES`], a change of the full document.
const CHANGES: &[(&str, Change)] = &[
    ("endpoints", |it| it.jwks_uri = Endpoint::on_loopback("http://localhost/jwks").unwrap()),
    ("response_types_supported", |it| it.response_types_supported.clear()),
    ("token_endpoint", |it| it.token_endpoint = None),
    ("subject_types_supported", |it| it.subject_types_supported.clear()),
    ("id_token_signing_alg_values_supported", |it| {
        it.id_token_signing_alg_values_supported.clear();
    }),
    ("extra", |it| drop(it.extra.insert("issuer", "https://op.example"))),
];

/// For each rule of [`PUBLICATION_RULES`], a change of the full document.
const PUBLICATION_CHANGES: &[(&str, Change)] = &[
    ("scopes_supported.openid", |it| it.scopes_supported = texts(&["profile"])),
    ("id_token_signing_alg_values_supported.RS256", |it| {
        it.id_token_signing_alg_values_supported = texts(&["ES256"]);
    }),
    ("token_endpoint_auth_signing_alg_values_supported.none", |it| {
        it.token_endpoint_auth_signing_alg_values_supported = texts(&["RS256", "none"]);
    }),
    ("token_endpoint_auth_signing_alg_values_supported", |it| {
        it.token_endpoint_auth_signing_alg_values_supported.clear();
    }),
    ("revocation_endpoint_auth_signing_alg_values_supported.none", |it| {
        it.revocation_endpoint_auth_signing_alg_values_supported = texts(&["none"]);
    }),
    ("revocation_endpoint_auth_signing_alg_values_supported", |it| {
        it.revocation_endpoint_auth_signing_alg_values_supported.clear();
    }),
    ("introspection_endpoint_auth_signing_alg_values_supported.none", |it| {
        it.introspection_endpoint_auth_signing_alg_values_supported = texts(&["none"]);
    }),
    ("introspection_endpoint_auth_signing_alg_values_supported", |it| {
        it.introspection_endpoint_auth_signing_alg_values_supported.clear();
    }),
    ("dpop_signing_alg_values_supported", |it| {
        it.dpop_signing_alg_values_supported = texts(&["ES256", "HS256"]);
    }),
    ("backchannel_token_delivery_modes_supported", |it| {
        it.backchannel_token_delivery_modes_supported.clear();
    }),
    ("frontchannel_logout_session_supported", |it| it.frontchannel_logout_supported = None),
    ("backchannel_logout_session_supported", |it| {
        it.backchannel_logout_supported = Some(false);
    }),
];

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

fn metadata() -> ProviderMetadata {
    ProviderMetadata::from_object(full(), &issuer()).unwrap()
}

/// The rules that a document breaks.
fn broken(metadata: &ProviderMetadata) -> Vec<&'static str> {
    let rules = RULES.iter().filter(|rule| (rule.check())(metadata).is_err());
    let publication = PUBLICATION_RULES.iter().filter(|rule| (rule.check())(metadata).is_err());
    rules.map(|rule| rule.id()).chain(publication.map(|rule| rule.id())).collect()
}

#[test]
fn every_rule_holds_for_the_full_document() {
    for rule in RULES {
        assert_eq!((rule.check())(&metadata()), Ok(Verdict::Held), "{}", rule.id());
    }
    for rule in PUBLICATION_RULES {
        assert_eq!((rule.check())(&metadata()), Ok(Verdict::Held), "{}", rule.id());
    }
}

#[test]
fn each_change_breaks_one_rule_and_every_rule_has_its_change() {
    let ids = RULES.iter().map(|rule| rule.id()).chain(PUBLICATION_RULES.iter().map(|it| it.id()));
    let changes = CHANGES.iter().chain(PUBLICATION_CHANGES);
    assert!(ids.eq(changes.clone().map(|(id, _)| *id)));
    for (id, change) in changes {
        let mut metadata = metadata();
        change(&mut metadata);
        // A list of algorithms without values is also a list without RS256.
        let also: &[&str] = match *id {
            "id_token_signing_alg_values_supported" => {
                &["id_token_signing_alg_values_supported.RS256"]
            }
            _ => &[],
        };
        assert_eq!(broken(&metadata), [&[*id], also].concat(), "{id}");
        assert!(metadata.validate_for_publication().is_err(), "{id}");
    }
}

#[test]
fn validating_reports_the_first_broken_rule() {
    let mut metadata = metadata();
    for (id, change) in CHANGES.iter().rev() {
        change(&mut metadata);
        let rule = RULES.iter().find(|rule| rule.id() == *id).unwrap();
        assert_eq!(metadata.validate(), (rule.check())(&metadata).map(drop), "{id}");
        // Without response types, there is no response type that yields a code.
        if *id == "response_types_supported" {
            assert_eq!((RULES[2].check())(&metadata), Ok(Verdict::NotApplicable));
        }
    }
}

#[test]
fn a_rule_names_its_source() {
    let rules = RULES.iter().map(|rule| (rule.id(), rule.section(), rule.link(), rule.statement()));
    let publication = PUBLICATION_RULES
        .iter()
        .map(|rule| (rule.id(), rule.section(), rule.link(), rule.statement()));
    let mut ids = BTreeSet::new();
    for (id, section, link, statement) in rules.chain(publication) {
        assert!(ids.insert(id), "{id}");
        assert!(section.contains(" §") && link.starts_with("https://"), "{id}");
        assert!(!statement.ends_with('.'), "{id}");
    }
}

#[test]
fn every_endpoint_is_checked() {
    let full = metadata();
    let names = full.endpoints().map(|(name, _)| name).filter(|name| !name.contains('.'));
    let names: Vec<_> = names.collect();
    assert!(names.len() > 9, "{names:?}");
    for name in names {
        let mut object = full.to_object();
        object.insert(name, "http://localhost/endpoint");
        let error = match ProviderMetadata::from_object(object, &issuer()) {
            Ok(metadata) => metadata.why_absent(name),
            Err(error) => error,
        };
        assert_eq!(error.code(), "endpoint.scheme", "{name}");
        assert!(error.to_string().contains(name), "{error}");
    }
}

#[test]
fn a_rule_about_two_members_names_both() {
    let mut it = metadata();
    it.backchannel_authentication_endpoint = None;
    let error = it.validate_for_publication().unwrap_err();
    assert_eq!(
        (error.code(), error.to_string()),
        (
            "publication.needs",
            "`backchannel_token_delivery_modes_supported` needs \
             `backchannel_authentication_endpoint`, which is missing or false"
                .to_owned()
        )
    );
    it.backchannel_token_delivery_modes_supported.clear();
    assert_eq!(it.validate_for_publication(), Ok(()));
    it.dpop_signing_alg_values_supported = texts(&["none"]);
    let error = it.validate_for_publication().unwrap_err();
    assert_eq!(error.code(), "publication.dpop_algorithm");
    assert!(error.to_string().contains("\"none\""));
}
