//! The rules of the ID Token in a login. Each test changes one claim of a valid ID Token.

use core::time::Duration;

use serde_json::{Value, json};
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{NumericDate, Object, SignatureAlgorithm};
use symbolon_oauth::AccessToken;
use symbolon_oidc::hash::at_hash;
use symbolon_oidc::{IdTokenError, OriginalAuthentication};
use symbolon_relying_party::{LoginError, RelyingParty};

use crate::attempt::{Attempt, Run};
use crate::keys;
use crate::parties::{CLIENT, SECRET, client, metadata, now, redirect_uri, rp};

/// Returns the error of a login with an ID Token in which this claim has another value, or is
/// absent.
fn refused(name: &'static str, value: impl Into<Option<Value>>) -> &'static str {
    refused_by(rp(), name, value)
}

fn refused_by(
    rp: RelyingParty,
    name: &'static str,
    value: impl Into<Option<Value>>,
) -> &'static str {
    let value = value.into();
    let change = move |claims: &mut Object| {
        claims.remove(name);
        claims.insert_some(name, value);
    };
    Attempt::of(rp).claims(change).run().result.unwrap_err().code()
}

fn seconds() -> i64 {
    NumericDate::from(now()).seconds()
}

#[test]
fn core_3_1_3_7_a_valid_id_token_says_who_signed_in() {
    let outcome = Attempt::new().claims(|claims| {
        claims.insert("groups", json!(["staff"]));
    });
    let outcome = outcome.run();
    assert_eq!(outcome.asked(), ["/token", "/jwks"]);
    let login = outcome.result.unwrap();
    assert_eq!(login.id_token.sub, "alice");
    assert_eq!(login.session.sub(), "alice");
    assert_eq!(login.session.authentication, OriginalAuthentication::from(&*login.id_token));
    assert_eq!(login.session.scope.to_string(), "openid email");
    #[derive(serde::Deserialize)]
    struct Groups {
        groups: Vec<String>,
    }
    let Groups { groups } = login.id_token.extra().unwrap();
    assert_eq!(groups, ["staff"]);
}

#[test]
fn core_2_required_claims() {
    for name in ["iss", "sub", "aud", "exp", "iat"] {
        assert_eq!(refused(name, None), "id_token.missing", "{name}");
    }
}

#[test]
fn attack_066_iss_near_miss() {
    for iss in [
        "https://op.example/",
        "https://OP.example",
        "https://op.example:443",
        "http://op.example",
        "https://op.example@evil.example",
        "https://op.example.evil.example",
        "https://оp.example",
        "https://op.example/{tenantid}",
        " https://op.example",
        "",
    ] {
        assert_eq!(refused("iss", json!(iss)), "id_token.issuer", "{iss}");
    }
    assert_eq!(refused("iss", json!(["https://op.example"])), "id_token.member");
}

#[test]
fn attack_064_other_audiences() {
    assert_eq!(refused("aud", json!("other")), "id_token.audience");
    assert_eq!(refused("aud", json!([CLIENT, "evil"])), "id_token.untrusted_audience");
    assert_eq!(refused("azp", json!("other")), "id_token.authorized_party");

    let mut trusting = client();
    trusting.policy.id_token.trusted_audiences = vec!["https://api.example".to_owned()];
    let rp = RelyingParty::new(metadata(), trusting, &CRYPTO).unwrap();
    // Core §3.1.3.7 (4): no rule requires `azp`, so a trusted audience is enough.
    let several = Attempt::of(rp).claims(|claims| {
        claims.insert("aud", json!([CLIENT, "https://api.example"]));
    });
    assert!(several.run().result.is_ok());
}

#[test]
fn core_3_1_3_7_9_expired() {
    assert_eq!(refused("exp", json!(seconds() - 60)), "id_token.expired");
    assert_eq!(refused("iat", json!(seconds() + 61)), "id_token.issued_in_future");
}

#[test]
fn attack_067_nonce_missing_or_another() {
    assert_eq!(refused("nonce", None), "id_token.nonce_missing");
    assert_eq!(refused("nonce", json!("n-0S6_WzA2Mj")), "id_token.nonce_mismatch");
    assert_eq!(refused("nonce", json!({})), "id_token.member");
}

#[test]
fn attack_067_the_id_token_of_another_login() {
    let first = Attempt::new().run().result.unwrap();
    let stolen = first.id_token.encoded().expose().to_owned();
    let replayed = Attempt::new().body(move |body| {
        body.insert("id_token", stolen);
    });
    let error = replayed.run().result.unwrap_err();
    assert_eq!(error, LoginError::from(IdTokenError::NonceMismatch));
}

#[test]
fn attack_069_max_age_needs_auth_time() {
    let attempt = || Attempt::new().login(|login| login.max_age(Duration::from_secs(300)));
    assert!(attempt().run().result.is_ok());
    for (auth_time, code) in [
        (None, "id_token.auth_time_missing"),
        (Some(json!(0)), "id_token.authenticated_too_long_ago"),
        (Some(json!(seconds() - 361)), "id_token.authenticated_too_long_ago"),
        (Some(json!(seconds() + 61)), "id_token.auth_time_in_future"),
        (Some(json!("1700000000")), "id_token.member"),
    ] {
        let change = |claims: &mut Object| {
            claims.remove("auth_time");
            claims.insert_some("auth_time", auth_time);
        };
        assert_eq!(attempt().claims(change).run().result.unwrap_err().code(), code);
    }
}

#[test]
fn core_3_1_2_1_max_age_allows_a_slow_sign_in() {
    let attempt = |auth_time: i64| {
        let mut attempt = Attempt::new().login(|login| login.max_age(Duration::ZERO));
        attempt.taking = time::Duration::seconds(600);
        let change = move |claims: &mut Object| {
            claims.insert("auth_time", seconds() - auth_time);
        };
        attempt.claims(change).run().result
    };
    assert!(attempt(540).is_ok());
    assert_eq!(attempt(661).unwrap_err().code(), "id_token.authenticated_too_long_ago");
}

#[test]
fn attack_129_an_auth_time_of_zero_is_read() {
    let attempt = Attempt::new().claims(|claims| {
        claims.insert("auth_time", 0);
    });
    let login = attempt.run().result.unwrap();
    assert_eq!(login.id_token.auth_time, NumericDate::from_seconds(0));
    // With `max_age=0`, an authentication before the request is too old.
    let zero = Attempt::new().login(|login| login.max_age(Duration::ZERO));
    assert_eq!(zero.run().result.unwrap_err().code(), "id_token.authenticated_too_long_ago");
}

#[test]
fn attack_069_acr_is_one_of_those_asked_for() {
    let attempt = || Attempt::new().login(|login| login.acr_values("urn:gold urn:silver"));
    for (acr, code) in [
        (None, Some("id_token.acr_missing")),
        (Some("urn:bronze"), Some("id_token.acr")),
        (Some("urn:gold urn:silver"), Some("id_token.acr")),
        (Some("urn:silver"), None),
    ] {
        let change = move |claims: &mut Object| claims.insert_some("acr", acr);
        let result = attempt().claims(change).run().result;
        assert_eq!(result.err().map(|error| error.code()), code, "{acr:?}");
    }
}

#[test]
fn core_3_1_3_8_at_hash_is_compared_when_present() {
    assert_eq!(refused("at_hash", json!("77QmUPtjPfzWtF2AnpK9RQ")), "id_token.at_hash");
    let token = AccessToken::new("SlAV32hkKG".to_owned());
    let hash = at_hash(keys::es().signing(&CRYPTO).algorithm(), &token, &CRYPTO).unwrap();
    let attempt = Attempt::new().claims(move |claims| {
        claims.insert("at_hash", hash);
    });
    assert!(attempt.run().result.is_ok());
}

#[test]
fn core_3_3_2_11_c_hash_is_compared_when_present() {
    assert_eq!(refused("c_hash", json!("77QmUPtjPfzWtF2AnpK9RQ")), "id_token.c_hash");
}

#[test]
fn core_3_1_3_7_7_the_algorithm_is_the_registered_algorithm() {
    let registered = client().id_token_signed_response_alg(SignatureAlgorithm::Rs256);
    let rp = RelyingParty::new(metadata(), registered, &CRYPTO).unwrap();

    let mut attempt = Attempt::of(rp.clone());
    attempt.signer = keys::rsa().signing(&CRYPTO);
    attempt.jwks = crate::parties::jwks(&[keys::rsa(), keys::es()]);
    assert!(attempt.run().result.is_ok());

    // The token is signed with a published key, but its algorithm is not allowed. No keys are
    // fetched.
    let outcome = Attempt::of(rp).run();
    assert_eq!(outcome.asked(), ["/token"]);
    assert_eq!(outcome.result.unwrap_err().code(), "jws.algorithm_not_allowed");
}

#[test]
fn core_3_1_3_7_7_by_default_every_signature_algorithm_of_the_provider_is_accepted() {
    use symbolon_jose::{Secret, SigningKey};
    let rp = || {
        let mut default = client();
        default.policy = symbolon_relying_party::RelyingPartyPolicy::default();
        RelyingParty::new(metadata(), default, &CRYPTO).unwrap()
    };
    for pair in [keys::rsa(), keys::es(), keys::ed()] {
        let mut attempt = Attempt::of(rp());
        attempt.signer = pair.signing(&CRYPTO);
        attempt.jwks = crate::parties::jwks(&[keys::rsa(), keys::es(), keys::ed()]);
        assert!(attempt.run().result.is_ok());
    }
    // The metadata names HS256 too, but its key is the client secret.
    let secret = Secret::new(SECRET.as_bytes().to_vec());
    let mut attempt = Attempt::of(rp());
    attempt.signer = SigningKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO).unwrap();
    assert_eq!(attempt.run().result.unwrap_err().code(), "jws.algorithm_not_allowed");
}

#[test]
fn attack_001_alg_none() {
    let attempt = Attempt::new().body(|body| {
        let token = body.get("id_token").and_then(Value::as_str).unwrap().to_owned();
        let claims = token.split('.').nth(1).unwrap();
        body.insert("id_token", format!("eyJhbGciOiJub25lIn0.{claims}.AAAA"));
    });
    let outcome = attempt.run();
    assert_eq!(outcome.asked(), ["/token"]);
    assert_eq!(outcome.result.unwrap_err().code(), "jws.not_signed");
}

#[test]
fn core_3_1_3_7_1_an_encrypted_id_token() {
    let attempt = Attempt::new().body(|body| {
        body.insert("id_token", "e30.e30.e30.e30.e30");
    });
    let outcome = attempt.run();
    assert_eq!(outcome.asked(), ["/token"]);
    assert_eq!(outcome.result.unwrap_err().code(), "id_token.encrypted");
}

#[test]
fn core_3_1_3_7_8_a_mac_is_verified_with_the_client_secret() {
    use symbolon_jose::{Secret, SigningKey};
    let mut mac = client();
    mac.policy.id_token_algorithms = Some(vec![SignatureAlgorithm::Hs256]);
    let rp = RelyingParty::new(metadata(), mac, &CRYPTO).unwrap();
    let signer = |secret: &str| {
        let secret = Secret::new(secret.as_bytes().to_vec());
        SigningKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO).unwrap()
    };

    let mut attempt = Attempt::of(rp.clone());
    attempt.signer = signer(SECRET);
    let outcome = attempt.run();
    assert_eq!(outcome.asked(), ["/token"], "no key is published");
    assert!(outcome.result.is_ok());

    let mut attempt = Attempt::of(rp);
    attempt.signer = signer("another secret of 32 characters.");
    assert_eq!(attempt.run().result.unwrap_err().code(), "jws.signature");
}

#[test]
fn attack_130_the_claims_are_the_verified_payload() {
    let outcome = Attempt::new().run();
    let login = outcome.result.unwrap();
    let payload = login.id_token.encoded().expose().split('.').nth(1).unwrap();
    let payload = symbolon_jose::base64url::decode(payload).unwrap();
    assert_eq!(Object::from(login.id_token.claims()), Object::parse(&payload).unwrap());
}

#[test]
fn core_3_1_3_1_the_token_request_has_the_redirect_uri_and_the_verifier() {
    let rp = rp();
    let (parameters, pending) = crate::parties::begin(&rp);
    let flow = rp.finish(pending, callback_with(&parameters), rp.key_cache()).unwrap();
    let Run { requests, .. } =
        crate::attempt::run(flow, [crate::parties::answer("text/plain", b"")], now());
    let form = symbolon_oauth::Parameters::from_http(&requests[0]).unwrap();
    assert_eq!(form.get("grant_type"), Some("authorization_code"));
    assert_eq!(form.get("code"), Some("SplxlOBe"));
    assert_eq!(form.get("redirect_uri"), Some(redirect_uri().as_str()));
    let verifier =
        symbolon_oauth::CodeVerifier::parse(form.get("code_verifier").unwrap().to_owned());
    let challenge = verifier.unwrap().challenge(&CRYPTO);
    assert_eq!(parameters.get("code_challenge"), Some(challenge.as_str()));
}

fn callback_with(parameters: &symbolon_oauth::Parameters) -> symbolon_relying_party::Callback {
    let query = format!("code=SplxlOBe&state={}", parameters.get("state").unwrap());
    symbolon_relying_party::Callback::from_http(&crate::parties::arriving(&query)).unwrap()
}
