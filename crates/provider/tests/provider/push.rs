//! Pushed authorization requests (RFC 9126): the endpoint to which clients push, and the request of
//! the browser that follows.

use http::{Request, Response, header};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::Endpoint;
use symbolon_jose::jwt::Claims;
use symbolon_jose::{Fingerprint, Object};
use symbolon_oauth::client::assertion::{ClientAssertion, TYP};
use symbolon_oauth::pushed::{PushedAuthorizationResponse, RequestUri};
use symbolon_oauth::request_object::RequestObject;
use symbolon_oauth::{ClientCredentials, ClientId, Parameters};
use symbolon_provider::*;
use symbolon_test_support::metadata::provider_endpoints;
use symbolon_test_support::random;
use time::OffsetDateTime;

use crate::common::*;

const PAR: &str = "https://op.example/par";
const SIGNER: &str = "https://signer.example/cb";

fn op_with(change: impl FnOnce(&mut ProviderPolicy)) -> Provider {
    let mut policy = policy();
    change(&mut policy);
    let endpoints = provider_endpoints().pushed_authorization_request(Endpoint::new(PAR).unwrap());
    Provider::new(issuer(), endpoints, vec![id_token_key(&op_key())], policy, CRYPTO).unwrap()
}

fn op() -> Provider {
    op_with(|_| ())
}

/// Pushes a request at second 0.
fn push_at(
    provider: &Provider,
    client: &RegisteredClient,
    request: &Request<Vec<u8>>,
) -> Result<Unstored<PushedRequestRecord>, PushRefusal> {
    let request = PushedRequest::from_http(request)?;
    let client = provider.authenticate_push(&request, Some(client), at(0))?;
    provider.push(request, client.accept(FirstUse::Confirmed)?, at(0))
}

/// Returns the request of `web` to the endpoint, with this form.
fn posted(form: &Form) -> Request<Vec<u8>> {
    let mut request = form.basic("web", SECRET);
    *request.uri_mut() = PAR.parse().unwrap();
    request
}

fn push(form: &Form) -> Result<Unstored<PushedRequestRecord>, PushRefusal> {
    push_at(&op(), &web(), &posted(form))
}

/// Returns the reference of a pushed request, and its record.
fn pushed(form: &Form) -> (RequestUri, PushedRequestRecord) {
    let unstored = push(form).unwrap();
    let record = unstored.records().clone();
    let answer = PushedAuthorizationResponse::from_http(&sent(unstored)).unwrap();
    (answer.request_uri, record)
}

fn referring(uri: &str) -> Form {
    Form::of(&[("client_id", "web"), ("request_uri", uri)])
}

/// Sends the browser's request. `take` is the store.
fn arrive_at(
    provider: &Provider,
    client: &RegisteredClient,
    form: &Form,
    take: impl FnOnce(&Fingerprint) -> Option<PushedRequestRecord>,
    now: OffsetDateTime,
) -> Result<PendingAuthorization, Refusal> {
    let request = ReceivedRequest::from_http(&form.get())?;
    let request = match provider.source(request, Some(client)) {
        RequestSource::Complete(request) => request,
        RequestSource::Pushed(pushed) => {
            let record = take(pushed.fingerprint());
            pushed.found(record)
        }
        RequestSource::Fetch(_) => panic!("the provider fetches a pushed request"),
    };
    provider.authorize(request, Some(client), now)
}

fn arrive(
    form: &Form,
    record: Option<PushedRequestRecord>,
) -> Result<PendingAuthorization, Refusal> {
    arrive_at(&op(), &web(), form, |_| record, at(59))
}

/// Returns the claims of a valid assertion of `signer` for this audience.
fn assertion(audience: &str) -> String {
    let client_id = ClientId::new("signer").unwrap();
    let claims: Claims =
        ClientAssertion::new(&client_id, &issuer()).claims(&CRYPTO, at(0)).unwrap();
    let mut claims = claims;
    claims.aud = vec![audience.to_owned()];
    claims.sign(TYP, &other_key().signing(&CRYPTO)).unwrap()
}

/// Returns the request of `signer` with an assertion for this audience.
fn asserted(form: &Form, audience: &str) -> Request<Vec<u8>> {
    form.clone()
        .set("client_assertion_type", ClientCredentials::JWT_BEARER)
        .set("client_assertion", &assertion(audience))
        .post("/par")
}

fn of_signer() -> Form {
    asking().set("client_id", "signer").set("redirect_uri", SIGNER)
}

/// Signs the parameters of a form, as the client that they name.
fn object_of(form: &Form) -> String {
    let client_id = form.0.iter().find(|(name, _)| name == "client_id").unwrap();
    let client_id = ClientId::new(&client_id.1).unwrap();
    let parameters = Parameters::parse(&form.encode()).unwrap();
    let object = RequestObject::new(&client_id, &issuer(), parameters);
    object.sign(&other_key().signing(&CRYPTO), &CRYPTO, at(0)).unwrap().expose().to_owned()
}

#[test]
fn rfc9126_2_2_a_pushed_request_is_answered_with_a_reference() {
    let unstored = push(&asking()).unwrap();
    let record = unstored.records().clone();
    let response = sent(unstored);
    assert_eq!(response.status(), 201);
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    let answer = PushedAuthorizationResponse::from_http(&response).unwrap();
    assert_eq!(answer.expires_in, 60);
    let uri = answer.request_uri;
    assert!(RequestUri::parse_own(uri.expose()).is_some());
    assert_eq!(record.fingerprint, uri.fingerprint(&CRYPTO));
    assert_eq!(record.client_id, web().client_id);
    assert_eq!(record.issuer, issuer());
    assert_eq!(record.expires, at(60).into());
    let stored = serde_json::to_string(&record).unwrap();
    let random = uri.expose().strip_prefix(RequestUri::PREFIX).unwrap();
    for secret in [random, SECRET] {
        assert!(!stored.contains(secret), "{stored}");
    }
    assert_eq!(serde_json::from_str::<PushedRequestRecord>(&stored).unwrap(), record);
}

#[test]
fn rfc9126_4_the_browser_brings_only_client_id_and_request_uri() {
    let (uri, record) = pushed(&asking());
    let plain = authorize(&asking()).unwrap();
    let from_pushed = arrive(&referring(uri.expose()), Some(record.clone())).unwrap();
    assert_eq!(from_pushed.scope(), plain.scope());
    assert_eq!(from_pushed.response_type(), plain.response_type());
    // RFC 9101 §5: parameters beside `request_uri` have no effect.
    let more = referring(uri.expose()).set("scope", "openid").set("state", "other");
    let more = more.set("prompt", "none").set("redirect_uri", "https://evil.example/cb");
    assert_eq!(arrive(&more, Some(record)).unwrap(), from_pushed);
}

#[test]
fn the_store_is_asked_for_the_fingerprint_of_the_reference() {
    let (uri, record) = pushed(&asking());
    let form = referring(uri.expose());
    let take = |found: &Fingerprint| {
        assert_eq!(*found, record.fingerprint);
        Some(record.clone())
    };
    arrive_at(&op(), &web(), &form, take, at(0)).unwrap();
}

/// One change of a valid request, one error.
#[test]
fn rfc9126_2_1_one_change_one_error() {
    let unregistered =
        |uri: &str| PushError::Authorization(AuthorizeError::RedirectUri(uri.parse().unwrap()));
    let missing = PushError::Authorization(AuthorizeError::MissingRedirectUri);
    for (form, reason, error) in [
        (asking().set("request_uri", "urn:x:y"), PushError::RequestUri, "invalid_request"),
        (
            asking().set("redirect_uri", "https://evil.example/cb"),
            unregistered("https://evil.example/cb"),
            "invalid_request",
        ),
        (asking().without("redirect_uri"), missing, "invalid_request"),
        (
            asking().set("request", "e30.e30."),
            PushError::Authorization(AuthorizeError::RequestNotSupported),
            "request_not_supported",
        ),
        (
            asking().without("code_challenge").without("code_challenge_method").without("nonce"),
            PushError::Authorization(AuthorizeError::ChallengeOrNonceRequired),
            "invalid_request",
        ),
        (
            asking().set("response_type", "code id_token"),
            PushError::Authorization(AuthorizeError::UnsupportedResponseType(
                "code id_token".parse().unwrap(),
            )),
            "unsupported_response_type",
        ),
        (
            asking().set("registration", "{}"),
            PushError::Authorization(AuthorizeError::RegistrationNotSupported),
            "registration_not_supported",
        ),
    ] {
        let refusal = push(&form).unwrap_err();
        assert_eq!(*refusal.reason(), reason);
        assert_answer(refusal.into_response(), 400, error);
    }
}

#[track_caller]
fn assert_answer(response: Response<Vec<u8>>, status: u16, error: &str) {
    assert_eq!(response.status(), status);
    assert_eq!(json(&response)["error"], error);
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert_eq!(response.headers()["content-type"], "application/json");
    assert!(response.headers().get("location").is_none());
}

/// RFC 9126 §2.3: 400, 401, 405, 413 and 429.
#[test]
fn rfc9126_2_3_each_refusal_has_its_status() {
    let refused = |request: &Request<Vec<u8>>| {
        let refusal = push_at(&op(), &web(), request).unwrap_err();
        (refusal.code(), refusal.into_response())
    };
    let mut get = asking().get();
    get.headers_mut().extend(posted(&asking()).headers().clone());
    let (code, response) = refused(&get);
    assert_eq!(
        (code, &response.headers()["allow"]),
        ("parameters.method", &"POST".parse().unwrap())
    );
    assert_answer(response, 405, "invalid_request");
    let (code, response) = refused(&posted(&asking().set("x", &"x".repeat(70_000))));
    assert_eq!(code, "parameters.too_long");
    assert_answer(response, 413, "invalid_request");
    let (code, response) = refused(&posted(&asking().and("scope", "openid")));
    assert_eq!(code, "parameters.duplicate");
    assert_answer(response, 400, "invalid_request");
    let mut wrong = asking().basic("web", "another-secret-that-is-wrong");
    *wrong.uri_mut() = PAR.parse().unwrap();
    let (code, response) = refused(&wrong);
    assert_eq!(code, "token.secret");
    assert!(response.headers().contains_key(header::WWW_AUTHENTICATE));
    assert_answer(response, 401, "invalid_client");
    // The client sends nothing that proves who it is.
    let (code, response) = refused(&asking().post("/par"));
    assert_eq!(code, "token.authentication_method");
    assert_answer(response, 400, "invalid_client");
    let refusal = PushRefusal::too_many_requests(core::time::Duration::from_secs(7));
    assert_eq!(refusal.code(), "push.too_many_requests");
    let response = refusal.into_response();
    assert_eq!(response.headers()["retry-after"], "7");
    assert_answer(response, 429, "temporarily_unavailable");
    let response = PushRefusal::from(StoreFailed).into_response();
    assert_answer(response, 503, "temporarily_unavailable");
}

/// RFC 9126 §2.1 (1): `client_id` is that of the client that authenticates.
#[test]
fn attack_109_a_client_cannot_push_for_another_client() {
    let refusal = push(&asking().set("client_id", "poster")).unwrap_err();
    assert_eq!(refusal.code(), "client_credentials.mismatch");
    // The request of one client with the proof of another client.
    let request = PushedRequest::from_http(&posted(&asking())).unwrap();
    let (_, other) = authenticated(&op(), &refreshing("r"), &web());
    let mut record = poster();
    record.token_endpoint_auth_method = web().token_endpoint_auth_method;
    record.client_secret_fingerprint = web().client_secret_fingerprint;
    let (_, poster) = authenticated(&op(), &refreshing("r"), &record);
    let refusal = op().push(request.clone(), poster, at(0)).unwrap_err();
    assert_eq!(*refusal.reason(), PushError::Client(unknown("web")));
    assert!(op().push(request, other, at(0)).is_ok());
}

#[test]
fn a_form_without_client_id_belongs_to_the_client_of_the_credentials() {
    let (_, record) = pushed(&asking().without("client_id"));
    assert_eq!(record.parameters.get("client_id"), Some("web"));
}

#[test]
fn a_public_client_pushes_with_its_identifier_only() {
    let form = asking().set("client_id", "app");
    let redirect_uri = app().redirect_uris[0].as_str().to_owned();
    let request = form.set("redirect_uri", &redirect_uri).post("/par");
    assert_eq!(push_at(&op(), &app(), &request).unwrap().records().client_id, app().client_id);
}

/// RFC 9126 §2, as RFC 7523bis restricts it: the issuer, and other addresses only by the policy.
#[test]
fn the_audience_of_an_assertion_is_the_issuer_unless_the_policy_allows_an_endpoint() {
    let token = provider_endpoints().token.as_str().to_owned();
    let form = of_signer();
    assert!(push_at(&op(), &signer(), &asserted(&form, ISSUER)).is_ok());
    let lenient = op_with(|policy| policy.assertion_audience_token_endpoint = true);
    for audience in [PAR, &token] {
        let refusal = push_at(&op(), &signer(), &asserted(&form, audience)).unwrap_err();
        assert_eq!(refusal.code(), "client_assertion.audience");
        assert_answer(refusal.into_response(), 400, "invalid_client");
        assert!(push_at(&lenient, &signer(), &asserted(&form, audience)).is_ok());
    }
    // The token endpoint does not accept the address of the other endpoint.
    let form = redeeming("c").set("client_assertion_type", ClientCredentials::JWT_BEARER);
    let form = form.set("client_assertion", &assertion(PAR)).post("/token");
    let request = TokenRequest::from_http(&form).unwrap();
    let refusal = lenient.authenticate(&request, Some(&signer()), at(0)).unwrap_err();
    assert_eq!(refusal.code(), "client_assertion.audience");
}

#[test]
fn attack_085_an_assertion_is_used_once_at_the_endpoint() {
    let request = PushedRequest::from_http(&asserted(&of_signer(), ISSUER)).unwrap();
    let client = op().authenticate_push(&request, Some(&signer()), at(0)).unwrap();
    assert_eq!(client.keys().len(), 1);
    let refusal = PushRefusal::from(client.accept(FirstUse::Replayed).unwrap_err());
    assert_eq!(*refusal.reason(), PushError::Client(TokenError::Replayed));
    assert_answer(refusal.into_response(), 400, "invalid_client");
}

fn with_objects(policy: &mut ProviderPolicy) {
    policy.request_objects = Some(RequestObjects::default());
}

/// RFC 9126 §3: only the parameters in the request object count.
#[test]
fn rfc9126_3_a_request_object_is_pushed() {
    let form = Form::of(&[("request", &object_of(&of_signer())), ("scope", "openid")]);
    let op = op_with(with_objects);
    let unstored = push_at(&op, &signer(), &asserted(&form, ISSUER)).unwrap();
    let record = unstored.records().clone();
    assert!(record.is_signed);
    assert_eq!(record.parameters.get("scope"), Some("openid email offline_access"));
    assert!(!record.parameters.contains("request"));
    let answer = PushedAuthorizationResponse::from_http(&sent(unstored)).unwrap();
    let form = Form::of(&[("client_id", "signer"), ("request_uri", answer.request_uri.expose())]);
    // The object may expire between the two requests: it was verified when it was pushed.
    arrive_at(&op, &signer(), &form, |_| Some(record), at(59)).unwrap();
}

/// RFC 9126 §2.3, §3 (3).
#[test]
fn rfc9126_3_a_request_object_that_is_required_or_belongs_to_another_client() {
    let mut required = signer();
    required.require_signed_request_object = true;
    let op = op_with(with_objects);
    let refusal = push_at(&op, &required, &asserted(&of_signer(), ISSUER)).unwrap_err();
    let reason = PushError::Authorization(AuthorizeError::RequestObjectRequired);
    assert_eq!(*refusal.reason(), reason);
    assert_answer(refusal.into_response(), 400, "invalid_request");
    let object = Form::of(&[("request", &object_of(&of_signer().set("client_id", "web")))]);
    let refusal = push_at(&op, &signer(), &asserted(&object, ISSUER)).unwrap_err();
    assert_eq!(refusal.code(), "jwt.issuer");
    assert_answer(refusal.into_response(), 400, "invalid_request_object");
    // The registration changes between the two requests.
    let unstored = push_at(&op, &signer(), &asserted(&of_signer(), ISSUER)).unwrap();
    let record = unstored.records().clone();
    let answer = PushedAuthorizationResponse::from_http(&sent(unstored)).unwrap();
    let form = Form::of(&[("client_id", "signer"), ("request_uri", answer.request_uri.expose())]);
    let refusal = arrive_at(&op, &required, &form, |_| Some(record), at(1)).unwrap_err();
    assert_eq!(*refusal.reason(), AuthorizeError::RequestObjectRequired);
}

/// One change of the browser's request or of the record, one error. The user sees a page, because no
/// address is known to which the error may be sent.
#[test]
fn attack_109_one_change_one_error() {
    let (uri, record) = pushed(&asking());
    let changed = |change: fn(&mut PushedRequestRecord)| {
        let mut record = record.clone();
        change(&mut record);
        Some(record)
    };
    let form = referring(uri.expose());
    let unknown = AuthorizeError::UnknownPushedRequest;
    // A second use: the store has no record any more.
    assert_page(arrive(&form, None).unwrap_err(), &unknown);
    // A reference that the provider cannot have created.
    for uri in
        [RequestUri::PREFIX, &format!("{}x", uri.expose()), &format!("{}a.b", RequestUri::PREFIX)]
    {
        let refusal = arrive(&referring(uri), Some(record.clone())).unwrap_err();
        assert_page(refusal, &unknown);
    }
    // The store returned another record.
    let other = changed(|record| record.fingerprint = Fingerprint::of(b"x", &CRYPTO));
    assert_page(arrive(&form, other).unwrap_err(), &unknown);
    // Another client.
    let other = changed(|record| record.client_id = ClientId::new("poster").unwrap());
    assert_page(arrive(&form, other).unwrap_err(), &AuthorizeError::PushedByOtherClient);
    // Expired, at the second in which it expires.
    let late = arrive_at(&op(), &web(), &form, |_| Some(record.clone()), at(60)).unwrap_err();
    let Refusal::ToUser(page) = &late else { panic!("a redirect") };
    assert!(page.sentence().contains("too old"), "{}", page.sentence());
    assert_page(late, &AuthorizeError::ExpiredPushedRequest);
    // Another issuer.
    let other =
        changed(|record| record.issuer = symbolon_oauth::Issuer::new("https://x.example").unwrap());
    let refusal = arrive(&form, other).unwrap_err();
    assert_eq!(refusal.reason().code(), "authorize.other_issuer");
    assert!(matches!(refusal, Refusal::ToUser(_)));
    // A request object beside the reference.
    let both = form.clone().set("request", "e30.e30.");
    assert_page(
        arrive(&both, Some(record.clone())).unwrap_err(),
        &AuthorizeError::RequestAndRequestUri,
    );
    // An application that does not look for the record.
    let request = ReceivedRequest::from_http(&form.get()).unwrap();
    let refusal = op().authorize(request, Some(&web()), at(0)).unwrap_err();
    assert!(matches!(refusal, Refusal::ToUser(_)));
    // A provider without the endpoint.
    let refusal = arrive_at(&provider(), &web(), &form, |_| Some(record), at(0)).unwrap_err();
    assert!(matches!(refusal, Refusal::ToUser(_)));
}

/// RFC 9126 §4: the request is checked again, so a change of the registration counts.
#[test]
fn rfc9126_4_the_request_is_checked_again_when_the_browser_arrives() {
    let (uri, record) = pushed(&asking());
    let mut client = web();
    client.redirect_uris = vec!["https://new.example/cb".parse().unwrap()];
    let form = referring(uri.expose());
    let refusal = arrive_at(&op(), &client, &form, |_| Some(record), at(0)).unwrap_err();
    assert_page(refusal, &AuthorizeError::RedirectUri(CALLBACK.parse().unwrap()));
}

#[test]
fn rfc9126_4_a_request_that_must_be_pushed() {
    let everyone = op_with(|policy| policy.require_pushed_authorization_requests = true);
    let mut client = web();
    client.require_pushed_authorization_requests = true;
    for (op, client) in [(everyone, web()), (op(), client)] {
        let refusal = authorize_as(&op, Some(&client), &asking().get()).unwrap_err();
        assert_redirect(refusal, &AuthorizeError::PushRequired, "invalid_request");
        let unstored = push_at(&op, &client, &posted(&asking())).unwrap();
        let record = unstored.records().clone();
        let answer = PushedAuthorizationResponse::from_http(&sent(unstored)).unwrap();
        let form = referring(answer.request_uri.expose());
        arrive_at(&op, &client, &form, |_| Some(record), at(1)).unwrap();
    }
}

#[test]
fn rfc9126_5_the_metadata_names_the_endpoint() {
    let document = |provider: &Provider| -> Object { provider.metadata().to_object() };
    let endpoint = |object: &Object| {
        let endpoint = object.get("pushed_authorization_request_endpoint");
        endpoint.and_then(|it| it.as_str()).map(str::to_owned)
    };
    assert_eq!(endpoint(&document(&provider())), None);
    assert_eq!(endpoint(&document(&op())).as_deref(), Some(PAR));
    assert!(!document(&op()).contains("require_pushed_authorization_requests"));
    let required = op_with(|policy| policy.require_pushed_authorization_requests = true);
    assert_eq!(document(&required).get("require_pushed_authorization_requests").unwrap(), &true);
}

#[test]
fn a_policy_that_requires_pushed_requests_needs_the_endpoint() {
    let mut policy = policy();
    policy.require_pushed_authorization_requests = true;
    let keys = vec![id_token_key(&op_key())];
    let error = Provider::new(issuer(), provider_endpoints(), keys, policy, CRYPTO).unwrap_err();
    assert_eq!(error, ProviderConfigurationError::NoPushEndpoint);
}

#[test]
fn without_randomness_there_is_no_reference() {
    let op = provider_of(policy(), random::failing(&CRYPTO));
    let refusal = push_at(&op, &web(), &posted(&asking())).unwrap_err();
    assert_eq!(refusal.code(), "random");
    assert_answer(refusal.into_response(), 500, "server_error");
}

/// A store that fails sends no reference.
#[test]
fn without_the_store_the_client_gets_no_reference() {
    let response = push(&asking()).unwrap().into_response(Stored::Failed);
    assert_answer(response, 503, "temporarily_unavailable");
}
