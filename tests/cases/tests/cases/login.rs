//! Logins and refreshes from start to end (kinds F and I).

#![cfg(test)]

use std::convert::Infallible;

use http::{Request, Response, header};
use serde_json::{Value, json};
use symbolon_case_tests::{FieldProvider, case, client, refresh, sign_in, user_info};
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::danger::unverified_claims;
use symbolon_jose::{NumericDate, SignatureAlgorithm};
use symbolon_oauth::flow::{DriveError, Flow, drive_blocking};
use symbolon_oauth::{AssertionAudience, Parameters};
use symbolon_oidc::Prompt;
use symbolon_relying_party::{
    Callback, ClientAuthentication, ClientConfiguration, FetchUserInfoError, RefreshError,
    RelyingParty, Session, danger,
};
use symbolon_test_support::clock::{NOW, now};
use symbolon_test_support::keys;
use symbolon_test_support::metadata::endpoints;
use symbolon_test_support::names::{client_id, redirect_uri};

#[test]
fn without_a_change_the_login_goes_through() {
    let provider = FieldProvider::default();
    let login = sign_in(&provider, client()).unwrap();
    assert_eq!(login.id_token.sub, "alice");
    assert_eq!(user_info(&provider, client(), &login.session).unwrap().sub, "alice");
    let refreshed = FieldProvider::default().claims(&json!({"nonce": "<absent>"}));
    refresh(&refreshed, client(), &login.session).unwrap();
}

// No nonce, no PKCE.

fn without_nonce() -> ClientConfiguration {
    let client = client();
    let policy = danger::send_no_nonce(client.policy.clone());
    client.policy(policy)
}

fn code<T>(result: Result<T, symbolon_case_tests::Failure>) -> Result<(), &'static str> {
    result.map(|_| ()).map_err(|failure| failure.code())
}

#[test]
fn linkedin_no_nonce() {
    let Some(case) = case("linkedin-no-nonce") else { return };
    let mut claims = case.part("/claims").clone();
    claims["nonce"] = "<absent>".into();
    claims["aud"] = client_id().as_str().into();
    let provider = FieldProvider::default().claims(&claims);
    assert_eq!(code(sign_in(&provider, client())), Err("id_token.nonce_missing"));
    let login = sign_in(&provider, without_nonce()).unwrap();
    assert_eq!(login.id_token.nonce, None);
}

/// manfredsteyer/angular-oauth2-oidc #1040 (OpenAM) and FusionAuth/fusionauth-issues #109: the
/// nonce is beside the ID Token or nowhere.
#[test]
fn f_the_nonce_beside_the_id_token_is_not_the_nonce_in_it() {
    let mut provider = FieldProvider::default().claims(&json!({"nonce": "<absent>"}));
    provider.tokens["nonce"] = "n-0S6_WzA2Mj".into();
    assert_eq!(code(sign_in(&provider, client())), Err("id_token.nonce_missing"));
    assert_eq!(code(sign_in(&provider, without_nonce())), Ok(()));
}

/// certd/certd #594: a provider puts a nonce into the ID Token although the client sent none. It
/// stays refused: such a token can be the answer to another request.
#[test]
fn f_a_nonce_that_was_not_sent_stays_refused() {
    let provider = FieldProvider::default().claims(&json!({"nonce": "invented"}));
    assert_eq!(code(sign_in(&provider, without_nonce())), Err("id_token.nonce_unexpected"));
}

fn rp(client: ClientConfiguration) -> RelyingParty {
    RelyingParty::new(endpoints(&["RS256"]), client, &CRYPTO).unwrap()
}

/// Returns the parameters of the authentication request, and the token request.
fn requests(client: ClientConfiguration) -> (Parameters, Request<Vec<u8>>) {
    let rp = rp(client);
    let (url, pending) = rp.login(&redirect_uri()).begin(now()).unwrap();
    let uri = format!("/cb?code=a&state={}", pending.state().expose());
    let callback = Callback::from_http(&Request::get(uri).body("").unwrap()).unwrap();
    let mut flow = rp.finish(pending, callback, rp.key_cache()).unwrap();
    let symbolon_oauth::flow::Step::Send(request) = flow.start(now()).unwrap() else {
        panic!("a login begins with a token request")
    };
    (Parameters::parse(url.query().unwrap()).unwrap(), request)
}

#[test]
fn linkedin_no_pkce() {
    let Some(_) = case("linkedin-no-pkce") else { return };
    let has_pkce = |client| {
        let (authorization, token) = requests(client);
        let form = Parameters::from_http(&token).unwrap();
        [authorization.contains("code_challenge"), form.contains("code_verifier")]
    };
    assert_eq!(has_pkce(client()), [true, true]);
    let policy = danger::send_no_pkce(client().policy);
    assert_eq!(has_pkce(client().policy(policy)), [false, false]);
}

/// sebadob/rauthy #1682 ("'code_challenge' not enabled for this client") and ory/fosite #375: the
/// provider refuses a challenge and its method.
#[test]
fn f_without_pkce_neither_challenge_nor_method_is_sent() {
    let policy = danger::send_no_pkce(client().policy);
    let (authorization, _) = requests(client().policy(policy));
    assert!(!authorization.contains("code_challenge_method"));
    assert!(authorization.contains("nonce") && authorization.contains("state"));
}

/// LinkedIn needs both, as nextauthjs/next-auth #8831 and authlib #763 report for one provider.
#[test]
fn f_a_login_without_nonce_and_pkce() {
    let provider = FieldProvider::default().claims(&json!({"nonce": "<absent>"}));
    let policy = danger::send_no_pkce(without_nonce().policy);
    assert_eq!(code(sign_in(&provider, client().policy(policy))), Ok(()));
}

/// erlef/oidcc_plug #16: the option is asked for confidential clients. A public client keeps PKCE.
#[test]
fn f_a_public_client_cannot_leave_out_pkce() {
    let mut public = client();
    public.authentication = ClientAuthentication::None;
    public.policy = danger::send_no_pkce(public.policy);
    let error = RelyingParty::new(endpoints(&["RS256"]), public, &CRYPTO).unwrap_err();
    assert_eq!(error.code(), "configuration.public_client_without_pkce");
}

// Refresh.

/// Returns the session of a login, and a provider that answers its refresh with new tokens.
fn refreshing(change: impl FnOnce(&mut FieldProvider)) -> (FieldProvider, Session) {
    let login = sign_in(&FieldProvider::default(), client()).unwrap();
    let mut provider = FieldProvider::default().claims(&json!({"nonce": "<absent>"}));
    provider.tokens["access_token"] = "at2".into();
    provider.tokens["refresh_token"] = "rt2".into();
    change(&mut provider);
    (provider, login.session)
}

/// Returns the code of the failed refresh, and the session that the error hands over.
fn failed(provider: &FieldProvider, session: &Session) -> (&'static str, Option<Session>) {
    match refresh(provider, client(), session) {
        Err(symbolon_case_tests::Failure::Refresh(error)) => (error.code(), error.into_session()),
        other => panic!("{other:?}"),
    }
}

/// DuendeArchive/identity-model-oidc-client-js #1058, spring-security #18839 and authts/oidc-client-ts
/// #2107 (Amazon Cognito): a refreshed ID Token with a new `auth_time` ends the session, because the
/// new refresh token is thrown away.
#[test]
fn f_a_new_auth_time_at_a_refresh_does_not_lose_the_tokens() {
    let (provider, session) = refreshing(|provider| {
        provider.claims["auth_time"] = NOW.into();
    });
    let (code, handed) = failed(&provider, &session);
    assert_eq!(code, "id_token.refreshed");
    let handed = handed.unwrap();
    assert_eq!(handed.refresh_token.unwrap().expose(), "rt2");
    assert_eq!(handed.access_token.unwrap().expose(), "at2");
    // Nothing of the refused ID Token is in the session.
    let signed_in = NumericDate::from_seconds(NOW - 100);
    assert_eq!(handed.authentication.auth_time, signed_in);

    let mut quirky = client();
    quirky.quirks.id_token.refreshed_auth_time = true;
    assert!(refresh(&provider, quirky, &session).is_ok());
}

/// stacklok/toolhive #6194 (Authentik): the exchange succeeds, the keys cannot be fetched in time, and
/// the retry with the spent refresh token revokes the grant.
#[test]
fn f_a_timeout_of_the_key_fetch_does_not_spend_or_lose_a_refresh_token() {
    let (provider, session) = refreshing(|_| {});
    let rp = rp(client());
    let mut asked = Vec::new();
    let flow = rp.refresh(&session, rp.key_cache()).unwrap();
    let send = |request: Request<Vec<u8>>| -> Result<Response<Vec<u8>>, &str> {
        asked.push(request.uri().path().to_owned());
        Err("timeout")
    };
    let error = drive_blocking(flow, send, now).unwrap_err();
    assert_eq!(error, DriveError::Send("timeout"));
    assert_eq!(asked, ["/jwks"], "the refresh token was not sent");

    // The keys were replaced after they were fetched, and the second fetch fails.
    let mut keys = rp.key_cache();
    let symbolon_discovery::Lookup::Fetch { ticket, .. } =
        keys.keys(None, now() - time::Duration::minutes(5))
    else {
        panic!("the cache is empty")
    };
    let old = symbolon_discovery::jwk_set::to_http(
        &symbolon_jose::jwk::PublicJwkSet::new(vec![keys::p256("old").public()]),
        3600,
    );
    keys.receive(ticket, &old, now() - time::Duration::minutes(5)).unwrap();
    let body = json!({"access_token": "at2", "token_type": "Bearer", "refresh_token": "rt2",
        "id_token": provider.id_token(None)});
    let send = |request: Request<Vec<u8>>| match request.uri().path() {
        "/token" => Ok(json_answer(&body)),
        _ => Err("timeout"),
    };
    let flow = rp.refresh(&session, keys).unwrap();
    let Err(DriveError::Flow(error)) = drive_blocking(flow, send, now) else {
        panic!("the refresh fails in the flow")
    };
    assert!(matches!(error, RefreshError::TokensIssued { .. }));
    assert_eq!(error.code(), "keys.no_response");
    assert_eq!(error.into_session().unwrap().refresh_token.unwrap().expose(), "rt2");
}

fn json_answer(body: &Value) -> Response<Vec<u8>> {
    let response = Response::builder().header(header::CONTENT_TYPE, "application/json");
    response.body(body.to_string().into_bytes()).unwrap()
}

/// damienbod/angular-auth-oidc-client #1408: no ID Token, or an empty one, in the refresh response.
#[test]
fn b_an_empty_id_token_at_a_refresh_is_absence() {
    for id_token in [Value::Null, json!("")] {
        let (provider, session) = refreshing(|provider| {
            provider.tokens["id_token"] = id_token;
        });
        let refreshed = refresh(&provider, client(), &session).unwrap();
        assert_eq!(refreshed.id_token, None);
        assert_eq!(refreshed.session.refresh_token.unwrap().expose(), "rt2");
        assert_eq!(refreshed.session.authentication, session.authentication);
    }
}

/// oauth-wg/oauth-v2-1 #63 and openid/AppAuth-Android #490: the user or an administrator changes the
/// scope between two refreshes. The caller learns of it.
#[test]
fn f_a_changed_scope_at_a_refresh_is_told() {
    for (scope, added, removed) in
        [("openid", "", "email"), ("openid email api://app/User.Read", "api://app/User.Read", "")]
    {
        let (provider, session) = refreshing(|provider| {
            provider.tokens["scope"] = scope.into();
        });
        let change = refresh(&provider, client(), &session).unwrap().scope_change.unwrap();
        assert_eq!([change.added.to_string(), change.removed.to_string()], [added, removed]);
    }
}

// The audience of assertions.

fn audience(audience: AssertionAudience) -> String {
    let key = keys::ed25519("ed").signing(&CRYPTO);
    let mut client =
        ClientConfiguration::new(client_id(), ClientAuthentication::PrivateKeyJwt(key));
    client.policy.assertion_audience = audience;
    let (_, request) = requests(client);
    let form = Parameters::from_http(&request).unwrap();
    let claims = unverified_claims(form.get("client_assertion").unwrap()).unwrap();
    let [audience] = claims.aud.as_slice() else { panic!("one audience: {:?}", claims.aud) };
    audience.clone()
}

/// The siblings are panva/oauth4webapi #169 and navikt/mock-oauth2-server #847 (the token endpoint)
/// and thunder-id/thunderid #4220 (the issuer alone).
#[test]
fn private_key_jwt_audience() {
    let Some(_) = case("private-key-jwt-audience") else { return };
    assert_eq!(audience(AssertionAudience::default()), "https://op.example");
    assert_eq!(audience(AssertionAudience::Issuer), "https://op.example");
    assert_eq!(audience(AssertionAudience::TokenEndpoint), "https://op.example/token");
}

// UserInfo.

/// The access token of Salesforce contains `!`: the flow sends it as it is.
#[test]
fn f_the_flow_sends_the_access_token_of_salesforce() {
    let Some(case) = case("salesforce-access-token") else { return };
    let token = case.part("/access_token").as_str().unwrap();
    let mut provider = FieldProvider::default();
    provider.tokens["access_token"] = token.into();
    let login = sign_in(&provider, client()).unwrap();
    let mut flow = rp(client()).user_info(&login.session).unwrap();
    let symbolon_oauth::flow::Step::Send(request) = flow.start(now()).unwrap() else {
        panic!("the flow begins with a request")
    };
    assert_eq!(request.headers()[header::AUTHORIZATION], format!("Bearer {token}"));
}

/// Fetches UserInfo that the provider signs with this algorithm, where the client agreed on another.
fn signed_user_info(
    agreed: SignatureAlgorithm,
    header_alg: &str,
) -> Result<String, FetchUserInfoError> {
    let login = sign_in(&FieldProvider::default(), client()).unwrap();
    let rp = rp(client().userinfo_signed_response_alg(agreed));
    let provider = FieldProvider {
        header: json!({"alg": header_alg, "kid": "k1"}),
        claims: json!({"sub": "alice", "name": "Alice"}),
        ..FieldProvider::default()
    };
    let send = |request: Request<Vec<u8>>| -> Result<_, Infallible> {
        if request.uri().path() == "/jwks" {
            return Ok(json_answer(&provider.jwks));
        }
        let response = Response::builder().header(header::CONTENT_TYPE, "application/jwt");
        Ok(response.body(provider.id_token(None).into_bytes()).unwrap())
    };
    let flow = rp.signed_user_info(&login.session, rp.key_cache()).unwrap();
    match drive_blocking(flow, send, now) {
        Ok(user_info) => Ok(user_info.claims.name.default.unwrap()),
        Err(DriveError::Flow(error)) => Err(error),
        Err(_) => unreachable!("the sender does not fail"),
    }
}

/// medplum/medplum #6824 and zmartzone/lua-resty-openidc #508: the response is a signed JWT.
/// mosip/esignet #2533: the provider signs with RS256 although the client registered PS256.
#[test]
fn i_signed_user_info_is_verified_with_the_registered_algorithm() {
    let name = signed_user_info(SignatureAlgorithm::Rs256, "RS256").unwrap();
    assert_eq!(name, "Alice");
    let error = signed_user_info(SignatureAlgorithm::Ps256, "RS256").unwrap_err();
    assert_eq!(error.code(), "jws.algorithm_not_allowed");
}

/// OpenIDC/mod_auth_openidc #525: a signed response where none was agreed is told apart from broken
/// JSON, and the error names the way out.
#[test]
fn i_a_signed_response_that_was_not_agreed_is_named() {
    let login = sign_in(&FieldProvider::default(), client()).unwrap();
    let flow = rp(client()).user_info(&login.session).unwrap();
    let jwt = |_| -> Result<_, Infallible> {
        let response = Response::builder().header(header::CONTENT_TYPE, "application/jwt");
        Ok(response.body(FieldProvider::default().id_token(None).into_bytes()).unwrap())
    };
    let Err(DriveError::Flow(error)) = drive_blocking(flow, jwt, now) else {
        panic!("a JWT is refused")
    };
    assert_eq!(error.code(), "user_info.jwt");
    assert!(error.to_string().contains("signed"), "{error}");
}

// What was asked for.

/// DuendeArchive/IdentityServer4 #1141 and FusionAuth/fusionauth-site #3891: a user takes
/// `prompt=login` out of the address, and is signed in without a password.
#[test]
fn f_a_request_whose_prompt_login_was_removed_is_refused() {
    let rp = rp(client());
    let provider = FieldProvider::default();
    let (url, pending) = rp.login(&redirect_uri()).prompt(Prompt::LOGIN).begin(now()).unwrap();
    let sent = Parameters::parse(url.query().unwrap()).unwrap();
    assert_eq!((sent.get("prompt"), sent.get("max_age")), (Some("login"), Some("0")));
    let uri = format!("/cb?code=a&state={}", pending.state().expose());
    let callback = Callback::from_http(&Request::get(uri).body("").unwrap()).unwrap();
    let flow = rp.finish(pending, callback, rp.key_cache()).unwrap();
    let send = |request: Request<Vec<u8>>| -> Result<_, Infallible> {
        if request.uri().path() == "/jwks" {
            return Ok(json_answer(&provider.jwks));
        }
        let mut body = provider.tokens.clone();
        body["id_token"] = provider.id_token(sent.get("nonce")).into();
        Ok(json_answer(&body))
    };
    let Err(DriveError::Flow(error)) = drive_blocking(flow, send, now) else {
        panic!("the authentication is 100 seconds old")
    };
    assert_eq!(error.code(), "id_token.authenticated_too_long_ago");
}
