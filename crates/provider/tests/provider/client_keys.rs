//! The keys that a client publishes at its `jwks_uri`.

use std::time::Duration;

use http::{Request, Response};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::{Endpoint, KeyCachePolicy};
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_jose::{
    ContentEncryptionAlgorithm, EncryptionKey, KeyManagementAlgorithm, SignatureAlgorithm, jws, jwt,
};
use symbolon_oauth::client::assertion::{ClientAssertion, ClientAssertionError, TYP};
use symbolon_oauth::flow::{Flow, drive_blocking};
use symbolon_oauth::obligation::{AddressFrom, FetchLimits};
use symbolon_oauth::request_object::RequestObject;
use symbolon_oauth::{ClientCredentials, ClientId, Parameters};
use symbolon_provider::*;
use symbolon_test_support::at_once::at_once;
use symbolon_test_support::keys::{self, KeyPair};
use symbolon_test_support::metadata::provider_endpoints;
use time::OffsetDateTime;

use crate::common::*;

const JWKS_URI: &str = "https://signer.example/jwks";

/// Returns the client `signer` with its keys at `jwks_uri`.
fn client() -> RegisteredClient {
    let mut client = signer();
    client.jwks = None;
    client.jwks_uri = Some(Endpoint::new(JWKS_URI).unwrap());
    client
}

/// Returns the response with the set of these keys.
fn set(keys: &[&KeyPair]) -> Result<Response<Vec<u8>>, ()> {
    let keys = PublicJwkSet::new(keys.iter().map(|key| key.public()).collect());
    Ok(document(keys.to_object().to_json()))
}

fn document(json: String) -> Response<Vec<u8>> {
    Response::builder().header("content-type", "application/json").body(json.into_bytes()).unwrap()
}

/// Returns a token request with an assertion that this key has signed.
fn request(key: &KeyPair, second: i64) -> TokenRequest {
    let client_id = ClientId::new("signer").unwrap();
    let claims = ClientAssertion::new(&client_id, &issuer()).claims(&CRYPTO, at(second)).unwrap();
    let form = redeeming("c")
        .set("client_assertion_type", ClientCredentials::JWT_BEARER)
        .set("client_assertion", &claims.sign(TYP, &key.signing(&CRYPTO)).unwrap());
    TokenRequest::from_http(&form.post("/token")).unwrap()
}

/// Runs a flow at this second, and counts the requests that it sends.
fn run(
    flow: LoadKeys,
    second: i64,
    answer: impl Fn() -> Result<Response<Vec<u8>>, ()>,
) -> (Option<RegisteredClient>, usize) {
    let mut sent = 0;
    let send = |_: Request<Vec<u8>>| {
        sent = usize::saturating_add(sent, 1);
        answer()
    };
    let client = drive_blocking(flow, send, || at(second)).unwrap();
    (client, sent)
}

/// Authenticates with this key while the client publishes the set. Returns the outcome, and how many
/// requests were sent.
fn authenticate(
    cached: &ClientKeys,
    key: &KeyPair,
    second: i64,
    answer: impl Fn() -> Result<Response<Vec<u8>>, ()>,
) -> (Result<(), TokenError>, usize) {
    let request = request(key, second);
    let flow = provider().load_keys_for_token(&request, Some(client()), cached);
    let (client, sent) = run(flow, second, answer);
    let result = provider().authenticate(&request, client.as_ref(), at(second));
    (result.map(drop).map_err(|refusal| refusal.reason().clone()), sent)
}

fn unavailable() -> TokenError {
    TokenError::KeysUnavailable(Box::new(Endpoint::new(JWKS_URI).unwrap()))
}

fn unknown_key(error: &TokenError) -> bool {
    let TokenError::Assertion(ClientAssertionError::Jwt(jwt::Error::Jws(error))) = error else {
        return false;
    };
    matches!(error, jws::Error::Key(_))
}

#[test]
fn core_10_1_the_keys_at_jwks_uri_verify_assertions() {
    let (cached, key) = (ClientKeys::default(), keys::p256("a"));
    assert_eq!(authenticate(&cached, &key, 0, || set(&[&key])), (Ok(()), 1));
    assert_eq!(authenticate(&cached, &key, 100, || set(&[&key])), (Ok(()), 0), "from the cache");
    // The default lifetime is ten minutes.
    assert_eq!(authenticate(&cached, &key, 601, || set(&[&key])), (Ok(()), 1));
    assert_eq!(cached.len(), 1);
    let clone = cached.clone();
    assert_eq!(authenticate(&clone, &key, 602, || set(&[&key])), (Ok(()), 0), "it is shared");
}

#[test]
fn core_10_1_1_a_rotated_client_key_is_found() {
    let (cached, old, new) = (ClientKeys::default(), keys::p256("old"), keys::ed25519("new"));
    assert_eq!(authenticate(&cached, &old, 0, || set(&[&old])), (Ok(()), 1));
    // Second 1 is within the cool-down of one minute. One early fetch is allowed.
    assert_eq!(authenticate(&cached, &new, 1, || set(&[&new])), (Ok(()), 1));
    let (result, sent) = authenticate(&cached, &old, 2, || set(&[&new]));
    assert!(unknown_key(&result.unwrap_err()), "the client has withdrawn the key");
    assert_eq!(sent, 0);
}

#[test]
fn attack_105_the_address_of_client_keys_counts_as_chosen_by_a_stranger() {
    let mut operators = client();
    operators.registered_by = RegisteredBy::Operator;
    for client in [client().self_registered(), operators] {
        let request = request(&keys::p256("a"), 0);
        let mut flow =
            provider().load_keys_for_token(&request, Some(client), &ClientKeys::default());
        let symbolon_oauth::flow::Step::Send(fetch) = flow.start(at(0)).unwrap() else {
            panic!("nothing is fetched")
        };
        assert_eq!(fetch.uri(), JWKS_URI);
        let limits = fetch.extensions().get::<FetchLimits>().unwrap();
        assert_eq!(limits.address, AddressFrom::Stranger);
        assert_eq!(limits.max_body, 64 * 1024);
        assert_eq!(limits.timeout, Duration::from_secs(5));
    }
}

#[test]
fn attack_105_invented_key_ids_cause_two_fetches_in_a_minute() {
    let (cached, key) = (ClientKeys::default(), keys::p256("a"));
    let mut sent = 0;
    for second in 0..60 {
        let invented = keys::p256(&format!("invented-{second}"));
        let (result, more) = authenticate(&cached, &invented, second, || set(&[&key]));
        assert!(unknown_key(&result.unwrap_err()));
        sent += more;
    }
    assert_eq!(sent, 2);
    assert_eq!(authenticate(&cached, &key, 60, || set(&[&key])), (Ok(()), 0));
}

#[test]
fn core_9_a_client_whose_keys_cannot_be_fetched_is_refused() {
    let key = keys::p256("a");
    let moved =
        || Ok(Response::builder().status(302).header("location", "/").body(vec![]).unwrap());
    let large = || {
        let keys = PublicJwkSet::new(vec![key.public()]).to_object().to_json();
        Ok(document(format!("{}{keys}", " ".repeat(64 * 1024))))
    };
    let answers: [&dyn Fn() -> Result<Response<Vec<u8>>, ()>; 5] =
        [&|| Err(()), &moved, &large, &|| Ok(document("[]".to_owned())), &|| {
            Ok(Response::builder().status(503).body(Vec::new()).unwrap())
        }];
    for answer in answers {
        let cached = ClientKeys::default();
        assert_eq!(authenticate(&cached, &key, 0, answer), (Err(unavailable()), 1));
        // After a failure, the client is asked again only after a pause of five seconds.
        assert_eq!(authenticate(&cached, &key, 4, answer), (Err(unavailable()), 0));
        assert_eq!(authenticate(&cached, &key, 5, || set(&[&key])), (Ok(()), 1));
        // The set that is held is used while the server of the client fails.
        assert_eq!(authenticate(&cached, &key, 700, answer), (Ok(()), 1));
    }
}

#[test]
fn core_9_without_loading_the_client_is_refused() {
    let request = request(&keys::p256("a"), 0);
    let refusal = provider().authenticate(&request, Some(&client()), at(0)).unwrap_err();
    assert_eq!(*refusal.reason(), unavailable());
    assert_eq!(refusal.code(), "token.keys_unavailable");
    assert_refused(refusal, 400, "invalid_client");
}

#[test]
fn registration_2_keys_in_the_record_do_not_replace_those_at_jwks_uri() {
    let (cached, old, new) = (ClientKeys::default(), keys::p256("old"), keys::ed25519("new"));
    let mut stored = client();
    stored.jwks = Some(PublicJwkSet::new(vec![old.public()]));
    let load = |key, answer: &dyn Fn() -> Result<Response<Vec<u8>>, ()>| {
        let request = request(key, 0);
        let flow = provider().load_keys_for_token(&request, Some(stored.clone()), &cached);
        let (client, _) = run(flow, 0, answer);
        provider().authenticate(&request, client.as_ref(), at(0)).map(drop)
    };
    assert_eq!(*load(&old, &|| Err(())).unwrap_err().reason(), unavailable());
    let cached = ClientKeys::default();
    let request = request(&old, 0);
    let flow = provider().load_keys_for_token(&request, Some(stored.clone()), &cached);
    let (client, _) = run(flow, 0, || set(&[&new]));
    assert!(provider().authenticate(&request, client.as_ref(), at(0)).is_err());
    // The metadata of a client never has both members.
    let both = client.unwrap();
    assert!(both.jwks.is_some());
    assert_eq!(both.metadata().jwks, None);
}

#[test]
fn nothing_is_fetched_for_a_request_that_needs_no_key() {
    let (cached, key) = (ClientKeys::default(), keys::p256("a"));
    let never = || panic!("a request was sent");
    let mut with_secret = web();
    with_secret.client_id = ClientId::new("signer").unwrap();
    with_secret.jwks_uri = client().jwks_uri;
    for client in [Some(signer()), Some(with_secret), Some(web()), None] {
        let is_other = client.as_ref().is_some_and(|it| it.client_id.as_str() == "web");
        let flow = provider().load_keys_for_token(&request(&key, 0), client.clone(), &cached);
        // The store has returned another client's record: the client counts as unknown.
        let expected = client.filter(|_| !is_other);
        assert_eq!(run(flow, 0, never), (expected, 0));
    }
    let op = provider_with(|policy| {
        let method = symbolon_oauth::ClientAuthenticationMethod::PRIVATE_KEY_JWT;
        policy.client_authentication_methods.retain(|it| *it != method);
    });
    let flow = op.load_keys_for_token(&request(&key, 0), Some(client()), &cached);
    assert_eq!(run(flow, 0, never), (Some(client()), 0));
    assert!(cached.is_empty());
}

#[test]
fn a_request_during_the_first_fetch_finds_no_keys() {
    let (cached, key) = (ClientKeys::default(), keys::p256("a"));
    let request = request(&key, 0);
    let mut first = provider().load_keys_for_token(&request, Some(client()), &cached);
    assert!(matches!(first.start(at(0)), Ok(symbolon_oauth::flow::Step::Send(_))));
    assert_eq!(authenticate(&cached, &key, 1, || set(&[&key])), (Err(unavailable()), 0));
    let response = set(&[&key]).unwrap();
    let Ok(symbolon_oauth::flow::Step::Done(Some(found))) = first.receive(response, at(2)) else {
        panic!("the flow has not ended")
    };
    assert!(provider().authenticate(&request, Some(&found), at(2)).is_ok());
    assert_eq!(authenticate(&cached, &key, 3, || set(&[&key])), (Ok(()), 0));
}

#[test]
fn the_least_used_of_too_many_key_sets_is_removed() {
    let (cached, key) = (ClientKeys::new(2, KeyCachePolicy::default()), keys::p256("a"));
    let load = |uri: &str| {
        let mut client = client();
        client.jwks_uri = Some(Endpoint::new(uri).unwrap());
        let flow = provider().load_keys_for_token(&request(&key, 0), Some(client), &cached);
        run(flow, 0, || set(&[&key])).1
    };
    assert_eq!(load("https://a.example/"), 1);
    assert_eq!(load("https://b.example/"), 1);
    assert_eq!(load("https://a.example/"), 0);
    assert_eq!(load("https://c.example/"), 1);
    assert_eq!(cached.len(), 2);
    assert_eq!(load("https://a.example/"), 0);
    assert_eq!(load("https://b.example/"), 1);
    assert_eq!(format!("{cached:?}"), "ClientKeys { len: 2, .. }");
}

fn with_objects(change: impl FnOnce(&mut RequestObjects)) -> Provider {
    let mut settings = RequestObjects::default();
    settings.algorithms.push(SignatureAlgorithm::Hs256);
    change(&mut settings);
    let endpoints = provider_endpoints()
        .pushed_authorization_request(Endpoint::new("https://op.example/par").unwrap());
    let mut policy = policy();
    policy.request_objects = Some(settings);
    Provider::new(issuer(), endpoints, vec![id_token_key(&op_key())], policy, CRYPTO).unwrap()
}

fn parameters() -> Parameters {
    let form = asking().set("client_id", "signer").set("redirect_uri", "https://signer.example/cb");
    Parameters::parse(&form.encode()).unwrap()
}

fn object() -> RequestObject {
    RequestObject::new(&ClientId::new("signer").unwrap(), &issuer(), parameters())
}

fn received(object: &str) -> ReceivedRequest {
    let form = Form::of(&[("client_id", "signer"), ("request", object)]);
    ReceivedRequest::from_http(&form.get()).unwrap()
}

#[test]
fn core_6_3_2_the_keys_at_jwks_uri_verify_request_objects() {
    let (cached, old, new) = (ClientKeys::default(), keys::p256("old"), keys::ed25519("new"));
    let op = with_objects(|_| ());
    let ask = |key: &KeyPair, second| {
        let text = object().sign(&key.signing(&CRYPTO), &CRYPTO, at(0)).unwrap();
        let request = received(text.expose());
        let flow = op.load_keys_for_authorization(&request, Some(client()), &cached);
        let (client, sent) = run(flow, second, || set(&[key]));
        (op.authorize(request, client.as_ref(), at(second)).is_ok(), sent)
    };
    assert_eq!(ask(&old, 0), (true, 1));
    assert_eq!(ask(&old, 1), (true, 0));
    assert_eq!(ask(&new, 2), (true, 1), "the client has a new key");
    // Without request objects in the policy, nothing is fetched.
    let text = object().sign(&new.signing(&CRYPTO), &CRYPTO, at(0)).unwrap();
    let request = received(text.expose());
    let none = ClientKeys::default();
    let flow = provider().load_keys_for_authorization(&request, Some(client()), &none);
    assert_eq!(run(flow, 0, || panic!("a request was sent")).1, 0);
}

#[test]
fn core_10_1_1_the_key_id_inside_an_encrypted_request_object_is_seen() {
    let alg = KeyManagementAlgorithm::EcdhEs;
    let enc = ContentEncryptionAlgorithm::A256Gcm;
    let own = RequestObjectKey::new(&keys::p256("enc-1").jwk, alg, &[enc], &CRYPTO).unwrap();
    let op = with_objects(|settings| settings.decryption_keys = vec![own]);
    let (cached, old, new) = (ClientKeys::default(), keys::p256("old"), keys::ed25519("new"));
    for (key, sent) in [(&old, 1), (&old, 0), (&new, 1)] {
        let theirs: EncryptionKey = op.jwks().encryption_key(None, alg, enc, &CRYPTO).unwrap();
        let text = object().encrypt(theirs).sign(&key.signing(&CRYPTO), &CRYPTO, at(0)).unwrap();
        let request = received(text.expose());
        let flow = op.load_keys_for_authorization(&request, Some(client()), &cached);
        let (client, found) = run(flow, 0, || set(&[key]));
        assert_eq!(found, sent);
        assert!(op.authorize(request, client.as_ref(), at(0)).is_ok());
    }
}

#[test]
fn jarm_3_responses_are_encrypted_to_a_key_at_jwks_uri() {
    let (cached, key) = (ClientKeys::default(), keys::p256("enc"));
    let client = client().authorization_encrypted_response(
        KeyManagementAlgorithm::EcdhEs,
        ContentEncryptionAlgorithm::A256Gcm,
    );
    let mut parameters = parameters();
    parameters.push("response_mode", "jwt");
    let uri = format!("{ISSUER}/authorize?{}", parameters.encode());
    let ask = |second, answer: &dyn Fn() -> Result<Response<Vec<u8>>, ()>| {
        let message = Request::get(&uri).body(Vec::new()).unwrap();
        let request = ReceivedRequest::from_http(&message).unwrap();
        let flow = provider().load_keys_for_authorization(&request, Some(client.clone()), &cached);
        let (client, _) = run(flow, second, answer);
        provider().authorize(request, client.as_ref(), at(second))
    };
    let refusal = ask(0, &|| Err(())).unwrap_err();
    assert_eq!(refusal.reason().code(), "response_jwt.no_encryption_key");
    let pending = ask(10, &|| set(&[&key])).unwrap();
    let response = sent(provider().respond(pending, yes(alice()), at(11)).unwrap());
    let jwt = response_of(&response).get("response").unwrap().to_owned();
    assert_eq!(jwt.split('.').count(), 5, "it is a JWE");
}

#[test]
fn rfc9126_3_a_pushed_request_needs_the_keys_of_its_assertion_and_its_object() {
    let op = with_objects(|_| ());
    let (first, second) = (keys::p256("first"), keys::ed25519("second"));
    let text = object().sign(&second.signing(&CRYPTO), &CRYPTO, at(0)).unwrap();
    let client_id = ClientId::new("signer").unwrap();
    let claims = ClientAssertion::new(&client_id, &issuer()).claims(&CRYPTO, at(0)).unwrap();
    let assertion = claims.sign(TYP, &first.signing(&CRYPTO)).unwrap();
    let form = Form::of(&[
        ("client_assertion_type", ClientCredentials::JWT_BEARER),
        ("client_assertion", &assertion),
        ("request", text.expose()),
    ]);
    let cached = ClientKeys::default();
    for expected in [1, 0] {
        let request = PushedRequest::from_http(&form.post("/par")).unwrap();
        let flow = op.load_keys_for_push(&request, Some(client()), &cached);
        let (client, sent) = run(flow, 0, || set(&[&first, &second]));
        assert_eq!(sent, expected);
        let client = op.authenticate_push(&request, client.as_ref(), at(0)).unwrap();
        let client = client.accept(FirstUse::Confirmed).unwrap();
        assert!(op.push(request, client, at(0)).is_ok());
    }
}

#[test]
fn a_flow_runs_with_a_sender_that_returns_futures() {
    let key = keys::p256("a");
    let request = request(&key, 0);
    let flow = provider().load_keys_for_token(&request, Some(client()), &ClientKeys::default());
    let send = |_| std::future::ready(set(&[&key]));
    let clock = || -> OffsetDateTime { at(0) };
    let client = at_once(flow.run(send, clock)).unwrap();
    assert!(provider().authenticate(&request, Some(&client), at(0)).is_ok());
}

/// Polls a future once.
fn poll<F: Future + ?Sized>(future: std::pin::Pin<&mut F>) -> std::task::Poll<F::Output> {
    future.poll(&mut std::task::Context::from_waker(std::task::Waker::noop()))
}

/// Returns the flow of a token request with this key, whose requests are answered when `answer` has a
/// response. The flow ends with whether the client has authenticated.
fn flow<'a>(
    cached: &ClientKeys,
    key: &KeyPair,
    answer: &'a std::cell::RefCell<Option<Response<Vec<u8>>>>,
    sent: &'a std::cell::Cell<usize>,
) -> std::pin::Pin<Box<dyn Future<Output = Result<(), TokenError>> + 'a>> {
    let request = request(key, 0);
    let flow = provider().load_keys_for_token(&request, Some(client()), cached);
    let send = |_: Request<Vec<u8>>| {
        sent.set(sent.get().saturating_add(1));
        std::future::poll_fn(|_| match answer.borrow_mut().take() {
            Some(response) => std::task::Poll::Ready(Ok::<_, ()>(response)),
            None => std::task::Poll::Pending,
        })
    };
    Box::pin(async move {
        let client = flow.run(send, || at(0)).await;
        let result = provider().authenticate(&request, client.as_ref(), at(0));
        result.map(drop).map_err(|refusal| refusal.reason().clone())
    })
}

#[test]
fn requests_at_the_same_time_wait_for_one_fetch() {
    let (cached, key) = (ClientKeys::default(), keys::p256("a"));
    let (answer, sent) = (std::cell::RefCell::new(None), std::cell::Cell::new(0));
    let mut flows = [(); 3].map(|()| flow(&cached, &key, &answer, &sent));
    for flow in &mut flows {
        assert!(poll(flow.as_mut()).is_pending());
    }
    *answer.borrow_mut() = set(&[&key]).ok();
    for flow in &mut flows {
        assert_eq!(poll(flow.as_mut()), std::task::Poll::Ready(Ok(())));
    }
    assert_eq!(sent.get(), 1);
}

#[test]
fn a_waiting_task_is_woken_when_the_fetch_ends_or_its_cache_is_removed() {
    #[derive(Default)]
    struct Woken(std::sync::atomic::AtomicBool);
    impl std::task::Wake for Woken {
        fn wake(self: std::sync::Arc<Self>) {
            self.0.store(true, std::sync::atomic::Ordering::Relaxed);
        }
    }
    let key = keys::p256("a");
    for removes in [false, true] {
        let cached = ClientKeys::new(1, KeyCachePolicy::default());
        let (answer, sent) = (std::cell::RefCell::new(None), std::cell::Cell::new(0));
        let mut first = flow(&cached, &key, &answer, &sent);
        assert!(poll(first.as_mut()).is_pending());
        let woken = std::sync::Arc::new(Woken::default());
        let waker = std::task::Waker::from(std::sync::Arc::clone(&woken));
        let mut second = flow(&cached, &key, &answer, &sent);
        let waits = second.as_mut().poll(&mut std::task::Context::from_waker(&waker));
        assert!(waits.is_pending());
        let is_woken = || woken.0.load(std::sync::atomic::Ordering::Relaxed);
        assert!(!is_woken());
        if removes {
            let mut other = client();
            other.jwks_uri = Some(Endpoint::new("https://b.example/").unwrap());
            let flow = provider().load_keys_for_token(&request(&key, 0), Some(other), &cached);
            run(flow, 0, || set(&[&key]));
        } else {
            *answer.borrow_mut() = set(&[&key]).ok();
            assert_eq!(poll(first.as_mut()), std::task::Poll::Ready(Ok(())));
        }
        assert!(is_woken(), "{removes}");
    }
}

#[test]
fn a_dropped_flow_does_not_block_the_others() {
    let (cached, key) = (ClientKeys::default(), keys::p256("a"));
    let (answer, sent) = (std::cell::RefCell::new(None), std::cell::Cell::new(0));
    let mut first = flow(&cached, &key, &answer, &sent);
    let mut second = flow(&cached, &key, &answer, &sent);
    assert!(poll(first.as_mut()).is_pending());
    assert!(poll(second.as_mut()).is_pending());
    drop(first);
    // As after each failed request, the client is asked again only after a pause.
    assert_eq!(poll(second.as_mut()), std::task::Poll::Ready(Err(unavailable())));
    assert_eq!(authenticate(&cached, &key, 5, || set(&[&key])), (Ok(()), 1));
}
