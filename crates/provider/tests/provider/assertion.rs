//! Client authentication by `private_key_jwt`: attacks 70, 71, 84 and 85.

use http::Request;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::jws;
use symbolon_jose::jwt::{self, Claims};
use symbolon_jose::key::SelectError;
use symbolon_jose::{Excerpt, Excerpts, Secret, SignatureAlgorithm, SigningKey};
use symbolon_oauth::client::assertion::{ClientAssertion, ClientAssertionError, TYP};
use symbolon_oauth::{ClientAuthenticationMethod, ClientCredentials, ClientId};
use symbolon_provider::{
    AuthenticatedClient, FirstUse, Provider, TokenError, TokenRefusal, TokenRequest, Unreplayed,
};

use crate::common::*;

fn key() -> SigningKey {
    other_key().signing(&CRYPTO)
}

/// Returns the claims of a valid assertion that `signer` made at second 11.
fn claims() -> Claims {
    let client_id = ClientId::new("signer").unwrap();
    ClientAssertion::new(&client_id, &issuer()).claims(&CRYPTO, at(11)).unwrap()
}

fn changed(change: impl FnOnce(&mut Claims)) -> String {
    let mut claims = claims();
    change(&mut claims);
    claims.sign(TYP, &key()).unwrap()
}

fn asserting(assertion: &str) -> Form {
    redeeming("c")
        .set("client_assertion_type", ClientCredentials::JWT_BEARER)
        .set("client_assertion", assertion)
}

fn request_of(request: &Request<Vec<u8>>) -> Result<TokenRequest, TokenRefusal> {
    Ok(TokenRequest::from_http(request)?)
}

fn authenticate_at(
    provider: &Provider,
    assertion: &str,
) -> Result<Unreplayed<AuthenticatedClient>, TokenRefusal> {
    let request = request_of(&asserting(assertion).post("/token"))?;
    provider.authenticate(&request, Some(&signer()), at(11))
}

fn authenticate(assertion: &str) -> Result<Unreplayed<AuthenticatedClient>, TokenRefusal> {
    authenticate_at(&provider(), assertion)
}

#[track_caller]
fn assert_reason<T: std::fmt::Debug>(result: Result<T, TokenRefusal>, reason: &TokenError) {
    let refusal = result.unwrap_err();
    assert_eq!(*refusal.reason(), *reason);
    assert_refused(refusal, 400, "invalid_client");
}

fn other_audience(found: &[String]) -> ClientAssertionError {
    ClientAssertionError::Audience { found: Excerpts::new(found), expected: issuer() }
}

#[track_caller]
fn assert_invalid(assertion: &str, error: ClientAssertionError) {
    assert_reason(authenticate(assertion), &TokenError::Assertion(error));
}

#[test]
fn core_9_private_key_jwt() {
    let waiting = authenticate(&changed(|_| {})).unwrap();
    assert_eq!(waiting.keys().len(), 1, "the jti has to be new");
    let client = waiting.accept(FirstUse::Confirmed).unwrap();
    assert_eq!(client.client(), &signer());
}

#[test]
fn attack_085_assertion_replay() {
    let assertion = changed(|_| {});
    let (first, second) = (authenticate(&assertion).unwrap(), authenticate(&assertion).unwrap());
    assert_eq!(first.keys(), second.keys(), "the store sees the same jti twice");
    assert_ne!(first.keys(), authenticate(&changed(|_| {})).unwrap().keys());
    let refusal = TokenRefusal::from(second.accept(FirstUse::Replayed).unwrap_err());
    assert_eq!(refusal.code(), "token.replayed");
    assert_reason::<()>(Err(refusal), &TokenError::Replayed);
}

#[test]
fn attack_085_a_jti_is_remembered_for_as_long_as_it_would_be_accepted() {
    let waiting = authenticate(&changed(|claims| claims.exp = Some(at(71).into()))).unwrap();
    // The server accepts the assertion until 71 + 60 by its own clock. The server's clock can be
    // behind, and the clock of the store can be ahead.
    assert_eq!(waiting.keys()[0].expires, at(71 + 60 + 2 * 60).into());
}

#[test]
fn attack_084_assertion_audience() {
    for others in [
        &["https://op.example/token"][..],
        &["https://op.example/par"],
        &["https://op.example/"],
        &["https://op.example.evil"],
        &["https://op.exampl"],
        &["https://other.example"],
        &["https://op.example", "https://op.example/token"],
        &["https://other.example", "https://op.example"],
    ] {
        let aud: Vec<String> = others.iter().map(|aud| (*aud).to_owned()).collect();
        let error = other_audience(&aud);
        println!("{others:?}");
        assert_invalid(&changed(|claims| claims.aud = aud), error);
    }
    assert_invalid(&changed(|claims| claims.aud.clear()), other_audience(&[]));
}

#[test]
fn attack_084_the_policy_can_allow_the_token_endpoint_as_audience() {
    let provider = provider_with(|policy| policy.assertion_audience_token_endpoint = true);
    let to = |aud: &str| changed(|claims| claims.aud = vec![aud.to_owned()]);
    assert!(authenticate_at(&provider, &to("https://op.example/token")).is_ok());
    assert!(authenticate_at(&provider, &to(ISSUER)).is_ok());
    let result = authenticate_at(&provider, &to("https://op.example/authorize"));
    let error = other_audience(&["https://op.example/authorize".to_owned()]);
    assert_reason(result, &TokenError::Assertion(error));
}

#[test]
fn attack_084_one_client_can_be_allowed_to_name_the_token_endpoint() {
    let allowed = signer().assertion_audience_token_endpoint();
    let to_token = changed(|claims| claims.aud = vec!["https://op.example/token".to_owned()]);
    let request = request_of(&asserting(&to_token).post("/token")).unwrap();
    assert!(provider().authenticate(&request, Some(&allowed), at(11)).is_ok());
    // The other clients are not allowed to name the token endpoint.
    let error = other_audience(&["https://op.example/token".to_owned()]);
    assert_invalid(&to_token, error);
}

#[test]
fn attack_085_assertion_shape() {
    use ClientAssertionError::Jwt;
    let without_jti = changed(|claims| claims.jti = None);
    assert_invalid(&without_jti, Jwt(jwt::Error::Missing("jti")));
    let other = |claims: &mut Claims| claims.iss = Some("web".to_owned());
    let (found, expected) = (Excerpt::new("web"), Excerpt::new("signer"));
    assert_invalid(&changed(other), Jwt(jwt::Error::Issuer { found, expected }));
    let ten_years = at(10 * 365 * 24 * 3600);
    let long = changed(|claims| claims.exp = Some(ten_years.into()));
    let (found, latest) = (ten_years.into(), at(11 + 3600 + 60).into());
    assert_invalid(&long, ClientAssertionError::Lifetime { found, latest });
    assert_invalid(&changed(|claims| claims.exp = None), Jwt(jwt::Error::Missing("exp")));
    let past = changed(|claims| claims.exp = Some(at(-50).into()));
    let expired = jwt::Error::Expired { exp: at(-50).into(), now: at(11).into() };
    assert_invalid(&past, Jwt(expired));
}

#[test]
fn attack_085_sub_is_the_client_of_the_request() {
    let assertion = changed(|claims| claims.sub = Some("web".to_owned()));
    let request = asserting(&assertion).set("client_id", "signer").post("/token");
    assert_eq!(request_of(&request).unwrap_err().code(), "client_credentials.mismatch");
    // Without `client_id` the assertion names `web`, but the store returned the record of `signer`.
    assert_reason(authenticate(&assertion), &unknown("web"));
}

#[test]
fn attack_085_an_unsigned_assertion_and_an_assertion_with_a_secret() {
    let assertion = changed(|_| {});
    let payload = assertion.split('.').nth(1).unwrap();
    // The header is {"alg":"none"}.
    let unsigned = format!("eyJhbGciOiJub25lIn0.{payload}.");
    let request = asserting(&unsigned).set("client_secret", SECRET).post("/token");
    assert_eq!(request_of(&request).unwrap_err().code(), "client_credentials.assertion_and_more");
    let request = asserting(&assertion).basic("signer", SECRET);
    assert_eq!(request_of(&request).unwrap_err().code(), "client_credentials.assertion_and_more");
    assert_eq!(authenticate(&unsigned).unwrap_err().code(), "client_credentials.assertion");
}

#[test]
fn core_9_a_key_of_another_party() {
    let theirs = id_token_key(&op_key());
    let unknown = jws::Error::Key(SelectError::UnknownKid);
    let assertion = claims().sign(TYP, theirs.signing()).unwrap();
    assert_invalid(&assertion, ClientAssertionError::Jwt(jwt::Error::Jws(unknown)));
}

#[test]
fn core_9_a_mac_is_not_a_signature() {
    let secret = Secret::new(SECRET.as_bytes().to_vec());
    let mac = SigningKey::from_secret(&secret, SignatureAlgorithm::Hs256, &CRYPTO).unwrap();
    let refusal = authenticate(&claims().sign(TYP, &mac).unwrap()).unwrap_err();
    assert!(matches!(refusal.reason(), TokenError::Assertion(_)));
    assert_refused(refusal, 400, "invalid_client");
}

#[test]
fn the_policy_limits_the_algorithms() {
    let provider =
        provider_with(|policy| policy.assertion_algorithms = vec![SignatureAlgorithm::Rs256]);
    let refusal = authenticate_at(&provider, &changed(|_| {})).unwrap_err();
    assert!(matches!(refusal.reason(), TokenError::Assertion(_)));
}

#[test]
fn the_policy_sets_the_leeway() {
    let late = changed(|claims| claims.exp = Some(at(1).into()));
    assert!(authenticate(&late).is_ok());
    let provider = provider_with(|policy| policy.leeway = core::time::Duration::ZERO);
    let expired = jwt::Error::Expired { exp: at(1).into(), now: at(11).into() };
    let expired = ClientAssertionError::Jwt(expired);
    assert_reason(authenticate_at(&provider, &late), &TokenError::Assertion(expired));
}

#[test]
fn core_9_a_client_without_keys() {
    let mut client = signer();
    client.jwks = None;
    let request = request_of(&asserting(&changed(|_| {})).post("/token")).unwrap();
    let result = provider().authenticate(&request, Some(&client), at(11));
    assert_reason(result, &TokenError::NoKeys);
}

#[test]
fn registration_2_an_assertion_of_a_client_with_a_secret() {
    let mut client = web();
    client.jwks = signer().jwks;
    client.client_id = signer().client_id;
    let request = request_of(&asserting(&changed(|_| {})).post("/token")).unwrap();
    let result = provider().authenticate(&request, Some(&client), at(11));
    let error = TokenError::AuthenticationMethod {
        found: ClientAuthenticationMethod::PRIVATE_KEY_JWT,
        registered: ClientAuthenticationMethod::CLIENT_SECRET_BASIC,
    };
    assert_reason(result, &error);
}

#[test]
fn attack_070_another_type_of_token_is_refused_as_an_assertion() {
    for typ in ["at+jwt", "logout+jwt", "dpop+jwt", "oauth-authz-req+jwt"] {
        let assertion = claims().sign(typ, &key()).unwrap();
        let other_type = jwt::Error::Type { found: Some(Excerpt::new(typ)), expected: None };
        assert_invalid(&assertion, ClientAssertionError::Jwt(other_type));
    }
}

#[test]
fn attack_071_an_id_token_is_refused_as_an_assertion() {
    let response = sent(tokens());
    let id_token = json(&response)["id_token"].as_str().unwrap().to_owned();
    // The `sub` of the ID Token is alice, and no client is called alice.
    assert_reason(authenticate(&id_token), &unknown("alice"));
    let mut client = signer();
    client.client_id = ClientId::new("alice").unwrap();
    client.jwks = Some(provider().jwks().clone());
    let request = request_of(&asserting(&id_token).post("/token")).unwrap();
    let result = provider().authenticate(&request, Some(&client), at(11));
    let (found, expected) = (Excerpt::new(ISSUER), Excerpt::new("alice"));
    let issuer = ClientAssertionError::Jwt(jwt::Error::Issuer { found, expected });
    assert_reason(result, &TokenError::Assertion(issuer));
}
