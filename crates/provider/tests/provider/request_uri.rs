//! Request objects that the client hosts at its `request_uri` (Core §6.2, RFC 9101 §5.2).

use http::{Request, Response, StatusCode};
use serde_json::json;
use symbolon_crypto_ring::CRYPTO;
use symbolon_oauth::obligation::{AddressFrom, FetchLimits};
use symbolon_oauth::request_object::{HostedObjectError, RequestObject, RequestObjectUri};
use symbolon_oauth::request_object::{RequestObjectRule, hosted};
use symbolon_oauth::{ClientId, EncodedJwt, Parameters};
use symbolon_provider::{
    AuthorizeError, PendingAuthorization, Provider, ProviderPolicy, ReceivedRequest, Refusal,
    RegisteredClient, RequestObjects, RequestSource,
};

use crate::common::*;

const SIGNER: &str = "https://signer.example/cb";
const HOSTED: &str = "https://signer.example/request.jwt";

type Sent = Result<Response<Vec<u8>>, &'static str>;

/// Returns the parameters of a valid request of the client `signer`.
fn valid() -> Form {
    asking().set("client_id", "signer").set("redirect_uri", SIGNER)
}

/// Signs the parameters of a form as the client `signer`.
fn signed(form: &Form) -> EncodedJwt {
    let parameters = Parameters::parse(&form.encode()).unwrap();
    let object = RequestObject::new(&ClientId::new("signer").unwrap(), &issuer(), parameters);
    object.sign(&other_key().signing(&CRYPTO), &CRYPTO, at(0)).unwrap()
}

/// Returns the client `signer`, which hosts request objects at these URIs.
fn host(uris: &[&str]) -> RegisteredClient {
    let mut client = signer();
    client.request_uris = uris.iter().map(|uri| RequestObjectUri::new(uri).unwrap()).collect();
    client
}

fn by_reference(policy: &mut ProviderPolicy) {
    let mut settings = RequestObjects::default();
    settings.by_reference = true;
    policy.request_objects = Some(settings);
}

fn op() -> Provider {
    provider_with(by_reference)
}

/// Returns a query with only what RFC 9101 §5 requires outside the object.
fn query(uri: &str) -> Form {
    Form::of(&[("client_id", "signer"), ("request_uri", uri)])
}

fn source(provider: &Provider, client: &RegisteredClient, form: &Form) -> RequestSource {
    let request = ReceivedRequest::from_http(&form.get()).unwrap();
    provider.source(request, Some(client))
}

/// Returns the HTTP request that the provider asks for.
fn fetched(provider: &Provider, client: &RegisteredClient, form: &Form) -> Request<Vec<u8>> {
    let RequestSource::Fetch(fetch) = source(provider, client, form) else { panic!("complete") };
    fetch.request()
}

/// Sends an authorization request. `host` answers the request for the object.
fn ask(
    provider: &Provider,
    client: &RegisteredClient,
    form: &Form,
    host: impl FnOnce() -> Sent,
) -> Result<PendingAuthorization, Refusal> {
    let request = match source(provider, client, form) {
        RequestSource::Complete(request) => request,
        RequestSource::Fetch(fetch) => fetch.receive(host()),
        RequestSource::Pushed(_) => panic!("the request was not pushed"),
    };
    provider.authorize(request, Some(client), at(0))
}

/// Answers a request for a request object that must not be sent.
fn nothing() -> Sent {
    panic!("the provider fetched an object")
}

fn reason(refusal: Result<PendingAuthorization, Refusal>) -> AuthorizeError {
    refusal.unwrap_err().reason().clone()
}

#[test]
fn core_6_2_a_request_whose_object_the_client_hosts() {
    let pending =
        ask(&op(), &host(&[HOSTED]), &query(HOSTED), || Ok(hosted::to_http(&signed(&valid()))));
    assert_eq!(pending.unwrap(), authorize_as(&op(), Some(&signer()), &valid().get()).unwrap());
}

#[test]
fn attack_105_the_request_for_the_object_has_limits_and_no_fragment() {
    let uri = format!("{HOSTED}?a=b#hash");
    let request = fetched(&op(), &host(&[&uri]), &query(&uri));
    assert_eq!(request.uri().to_string(), format!("{HOSTED}?a=b"));
    assert_eq!((request.method().as_str(), request.body().as_slice()), ("GET", &b""[..]));
    let limits = request.extensions().get::<FetchLimits>().unwrap();
    assert_eq!(limits.address, AddressFrom::Stranger);
    assert_eq!((limits.max_body, limits.timeout.as_secs()), (64 * 1024, 10));
    assert!(request.headers().get("cookie").is_none() && request.headers().len() == 1);
}

#[test]
fn attack_105_only_a_registered_uri_is_fetched() {
    let with_fragment = format!("{HOSTED}#a");
    let cases: &[(&str, &str)] = &[
        (HOSTED, "http://169.254.169.254/latest/meta-data/"),
        (HOSTED, "file:///etc/passwd"),
        (HOSTED, "https://signer.example/request.jwt2"),
        (HOSTED, "https://signer.example/request.jwt?x"),
        (HOSTED, "https://signer.example/a/../request.jwt"),
        (HOSTED, "https://SIGNER.example/request.jwt"),
        (HOSTED, "https://signer.example:443/request.jwt"),
        (HOSTED, "https://evil.example/#https://signer.example/request.jwt"),
        // A URI that was registered with a fragment needs this fragment.
        (&with_fragment, HOSTED),
        (&with_fragment, "https://signer.example/request.jwt#b"),
    ];
    for (registered, sent) in cases {
        let refusal = ask(&op(), &host(&[registered]), &valid().set("request_uri", sent), nothing);
        let Err(Refusal::ToClient(refusal)) = refusal else { panic!("{sent}: {refusal:?}") };
        assert_eq!(refusal.reason().code(), "authorize.unregistered_request_uri", "{sent}");
        let response = response_of(&refusal.into_response());
        assert_eq!(response.get("error"), Some("invalid_request_uri"));
        let description = "the client has not registered the request_uri";
        assert_eq!(response.get("error_description"), Some(description));
        // Without a registered address outside the object, the user sees a page.
        let refusal = ask(&op(), &host(&[registered]), &query(sent), nothing);
        assert!(matches!(refusal, Err(Refusal::ToUser(_))), "{sent}");
    }
}

#[test]
fn core_6_2_a_uri_that_was_registered_without_a_fragment_can_have_any_fragment() {
    for fragment in ["", "#", "#GkurKxf5T0Y-mnPFCHqWOMiZi4VS138cQO_V7PZHAdM", "#not-a-hash"] {
        let uri = format!("{HOSTED}{fragment}");
        assert_eq!(fetched(&op(), &host(&[HOSTED]), &query(&uri)).uri().to_string(), HOSTED);
    }
    let malformed = format!("{HOSTED}#a b");
    let refused = ask(&op(), &host(&[HOSTED]), &valid().set("request_uri", &malformed), nothing);
    assert_eq!(reason(refused).code(), "authorize.unregistered_request_uri");
}

#[test]
fn core_6_2_the_hash_in_the_fragment_is_not_verified() {
    let uri = format!("{HOSTED}#GkurKxf5T0Y-mnPFCHqWOMiZi4VS138cQO_V7PZHAdM");
    let respond = || Ok(hosted::to_http(&signed(&valid())));
    assert!(ask(&op(), &host(&[&uri]), &query(&uri), respond).is_ok());
}

/// Returns a response with this change.
fn changed(change: impl FnOnce(&mut Response<Vec<u8>>)) -> Sent {
    let mut response = hosted::to_http(&signed(&valid()));
    change(&mut response);
    Ok(response)
}

fn content_type(response: &mut Response<Vec<u8>>, value: &str) {
    response.headers_mut().insert("content-type", value.parse().unwrap());
}

#[test]
fn rfc9101_7_a_response_that_is_not_a_request_object_is_an_invalid_request_uri() {
    let cases: Vec<(Sent, &str)> = vec![
        (Err("refused"), "authorize.request_uri_unanswered"),
        (changed(|it| *it.status_mut() = StatusCode::NOT_FOUND), "hosted_object.status"),
        // RFC 9101 §10.4.1 (d): no redirect is followed.
        (changed(|it| *it.status_mut() = StatusCode::FOUND), "hosted_object.status"),
        (changed(|it| content_type(it, "text/html")), "hosted_object.content_type"),
        (changed(|it| it.headers_mut().clear()), "hosted_object.content_type"),
        (changed(|it| it.body_mut().resize(64 * 1024 + 1, b'a')), "hosted_object.too_large"),
        (changed(|it| it.body_mut().push(0xff)), "hosted_object.not_text"),
    ];
    for (sent, code) in cases {
        let form = valid().set("request_uri", HOSTED);
        let refusal = ask(&op(), &host(&[HOSTED]), &form, || sent);
        let Err(Refusal::ToClient(refusal)) = refusal else { panic!("{code}: {refusal:?}") };
        assert_eq!(refusal.reason().code(), code);
        let response = response_of(&refusal.into_response());
        assert_eq!(response.get("error"), Some("invalid_request_uri"), "{code}");
    }
    let not_found = changed(|it| *it.status_mut() = StatusCode::NOT_FOUND);
    let refused = ask(&op(), &host(&[HOSTED]), &query(HOSTED), || not_found);
    let expected = HostedObjectError::Status(StatusCode::NOT_FOUND);
    assert_eq!(reason(refused), AuthorizeError::HostedObject(expected));
}

#[test]
fn rfc9101_5_2_3_both_media_types_and_white_space_around_the_object_are_accepted() {
    for value in ["application/jwt", "Application/OAuth-Authz-Req+JWT; charset=UTF-8"] {
        let sent = changed(|it| {
            content_type(it, value);
            it.body_mut().extend(b"\r\n");
        });
        assert!(ask(&op(), &host(&[HOSTED]), &query(HOSTED), || sent).is_ok(), "{value}");
    }
}

#[test]
fn attack_107_a_hosted_object_obeys_the_rules_of_an_object_by_value() {
    let not_a_jwt = changed(|it| *it.body_mut() = b"request_uri=https://evil.example".to_vec());
    let refused = ask(&op(), &host(&[HOSTED]), &valid().set("request_uri", HOSTED), || not_a_jwt);
    let Err(Refusal::ToClient(refusal)) = refused else { panic!("{refused:?}") };
    let response = response_of(&refusal.into_response());
    assert_eq!(response.get("error"), Some("invalid_request_object"));

    let other = changed(|it| *it.body_mut() = signed(&valid()).expose().as_bytes().to_vec());
    let mut client = host(&[HOSTED]);
    client.jwks = signer().jwks.map(|_| symbolon_jose::jwk::PublicJwkSet::new(Vec::new()));
    let refused = ask(&op(), &client, &query(HOSTED), || other);
    assert_eq!(reason(refused).code(), "jws.unknown_kid");

    // Only the parameters in the object count, unless the rule of the client says otherwise.
    let object = || Ok(hosted::to_http(&signed(&valid().without("state"))));
    let form = query(HOSTED).set("state", "outside").set("login_hint", "mallory");
    let pending = ask(&op(), &host(&[HOSTED]), &form, object).unwrap();
    assert_eq!(pending.login_hint(), None);
    let mut client = host(&[HOSTED]);
    client.request_object_rule = Some(RequestObjectRule::ObjectWins);
    assert_eq!(ask(&op(), &client, &form, object).unwrap().login_hint(), Some("mallory"));
    // A hosted object is a signed request object.
    client.require_signed_request_object = true;
    assert!(ask(&op(), &client, &form, object).is_ok());
}

#[test]
fn rfc9101_5_request_and_request_uri_are_not_used_together() {
    let form = valid().set("request", signed(&valid()).expose()).set("request_uri", HOSTED);
    let refusal = ask(&op(), &host(&[HOSTED]), &form, nothing);
    assert_eq!(reason(refusal), AuthorizeError::RequestAndRequestUri);
}

#[test]
fn core_3_1_2_6_request_uri_is_not_supported_without_the_policy_or_without_source() {
    let form = valid().set("request_uri", HOSTED);
    let by_value = provider_with(|policy| policy.request_objects = Some(RequestObjects::default()));
    for provider in [provider(), by_value] {
        let refused = ask(&provider, &host(&[HOSTED]), &form, nothing);
        assert_eq!(reason(refused), AuthorizeError::RequestUriNotSupported);
    }
    let refused = authorize_as(&op(), Some(&host(&[HOSTED])), &form.get());
    assert_eq!(reason(refused), AuthorizeError::RequestUriNotSupported);
}

#[test]
fn rfc6749_4_1_2_1_an_unknown_client_causes_no_fetch() {
    let request = || ReceivedRequest::from_http(&query(HOSTED).get()).unwrap();
    let mut other = host(&[HOSTED]);
    other.client_id = ClientId::new("other").unwrap();
    for client in [None, Some(&other)] {
        let RequestSource::Complete(request) = op().source(request(), client) else {
            panic!("a fetch for an unknown client")
        };
        let refused = op().authorize(request, client, at(0));
        assert_eq!(reason(refused).code(), "authorize.unknown_client");
    }
}

#[test]
fn discovery_3_the_metadata_says_that_uris_must_be_registered() {
    let metadata = op().metadata().to_object();
    assert_eq!(metadata.get("request_uri_parameter_supported"), Some(&json!(true)));
    assert_eq!(metadata.get("require_request_uri_registration"), Some(&json!(true)));
    let metadata = provider().metadata().to_object();
    assert_eq!(metadata.get("request_uri_parameter_supported"), Some(&json!(false)));
    assert_eq!(metadata.get("require_request_uri_registration"), None);
}

#[test]
fn registration_2_request_uris_survive_the_store() {
    let client = host(&[HOSTED, "https://signer.example/b#hash"]);
    let stored = serde_json::to_value(&client).unwrap();
    assert_eq!(stored["request_uris"], json!([HOSTED, "https://signer.example/b#hash"]));
    assert_eq!(serde_json::from_value::<RegisteredClient>(stored).unwrap(), client);
    assert_eq!(serde_json::to_value(signer()).unwrap().get("request_uris"), None);
}
