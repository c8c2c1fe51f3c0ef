//! What holds of every input: the entry points of the fuzzer, also run by `cargo test`.
//!
//! One function for each parser, each verification and each decryption. It takes bytes, asserts
//! what has to hold of them (what parses prints as something that parses as the same; a token has
//! one spelling; what verifies was signed by the key that it names), and says whether they were
//! accepted, so that a seed that is meant to be valid can be seen to be.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a finding is a panic"
)]

mod authorization;
mod challenge;
pub mod checksum;
mod client_assertion;
mod id_token;
mod identifiers;
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
pub mod seeds;
mod token;
mod user_info;

/// The input was accepted. `None` in its place means that it was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted;

/// What is run with every input.
pub type EntryPoint = fn(&[u8]) -> Option<Accepted>;

/// Every target of the fuzzer by its name.
pub const TARGETS: &[(&str, EntryPoint)] = &[
    ("authentication_request", authorization::authentication_request),
    ("authorization_request", authorization::authorization_request),
    ("authorization_response", authorization::authorization_response),
    ("base64url", json::base64url),
    ("certificate", pkix::certificate),
    ("challenge", challenge::challenge),
    ("claims", json::claims),
    ("client_assertion", client_assertion::client_assertion),
    ("id_token", id_token::id_token),
    ("identifiers", identifiers::identifiers),
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
    ("provider_token", provider::provider_token),
    ("public_key", pkix::public_key),
    ("token_request", token::token_request),
    ("token_response", token::token_response),
    ("userinfo", user_info::user_info),
    ("userinfo_request", provider::userinfo_request),
];

/// Runs one target, in the way that every run of the same input is the same.
///
/// # Panics
/// When there is no such target, and when the input is a finding.
pub fn run(target: &str, data: &[u8]) -> Option<Accepted> {
    let (_, entry_point) =
        TARGETS.iter().find(|(name, _)| *name == target).expect("a target of this name");
    checksum::restart(0);
    entry_point(data)
}

/// The first line and what comes after it: an input of two parts, still legible.
fn first_line(data: &[u8]) -> (&[u8], &[u8]) {
    match data.iter().position(|byte| *byte == b'\n') {
        Some(end) => (&data[..end], &data[end + 1..]),
        None => (data, b""),
    }
}

fn text(data: &[u8]) -> Option<&str> {
    str::from_utf8(data).ok()
}
