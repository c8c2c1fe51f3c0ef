//! The UserInfo endpoint: attacks 71 and 121, scopes, and every refusal with its challenge.

use http::{Request, header};
use serde_json::json;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::jws::CompactJws;
use symbolon_jose::{Object, SignatureAlgorithm};
use symbolon_oauth::ResponseType;
use symbolon_oauth::bearer::BearerError;
use symbolon_oidc::{ExpectedUserInfo, Localized, StandardClaims, UserInfo};
use symbolon_provider::{
    AccessTokenRecord, Provider, SingleUse, UserInfoAccess, UserInfoAccessError, UserInfoRefusal,
    UserInfoRequest,
};

use crate::common::*;

/// Returns an access token for `openid email offline_access`, with its record.
fn access() -> (String, AccessTokenRecord) {
    let issued = tokens();
    let record = issued.records().access.clone();
    let response = json(&sent(issued));
    (response["access_token"].as_str().unwrap().to_owned(), record)
}

fn with_field(value: &str) -> Request<Vec<u8>> {
    let request = Request::get(format!("{ISSUER}/userinfo")).header(header::AUTHORIZATION, value);
    request.body(Vec::new()).unwrap()
}

fn ask(
    request: &Request<Vec<u8>>,
    record: Option<AccessTokenRecord>,
    second: i64,
) -> Result<UserInfoAccess, UserInfoRefusal> {
    provider().user_info(&UserInfoRequest::from_http(request)?, record, at(second))
}

#[track_caller]
fn assert_refused(
    refusal: UserInfoRefusal,
    reason: UserInfoAccessError,
    status: u16,
    challenge: &str,
) {
    assert_eq!(*refusal.reason(), reason);
    let response = refusal.into_response();
    assert_eq!(response.status(), status);
    assert_eq!(response.headers()["www-authenticate"], challenge);
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert!(response.body().is_empty());
}

fn known() -> StandardClaims {
    let mut known = StandardClaims::new();
    known.email = Some("alice@example.com".to_owned());
    known.phone_number = Some("+30 210 000000".to_owned());
    known
}

#[test]
fn core_5_3_1_the_token_in_the_field_and_in_the_form() {
    let (token, record) = access();
    let request = with_field(&format!("Bearer {token}"));
    let access = ask(&request, Some(record.clone()), 12).unwrap();
    assert_eq!((access.subject(), access.record()), ("alice", &record));
    let form = Form::of(&[("access_token", &token)]).post("/userinfo");
    assert!(ask(&form, Some(record.clone()), 12).is_ok());
    let request = UserInfoRequest::from_http(&request).unwrap();
    assert_eq!(provider().fingerprint(request.access_token()), record.fingerprint);
}

#[test]
fn core_5_4_the_claims_that_the_scope_asks_for() {
    let (token, record) = access();
    let access = ask(&with_field(&format!("Bearer {token}")), Some(record), 12).unwrap();
    let response = access.respond(&known(), Object::new());
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(response.headers()["cache-control"], "no-store");
    let claims = json(&response);
    assert_eq!(claims, json!({ "sub": "alice", "email": "alice@example.com" }));
    assert!(UserInfo::from_http(&response, "alice").is_ok());
}

#[test]
fn core_5_3_2_extra_claims_cannot_replace_sub() {
    let (token, record) = access();
    let access = ask(&with_field(&format!("Bearer {token}")), Some(record), 12).unwrap();
    let mut extra = Object::new();
    extra.insert("sub", "mallory");
    extra.insert("email", "mallory@example.com");
    extra.insert("groups", json!(["staff"]));
    let claims = json(&access.respond(&known(), extra));
    let expected = json!({ "sub": "alice", "email": "alice@example.com", "groups": ["staff"] });
    assert_eq!(claims, expected);
}

#[test]
fn rfc6750_3_1_without_a_token_the_challenge_has_no_error_code() {
    let request = Request::get(format!("{ISSUER}/userinfo")).body(Vec::new()).unwrap();
    for request in [request, with_field("Basic d2ViOng=")] {
        let refusal = ask(&request, None, 12).unwrap_err();
        let challenge = r#"Bearer realm="userinfo""#;
        assert_refused(refusal, UserInfoAccessError::MissingToken, 401, challenge);
    }
}

#[test]
fn rfc6750_3_1_an_unknown_or_revoked_token() {
    let (token, _) = access();
    let refusal = ask(&with_field(&format!("Bearer {token}")), None, 12).unwrap_err();
    let challenge = r#"Bearer error="invalid_token""#;
    assert_refused(refusal, UserInfoAccessError::UnknownToken, 401, challenge);
}

#[test]
fn core_5_3_a_token_that_was_issued_without_a_user() {
    let (token, mut record) = access();
    record.subject = None;
    let refusal = ask(&with_field(&format!("Bearer {token}")), Some(record), 12).unwrap_err();
    assert_eq!(refusal.reason().code(), "user_info.no_user");
    let challenge = r#"Bearer error="insufficient_scope""#;
    assert_refused(refusal, UserInfoAccessError::NoUser, 403, challenge);
}

#[test]
fn a_record_of_another_token_is_treated_as_unknown() {
    let ((token, _), (_, record)) = (access(), access());
    let refusal = ask(&with_field(&format!("Bearer {token}")), Some(record), 12).unwrap_err();
    let challenge = r#"Bearer error="invalid_token""#;
    assert_refused(refusal, UserInfoAccessError::UnknownToken, 401, challenge);
}

#[test]
fn rfc6750_3_1_an_expired_token() {
    let (token, record) = access();
    let request = with_field(&format!("Bearer {token}"));
    assert!(ask(&request, Some(record.clone()), 610).is_ok());
    let refusal = ask(&request, Some(record), 611).unwrap_err();
    let challenge = r#"Bearer error="invalid_token""#;
    assert_refused(refusal, UserInfoAccessError::Expired, 401, challenge);
}

#[test]
fn core_5_3_a_token_without_openid() {
    let (token, mut record) = access();
    record.scope = scope("email");
    let refusal = ask(&with_field(&format!("Bearer {token}")), Some(record), 12).unwrap_err();
    let challenge = r#"Bearer error="insufficient_scope""#;
    assert_refused(refusal, UserInfoAccessError::InsufficientScope, 403, challenge);
}

#[test]
fn attack_121_bearer_in_two_places() {
    let (token, _) = access();
    let mut both = Form::of(&[("access_token", &token)]).post("/userinfo");
    both.headers_mut().insert(header::AUTHORIZATION, format!("Bearer {token}").parse().unwrap());
    let query = Request::get(format!("{ISSUER}/userinfo?access_token={token}"));
    let query = query.body(Vec::new()).unwrap();
    for (request, error) in [
        (both, BearerError::SeveralPlaces),
        (query, BearerError::Query),
        (with_field("Bearer a b"), BearerError::Malformed),
    ] {
        let refusal = ask(&request, None, 12).unwrap_err();
        let challenge = format!(r#"Bearer error="invalid_request", error_description="{error}""#);
        assert_refused(refusal, UserInfoAccessError::Bearer(error), 400, &challenge);
    }
}

#[test]
fn attack_071_an_id_token_is_refused_as_an_access_token() {
    let issued = tokens();
    let record = issued.records().access.clone();
    let response = json(&sent(issued));
    let request = with_field(&format!("Bearer {}", response["id_token"].as_str().unwrap()));
    // The store has no record under the fingerprint of the ID Token. The record of the access token
    // does not help either.
    for record in [None, Some(record)] {
        let refusal = ask(&request, record, 12).unwrap_err();
        assert_eq!(*refusal.reason(), UserInfoAccessError::UnknownToken);
    }
}

#[test]
fn attack_094_a_scope_never_reaches_the_challenge() {
    let (token, mut record) = access();
    record.scope = scope("email");
    let request = with_field(&format!("Bearer {token}"));
    let response = ask(&request, Some(record), 12).unwrap_err().into_response();
    assert!(!response.headers()["www-authenticate"].to_str().unwrap().contains("email"));
}

#[test]
fn reasons_have_stable_names() {
    for (reason, name) in [
        (UserInfoAccessError::MissingToken, "user_info.missing_token"),
        (UserInfoAccessError::Bearer(BearerError::Query), "bearer.query"),
        (UserInfoAccessError::UnknownToken, "user_info.unknown_token"),
        (UserInfoAccessError::Expired, "user_info.expired"),
        (UserInfoAccessError::InsufficientScope, "user_info.insufficient_scope"),
        (UserInfoAccessError::NoUser, "user_info.no_user"),
    ] {
        assert_eq!(reason.code(), name);
    }
}

/// Returns an access token of a client that registered this algorithm, with its record.
fn access_of(algorithm: Option<SignatureAlgorithm>) -> (String, AccessTokenRecord) {
    let mut client = web();
    client.userinfo_signed_response_alg = algorithm;
    let (code, record) = code_for(&asking());
    let code = presented_code(&provider(), &redeeming(&code), &client).unwrap();
    let issued = provider().redeem(code, SingleUse::fresh(record), Object::new(), at(11)).unwrap();
    let record = issued.records().access.clone();
    let response = json(&sent(issued));
    (response["access_token"].as_str().unwrap().to_owned(), record)
}

#[test]
fn core_5_3_2_signed_as_registered() {
    let (token, record) = access_of(Some(SignatureAlgorithm::Es256));
    let access = ask(&with_field(&format!("Bearer {token}")), Some(record), 12).unwrap();
    let mut extra = Object::new();
    // A program must not be able to turn the response into another kind of JWT.
    for name in ["exp", "iat", "nonce", "events", "iss", "aud", "at_hash", "response_type"] {
        extra.insert(name, 1);
    }
    extra.insert("groups", json!(["staff"]));
    extra.insert("sub", "mallory");
    let response = access.respond(&known(), extra);
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "application/jwt");
    assert_eq!(response.headers()["cache-control"], "no-store");
    let jws = CompactJws::parse(str::from_utf8(response.body()).unwrap()).unwrap();
    assert_eq!(jws.header().typ(), Some("JWT"));
    let claims = jws.verify(&verification_keys(&provider())).unwrap();
    let claims: serde_json::Value = serde_json::from_slice(claims.payload()).unwrap();
    let expected = json!({
        "iss": ISSUER, "aud": "web", "sub": "alice", "email": "alice@example.com",
        "groups": ["staff"],
    });
    assert_eq!(claims, expected);

    let (issuer, client_id, keys) = (issuer(), web().client_id, verification_keys(&provider()));
    let expected = ExpectedUserInfo::new("alice").signed(&issuer, &client_id, &keys);
    let read = expected.read(&response, at(12)).unwrap();
    assert_eq!(read.claims.email.as_deref(), Some("alice@example.com"));
    // Without the agreement, the response is refused, and so is a plain response with it.
    assert_eq!(UserInfo::from_http(&response, "alice").unwrap_err().code(), "user_info.jwt");
    let (token, record) = access_of(None);
    let access = ask(&with_field(&format!("Bearer {token}")), Some(record), 12).unwrap();
    let plain = access.respond(&known(), Object::new());
    assert_eq!(plain.headers()["content-type"], "application/json");
    assert_eq!(expected.read(&plain, at(12)).unwrap_err().code(), "user_info.not_signed");
}

#[test]
fn core_5_3_2_a_signed_response_has_the_claims_of_a_plain_response() {
    let mut known = known();
    known.name = Localized::new("Alice").language("de", "Alise");
    known.nickname = Localized::new("");
    for scope in ["openid", "openid profile email phone address", "openid email"] {
        let claims = |algorithm| {
            let (token, mut record) = access_of(algorithm);
            record.scope = scope.parse().unwrap();
            let access = ask(&with_field(&format!("Bearer {token}")), Some(record), 12).unwrap();
            let mut extra = Object::new();
            extra.insert("groups", json!(["staff"]));
            extra.insert("email", "mallory@example.com");
            access.respond(&known, extra)
        };
        let plain: serde_json::Value = json(&claims(None));
        let signed = claims(Some(SignatureAlgorithm::Es256));
        let jws = CompactJws::parse(str::from_utf8(signed.body()).unwrap()).unwrap();
        let verified = jws.verify(&verification_keys(&provider())).unwrap();
        let mut signed: serde_json::Value = serde_json::from_slice(verified.payload()).unwrap();
        for added in ["iss", "aud"] {
            assert!(signed.as_object_mut().unwrap().remove(added).is_some());
        }
        assert_eq!(signed, plain, "{scope}");
    }
}

#[test]
fn core_5_3_2_without_the_key_no_plain_response_is_sent() {
    let (token, record) = access_of(Some(SignatureAlgorithm::Rs256));
    let refusal = ask(&with_field(&format!("Bearer {token}")), Some(record), 12).unwrap_err();
    assert_eq!(*refusal.reason(), UserInfoAccessError::NoSigningKey(no_rs256()));
    assert_eq!(refusal.reason().code(), "user_info.no_signing_key");
    let response = refusal.into_response();
    assert_eq!(response.status(), 500);
    assert_eq!(json(&response)["error"], "server_error");
}

#[test]
fn core_3_2_2_an_access_token_of_the_authorization_endpoint_has_the_format_of_its_client() {
    let types = vec![ResponseType::CODE, ResponseType::ID_TOKEN_TOKEN];
    let op = provider_with(|policy| policy.response_types.clone_from(&types));
    let mut client = web().response_types(types);
    client.userinfo_signed_response_alg = Some(SignatureAlgorithm::Es256);
    let form = asking().set("response_type", "id_token token");
    let form = form.without("code_challenge").without("code_challenge_method");
    let pending = authorize_as(&op, Some(&client), &form.get()).unwrap();
    let stored = serde_json::to_string(&pending).unwrap();
    let pending = serde_json::from_str(&stored).unwrap();
    let issued = op.respond(pending, yes(alice()), at(10)).unwrap();
    let access = issued.records().access.clone().unwrap();
    assert_eq!(access.userinfo_signed_response_alg, Some(SignatureAlgorithm::Es256));
    let stored = serde_json::to_value(&access).unwrap();
    assert_eq!(stored["userinfo_signed_response_alg"], "ES256");
    assert_eq!(serde_json::from_value::<AccessTokenRecord>(stored).unwrap(), access);
}

#[test]
fn discovery_3_the_algorithms_of_signed_responses_are_advertised() {
    let metadata = provider().metadata().clone();
    assert_eq!(metadata.userinfo_signing_alg_values_supported, ["ES256"]);
    let mut endpoints = symbolon_test_support::metadata::provider_endpoints();
    endpoints.user_info = None;
    let keys = vec![id_token_key(&op_key())];
    let without = Provider::new(issuer(), endpoints, keys, policy(), CRYPTO).unwrap();
    assert!(without.metadata().userinfo_signing_alg_values_supported.is_empty());
}
