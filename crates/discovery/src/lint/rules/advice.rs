//! Checks of what a provider should offer.

use super::rule::Found;
use crate::ProviderMetadata;
use crate::lint::document::Document;

pub(super) fn recommended(document: &Document<'_>) -> Vec<Found> {
    let recommended =
        ["userinfo_endpoint", "registration_endpoint", "scopes_supported", "claims_supported"];
    let missing = recommended.into_iter().filter(|name| !document.has(name));
    missing.map(|name| Found::new(name, format!("`{name}` is recommended"))).collect()
}

pub(super) fn unsigned_id_tokens(document: &Document<'_>) -> Vec<Found> {
    const MEMBER: &str = "id_token_signing_alg_values_supported";
    let why = "an ID Token without a signature proves nothing outside the token response";
    contains(document, MEMBER, "none", why)
}

pub(super) fn unsigned_request_objects(document: &Document<'_>) -> Vec<Found> {
    const MEMBER: &str = "request_object_signing_alg_values_supported";
    let why = "a request object without a signature protects no parameter";
    contains(document, MEMBER, "none", why)
}

/// Discovery §3: servers should support RS256.
pub(super) fn rs256(document: &Document<'_>, member: &'static str) -> Vec<Found> {
    if !document.has(member) || document.lists(member, "RS256") {
        return Vec::new();
    }
    let found = format!("`{member}` does not contain `RS256`, which a server should support");
    vec![Found::new(member, found)]
}

pub(super) fn request_uri(document: &Document<'_>) -> Vec<Found> {
    const MEMBER: &str = "request_uri_parameter_supported";
    if document.has(MEMBER) {
        return Vec::new();
    }
    let found = format!("`{MEMBER}` is omitted, which means `true`: does the provider support it?");
    vec![Found::new(MEMBER, found)]
}

pub(super) fn registered_request_uris(document: &Document<'_>) -> Vec<Found> {
    const MEMBER: &str = "require_request_uri_registration";
    // If the member is omitted, the rule `request_uri_parameter_supported` reports it.
    let is_stated = document.has("request_uri_parameter_supported");
    let is_supported = document.flag("request_uri_parameter_supported");
    if !(is_stated && is_supported) || document.flag(MEMBER) {
        return Vec::new();
    }
    let found = format!(
        "`{MEMBER}` is not `true`: everyone can make the provider send requests to addresses that \
         they choose"
    );
    vec![Found::new(MEMBER, found)]
}

pub(super) fn pkce(document: &Document<'_>) -> Vec<Found> {
    const MEMBER: &str = "code_challenge_methods_supported";
    if document.lists(MEMBER, "S256") || !document.has_response_type_with("code") {
        return Vec::new();
    }
    let what = if document.has(MEMBER) { "does not contain `S256`" } else { "is missing" };
    let found = format!("`{MEMBER}` {what}: clients cannot see that the provider supports PKCE");
    vec![Found::new(MEMBER, found)]
}

pub(super) fn plain(document: &Document<'_>) -> Vec<Found> {
    const MEMBER: &str = "code_challenge_methods_supported";
    let why = "the challenge is then the secret itself, in the URL of the request";
    contains(document, MEMBER, "plain", why)
}

pub(super) fn tokens_in_the_browser(document: &Document<'_>) -> Vec<Found> {
    if !document.has_response_type_with("token") {
        return Vec::new();
    }
    let found = "`response_types_supported` contains a type with `token`: an access token in a URL \
                 leaks through the browser";
    vec![Found::new("response_types_supported", found)]
}

pub(super) fn password(document: &Document<'_>) -> Vec<Found> {
    let why = "clients then see the passwords of users";
    contains(document, "grant_types_supported", "password", why)
}

pub(super) fn iss(document: &Document<'_>) -> Vec<Found> {
    const MEMBER: &str = "authorization_response_iss_parameter_supported";
    if document.flag(MEMBER) || !document.has("authorization_endpoint") {
        return Vec::new();
    }
    let found = format!(
        "`{MEMBER}` is not `true`: a client of several providers cannot see which provider sent a \
         response"
    );
    vec![Found::new(MEMBER, found)]
}

pub(super) fn rsa1_5(document: &Document<'_>) -> Vec<Found> {
    let members = ProviderMetadata::MEMBERS.iter().map(|member| member.name());
    let members = members.filter(|name| name.ends_with("_encryption_alg_values_supported"));
    let why = "its padding lets attackers decrypt messages";
    members.flat_map(|name| contains(document, name, "RSA1_5", why)).collect()
}

/// Reports a list that contains a value.
fn contains(
    document: &Document<'_>,
    member: &'static str,
    value: &'static str,
    why: &str,
) -> Vec<Found> {
    if !document.lists(member, value) {
        return Vec::new();
    }
    vec![Found::new(member, format!("`{member}` contains `{value}`: {why}"))]
}
