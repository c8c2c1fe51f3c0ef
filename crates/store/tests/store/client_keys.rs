//! The keys that clients publish at their `jwks_uri`.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use http::{Request, Response, StatusCode, header};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::Endpoint;
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_oauth::client::assertion::{ClientAssertion, TYP};
use symbolon_oauth::request_object::RequestObject;
use symbolon_oauth::{ClientCredentials, Parameters};
use symbolon_provider::{
    ClientKeys, IdTokenKey, Provider, ProviderPolicy, PushedRequest, ReceivedRequest,
    RegisteredClient, RequestObjects, TokenRequest,
};
use symbolon_store::{ProviderStore, Store};
use symbolon_test_support::clock::at;
use symbolon_test_support::names::{CODE_CHALLENGE, NONCE, STATE, issuer};
use symbolon_test_support::{clients, keys, metadata};

const REDIRECT_URI: &str = "https://signer.example/cb";

fn provider() -> Provider {
    let pair = keys::p256("op-1").restricted();
    let keys = vec![IdTokenKey::new(&pair.jwk, pair.algorithm, &CRYPTO).unwrap()];
    let endpoints = metadata::provider_endpoints()
        .pushed_authorization_request(Endpoint::new("https://op.example/par").unwrap());
    let mut policy = ProviderPolicy::default();
    policy.request_objects = Some(RequestObjects::default());
    Provider::new(issuer(), endpoints, keys, policy, CRYPTO).unwrap()
}

fn client() -> RegisteredClient {
    let mut client = clients::signing("signer", &keys::ed25519("a"));
    client.jwks = None;
    client.jwks_uri = Some(Endpoint::new("https://signer.example/jwks").unwrap());
    client
}

/// Returns a store that fetches keys, and the number of its requests.
async fn fetching(answers: bool) -> (ProviderStore, Arc<AtomicUsize>) {
    let sent = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&sent);
    let send = move |_: Request<Vec<u8>>| {
        counted.fetch_add(1, Ordering::Relaxed);
        let keys = PublicJwkSet::new(vec![keys::ed25519("a").public()]).to_object().to_json();
        let response = Response::builder().header(header::CONTENT_TYPE, "application/json");
        let response = response.body(keys.into_bytes()).unwrap();
        std::future::ready(if answers { Ok(response) } else { Err(()) })
    };
    let store = Store::memory().provider(&issuer()).fetch_client_keys(ClientKeys::default(), send);
    store.put_client(&client()).await.unwrap();
    (store, sent)
}

fn form(second: i64, further: &[(&str, &str)]) -> Request<String> {
    let claims = ClientAssertion::new(&client().client_id, &issuer()).claims(&CRYPTO, at(second));
    let assertion = claims.unwrap().sign(TYP, &keys::ed25519("a").signing(&CRYPTO)).unwrap();
    let mut parameters = Parameters::new();
    parameters.push("client_assertion_type", ClientCredentials::JWT_BEARER);
    parameters.push("client_assertion", &assertion);
    for (name, value) in further {
        parameters.push(name, value);
    }
    Request::post("/")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(parameters.encode())
        .unwrap()
}

async fn token(store: &ProviderStore) -> Option<&'static str> {
    let form = form(0, &[("grant_type", "authorization_code"), ("code", "c")]);
    let request = TokenRequest::from_http(&form).unwrap();
    store.answer_token_request(&provider(), request, at(0)).await.refused
}

#[tokio::test]
async fn core_9_a_token_request_fetches_the_keys_of_its_client() {
    let (store, sent) = fetching(true).await;
    for _ in 0..2 {
        // The client has authenticated, and its code is not known.
        assert_eq!(token(&store).await, Some("token.unknown_grant"));
    }
    assert_eq!(sent.load(Ordering::Relaxed), 1);
    let (store, sent) = fetching(false).await;
    assert_eq!(token(&store).await, Some("token.keys_unavailable"));
    assert_eq!(sent.load(Ordering::Relaxed), 1);
    let store = Store::memory().provider(&issuer());
    store.put_client(&client()).await.unwrap();
    assert_eq!(token(&store).await, Some("token.keys_unavailable"));
}

#[tokio::test]
async fn rfc9126_2_1_a_pushed_request_fetches_the_keys_of_its_client() {
    let parameters = [
        ("response_type", "code"),
        ("redirect_uri", REDIRECT_URI),
        ("scope", "openid"),
        ("nonce", NONCE),
    ];
    for (answers, status) in [(true, StatusCode::CREATED), (false, StatusCode::BAD_REQUEST)] {
        let (store, sent) = fetching(answers).await;
        let request = PushedRequest::from_http(&form(0, &parameters)).unwrap();
        let answer = store.answer_push_request(&provider(), request, at(0)).await;
        assert_eq!(answer.response.status(), status);
        assert_eq!(sent.load(Ordering::Relaxed), 1);
    }
}

#[tokio::test]
async fn core_6_3_2_an_authorization_request_fetches_the_keys_of_its_client() {
    let query = format!(
        "response_type=code&client_id=signer&redirect_uri={REDIRECT_URI}&scope=openid\
         &state={STATE}&nonce={NONCE}&code_challenge={CODE_CHALLENGE}&code_challenge_method=S256"
    );
    let id = client().client_id;
    let object = RequestObject::new(&id, &issuer(), Parameters::parse(&query).unwrap());
    let object = object.sign(&keys::ed25519("a").signing(&CRYPTO), &CRYPTO, at(0)).unwrap();
    let uri = format!("/authorize?client_id=signer&request={}", object.expose());
    for (answers, expected) in [(true, true), (false, false)] {
        let (store, sent) = fetching(answers).await;
        let request = Request::get(&uri).body("").unwrap();
        let request = ReceivedRequest::from_http(&request).unwrap();
        let client = store.client(&id).await.unwrap();
        let client = store.load_client_keys(&provider(), &request, client, at(0)).await;
        let pending = provider().authorize(request, client.as_ref(), at(0));
        assert_eq!(pending.is_ok(), expected);
        assert_eq!(sent.load(Ordering::Relaxed), 1);
        // The keys are not in the stored record.
        assert_eq!(store.client(&id).await.unwrap().unwrap().jwks, None);
    }
}
