//! The changes that the tables share: each breaks one rule of a message.

use serde_json::json;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::Object;
use symbolon_oauth::Parameters;

use super::trip::{Ended, Trip};
use crate::keys;

/// A change of a valid login, the code of the error, and the paths of the requests that were sent
/// before the error.
pub(crate) type Row = (fn(&mut Trip), &'static str, &'static [&'static str]);

/// Runs a valid login, then the login once with each change.
pub(crate) fn table(response_type: &'static str, valid: &[&str], groups: &[&[Row]]) {
    let Ended { result, asked } = Trip::new(response_type).run();
    assert!(result.is_ok(), "{response_type}: {result:?}");
    assert_eq!(asked, valid, "{response_type}");
    for (position, (change, code, sent)) in groups.iter().copied().flatten().enumerate() {
        let mut trip = Trip::new(response_type);
        change(&mut trip);
        let Ended { result, asked } = trip.run();
        let found = result.map(drop).map_err(|failure| failure.code());
        assert_eq!(found, Err(*code), "{response_type}, row {position}");
        assert_eq!(asked, *sent, "{response_type}, row {position}: {code}");
    }
}

/// Replaces a parameter of the callback, or removes it.
fn set(parameters: &mut Parameters, name: &str, value: &str) {
    parameters.take(name);
    parameters.push(name, value);
}

fn unsigned(parameters: &mut Parameters) {
    let token = parameters.take("id_token").unwrap();
    let payload = token.split('.').nth(1).unwrap();
    set(parameters, "id_token", &format!("eyJhbGciOiJub25lIn0.{payload}."));
}

fn change(name: &str, claims: &mut Object, value: serde_json::Value) {
    claims.remove(name);
    if !value.is_null() {
        claims.insert(name, value);
    }
}

/// The rules that hold for every response. Nothing is sent after a failure.
pub(crate) const SENDER: &[Row] = &[
    (|it| it.parameters = |it| set(it, "state", ""), "callback.missing_state", &[]),
    (|it| it.parameters = |it| set(it, "state", "guess"), "callback.state", &[]),
    (|it| it.parameters = |it| set(it, "iss", "https://as2.example"), "iss.mismatch", &[]),
    (
        |it| {
            it.parameters = |it| {
                it.take("code");
                it.push("error", "access_denied");
            }
        },
        "callback.refused",
        &[],
    ),
];

/// Tokens in the query.
pub(crate) const TOKENS: &[Row] = &[(|it| it.arrives_in = "query", "callback.response_mode", &[])];

/// The rules of the code in the callback.
pub(crate) const CODE: &[Row] = &[
    (|it| it.parameters = |it| set(it, "code", ""), "authorization_response.missing_code", &[]),
    (
        |it| it.parameters = |it| it.push("error", "access_denied"),
        "authorization_response.code_and_error",
        &[],
    ),
];

/// The rules of the access token in the callback.
pub(crate) const ACCESS_TOKEN: &[Row] = &[
    (
        |it| it.parameters = |it| set(it, "access_token", ""),
        "authorization_response.missing_access_token",
        &[],
    ),
    (
        |it| it.parameters = |it| set(it, "token_type", ""),
        "authorization_response.missing_token_type",
        &[],
    ),
    (|it| it.parameters = |it| set(it, "token_type", "DPoP"), "callback.token_type", &[]),
    (
        |it| it.parameters = |it| set(it, "expires_in", "soon"),
        "authorization_response.expires_in",
        &[],
    ),
];

/// The rules of the ID Token in the callback. Only keys are fetched before a failure.
pub(crate) const ID_TOKEN: &[Row] = &[
    (
        |it| it.parameters = |it| set(it, "id_token", ""),
        "authorization_response.missing_id_token",
        &[],
    ),
    (|it| it.parameters = |it| set(it, "id_token", "a.b"), "jws.not_compact", &[]),
    (|it| it.parameters = unsigned, "jws.not_signed", &[]),
    (|it| it.signer = keys::rsa().signing(&CRYPTO), "jws.algorithm_not_allowed", &[]),
    (|it| it.signer = keys::ed().signing(&CRYPTO), "jws.unknown_kid", &["/jwks"]),
    (|it| it.parameters = forged, "jws.signature", &["/jwks"]),
    (
        |it| it.claims = |it| change("iss", it, json!("https://as2.example")),
        "id_token.issuer",
        JWKS,
    ),
    (|it| it.claims = |it| change("sub", it, json!(null)), "id_token.missing", JWKS),
    (|it| it.claims = |it| change("aud", it, json!("other")), "id_token.audience", JWKS),
    (|it| it.claims = |it| change("azp", it, json!("other")), "id_token.authorized_party", JWKS),
    (|it| it.claims = |it| change("exp", it, json!(1)), "id_token.expired", JWKS),
    (|it| it.claims = |it| change("iat", it, json!(4e9)), "id_token.issued_in_future", JWKS),
    (|it| it.claims = |it| change("nonce", it, json!(null)), "id_token.nonce_missing", JWKS),
    (|it| it.claims = |it| change("nonce", it, json!("other")), "id_token.nonce_mismatch", JWKS),
    (
        |it| it.claims = |it| change("s_hash", it, json!("77QmUPtjPfzWtF2AnpK9RQ")),
        "id_token.s_hash",
        JWKS,
    ),
    (|it| it.claims = |it| change("events", it, json!({"http://e": {}})), "id_token.type", JWKS),
    (
        |it| {
            it.login = |it| it.acr_values("gold");
            it.endpoint_claims = |it| change("acr", it, json!("gold"));
        },
        "id_token.acr_missing",
        JWKS,
    ),
    (
        |it| {
            it.login = |it| it.max_age(core::time::Duration::from_secs(1000));
            it.claims = |it| change("auth_time", it, json!(null));
        },
        "id_token.auth_time_missing",
        JWKS,
    ),
];

const JWKS: &[&str] = &["/jwks"];

/// Attack 68: the ID Token in the callback belongs to the access token beside it.
pub(crate) const AT_HASH: &[Row] = &[
    (|it| it.claims = |it| change("at_hash", it, json!(null)), "id_token.at_hash_missing", JWKS),
    (
        |it| it.claims = |it| change("at_hash", it, json!("77QmUPtjPfzWtF2AnpK9RQ")),
        "id_token.at_hash",
        JWKS,
    ),
    (|it| it.parameters = |it| set(it, "access_token", "another"), "id_token.at_hash", JWKS),
];

/// Attack 68: the ID Token in the callback belongs to the code beside it.
pub(crate) const C_HASH: &[Row] = &[
    (|it| it.claims = |it| change("c_hash", it, json!(null)), "id_token.c_hash_missing", JWKS),
    (
        |it| it.claims = |it| change("c_hash", it, json!("77QmUPtjPfzWtF2AnpK9RQ")),
        "id_token.c_hash",
        JWKS,
    ),
    (|it| it.parameters = |it| set(it, "code", "another"), "id_token.c_hash", JWKS),
];

/// Changes the signature of the ID Token.
fn forged(parameters: &mut Parameters) {
    let token = parameters.take("id_token").unwrap();
    let (head, signature) = token.rsplit_once('.').unwrap();
    let (first, rest) = signature.split_at(1);
    let first = if first == "A" { "B" } else { "A" };
    set(parameters, "id_token", &format!("{head}.{first}{rest}"));
}
