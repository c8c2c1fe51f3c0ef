//! Checks of single members.

use std::collections::BTreeSet;

use symbolon_jose::Excerpt;
use symbolon_jose::json::document::Value;
use symbolon_oauth::Issuer;

use super::rule::Found;
use crate::lint::document::{Document, REQUIRED};
use crate::metadata::{member, shown, shown_name};
use crate::{Endpoint, ProviderMetadata};

pub(super) fn issuer(document: &Document<'_>) -> Vec<Found> {
    let found = match document.object.get("issuer") {
        None => "`issuer` is missing, and it is required".to_owned(),
        Some(Value::String(text)) => match Issuer::on_loopback(text) {
            Ok(_) => return Vec::new(),
            Err(error) => format!("`issuer` is {}: {error}", Excerpt::new(text)),
        },
        Some(other) => format!("`issuer` is {}, and it must be a string", shown(other)),
    };
    vec![Found::new("issuer", found)]
}

pub(super) fn loopback(document: &Document<'_>) -> Vec<Found> {
    match &document.issuer {
        Some(issuer) if !issuer.is_https() => {
            let found = format!("`issuer` is {issuer}: only clients on this machine can use it");
            vec![Found::new("issuer", found)]
        }
        _ => Vec::new(),
    }
}

/// Checks an endpoint without which a relying party refuses the document.
pub(super) fn required_endpoint(document: &Document<'_>, name: &'static str) -> Vec<Found> {
    let found = match document.get(name) {
        None => format!("`{name}` is missing, and it is required"),
        Some(Value::String(text)) => {
            let endpoint = match &document.issuer {
                Some(issuer) => Endpoint::beside(text, issuer),
                None => Endpoint::new(text),
            };
            match endpoint {
                Ok(_) => return Vec::new(),
                Err(error) => format!("`{name}` is {}: {error}", Excerpt::new(text)),
            }
        }
        Some(other) => format!("`{name}` is {}, and it must be a string", shown(other)),
    };
    vec![Found::new(name, found)]
}

/// Checks an endpoint that a server may omit.
pub(super) fn optional_endpoint(document: &Document<'_>, name: &'static str) -> Vec<Found> {
    if document.has(name) { required_endpoint(document, name) } else { Vec::new() }
}

/// RFC 8414 §2: the endpoint is required unless no supported grant type uses it.
pub(super) fn authorization_endpoint_of_grants(document: &Document<'_>) -> Vec<Found> {
    const MEMBER: &str = "authorization_endpoint";
    let grants = document.list("grant_types_supported");
    if grants.iter().any(|it| matches!(*it, "authorization_code" | "implicit")) {
        required_endpoint(document, MEMBER)
    } else {
        optional_endpoint(document, MEMBER)
    }
}

/// Reports the values that a relying party leaves out.
pub(super) fn values(document: &Document<'_>) -> Vec<Found> {
    let left_out = document.left_out().iter();
    left_out.map(|it| Found::new(it.member, it.error.to_string())).collect()
}

/// Discovery §4.2: members with zero elements are omitted.
pub(super) fn empty(document: &Document<'_>) -> Vec<Found> {
    let members = document.object.iter().filter(|(name, _)| *name != "issuer");
    let members = members.filter(|(name, _)| !REQUIRED.contains(name));
    let empty = members.filter_map(|(name, value)| {
        let what = match value {
            Value::Null => "`null`",
            Value::String(text) if text.is_empty() => "an empty string",
            Value::Array(list) if list.is_empty() => "an empty list",
            _ => return None,
        };
        let shown = shown_name(name);
        Some(Found::new(name, format!("`{shown}` is {what}: omit a member without a value")))
    });
    empty.collect()
}

pub(super) fn repeated(document: &Document<'_>) -> Vec<Found> {
    let members = ProviderMetadata::MEMBERS.iter().map(|member| member.name());
    let repeated = members.filter_map(|name| {
        let mut seen = BTreeSet::new();
        let again = document.stated(name).into_iter().find(|value| !seen.insert(*value))?;
        let again = Excerpt::new(again);
        Some(Found::new(name, format!("`{name}` contains {again} more than once")))
    });
    repeated.collect()
}

/// Lists the endpoints on other hosts. An attacker who can change the document could put them there.
pub(super) fn foreign(document: &Document<'_>) -> Vec<Found> {
    let Some((metadata, issuer)) = document.metadata.as_ref().zip(document.issuer.as_ref()) else {
        return Vec::new();
    };
    // Another rule already reports a member that a placeholder replaces.
    let stated = metadata.foreign_endpoints().filter(|(name, endpoint)| {
        member(name).is_none() || document.text(name) == Some(endpoint.as_str())
    });
    let foreign = stated.map(|(name, endpoint)| {
        let endpoint = Excerpt::new(endpoint.as_str());
        let found = format!(
            "`{name}` is {endpoint}, which has another origin than the issuer {issuer}: check that \
             the host is yours"
        );
        Found::new(name, found)
    });
    foreign.collect()
}
