//! Request objects that the client hosts at its `request_uri` (Core §6.2, RFC 9101 §5.2).

use http::{Request, Response, StatusCode};
use serde_json::json;
use symbolon_crypto_ring::CRYPTO;
use symbolon_oauth::obligation::{AddressFrom, FetchLimits};
use symbolon_oauth::request_object::{HostedObjectError, RequestObject, RequestObjectUri};
use symbolon_oauth::request_object::{RequestObjectRule, hosted};
use symbolon_oauth::{ClientId, EncodedJwt, Parameters};
use symbolon_provider::{
    AuthorizeError, FetchedRequestObject, PendingAuthorization, Provider, ProviderPolicy,
    ReceivedRequest, Refusal, RegisteredClient, RequestFetch, RequestObjects, RequestSource,
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
    fetch(provider, client, form).request()
}

fn fetch(provider: &Provider, client: &RegisteredClient, form: &Form) -> RequestFetch {
    let RequestSource::Fetch(fetch) = source(provider, client, form) else { panic!("complete") };
    *fetch
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

/// Returns the URI of an object, with the hash of the object as its fragment.
fn hashed(object: &EncodedJwt) -> String {
    let uri = RequestObjectUri::new(HOSTED).unwrap();
    uri.with_hash_of(object.expose().as_bytes(), &CRYPTO).as_str().to_owned()
}

/// Returns an object, its URI, and the record of the object.
fn kept() -> (EncodedJwt, String, FetchedRequestObject) {
    let object = signed(&valid());
    let uri = hashed(&object);
    let fetch = fetch(&op(), &host(&[HOSTED]), &query(&uri));
    let record = fetch.to_cache(&hosted::to_http(&object), at(0)).unwrap();
    assert_eq!(fetch.cache_key(), Some(&record.fingerprint));
    (object, uri, record)
}

#[test]
fn core_6_2_an_object_with_its_hash_in_the_uri_is_used_again() {
    let (object, uri, record) = kept();
    let stored = serde_json::to_string(&record).unwrap();
    assert_eq!(serde_json::from_str::<FetchedRequestObject>(&stored).unwrap(), record);
    assert_eq!((&record.content, record.expires), (&object, at(3600).into()));
    assert_eq!((record.client_id.as_str(), record.request_uri.as_str()), ("signer", uri.as_str()));
    assert_eq!(record.issuer, issuer());
    let (provider, client) = (op(), host(&[HOSTED]));
    let fetch = fetch(&provider, &client, &query(&uri));
    let request = fetch.cached(Some(record), at(3599)).unwrap();
    let found = provider.authorize(request, Some(&client), at(0)).unwrap();
    assert_eq!(
        found,
        ask(&provider, &client, &query(&uri), || Ok(hosted::to_http(&object))).unwrap()
    );
}

#[test]
fn core_6_2_the_hash_covers_the_white_space_around_the_object() {
    let object = EncodedJwt::new(format!("{}\n", signed(&valid()).expose()));
    let (provider, client, uri) = (op(), host(&[HOSTED]), hashed(&object));
    let fetch = fetch(&provider, &client, &query(&uri));
    let record = fetch.to_cache(&hosted::to_http(&object), at(0)).unwrap();
    let request = fetch.cached(Some(record), at(0)).unwrap();
    assert!(provider.authorize(request, Some(&client), at(0)).is_ok());
}

#[test]
fn core_6_2_an_object_without_its_hash_in_the_uri_is_not_kept() {
    let object = signed(&valid());
    let right = hashed(&object);
    let (other, _) = right.split_at(right.len() - 43);
    let other = format!("{other}GkurKxf5T0Y-mnPFCHqWOMiZi4VS138cQO_V7PZHAdM");
    let record_of = |provider: &Provider, uri: &str, response: &Response<Vec<u8>>| {
        let fetch = fetch(provider, &host(&[HOSTED]), &query(uri));
        let is_possible = fetch.cache_key().is_some();
        (is_possible, fetch.to_cache(response, at(0)).is_some())
    };
    let response = hosted::to_http(&object);
    assert_eq!(record_of(&op(), &right, &response), (true, true));
    assert_eq!(record_of(&op(), &other, &response), (true, false));
    let (shorter, _) = right.split_at(right.len() - 1);
    for uri in [
        HOSTED.to_owned(),
        format!("{HOSTED}#"),
        format!("{HOSTED}#hash"),
        format!("{right}A"),
        right.replace('#', "#a"),
        shorter.to_owned(),
        format!("{shorter}="),
    ] {
        assert_eq!(record_of(&op(), &uri, &response), (false, false), "{uri}");
    }
    // A response that is not a request object is not kept.
    let not_found = changed(|it| *it.status_mut() = StatusCode::NOT_FOUND).unwrap();
    let text = changed(|it| content_type(it, "text/html")).unwrap();
    for mut response in [not_found, text] {
        *response.body_mut() = object.expose().as_bytes().to_vec();
        assert_eq!(record_of(&op(), &right, &response), (true, false));
    }
    let without_cache = provider_with(|policy| {
        by_reference(policy);
        policy.request_objects.as_mut().unwrap().cache_lifetime = core::time::Duration::ZERO;
    });
    assert_eq!(record_of(&without_cache, &right, &response), (false, false));
}

#[test]
fn attack_107_a_record_of_another_request_object_is_not_used() {
    let (object, uri, record) = kept();
    let used = |uri: &str, record: &FetchedRequestObject, now| {
        let fetch = fetch(&op(), &host(&[HOSTED]), &query(uri));
        fetch.cached(Some(record.clone()), now).is_some()
    };
    assert!(used(&uri, &record, at(3599)));
    assert!(!used(&uri, &record, at(3600)), "expired");
    assert!(!used(HOSTED, &record, at(0)), "a URI without a hash");
    let other = kept_of(&valid().set("state", "other"));
    assert!(!used(&uri, &other, at(0)), "another URI");
    type Change = fn(&mut FetchedRequestObject);
    let changes: [(&str, Change); 5] = [
        ("fingerprint", |it| it.fingerprint = symbolon_jose::Fingerprint::of(b"", &CRYPTO)),
        ("issuer", |it| it.issuer = symbolon_oauth::Issuer::new("https://evil.example").unwrap()),
        ("client", |it| it.client_id = ClientId::new("evil").unwrap()),
        ("URI", |it| it.request_uri = RequestObjectUri::new(HOSTED).unwrap()),
        ("content", |it| it.content = signed(&valid().set("state", "evil"))),
    ];
    for (name, change) in changes {
        let mut changed = record.clone();
        change(&mut changed);
        assert!(!used(&uri, &changed, at(0)), "{name}");
    }
    // Without a record, the object is fetched.
    let fetch = fetch(&op(), &host(&[HOSTED]), &query(&uri));
    assert!(fetch.cached(None, at(0)).is_none());
    let request = fetch.receive(Ok::<_, ()>(hosted::to_http(&object)));
    assert!(op().authorize(request, Some(&host(&[HOSTED])), at(0)).is_ok());
}

/// Returns the record of an object with these parameters.
fn kept_of(form: &Form) -> FetchedRequestObject {
    let object = signed(form);
    let fetch = fetch(&op(), &host(&[HOSTED]), &query(&hashed(&object)));
    fetch.to_cache(&hosted::to_http(&object), at(0)).unwrap()
}
