//! Clients whose `client_id` is the URL of their metadata (draft of client ID metadata documents).

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Response;
use serde_json::{Value, json};
use symbolon_discovery::Endpoint;
use symbolon_oauth::ClientId;
use symbolon_oauth::obligation::{AddressFrom, FetchLimits};
use symbolon_provider::{
    ClientDocument, ClientDocumentFetch, ClientDocumentRecord, ClientDocuments, ClientKeys,
    EarlierConsent, Provider, ProviderConfigurationError, ProviderPolicy, Refusal, RegisteredBy,
    TokenRequest, UnresolvedClient,
};
use symbolon_store::{ProviderStore, Store};
use symbolon_test_support::at_once::at_once;

use crate::common::*;

const URL: &str = "https://app.example/client.json";

type Sent = Result<Response<Vec<u8>>, &'static str>;

fn client_id() -> ClientId {
    ClientId::new(URL).unwrap()
}

fn op_with(change: impl FnOnce(&mut ClientDocuments)) -> Provider {
    let mut documents = ClientDocuments::default();
    change(&mut documents);
    provider_with(|policy| policy.client_documents = Some(documents))
}

fn op() -> Provider {
    op_with(|_| {})
}

fn document() -> Value {
    json!({
        "client_id": URL,
        "client_name": "App",
        "redirect_uris": ["https://app.example/cb"],
        "token_endpoint_auth_method": "none",
        "id_token_signed_response_alg": "ES256"
    })
}

/// Returns the document with these members.
fn with(members: Value) -> Value {
    let mut document = document();
    document.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    document
}

fn sent(document: &Value, headers: &[(&str, &str)]) -> Sent {
    let mut response = Response::builder().header("content-type", "application/json");
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    Ok(response.body(document.to_string().into_bytes()).unwrap())
}

/// Returns the fetch that the provider asks for at this second.
#[track_caller]
fn fetch(op: &Provider, kept: Option<ClientDocumentRecord>, second: i64) -> ClientDocumentFetch {
    match op.client_document(&client_id(), kept, at(second)) {
        ClientDocument::Fetch(fetch) => *fetch,
        other => panic!("{other:?}"),
    }
}

fn resolve(op: &Provider, sent: Sent) -> Result<ClientDocumentRecord, UnresolvedClient> {
    fetch(op, None, 0).receive(sent, at(0))
}

fn refused(op: &Provider, document: &Value) -> &'static str {
    resolve(op, sent(document, &[])).unwrap_err().code()
}

/// Returns the number of seconds for which a record is used.
fn kept_for(op: &Provider, headers: &[(&str, &str)]) -> i64 {
    let record = resolve(op, sent(&document(), headers)).unwrap();
    let seconds = record.fresh_until.datetime().unix_timestamp();
    seconds.checked_sub(at(0).unix_timestamp()).unwrap()
}

#[test]
fn cimd_is_off_by_default() {
    assert_eq!(ProviderPolicy::default().client_documents, None);
    let record = resolve(&op(), sent(&document(), &[])).unwrap();
    for kept in [None, Some(record)] {
        let found = provider().client_document(&client_id(), kept, at(0));
        assert!(matches!(found, ClientDocument::NotADocument), "{found:?}");
    }
}

#[test]
fn cimd_the_metadata_says_so() {
    assert_eq!(op().metadata().client_id_metadata_document_supported, Some(true));
    assert_eq!(provider().metadata().client_id_metadata_document_supported, None);
}

#[test]
fn cimd_client_identifier_the_url() {
    for text in ["web", "http://app.example/a", "https://app.example", "https://app.example/a#f"] {
        let found = op().client_document(&ClientId::new(text).unwrap(), None, at(0));
        assert!(matches!(found, ClientDocument::NotADocument), "{text}: {found:?}");
    }
}

#[test]
fn cimd_the_document_is_fetched() {
    let op = op();
    let record = resolve(&op, sent(&document(), &[])).unwrap();
    let client = &record.client;
    assert_eq!(client.client_id, client_id());
    assert_eq!(client.registered_by, RegisteredBy::Itself, "the redirect URIs are not trusted");
    assert_eq!(client.redirect_uris[0].as_str(), "https://app.example/cb");
    // The client can send an authorization request.
    let form = asking().set("client_id", URL).set("redirect_uri", "https://app.example/cb");
    let form = form.set("scope", "openid email");
    assert!(authorize_as(&op, Some(client), &form.get()).is_ok());
    let form = form.set("redirect_uri", "https://app.example/cb/other");
    let refusal = authorize_as(&op, Some(client), &form.get()).unwrap_err();
    assert_eq!(refusal.reason().code(), "authorize.redirect_uri");
}

#[test]
fn attack_105_a_client_document_is_fetched_as_a_strangers_address() {
    let request = fetch(&op(), None, 0).request();
    assert_eq!((request.method().as_str(), request.uri().to_string().as_str()), ("GET", URL));
    let limits = request.extensions().get::<FetchLimits>().unwrap();
    assert_eq!(limits.address, AddressFrom::Stranger);
    assert_eq!(limits.max_body, 5 * 1024);
    // Nothing is sent to a host that the policy does not name. A named host does not include its
    // subdomains.
    for (host, is_allowed) in [("app.example", true), ("example", false), ("a.app.example", false)]
    {
        let op = op_with(|documents| documents.hosts = Some(vec![host.to_owned()]));
        let found = op.client_document(&client_id(), None, at(0));
        assert_eq!(matches!(found, ClientDocument::Fetch(_)), is_allowed, "{host}");
    }
}

#[test]
fn cimd_only_200_is_a_document() {
    for status in [201, 204, 301, 302, 304, 404, 500] {
        let mut response = sent(&document(), &[("location", "https://app.example/other")]).unwrap();
        *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
        let error = resolve(&op(), Ok(response)).unwrap_err();
        assert_eq!(error.code(), "client_document.status", "{status}");
    }
}

#[test]
fn cimd_the_client_id_is_the_url() {
    let other = with(json!({"client_id": "https://app.example/Client.json"}));
    assert_eq!(refused(&op(), &other), "client_document.client_id");
}

#[test]
fn cimd_no_shared_secret() {
    for (members, code) in [
        (json!({"token_endpoint_auth_method": "client_secret_basic"}), "client_document.method"),
        (json!({"token_endpoint_auth_method": null}), "client_document.method"),
        (json!({"client_secret": "s3cr3t"}), "client_document.secret"),
        (json!({"client_secret_expires_at": 0}), "client_document.secret"),
    ] {
        assert_eq!(refused(&op(), &with(members.clone())), code, "{members}");
    }
}

#[test]
fn cimd_content_types() {
    for (content_type, is_accepted) in [
        ("application/json", true),
        ("application/client+json; charset=utf-8", true),
        ("text/html", false),
    ] {
        let body = document().to_string().into_bytes();
        let response = Response::builder().header("content-type", content_type).body(body);
        let found = resolve(&op(), Ok(response.unwrap()));
        assert_eq!(found.is_ok(), is_accepted, "{content_type}");
    }
}

#[test]
fn cimd_a_failed_fetch_ends_the_request() {
    let error = resolve(&op(), Err("no route to the host")).unwrap_err();
    assert_eq!(error.code(), "client_document.unanswered");
    // No redirect URI is known, so the user sees a page.
    let refusal = Refusal::from(error);
    assert!(matches!(refusal, Refusal::ToUser(_)), "{refusal:?}");
    assert_eq!(refusal.reason().code(), "client_document.unanswered");
    // A record that is no longer fresh is not used instead.
    let record = resolve(&op(), sent(&document(), &[])).unwrap();
    let error = fetch(&op(), Some(record), 301).receive::<Vec<u8>, _>(Err("down"), at(301));
    assert_eq!(error.unwrap_err().code(), "client_document.unanswered");
}

#[test]
fn cimd_the_rules_of_registration_apply() {
    for (members, code) in [
        (json!({"redirect_uris": ["https://app.example/cb#f"]}), "uri.fragment"),
        (json!({"redirect_uris": []}), "client_metadata.needed"),
        (json!({"redirect_uris": ["http://app.example/cb"]}), "redirect_uri.scheme"),
        (json!({"jwks_uri": "http://app.example/jwks"}), "client_metadata.refused"),
        (json!({"token_endpoint_auth_method": "private_key_jwt"}), "client_metadata.needed"),
        // The provider of these tests does not offer this.
        (json!({"response_types": ["token"]}), "client_metadata.not_offered"),
        (json!({"id_token_signed_response_alg": "PS256"}), "client_metadata.not_offered"),
    ] {
        assert_eq!(refused(&op(), &with(members.clone())), code, "{members}");
    }
}

#[test]
fn registration_5_a_client_document_does_not_choose_the_sector_of_another_client() {
    let sector = json!("https://victim.example/sector.json");
    for subject_type in [json!(null), json!("public")] {
        let members = json!({"sector_identifier_uri": sector, "subject_type": subject_type});
        let error = resolve(&op(), sent(&with(members), &[])).unwrap_err();
        assert_eq!(error.code(), "client_metadata.refused", "{subject_type}");
        assert!(error.to_string().contains("`sector_identifier_uri`"), "{error}");
    }
    // The rule also applies when a record that was stored before this rule is renewed.
    let mut record = resolve(&op(), sent(&document(), &[("etag", "\"1\"")])).unwrap();
    record.client.sector_identifier_uri = Some(Endpoint::new(sector.as_str().unwrap()).unwrap());
    let unchanged = Response::builder().status(304).body(Vec::new()).unwrap();
    let error = fetch(&op(), Some(record), 301).receive::<_, ()>(Ok(unchanged), at(301));
    assert_eq!(error.unwrap_err().code(), "client_metadata.refused");
}

#[test]
fn cimd_the_policy_can_require_redirect_uris_of_the_same_origin() {
    let strict = op_with(|documents| documents.same_origin_redirects = true);
    assert!(resolve(&strict, sent(&document(), &[])).is_ok());
    for uri in ["https://other.example/cb", "https://app.example:8443/cb", "com.example.app:/cb"] {
        let mut members = json!({"redirect_uris": ["https://app.example/cb", uri]});
        if uri.starts_with("com.") {
            members = json!({"redirect_uris": [uri], "application_type": "native"});
        }
        assert_eq!(refused(&strict, &with(members.clone())), "client_document.redirect_origin");
        assert!(resolve(&op(), sent(&with(members), &[])).is_ok(), "{uri}");
    }
    // The rule also applies when a record that was stored before the change of the policy is
    // renewed.
    let foreign = with(json!({"redirect_uris": ["https://other.example/cb"]}));
    let record = resolve(&op(), sent(&foreign, &[("etag", "\"1\"")])).unwrap();
    let unchanged = Response::builder().status(304).body(Vec::new()).unwrap();
    let error = fetch(&strict, Some(record), 301).receive::<_, ()>(Ok(unchanged), at(301));
    assert_eq!(error.unwrap_err().code(), "client_document.redirect_origin");
}

#[test]
fn cimd_the_document_is_kept_within_bounds() {
    let bounded = op_with(|documents| {
        documents.shortest = Duration::from_secs(60);
        documents.longest = Duration::from_secs(600);
    });
    for (cache_control, seconds) in [
        ("max-age=120", 120),
        ("max-age=10", 60),
        ("max-age=100000", 600),
        ("no-store", 60),
        ("max-age=what", 60),
    ] {
        assert_eq!(kept_for(&bounded, &[("cache-control", cache_control)]), seconds);
    }
    assert_eq!(kept_for(&bounded, &[]), 60);
    assert_eq!(kept_for(&bounded, &[("cache-control", "max-age=120"), ("age", "20")]), 100);

    let record = resolve(&bounded, sent(&document(), &[])).unwrap();
    let found = |record: &ClientDocumentRecord, second| {
        bounded.client_document(&client_id(), Some(record.clone()), at(second))
    };
    assert!(matches!(found(&record, 59), ClientDocument::Kept(client) if *client == record.client));
    assert!(matches!(found(&record, 60), ClientDocument::Fetch(_)));
    // A record from the future, and the record of another client.
    assert!(matches!(found(&record, -1), ClientDocument::Fetch(_)));
    let mut other = record;
    other.client.client_id = ClientId::new("https://app.example/other.json").unwrap();
    assert!(matches!(found(&other, 1), ClientDocument::Fetch(_)));
}

#[test]
fn cimd_an_unchanged_document_is_not_sent_again() {
    let headers = [("etag", "\"v1\""), ("cache-control", "max-age=900")];
    let record = resolve(&op(), sent(&document(), &headers)).unwrap();
    assert_eq!(record.etag.as_deref(), Some("\"v1\""));
    let again = fetch(&op(), Some(record.clone()), 1000);
    assert_eq!(again.request().headers()["if-none-match"], "\"v1\"");
    let unchanged = Response::builder().status(304).header("cache-control", "max-age=400");
    let renewed =
        again.receive::<_, ()>(Ok(unchanged.body(Vec::new()).unwrap()), at(1000)).unwrap();
    assert_eq!((renewed.fetched, renewed.fresh_until), (at(1000).into(), at(1400).into()));
    assert_eq!(renewed.client, record.client);
    assert!(!again.ends_consents(&renewed));
    // Without an ETag, the provider has not asked whether the document changed.
    let record = resolve(&op(), sent(&document(), &[])).unwrap();
    let again = fetch(&op(), Some(record), 1000);
    assert!(!again.request().headers().contains_key("if-none-match"));
    let unchanged = Response::builder().status(304).body(Vec::new()).unwrap();
    let error = again.receive::<_, ()>(Ok(unchanged), at(1000)).unwrap_err();
    assert_eq!(error.code(), "client_document.status");
}

/// An error is not a record, so nothing can be written. The next request fetches the document again.
#[test]
fn cimd_errors_are_not_kept() {
    let fetch = fetch(&op(), None, 0);
    assert!(fetch.receive::<Vec<u8>, _>(Err("down"), at(0)).is_err());
    assert!(fetch.receive(sent(&document(), &[]), at(1)).is_ok());
}

#[test]
fn cimd_changed_redirect_uris_end_the_consents() {
    let keys = json!({"jwks_uri": "https://app.example/jwks"});
    let two = json!({"redirect_uris": ["https://app.example/cb", "https://app.example/new"]});
    let other_method = json!({
        "jwks_uri": "https://app.example/jwks", "token_endpoint_auth_method": "private_key_jwt"
    });
    let strict = op_with(|documents| documents.new_keys_end_consents = true);
    for (op, members, ends) in [
        (op(), json!({}), false),
        (op(), json!({"client_name": "Other"}), false),
        (op(), json!({"redirect_uris": ["https://app.example/new"]}), true),
        (op(), two.clone(), true),
        (op(), keys.clone(), false),
        (op(), other_method, true),
        (strict.clone(), keys, true),
        (strict, json!({}), false),
    ] {
        let record = resolve(&op, sent(&document(), &[])).unwrap();
        let again = fetch(&op, Some(record), 1000);
        let changed = again.receive(sent(&with(members.clone()), &[]), at(1000)).unwrap();
        assert_eq!(again.ends_consents(&changed), ends, "{members}");
        // No user has agreed to a client that was unknown.
        assert!(!fetch(&op, None, 1000).ends_consents(&changed));
    }
    // A removed redirect URI harms no user.
    let record = resolve(&op(), sent(&with(two), &[])).unwrap();
    let again = fetch(&op(), Some(record), 1000);
    let fewer = again.receive(sent(&document(), &[]), at(1000)).unwrap();
    assert!(!again.ends_consents(&fewer));
}

#[test]
fn cimd_at_most_five_kibibytes() {
    let padded = |length: usize| {
        let mut body = document().to_string();
        body.push_str(&" ".repeat(length - body.len()));
        let response = Response::builder().header("content-type", "application/json");
        Ok::<_, &str>(response.body(body.into_bytes()).unwrap())
    };
    assert!(resolve(&op(), padded(5120)).is_ok());
    assert_eq!(resolve(&op(), padded(5121)).unwrap_err().code(), "client_document.too_large");
    let large = op_with(|documents| documents.max_bytes = 6000);
    assert!(resolve(&large, padded(6000)).is_ok());
}

#[test]
fn a_document_is_not_kept_for_longer_than_thirty_days() {
    let longest = ProviderPolicy::LONGEST_CLIENT_DOCUMENT_CACHE;
    let build = |longest| {
        let mut policy = policy();
        let mut documents = ClientDocuments::default();
        documents.longest = longest;
        policy.client_documents = Some(documents);
        Provider::new(
            issuer(),
            symbolon_test_support::metadata::provider_endpoints(),
            vec![id_token_key(&op_key())],
            policy,
            symbolon_crypto_ring::CRYPTO,
        )
        .map(drop)
    };
    assert_eq!(build(longest), Ok(()));
    let found = longest + Duration::from_secs(1);
    let setting = "client_documents.longest";
    assert_eq!(build(found), Err(ProviderConfigurationError::TooLong { setting, found, longest }));
}

/// Returns a store whose sender answers with this document, and the number of requests.
fn store_with(answer: &Arc<Mutex<Value>>) -> (ProviderStore, Arc<AtomicUsize>) {
    let (answer, requests) = (answer.clone(), Arc::new(AtomicUsize::new(0)));
    let counted = requests.clone();
    let store = Store::memory().provider(&issuer());
    let store = store.fetch_client_keys(ClientKeys::default(), move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
        let answer = sent(&answer.lock().unwrap(), &[]);
        async move { answer }
    });
    (store, requests)
}

#[test]
fn cimd_a_store_resolves_keeps_and_renews_the_client() {
    let answer = Arc::new(Mutex::new(document()));
    let (store, requests) = store_with(&answer);
    let resolved = |op: &Provider, second| {
        at_once(store.resolve_client(op, &client_id(), at(second)))
            .map(|client| client.map(|client| client.redirect_uris))
    };
    // The policy of the provider decides, and nothing is fetched without it.
    assert_eq!(resolved(&provider(), 0).unwrap(), None);
    assert_eq!(requests.load(Ordering::Relaxed), 0);
    let op = op();
    let first = resolved(&op, 0).unwrap().unwrap();
    assert_eq!(resolved(&op, 299).unwrap(), Some(first.clone()));
    assert_eq!(requests.load(Ordering::Relaxed), 1);

    // A new redirect URI ends the consents of users.
    let consented = EarlierConsent::new(scope("openid"));
    at_once(store.put_consent("alice", &client_id(), &consented)).unwrap();
    *answer.lock().unwrap() = with(json!({"redirect_uris": ["https://app.example/new"]}));
    let second = resolved(&op, 300).unwrap().unwrap();
    assert_ne!(first, second);
    assert_eq!(at_once(store.consents("alice")).unwrap(), []);

    // An error is not kept, and the user sees a page.
    *answer.lock().unwrap() = json!({"error": "maintenance"});
    let error = resolved(&op, 900).unwrap_err();
    assert_eq!(error.code(), "client_document.client_id");
    assert!(matches!(Refusal::from(error), Refusal::ToUser(_)));
    *answer.lock().unwrap() = document();
    assert_eq!(resolved(&op, 901).unwrap(), Some(first));
}

#[test]
fn cimd_a_registered_client_is_not_fetched() {
    let answer = Arc::new(Mutex::new(document()));
    let (store, requests) = store_with(&answer);
    let mut registered = web();
    registered.client_id = client_id();
    at_once(store.put_client(&registered)).unwrap();
    let found = at_once(store.resolve_client(&op(), &client_id(), at(0))).unwrap();
    assert_eq!(found, Some(registered));
    assert_eq!(requests.load(Ordering::Relaxed), 0);
}

#[test]
fn cimd_the_client_exchanges_its_code() {
    let answer = Arc::new(Mutex::new(document()));
    let (store, _) = store_with(&answer);
    let form = Form::of(&[
        ("grant_type", "authorization_code"),
        ("code", "unknown"),
        ("redirect_uri", "https://app.example/cb"),
        ("code_verifier", VERIFIER),
        ("client_id", URL),
    ]);
    let request = || TokenRequest::from_http(&form.post("/token")).unwrap();
    let refused = |op| at_once(store.answer_token_request(&op, request(), at(0))).refused;
    // The client is known, and its code is not.
    assert_eq!(refused(op()), Some("token.unknown_grant"));
    assert_eq!(refused(provider()), Some("token.unknown_client"));
}
