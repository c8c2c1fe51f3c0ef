//! Checks of members that concern each other.

use symbolon_jose::Excerpt;

use super::rule::Found;
use crate::lint::document::Document;

const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";

pub(super) fn dynamic_response_types(document: &Document<'_>) -> Vec<Found> {
    let found = document.response_types();
    let has = |words: &[&str]| {
        found.iter().any(|it| it.len() == words.len() && words.iter().all(|word| it.contains(word)))
    };
    let required: [&[&str]; 3] = [&["code"], &["id_token"], &["id_token", "token"]];
    let missing = required.into_iter().filter(|words| !has(words));
    missing.map(|words| lacks("response_types_supported", &words.join(" "))).collect()
}

pub(super) fn dynamic_grant_types(document: &Document<'_>) -> Vec<Found> {
    let missing = ["authorization_code", "implicit"].into_iter();
    let missing = missing.filter(|grant| !document.lists("grant_types_supported", grant));
    missing.map(|grant| lacks("grant_types_supported", grant)).collect()
}

pub(super) fn dynamic_endpoints(document: &Document<'_>) -> Vec<Found> {
    let required = ["registration_endpoint", "userinfo_endpoint"].into_iter();
    let missing = required.filter(|name| !document.has(name));
    missing
        .map(|name| Found::new(name, format!("`{name}` is missing: a dynamic provider needs it")))
        .collect()
}

fn lacks(member: &str, value: &str) -> Found {
    let found = format!("`{member}` does not contain `{value}`, which a dynamic provider supports");
    Found::new(member, found)
}

/// Returns the grant types that the response types use, each with the word of the response type.
fn used_grants(document: &Document<'_>) -> [(&'static str, &'static str, bool); 2] {
    let implicit = ["token", "id_token"].into_iter();
    let mut implicit = implicit.filter(|word| document.has_response_type_with(word));
    let implicit = implicit.next();
    [
        ("authorization_code", "code", document.has_response_type_with("code")),
        ("implicit", implicit.unwrap_or("token"), implicit.is_some()),
    ]
}

pub(super) fn grants_of_response_types(document: &Document<'_>) -> Vec<Found> {
    const MEMBER: &str = "grant_types_supported";
    let used = used_grants(document).into_iter().filter(|(.., is_used)| *is_used);
    let missing = used.filter(|(grant, ..)| !document.lists(MEMBER, grant));
    let found = missing.map(|(grant, word, _)| {
        let found = format!(
            "`{MEMBER}` does not contain `{grant}`, which each response type with `{word}` uses"
        );
        Found::new(MEMBER, found)
    });
    found.collect()
}

pub(super) fn unused_grants(document: &Document<'_>) -> Vec<Found> {
    const MEMBER: &str = "grant_types_supported";
    if !document.has("response_types_supported") {
        return Vec::new();
    }
    let unused = used_grants(document).into_iter().filter(|(.., is_used)| !is_used);
    let unused = unused.filter(|(grant, ..)| document.lists(MEMBER, grant));
    let found = unused.map(|(grant, ..)| {
        let what = if document.has(MEMBER) { "contains" } else { "is omitted, which stands for" };
        Found::new(MEMBER, format!("`{MEMBER}` {what} `{grant}`, but no response type uses it"))
    });
    found.collect()
}

pub(super) fn device(document: &Document<'_>) -> Vec<Found> {
    const MEMBER: &str = "device_authorization_endpoint";
    let has_grant = document.lists("grant_types_supported", DEVICE_CODE);
    let found = match (document.has(MEMBER), has_grant) {
        (true, false) => format!("`{MEMBER}` needs the grant type `{DEVICE_CODE}`"),
        (false, true) => format!("the grant type `{DEVICE_CODE}` needs `{MEMBER}`"),
        _ => return Vec::new(),
    };
    vec![Found::new(MEMBER, found)]
}

pub(super) fn pushed(document: &Document<'_>) -> Vec<Found> {
    const MEMBER: &str = "require_pushed_authorization_requests";
    const ENDPOINT: &str = "pushed_authorization_request_endpoint";
    if !document.flag(MEMBER) || document.has(ENDPOINT) {
        return Vec::new();
    }
    let found =
        format!("`{MEMBER}` is `true`, but `{ENDPOINT}` is missing: no request is accepted");
    vec![Found::new(MEMBER, found)]
}

pub(super) fn signed_requests(document: &Document<'_>) -> Vec<Found> {
    const MEMBER: &str = "require_signed_request_object";
    const ALGORITHMS: &str = "request_object_signing_alg_values_supported";
    let is_signed = document.stated(ALGORITHMS).into_iter().any(|algorithm| algorithm != "none");
    if !document.flag(MEMBER) || is_signed {
        return Vec::new();
    }
    let found = format!("`{MEMBER}` is `true`, but `{ALGORITHMS}` contains no algorithm");
    vec![Found::new(MEMBER, found)]
}

pub(super) fn jarm(document: &Document<'_>) -> Vec<Found> {
    const ALGORITHMS: &str = "authorization_signing_alg_values_supported";
    let modes = document.stated("response_modes_supported");
    let Some(mode) = modes.into_iter().find(|mode| *mode == "jwt" || mode.ends_with(".jwt")) else {
        return Vec::new();
    };
    if document.has(ALGORITHMS) {
        return Vec::new();
    }
    let mode = Excerpt::new(mode);
    let found =
        format!("`response_modes_supported` contains {mode}, but `{ALGORITHMS}` is missing");
    vec![Found::new(ALGORITHMS, found)]
}

/// For each kind of encryption, the list of key management algorithms and the list of content
/// encryption algorithms.
const ENCRYPTION: [(&str, &str); 5] = [
    ("id_token_encryption_alg_values_supported", "id_token_encryption_enc_values_supported"),
    ("userinfo_encryption_alg_values_supported", "userinfo_encryption_enc_values_supported"),
    (
        "request_object_encryption_alg_values_supported",
        "request_object_encryption_enc_values_supported",
    ),
    (
        "authorization_encryption_alg_values_supported",
        "authorization_encryption_enc_values_supported",
    ),
    (
        "introspection_encryption_alg_values_supported",
        "introspection_encryption_enc_values_supported",
    ),
];

pub(super) fn encryption(document: &Document<'_>) -> Vec<Found> {
    let found = ENCRYPTION.into_iter().filter_map(|(key, content)| {
        let (present, absent) = match (document.has(key), document.has(content)) {
            (true, false) => (key, content),
            (false, true) => (content, key),
            _ => return None,
        };
        Some(Found::new(absent, format!("`{absent}` is missing beside `{present}`")))
    });
    found.collect()
}

pub(super) fn offline_access(document: &Document<'_>) -> Vec<Found> {
    let has_scope = document.lists("scopes_supported", "offline_access");
    if !has_scope || document.lists("grant_types_supported", "refresh_token") {
        return Vec::new();
    }
    let found = "`scopes_supported` contains `offline_access`, but `grant_types_supported` does not \
                 contain `refresh_token`";
    vec![Found::new("scopes_supported", found)]
}

pub(super) fn subject_types(document: &Document<'_>) -> Vec<Found> {
    const MEMBER: &str = "subject_types_supported";
    let other = document.stated(MEMBER).into_iter();
    let other = other.filter(|it| !matches!(*it, "public" | "pairwise"));
    let found = other.map(|it| {
        let it = Excerpt::new(it);
        Found::new(MEMBER, format!("`{MEMBER}` contains {it}; expected \"public\" or \"pairwise\""))
    });
    found.collect()
}
