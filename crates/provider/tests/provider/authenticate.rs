//! Client authentication by a secret or without credentials.

use http::{Request, header};
use symbolon_crypto_ring::CRYPTO;
use symbolon_oauth::client::assertion::ClientAssertionError;
use symbolon_oauth::pkce::PkceError;
use symbolon_oauth::{ClientAuthenticationMethod as Method, ErrorResponse};
use symbolon_provider::{
    AuthenticatedClient, FirstUse, GrantId, Provider, RegisteredClient, Stored, TokenError,
    TokenRefusal, TokenRequest,
};

use crate::common::*;

/// Reads a token request, and authenticates its client against this record.
fn authenticate_at(
    provider: &Provider,
    request: &Request<Vec<u8>>,
    client: Option<&RegisteredClient>,
) -> Result<AuthenticatedClient, TokenRefusal> {
    let request = TokenRequest::from_http(request)?;
    let client = provider.authenticate(&request, client, at(11))?;
    assert!(client.keys().is_empty(), "a secret is not used up");
    Ok(client.accept(FirstUse::Confirmed)?)
}

fn authenticate(
    request: &Request<Vec<u8>>,
    client: Option<&RegisteredClient>,
) -> Result<AuthenticatedClient, TokenRefusal> {
    authenticate_at(&provider(), request, client)
}

/// Returns a request that names the client in its body, with or without a secret.
fn posted(client_id: &str, secret: Option<&str>) -> Request<Vec<u8>> {
    let form = redeeming("c").set("client_id", client_id);
    secret.map_or(form.clone(), |secret| form.set("client_secret", secret)).post("/token")
}

#[track_caller]
fn assert_reason(
    result: Result<AuthenticatedClient, TokenRefusal>,
    reason: &TokenError,
    status: u16,
) {
    let refusal = result.unwrap_err();
    assert_eq!(*refusal.reason(), *reason);
    assert_eq!(refusal.grant_to_revoke(), None);
    assert_refused(refusal, status, "invalid_client");
}

/// Checks that the request cannot be read, and that the refusal has this name, status and `error`.
#[track_caller]
fn assert_unread(request: &Request<Vec<u8>>, code: &str, status: u16, error: &str) {
    let refusal = authenticate(request, Some(&web())).unwrap_err();
    assert_eq!(refusal.code(), code);
    assert!(matches!(refusal.reason(), TokenError::Request(_)));
    // A refusal that is made from the reason is the same.
    assert_refused(refusal.reason().clone().into(), status, error);
    assert_refused(refusal, status, error);
}

#[test]
fn core_9_each_method_authenticates_the_client_that_registered_it() {
    let basic = redeeming("c").basic("web", SECRET);
    let client = authenticate(&basic, Some(&web())).unwrap();
    assert_eq!(client.client(), &web());
    assert!(authenticate(&posted("poster", Some(SECRET)), Some(&poster())).is_ok());
    assert!(authenticate(&posted("app", None), Some(&app())).is_ok());
}

#[test]
fn rfc6749_5_2_an_unknown_client_is_invalid_client() {
    let result = authenticate(&redeeming("c").basic("web", SECRET), None);
    assert_reason(result, &unknown("web"), 401);
    assert_reason(authenticate(&posted("poster", Some(SECRET)), None), &unknown("poster"), 400);
    assert_reason(authenticate(&posted("app", None), None), &unknown("app"), 400);
}

#[test]
fn rfc6749_5_2_a_record_of_another_client_is_treated_as_unknown() {
    let request = redeeming("c").basic("poster", SECRET);
    assert_reason(authenticate(&request, Some(&web())), &unknown("poster"), 401);
}

#[test]
fn rfc6749_2_3_1_a_wrong_secret_is_invalid_client() {
    let longer = format!("{SECRET}x");
    for wrong in ["x", &longer, SECRET.trim_end_matches('o'), &SECRET.to_uppercase()] {
        let result = authenticate(&redeeming("c").basic("web", wrong), Some(&web()));
        assert_reason(result, &TokenError::Secret, 401);
        let result = authenticate(&posted("poster", Some(wrong)), Some(&poster()));
        assert_reason(result, &TokenError::Secret, 400);
    }
}

#[test]
fn rfc6749_2_3_1_no_secret_fits_a_client_without_a_secret() {
    let mut client = web();
    client.client_secret_fingerprint = None;
    let result = authenticate(&redeeming("c").basic("web", SECRET), Some(&client));
    assert_reason(result, &TokenError::Secret, 401);
}

#[test]
fn attack_125_the_stored_fingerprint_is_refused_as_the_secret() {
    let stored = web().client_secret_fingerprint.unwrap();
    let result = authenticate(&redeeming("c").basic("web", stored.as_str()), Some(&web()));
    assert_reason(result, &TokenError::Secret, 401);
}

#[test]
fn registration_2_only_the_registered_method_is_accepted() {
    let reason = |found, registered| TokenError::AuthenticationMethod { found, registered };
    let (basic, post) = (Method::CLIENT_SECRET_BASIC, Method::CLIENT_SECRET_POST);
    let result = authenticate(&posted("web", Some(SECRET)), Some(&web()));
    assert_reason(result, &reason(post.clone(), basic.clone()), 400);
    let result = authenticate(&posted("web", None), Some(&web()));
    assert_reason(result, &reason(Method::NONE, basic.clone()), 400);
    let result = authenticate(&redeeming("c").basic("poster", SECRET), Some(&poster()));
    assert_reason(result, &reason(basic, post.clone()), 401);
    let result = authenticate(&posted("app", Some(SECRET)), Some(&app()));
    assert_reason(result, &reason(post, Method::NONE), 400);
    let result = authenticate(&posted("signer", None), Some(&signer()));
    assert_reason(result, &reason(Method::NONE, Method::PRIVATE_KEY_JWT), 400);
}

fn description(request: &Request<Vec<u8>>, client: &RegisteredClient) -> Option<String> {
    let refusal = authenticate(request, Some(client)).unwrap_err();
    let response = json(&refusal.into_response(Stored::Confirmed));
    assert_eq!(response["error"], "invalid_client");
    response["error_description"].as_str().map(str::to_owned)
}

#[test]
fn rfc6749_5_2_the_description_names_the_registered_method() {
    for (request, client, method) in [
        (posted("web", Some(SECRET)), web(), "client_secret_basic"),
        (posted("web", None), web(), "client_secret_basic"),
        (redeeming("c").basic("poster", SECRET), poster(), "client_secret_post"),
        (posted("app", Some(SECRET)), app(), "none"),
        (posted("signer", None), signer(), "private_key_jwt"),
    ] {
        let expected = format!("the client is registered for {method}");
        assert_eq!(description(&request, &client), Some(expected));
    }
}

/// The response to the wrong method is the same for the right secret and for a wrong secret, and
/// the response to a wrong secret does not differ from the response to an unknown client.
/// A party that tries credentials, codes or tokens does not learn which part was right.
#[test]
fn rfc6749_5_2_a_refused_client_or_grant_learns_no_reason() {
    let grant = || GrantId::random(&CRYPTO).unwrap();
    for error in [
        unknown("web"),
        TokenError::Secret,
        TokenError::NoKeys,
        TokenError::Replayed,
        TokenError::Assertion(ClientAssertionError::Lifetime {
            found: at(9).into(),
            latest: at(0).into(),
        }),
        TokenError::UnknownGrant,
        TokenError::Expired,
        TokenError::Revoked,
        TokenError::SpentCode(grant()),
        TokenError::SpentRefreshToken(grant()),
        TokenError::OtherClient(grant()),
        TokenError::RedirectUri(grant()),
        TokenError::Pkce(PkceError::MissingVerifier, grant()),
        TokenError::OtherIssuer { found: Box::new(issuer()), expected: Box::new(issuer()) },
    ] {
        assert_eq!(ErrorResponse::from(&error).error_description, None, "{error:?}");
    }
}

#[test]
fn rfc6749_5_2_no_description_tells_whether_a_secret_is_right() {
    let at_web = |secret| description(&posted("web", Some(secret)), &web());
    assert_eq!(at_web(SECRET), at_web("wrong"));
    assert_eq!(description(&redeeming("c").basic("web", "wrong"), &web()), None);
    assert_eq!(description(&redeeming("c").basic("other", SECRET), &web()), None);
}

#[test]
fn discovery_3_a_method_that_the_policy_does_not_allow() {
    let provider = provider_with(|policy| {
        policy.client_authentication_methods = vec![Method::CLIENT_SECRET_BASIC];
    });
    let result = authenticate_at(&provider, &posted("app", None), Some(&app()));
    assert_reason(result, &TokenError::MethodNotAllowed(Method::NONE), 400);
    assert!(authenticate_at(&provider, &redeeming("c").basic("web", SECRET), Some(&web())).is_ok());
}

#[test]
fn rfc6749_5_2_the_challenge_has_the_scheme_of_the_request() {
    let refusal = authenticate(&redeeming("c").basic("web", "x"), Some(&web())).unwrap_err();
    let response = refusal.into_response(Stored::Confirmed);
    assert_eq!(response.headers()["www-authenticate"], r#"Basic realm="client""#);
    assert_eq!(json(&response), serde_json::json!({ "error": "invalid_client" }));
}

#[test]
fn attack_085_two_methods_at_once() {
    let form = redeeming("c").set("client_secret", SECRET);
    let request = form.basic("web", SECRET);
    let code = "client_credentials.several_methods";
    assert_unread(&request, code, 400, "invalid_request");
}

#[test]
fn attack_086_loose_basic_credentials() {
    let field = |value: &str| {
        let mut request = redeeming("c").post("/token");
        request.headers_mut().insert(header::AUTHORIZATION, value.parse().unwrap());
        request
    };
    let valid = base64(format!("web:{SECRET}").as_bytes());
    for value in [
        format!("Basic {valid}!"),
        format!("Basic {valid}="),
        format!("Basic {}", base64(b"web:x").trim_end_matches('=')),
        format!("Basic {}", base64(b"web")),
        format!("Basic {}", base64(b"web%zz:x")),
        format!("Basic {}", base64(b"web:%ff")),
        format!("Basic {}", base64("web:\u{e9}".as_bytes())),
        "Basic".to_owned(),
    ] {
        println!("{value}");
        assert_unread(&field(&value), "client_credentials.basic", 401, "invalid_client");
    }
    let bearer = field(&format!("Bearer {SECRET}"));
    assert_unread(&bearer, "client_credentials.scheme", 401, "invalid_client");
    assert!(authenticate(&field(&format!("bAsIc {valid}")), Some(&web())).is_ok());
}

#[test]
fn attack_086_client_id_in_the_body_differs() {
    let request = redeeming("c").set("client_id", "app").basic("web", SECRET);
    assert_unread(&request, "client_credentials.mismatch", 401, "invalid_client");
    let request = redeeming("c").set("client_id", "web").basic("web", SECRET);
    assert!(authenticate(&request, Some(&web())).is_ok());
}

#[test]
fn rfc6749_3_2_1_a_request_without_credentials_is_refused() {
    let request = redeeming("c").post("/token");
    assert_unread(&request, "client_credentials.missing", 400, "invalid_client");
}

#[test]
fn attack_079_duplicate_parameters_at_the_token_endpoint() {
    let request = redeeming("c").and("code", "d").basic("web", SECRET);
    assert_unread(&request, "parameters.duplicate", 400, "invalid_request");
    let mut request = redeeming("c").basic("web", SECRET);
    *request.uri_mut() = format!("{ISSUER}/token?code=d").parse().unwrap();
    assert_unread(&request, "parameters.query_and_body", 400, "invalid_request");
}

#[test]
fn rfc6749_3_2_only_post() {
    let request = Request::get(format!("{ISSUER}/token?grant_type=refresh_token"));
    let request = request.body(Vec::new()).unwrap();
    assert_unread(&request, "parameters.method", 405, "invalid_request");
    // RFC 9110 §15.5.6: the response names the method.
    let refusal = TokenRefusal::from(TokenRequest::from_http(&request).unwrap_err());
    let response = refusal.into_response(Stored::Confirmed);
    assert_eq!(response.headers()["allow"], "POST");
    let description = "the request has the method GET; expected POST";
    assert_eq!(json(&response)["error_description"], description);
}
