//! Software statements.

use core::time::Duration;

use serde_json::{Value, json};
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::jwt::Claims;
use symbolon_oauth::Scope;
use symbolon_provider::*;
use symbolon_test_support::keys;

use crate::common::*;

const PUBLISHER: &str = "https://software.example";

fn claims() -> Claims {
    Claims::new().issuer(PUBLISHER).issued(at(0)).claim("software_id", "wiki")
}

fn signed(claims: &Claims) -> String {
    claims.sign("JWT", &keys::p256("soft").signing(&CRYPTO)).unwrap()
}

/// Returns a provider that trusts the publisher.
fn trusting(change: impl FnOnce(&mut RegistrationPolicy)) -> Provider {
    op_that(|policy| {
        let keys = keys::p256("soft").verification(&CRYPTO);
        policy.software_issuers = vec![SoftwareIssuer::new(PUBLISHER, keys)];
        change(policy);
    })
}

fn with(statement: &str) -> Value {
    wiki_with("software_statement", json!(statement))
}

#[test]
fn rfc7591_2_the_statement_wins() {
    let statement = signed(&claims().claim("client_name", "The Wiki").claim("scope", "openid"));
    let mut metadata = with(&statement);
    metadata["client_name#de"] = json!("Die Bank");
    metadata["software_id"] = json!("another");
    metadata["scope"] = json!("openid email");
    let registered = register(&trusting(|_| ()), &metadata).unwrap();
    assert_eq!(registered.json["client_name"], "The Wiki");
    assert_eq!(registered.json.get("client_name#de"), None);
    assert_eq!(registered.json["software_id"], "wiki");
    assert_eq!(registered.json["scope"], "openid");
    assert_eq!(registered.client().registered_by, RegisteredBy::Itself);
}

#[test]
fn rfc7591_3_2_1_the_statement_is_returned_unmodified() {
    let op = trusting(|_| ());
    let statement = signed(&claims());
    let registered = register(&op, &with(&statement)).unwrap();
    assert_eq!(registered.json["software_statement"], statement);
    assert_eq!(json_of(&read(&op, &registered))["software_statement"], statement);
    let updated = update(&op, &registered, &with(&statement)).unwrap();
    assert_eq!(updated.json["software_statement"], statement);
    let updated = update(&op, &registered, &wiki()).unwrap();
    assert_eq!(updated.json.get("software_statement"), None, "the update has no statement");
}

#[test]
fn rfc7591_2_3_a_statement_can_be_required() {
    let op = trusting(|policy| policy.requires_software_statement = true);
    let registered = register(&op, &with(&signed(&claims()))).unwrap();
    let error = "unapproved_software_statement";
    assert_refused(register(&op, &wiki()), error, "software_statement");
    let refusal = update(&op, &registered, &wiki()).unwrap_err();
    assert_eq!(json_of(&refusal.into_response())["error"], error);
}

#[test]
fn rfc7591_3_2_2_each_fault_of_a_statement_is_refused() {
    let op = trusting(|policy| {
        policy.software_issuers.first_mut().unwrap().max_age = Some(Duration::from_secs(60));
    });
    let invalid = "invalid_software_statement";
    let other_key = claims().sign("JWT", &keys::ed25519("soft").signing(&CRYPTO)).unwrap();
    let typed = claims().sign("at+jwt", &keys::p256("soft").signing(&CRYPTO)).unwrap();
    let none = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL3NvZnR3YXJlLmV4YW1wbGUifQ.";
    let old = claims().issued(at(-3600));
    for (what, statement, error) in [
        ("no signature", none.to_owned(), invalid),
        ("another key", other_key, invalid),
        ("another type", typed, invalid),
        ("an old statement", signed(&old), invalid),
        ("a statement of the future", signed(&claims().issued(at(3600))), invalid),
        ("an expired statement", signed(&claims().expires(at(-3600))), invalid),
        ("another provider", signed(&claims().audience("https://other.example")), invalid),
        ("a client_id", signed(&claims().claim("client_id", "x")), invalid),
        ("a wrong type", signed(&claims().claim("redirect_uris", "x")), invalid),
        (
            "another issuer",
            signed(&claims().issuer("https://other.example")),
            "unapproved_software_statement",
        ),
    ] {
        let refusal = register(&op, &with(&statement)).map(|it| it.json).expect_err(what);
        let response = refusal.into_response();
        assert_eq!(
            (response.status().as_u16(), &json_of(&response)["error"]),
            (400, &json!(error))
        );
    }
    assert!(register(&op, &with(&signed(&claims()))).is_ok());
}

#[test]
fn rfc7591_3_2_2_the_response_does_not_name_functions_of_the_provider() {
    let too_short = with("abcde.e30.e30"); // base64url has no text of five characters
    let refusal = register(&trusting(|_| ()), &too_short).map(|it| it.json).unwrap_err();
    assert!(refusal.to_string().contains("Reader::padded"), "{refusal}");
    let response = json_of(&refusal.into_response());
    let expected = "`software_statement` cannot be verified: jws.base64url";
    assert_eq!(response["error_description"], json!(expected));
}

#[test]
fn rfc7591_2_3_the_merged_metadata_obeys_every_rule() {
    let statement = signed(&claims().claim("subject_type", "unknown"));
    let refused = register(&trusting(|_| ()), &with(&statement));
    assert_refused(refused, "invalid_client_metadata", "subject_type");
}

#[test]
fn rfc7591_5_the_terms_of_the_token_bind_the_statement_too() {
    let op = trusting(|_| ());
    let mut terms = InitialAccessTokenTerms::default();
    terms.scopes = Some(Scope::parse("openid").unwrap());
    let hour = Duration::from_secs(3600);
    let (token, record) = op.initial_access_token(terms, hour, at(0)).unwrap();
    let statement = signed(&claims().claim("scope", "email"));
    let mut request = post(&with(&statement));
    let bearer = format!("Bearer {}", token.expose());
    request.headers_mut().insert("authorization", bearer.parse().unwrap());
    assert_refused(register_as(&op, &request, Some(record)), "invalid_client_metadata", "scope");
}

#[test]
fn rfc7591_2_3_the_clocks_may_differ_by_the_leeway_of_the_policy() {
    let expired = with(&signed(&claims().expires(at(-30))));
    let op = |leeway| {
        op_with(|policy| {
            policy.leeway = Duration::from_secs(leeway);
            let keys = keys::p256("soft").verification(&CRYPTO);
            let registration = policy.registration.as_mut().unwrap();
            registration.software_issuers = vec![SoftwareIssuer::new(PUBLISHER, keys)];
        })
    };
    assert!(register(&op(60), &expired).is_ok());
    let refusal = register(&op(0), &expired).unwrap_err();
    assert_eq!(refusal.code(), "software_statement.expired");
}
