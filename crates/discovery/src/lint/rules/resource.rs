//! Checks of the document of a protected resource.

use symbolon_jose::Excerpt;
use symbolon_jose::json::document::Value;

use super::rule::Found;
use crate::lint::document::Document;
use crate::metadata::shown;
use crate::resource::{RULES, ResourceIdentifier, ResourceMetadata};

/// The members that a draft defines for resources and that have no field
/// (draft-ietf-oauth-attestation-based-client-auth §8).
const KNOWN_ELSEWHERE: [&str; 4] = [
    "challenge_endpoint",
    "client_attestation_signing_alg_values_supported",
    "client_attestation_pop_signing_alg_values_supported",
    "client_attestation_pop_methods_supported",
];

/// Reads the document as a client does, if it names its resource.
fn read(document: &Document<'_>) -> Option<ResourceMetadata> {
    let resource = ResourceIdentifier::on_loopback(document.text("resource")?).ok()?;
    ResourceMetadata::from_object(document.object.clone(), &resource).ok()
}

pub(super) fn identifier(document: &Document<'_>) -> Vec<Found> {
    let found = match document.object.get("resource") {
        None => "`resource` is missing, and it is required".to_owned(),
        Some(Value::String(text)) => match ResourceIdentifier::on_loopback(text) {
            Ok(_) => return Vec::new(),
            Err(error) => format!("`resource` is {}: {error}", Excerpt::new(text)),
        },
        Some(other) => format!("`resource` is {}, and it must be a string", shown(other)),
    };
    vec![Found::new("resource", found)]
}

pub(super) fn loopback(document: &Document<'_>) -> Vec<Found> {
    let resource = read(document).map(|metadata| metadata.resource);
    let local = resource.filter(|resource| !resource.is_https());
    let found = local.map(|resource| {
        Found::new(
            "resource",
            format!("`resource` is {resource}: only clients on this machine can use it"),
        )
    });
    found.into_iter().collect()
}

pub(super) fn query(document: &Document<'_>) -> Vec<Found> {
    if !document.text("resource").is_some_and(|text| text.contains('?')) {
        return Vec::new();
    }
    let found = "`resource` has a query, and the identifier of a resource should have no query";
    vec![Found::new("resource", found)]
}

/// Reports the values that a client leaves out.
pub(super) fn values(document: &Document<'_>) -> Vec<Found> {
    let metadata = read(document);
    let left_out = metadata.iter().flat_map(ResourceMetadata::left_out);
    left_out.map(|it| Found::new(it.member, it.error.to_string())).collect()
}

/// Applies the rule of [`RULES`] with this name.
pub(super) fn published(document: &Document<'_>, id: &'static str) -> Vec<Found> {
    let Some(metadata) = read(document) else { return Vec::new() };
    let rule = RULES.iter().find(|rule| rule.id() == id);
    let error = rule.and_then(|rule| (rule.check())(&metadata).err());
    error.map(|error| Found::new(id, error.to_string())).into_iter().collect()
}

/// RFC 9728 §3.2: members with zero values are omitted. §2: an empty list of bearer methods is a
/// statement.
pub(super) fn empty(document: &Document<'_>) -> Vec<Found> {
    let empty = document.object.iter().filter_map(|(name, value)| {
        let what = match value {
            Value::Null => "`null`",
            Value::String(text) if text.is_empty() => "an empty string",
            Value::Array(list) if list.is_empty() && name != "bearer_methods_supported" => {
                "an empty list"
            }
            _ => return None,
        };
        let name = Excerpt::new(name);
        let name = name.as_str();
        Some(Found::new(name, format!("`{name}` is {what}: omit a member without a value")))
    });
    empty.filter(|found| found.member != "resource").collect()
}

pub(super) fn unknown(document: &Document<'_>) -> Vec<Found> {
    let is_known = |name: &&str| {
        let name = name.split_once('#').map_or(*name, |(name, _)| name);
        let mut members = ResourceMetadata::MEMBERS.iter();
        members.any(|member| member.name() == name) || KNOWN_ELSEWHERE.contains(&name)
    };
    let names = document.object.names().filter(|name| !is_known(name)).map(Excerpt::new);
    let found = names.map(|name| {
        let name = name.as_str();
        Found::new(name, format!("`{name}` is in no specification that this check knows"))
    });
    found.collect()
}

pub(super) fn recommended(document: &Document<'_>) -> Vec<Found> {
    let missing = ["scopes_supported", "resource_name"].into_iter().filter(|name| {
        let tagged = format!("{name}#");
        !document.has(name) && !document.object.names().any(|it| it.starts_with(&tagged))
    });
    missing.map(|name| Found::new(name, format!("`{name}` is recommended"))).collect()
}

/// RFC 9728 §2.1: a text in several languages also has a value without a language.
pub(super) fn languages(document: &Document<'_>) -> Vec<Found> {
    let members = ResourceMetadata::MEMBERS.iter().map(|member| member.name());
    let without = members.filter(|name| {
        let tagged = format!("{name}#");
        !document.has(name) && document.object.names().any(|it| it.starts_with(&tagged))
    });
    let found = without.map(|name| {
        let found =
            format!("`{name}` has values with a language only: add a value without a language");
        Found::new(name, found)
    });
    found.collect()
}

pub(super) fn servers(document: &Document<'_>) -> Vec<Found> {
    const MEMBER: &str = "authorization_servers";
    if document.has(MEMBER) {
        return Vec::new();
    }
    let found = format!("`{MEMBER}` is missing: clients must know the server from elsewhere");
    vec![Found::new(MEMBER, found)]
}

pub(super) fn token_in_query(document: &Document<'_>) -> Vec<Found> {
    const MEMBER: &str = "bearer_methods_supported";
    if !document.stated(MEMBER).contains(&"query") {
        return Vec::new();
    }
    let found = format!("`{MEMBER}` contains `query`: an access token in a URL leaks through logs");
    vec![Found::new(MEMBER, found)]
}

pub(super) fn dpop(document: &Document<'_>) -> Vec<Found> {
    const MEMBER: &str = "dpop_signing_alg_values_supported";
    let is_required = document.get("dpop_bound_access_tokens_required").and_then(Value::as_bool);
    if is_required != Some(true) || document.has(MEMBER) {
        return Vec::new();
    }
    let found = format!("`{MEMBER}` is missing, although the resource requires DPoP");
    vec![Found::new(MEMBER, found)]
}
