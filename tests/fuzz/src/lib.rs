//! The entry points of the fuzzer, which `cargo test` runs too.
//!
//! There is one function for each parser, each verification and each decryption. It takes bytes and
//! asserts what must be true for every input: a value that is parsed is printed and parsed again as
//! the same value, a token has one spelling, a token that verifies was signed by the key that it
//! names. It returns whether the input was accepted, so that a test can check the valid seeds.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a finding is a panic"
)]

mod authorization;
mod callback;
mod challenge;
pub mod checksum;
mod claims_request;
mod client_assertion;
mod discover;
mod id_token;
mod identifiers;
mod jarm;
mod json;
mod jwe;
mod jwk;
mod jws;
mod jwt;
mod keys;
mod login;
mod metadata;
mod parameters;
mod pkix;
mod provider;
mod push;
mod registrar;
mod registration;
mod request_object;
mod request_uri;
pub mod seeds;
mod third_party_login;
mod token;
mod user_info;
mod webfinger;

/// The target accepted the input. A target that refuses an input returns `None` instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted;

/// The function that a target runs with every input.
pub type EntryPoint = fn(&[u8]) -> Option<Accepted>;

/// The targets of the fuzzer, with their names.
pub const TARGETS: &[(&str, EntryPoint)] = &[
    ("authentication_request", authorization::authentication_request),
    ("authorization_request", authorization::authorization_request),
    ("authorization_response", authorization::authorization_response),
    ("base64url", json::base64url),
    ("callback", callback::callback),
    ("certificate", pkix::certificate),
    ("challenge", challenge::challenge),
    ("claims", json::claims),
    ("claims_request", claims_request::claims_request),
    ("client_assertion", client_assertion::client_assertion),
    ("client_document", registration::client_document),
    ("client_information", registration::client_information),
    ("client_metadata", registration::client_metadata),
    ("discover_relying_party", discover::discover_relying_party),
    ("id_token", id_token::id_token),
    ("identifiers", identifiers::identifiers),
    ("jarm", jarm::jarm),
    ("jrd", webfinger::jrd),
    ("jwe", jwe::jwe),
    ("jwe_header", jwe::jwe_header),
    ("jwe_inflate", jwe::jwe_inflate),
    ("jwe_json", jwe::jwe_json),
    ("jwe_round_trip", jwe::jwe_round_trip),
    ("jwk", jwk::jwk),
    ("jwk_set", jwk::jwk_set),
    ("jws", jws::jws),
    ("jws_detached", jws::jws_detached),
    ("jws_json", jws::jws_json),
    ("jws_unencoded", jws::jws_unencoded),
    ("jwt", jwt::jwt),
    ("jwt_nested", jwt::jwt_nested),
    ("key_cache", metadata::key_cache),
    ("login", login::login),
    ("object", json::object),
    ("parameters", parameters::parameters),
    ("private_key", pkix::private_key),
    ("provider_authorize", provider::provider_authorize),
    ("provider_metadata", metadata::provider_metadata),
    ("provider_register", registrar::provider_register),
    ("provider_token", provider::provider_token),
    ("public_key", pkix::public_key),
    ("pushed_request", push::pushed_request),
    ("pushed_response", push::pushed_response),
    ("registration_request", registration::registration_request),
    ("request_object", request_object::request_object),
    ("request_uri", request_uri::request_uri),
    ("resource_metadata", metadata::resource_metadata),
    ("signed_metadata", metadata::signed_metadata),
    ("software_statement", registration::software_statement),
    ("third_party_login", third_party_login::third_party_login),
    ("token_request", token::token_request),
    ("token_response", token::token_response),
    ("userinfo", user_info::user_info),
    ("userinfo_request", provider::userinfo_request),
    ("webfinger_identifier", webfinger::webfinger_identifier),
    ("webfinger_request", webfinger::webfinger_request),
];

/// Runs one target. The same input gives the same result on every run.
///
/// # Panics
/// When no target has this name, and when the input is a finding.
pub fn run(target: &str, data: &[u8]) -> Option<Accepted> {
    let (_, entry_point) =
        TARGETS.iter().find(|(name, _)| *name == target).expect("a target of this name");
    checksum::restart(0);
    entry_point(data)
}

/// Splits an input into its first line and the rest, so that an input of two parts stays readable.
fn first_line(data: &[u8]) -> (&[u8], &[u8]) {
    match data.iter().position(|byte| *byte == b'\n') {
        Some(end) => (&data[..end], &data[end + 1..]),
        None => (data, b""),
    }
}

fn text(data: &[u8]) -> Option<&str> {
    str::from_utf8(data).ok()
}
