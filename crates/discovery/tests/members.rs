//! The table of the provider metadata, and the struct that is made from it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeSet;

use common::{full, minimal};
use symbolon_discovery::metadata::KNOWN_ELSEWHERE;
use symbolon_discovery::{MetadataError, ProviderMetadata};
use symbolon_jose::json::document::Absent;
use symbolon_test_support::names::issuer;

fn names() -> Vec<&'static str> {
    ProviderMetadata::MEMBERS.iter().map(|member| member.name()).collect()
}

#[test]
fn the_table_and_the_struct_have_the_same_members_in_the_same_order() {
    let metadata = ProviderMetadata::from_object(full(), &issuer()).unwrap();
    let printed = format!("{metadata:#?}");
    let fields: Vec<_> = printed
        .lines()
        .filter_map(|line| {
            line.strip_prefix("    ").filter(|line| !line.starts_with([' ', ']', ')', '}']))
        })
        .filter_map(|line| line.split_once(':'))
        .map(|(field, _)| field)
        .collect();
    assert_eq!(fields, [names(), vec!["extra", "left_out"]].concat());
    let values: Vec<_> = metadata.values().map(|(member, _)| member).collect();
    assert_eq!(values, ProviderMetadata::MEMBERS);
}

#[test]
fn a_member_is_in_the_table_once() {
    let distinct: BTreeSet<_> = names().into_iter().collect();
    assert_eq!(distinct.len(), ProviderMetadata::MEMBERS.len());
}

#[test]
fn each_member_survives_a_round_trip_without_the_others() {
    let full = full();
    for name in names() {
        let mut document = minimal();
        document.insert(name, full.get(name).unwrap().clone());
        let metadata = ProviderMetadata::from_object(document.clone(), &issuer()).unwrap();
        assert!(metadata.extra.is_empty(), "{name}");
        assert_eq!(metadata.to_object(), document, "{name}");
    }
}

#[test]
fn each_member_makes_documents_differ() {
    let full = full();
    let minimal_metadata = ProviderMetadata::from_object(minimal(), &issuer()).unwrap();
    for name in names().into_iter().filter(|name| !minimal().contains(name)) {
        let mut document = minimal();
        document.insert(name, full.get(name).unwrap().clone());
        let metadata = ProviderMetadata::from_object(document, &issuer()).unwrap();
        assert_ne!(metadata, minimal_metadata, "{name}");
    }
}

#[test]
fn each_member_has_a_type() {
    for name in names() {
        let mut document = full();
        document.insert(name, 1);
        let error = match ProviderMetadata::from_object(document, &issuer()) {
            Ok(metadata) => metadata.why_absent(name),
            Err(error) => error,
        };
        assert!(matches!(error, MetadataError::Member(it) if it.name == name), "{name}: {error:?}");
    }
}

#[test]
fn discovery_3_the_required_members_of_the_table_are_required() {
    for member in ProviderMetadata::MEMBERS {
        let mut document = full();
        document.remove(member.name());
        let result = ProviderMetadata::from_object(document, &issuer())
            .and_then(|metadata| metadata.validate());
        // A rule about the code flow requires the token endpoint, not the table.
        if member.absent() == Absent::Refused || member.name() == "token_endpoint" {
            assert_eq!(result, Err(MetadataError::Missing(member.name())));
        } else {
            assert!(result.is_ok(), "{}", member.name());
        }
    }
}

#[test]
fn each_member_names_its_section() {
    for member in ProviderMetadata::MEMBERS {
        assert!(member.section().contains(" §"), "{}", member.name());
        assert!(member.link().starts_with("https://"), "{}", member.name());
    }
    let section = |name| {
        let found = ProviderMetadata::MEMBERS.iter().find(|member| member.name() == name);
        found.map(|member| member.section())
    };
    assert_eq!(section("jwks_uri"), Some("Discovery §3"));
    assert_eq!(section("revocation_endpoint"), Some("RFC 8414 §2"));
    assert_eq!(section("authorization_response_iss_parameter_supported"), Some("RFC 9207 §3"));
}

#[test]
fn a_member_that_is_known_by_name_only_has_no_field_and_is_listed_once() {
    let names: BTreeSet<&str> = KNOWN_ELSEWHERE.iter().map(|(name, _)| *name).collect();
    assert_eq!(names.len(), KNOWN_ELSEWHERE.len());
    for (name, section) in KNOWN_ELSEWHERE {
        assert!(!self::names().contains(name), "{name}");
        assert!(section.name().contains(" §"), "{name}");
        assert!(section.link().starts_with("https://"), "{name}");
    }
}
