//! The whole sequences of the registration endpoint and the client configuration endpoint.

use std::time::Duration;

use http::{Method, Request, Response, StatusCode, header};
use serde_json::{Value, json};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::Endpoint;
use symbolon_oauth::obligation::SingleUse;
use symbolon_oauth::{AccessToken, ClientId, Issuer, RedirectUri};
use symbolon_provider::cors::Origin;
use symbolon_provider::{
    IdTokenKey, InitialAccessTokenTerms, Provider, ProviderPolicy, RegistrationPolicy,
};
use symbolon_registration::{ConfigurationRequest, RegistrationRequest};
use symbolon_store::{Database, Error, ProviderStore, RegistrationAnswer, SqliteOptions, Store};
use symbolon_test_support::clock::at;
use symbolon_test_support::names::issuer;
use symbolon_test_support::{keys, metadata};

use crate::support::{code, file, stores};

const ENDPOINT: &str = "https://op.example/register";

fn provider(registration: RegistrationPolicy) -> Provider {
    let pair = keys::p256("op-1").restricted();
    let keys = vec![IdTokenKey::new(&pair.jwk, pair.algorithm, &CRYPTO).unwrap()];
    let endpoints = metadata::provider_endpoints().registration(Endpoint::new(ENDPOINT).unwrap());
    let mut policy = ProviderPolicy::default();
    policy.registration = Some(registration);
    Provider::new(issuer(), endpoints, keys, policy, CRYPTO).unwrap()
}

fn open() -> Provider {
    provider(RegistrationPolicy::open())
}

/// A sender for requests that are not expected.
async fn send(request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, String> {
    Err(format!("unexpected: {}", request.uri()))
}

fn client(host: &str) -> Value {
    json!({ "redirect_uris": [format!("https://{host}/cb")], "client_name": "Wiki" })
}

async fn register(
    store: &ProviderStore,
    provider: &Provider,
    metadata: &Value,
    token: Option<&AccessToken>,
) -> RegistrationAnswer {
    let mut request = Request::post(ENDPOINT).header(header::CONTENT_TYPE, "application/json");
    if let Some(token) = token {
        let bearer = format!("Bearer {}", token.expose());
        request = request.header(header::AUTHORIZATION, bearer);
    }
    let request = request.body(metadata.to_string().into_bytes()).unwrap();
    let request = RegistrationRequest::from_http(&request).unwrap();
    store.answer_registration(provider, request, send, at(0)).await
}

async fn configure(
    store: &ProviderStore,
    method: Method,
    registered: &Value,
    body: Option<&Value>,
) -> RegistrationAnswer {
    let text = |name: &str| registered[name].as_str().unwrap();
    let request = Request::builder()
        .method(method)
        .uri(text("registration_client_uri"))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, format!("Bearer {}", text("registration_access_token")))
        .body(body.map(Value::to_string).unwrap_or_default().into_bytes())
        .unwrap();
    let request = ConfigurationRequest::from_http(&request).unwrap();
    store.answer_configuration(&open(), request, send, at(1)).await
}

/// Returns the body of an answer that reports success.
#[track_caller]
fn body(answer: &RegistrationAnswer, status: StatusCode) -> Value {
    assert_eq!(answer.response.status(), status, "{answer:?}");
    assert!(answer.refused.is_none() && answer.error.is_none(), "{answer:?}");
    serde_json::from_slice(answer.response.body()).unwrap()
}

#[track_caller]
fn assert_refused(answer: &RegistrationAnswer, status: StatusCode, code: &str) {
    assert_eq!(answer.response.status(), status, "{answer:?}");
    assert_eq!(answer.refused, Some(code), "{answer:?}");
}

fn origin(host: &str) -> Origin {
    Origin::of(&RedirectUri::new(&format!("https://{host}/cb")).unwrap()).unwrap()
}

#[tokio::test]
async fn a_client_registers_reads_updates_and_deletes_its_registration() {
    for (name, store) in stores().await {
        let store = store.provider(&issuer());
        let answer = register(&store, &open(), &client("wiki.example"), None).await;
        let registered = body(&answer, StatusCode::CREATED);
        let bytes = format!("{:?}", answer.response.body());
        assert!(!format!("{answer:?}").contains(&bytes), "{name}: a secret in a log");
        let id = ClientId::new(registered["client_id"].as_str().unwrap()).unwrap();
        assert_eq!(
            store.client(&id).await.unwrap().unwrap().client_name.default.unwrap(),
            "Wiki",
            "{name}"
        );
        assert!(store.has_origin(&origin("wiki.example")).await.unwrap(), "{name}");

        let read = body(&configure(&store, Method::GET, &registered, None).await, StatusCode::OK);
        assert_eq!(read["client_id"], registered["client_id"], "{name}");
        assert_eq!(read["client_name"], "Wiki", "{name}");

        let mut update = client("other.example");
        update["client_id"] = registered["client_id"].clone();
        let answer = configure(&store, Method::PUT, &registered, Some(&update)).await;
        let updated = body(&answer, StatusCode::OK);
        assert!(!store.has_origin(&origin("wiki.example")).await.unwrap(), "{name}");
        assert!(store.has_origin(&origin("other.example")).await.unwrap(), "{name}");

        let mut grant = code();
        grant.client_id = id.clone();
        store.put_authorization(&grant.clone().into()).await.unwrap();
        let answer = configure(&store, Method::DELETE, &updated, None).await;
        assert_eq!(answer.response.status(), StatusCode::NO_CONTENT, "{name}");
        assert_eq!((answer.refused, answer.response.body().len()), (None, 0), "{name}");
        assert_eq!(store.client(&id).await.unwrap(), None, "{name}");
        let found = store.find_code(&grant.fingerprint).await.unwrap();
        assert_eq!(found, SingleUse::Unknown, "{name}");

        let answer = configure(&store, Method::GET, &updated, None).await;
        assert_refused(&answer, StatusCode::UNAUTHORIZED, "registration.unknown_registration");
        assert!(answer.response.headers().contains_key(header::WWW_AUTHENTICATE), "{name}");
    }
}

#[tokio::test]
async fn an_initial_access_token_is_used_as_often_as_its_terms_say() {
    for (name, store) in stores().await {
        let store = store.provider(&issuer());
        let provider = provider(RegistrationPolicy::by_token());
        let mut terms = InitialAccessTokenTerms::default();
        terms.clients = Some(2);
        let (token, record) =
            provider.initial_access_token(terms, Duration::from_secs(60), at(0)).unwrap();
        store.put_initial_access_token(&record).await.unwrap();
        for host in ["a.example", "b.example"] {
            let answer = register(&store, &provider, &client(host), Some(&token)).await;
            body(&answer, StatusCode::CREATED);
        }
        let answer = register(&store, &provider, &client("c.example"), Some(&token)).await;
        let code = "registration.unknown_initial_access_token";
        assert_refused(&answer, StatusCode::UNAUTHORIZED, code);
        assert!(!store.has_origin(&origin("c.example")).await.unwrap(), "{name}");
        let answer = register(&store, &provider, &client("c.example"), None).await;
        let code = "registration.no_initial_access_token";
        assert_refused(&answer, StatusCode::UNAUTHORIZED, code);
        let clients = store.clients_registered_with(&record.fingerprint).await.unwrap();
        assert_eq!(clients.len(), 2, "{name}");
    }
}

/// Both requests find the token before one of them writes its client.
#[tokio::test]
async fn a_token_that_another_request_uses_up_in_the_meantime_is_refused_with_401() {
    for (_, store) in stores().await {
        let store = store.provider(&issuer());
        let provider = provider(RegistrationPolicy::by_token());
        let terms = InitialAccessTokenTerms::default();
        let (token, record) =
            provider.initial_access_token(terms, Duration::from_secs(60), at(0)).unwrap();
        store.put_initial_access_token(&record).await.unwrap();
        let mut first = client("a.example");
        // The document is fetched after the token was found.
        first["sector_identifier_uri"] = "https://a.example/sector".into();
        let request = Request::post(ENDPOINT)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::AUTHORIZATION, format!("Bearer {}", token.expose()))
            .body(first.to_string().into_bytes())
            .unwrap();
        let request = RegistrationRequest::from_http(&request).unwrap();
        let send = async |_| {
            let answer = register(&store, &provider, &client("b.example"), Some(&token)).await;
            body(&answer, StatusCode::CREATED);
            let document = br#"["https://a.example/cb"]"#.to_vec();
            let response = Response::builder().header(header::CONTENT_TYPE, "application/json");
            Ok::<_, String>(response.body(document).unwrap())
        };
        let answer = store.answer_registration(&provider, request, send, at(0)).await;
        let code = "registration.used_initial_access_token";
        assert_refused(&answer, StatusCode::UNAUTHORIZED, code);
        assert!(!store.has_origin(&origin("a.example")).await.unwrap());
    }
}

#[tokio::test]
async fn a_database_that_fails_is_answered_with_503_and_its_error_is_in_the_answer() {
    let path = file();
    let database = Database::Sqlite(SqliteOptions::new(&path));
    let store = Store::migrate(&database).await.unwrap().provider(&issuer());
    let answer = register(&store, &open(), &client("wiki.example"), None).await;
    let registered = body(&answer, StatusCode::CREATED);
    let connection = rusqlite::Connection::open(path).unwrap();
    connection.execute_batch("DROP TABLE symbolon_registrations").unwrap();
    for answer in [
        register(&store, &open(), &client("wiki.example"), None).await,
        configure(&store, Method::GET, &registered, None).await,
    ] {
        assert_refused(&answer, StatusCode::SERVICE_UNAVAILABLE, "store_failed");
        assert!(matches!(answer.error, Some(Error::Refused(_))), "{answer:?}");
        assert!(answer.response.headers().contains_key(header::RETRY_AFTER));
    }
}

#[tokio::test]
async fn the_store_of_another_issuer_is_not_used() {
    let store = Store::memory().provider(&Issuer::new("https://other.example").unwrap());
    let answer = register(&store, &open(), &client("wiki.example"), None).await;
    assert!(matches!(answer.error, Some(Error::OtherIssuer { .. })), "{answer:?}");
    assert_eq!(answer.response.status(), StatusCode::SERVICE_UNAVAILABLE);
}
