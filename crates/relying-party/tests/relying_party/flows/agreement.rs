//! The two ID Tokens of a hybrid login: whether they are about the same authentication.

use serde_json::{Value, json};
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{Excerpt, Object};
use symbolon_relying_party::{LoginError, RelyingParty};

use super::trip::{Ended, Failure, Trip, provider};
use crate::parties::{CLIENT, client};

/// Returns the name of the claim that differs, if the login was refused for this reason.
fn differing(trip: Trip) -> Option<String> {
    let Ended { result, asked } = trip.run();
    assert_eq!(asked, ["/jwks", "/token"]);
    match result {
        Ok(_) => None,
        Err(Failure::Login(LoginError::IdTokensDiffer { claim })) => {
            Some(claim.as_str().to_owned())
        }
        Err(other) => panic!("{other:?}"),
    }
}

fn of(browser: fn(&mut Object), endpoint: fn(&mut Object)) -> Option<String> {
    let mut trip = Trip::new("code id_token");
    (trip.claims, trip.endpoint_claims) = (browser, endpoint);
    differing(trip)
}

fn set(claims: &mut Object, name: &str, value: Value) {
    claims.remove(name);
    claims.insert(name, value);
}

#[test]
fn core_3_3_3_6_sub_is_identical_in_both_id_tokens() {
    for response_type in ["code id_token", "code id_token token"] {
        let mut trip = Trip::new(response_type);
        trip.endpoint_claims = |it| set(it, "sub", json!("bob"));
        let error = trip.run().result.unwrap_err();
        let Failure::Login(error) = error else { panic!("{error:?}") };
        assert_eq!(error, LoginError::IdTokensDiffer { claim: Excerpt::new("sub") });
        assert_eq!(error.code(), "login.id_tokens_differ");
        let printed = format!("{error} {error:?}");
        assert!(!printed.contains("bob") && !printed.contains("alice"), "{printed}");
    }
}

#[test]
fn core_3_3_3_6_iss_is_identical_in_both_id_tokens() {
    let mut trip = Trip::new("code id_token");
    trip.endpoint_claims = |it| set(it, "iss", json!("https://as2.example"));
    assert_eq!(trip.run().result.unwrap_err().code(), "id_token.issuer");
}

#[test]
fn core_3_3_3_6_claims_that_both_have_are_equal() {
    type Change = fn(&mut Object);
    // Every valid ID Token of these tests has `auth_time`.
    const ABSENT: Change = |it| drop(it.remove("auth_time"));
    let rows: [(&str, Change, Change); 6] = [
        (
            "auth_time",
            |it| set(it, "auth_time", json!(1_700_000_000)),
            |it| set(it, "auth_time", json!(1_700_000_001)),
        ),
        ("acr", |it| set(it, "acr", json!("1")), |it| set(it, "acr", json!("2"))),
        ("amr", |it| set(it, "amr", json!(["pwd"])), |it| set(it, "amr", json!(["otp"]))),
        ("email", |it| set(it, "email", json!("a@b.c")), |it| set(it, "email", json!("d@e.f"))),
        ("sid", |it| set(it, "sid", json!("1")), |it| set(it, "sid", json!("2"))),
        ("address", |it| set(it, "address", json!({})), |it| set(it, "address", json!({"a": 1}))),
    ];
    for (name, browser, endpoint) in rows {
        assert_eq!(of(browser, endpoint).as_deref(), Some(name));
        assert_eq!(of(browser, browser), None, "{name} with the same value");
        assert_eq!(of(browser, ABSENT), None, "{name} only in the browser's token");
        assert_eq!(of(ABSENT, endpoint), None, "{name} only in the other token");
    }
}

#[test]
fn core_3_3_3_6_claims_about_the_token_can_differ() {
    let endpoint = |it: &mut Object| {
        for (name, value) in [("exp", json!(4e9)), ("jti", json!("2"))] {
            set(it, name, value);
        }
        set(it, "iat", json!(it.get("iat").unwrap().as_i64().unwrap() - 5));
        set(it, "aud", json!([CLIENT]));
    };
    let browser = |it: &mut Object| {
        set(it, "jti", json!("1"));
    };
    assert_eq!(of(browser, endpoint), None);
}

#[test]
fn a_quirk_names_claims_of_the_provider_that_can_differ() {
    let trip = |differing_claims: &[&str]| {
        let mut client = client();
        client.quirks.differing_claims =
            differing_claims.iter().map(|it| (*it).to_owned()).collect();
        let rp = RelyingParty::new(provider(), client, &CRYPTO).unwrap();
        let mut trip = Trip::of("code id_token", rp);
        trip.claims = |it| set(it, "uti", json!("1"));
        trip.endpoint_claims = |it| set(it, "uti", json!("2"));
        trip
    };
    assert_eq!(differing(trip(&[])).as_deref(), Some("uti"));
    assert_eq!(differing(trip(&["uti"])), None);
}
