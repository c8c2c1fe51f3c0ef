//! A login whose parameters are in a signed request object, from the relying party to the provider.

use http::Request;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::jwk::{KeyKind, PrivateJwk, PublicJwkSet};
use symbolon_jose::{ContentEncryptionAlgorithm, KeyManagementAlgorithm};
use symbolon_oauth::request_object::{RequestObjectRule, RequestObjectUri, hosted};
use symbolon_oauth::{EncodedJwt, Parameters};
use symbolon_oidc::ClaimRequest;
use symbolon_provider::{
    IdTokenKey, PendingAuthorization, Provider, ProviderPolicy, ReceivedRequest, Refusal,
    RegisteredClient, RequestObjectKey, RequestObjects, RequestSource,
};
use symbolon_relying_party::{
    ClientAuthentication, ClientConfiguration, LoginRequest, RelyingParty,
};
use symbolon_store::Store;
use symbolon_test_support::at_once::at_once;
use symbolon_test_support::clock::now;
use symbolon_test_support::names::{CLIENT_ID, client_id, client_secret, issuer, redirect_uri};
use symbolon_test_support::{clients, keys, metadata};

const ALG: KeyManagementAlgorithm = KeyManagementAlgorithm::EcdhEs;
const ENC: ContentEncryptionAlgorithm = ContentEncryptionAlgorithm::A256Gcm;
const HOSTED: &str = "https://client.example/requests/1";

fn provider(rule: RequestObjectRule) -> Provider {
    let pair = keys::p256("op-1");
    let key = IdTokenKey::new(&pair.jwk, pair.algorithm, &CRYPTO).unwrap();
    let mut settings = RequestObjects::default();
    settings.rule = rule;
    settings.by_reference = true;
    let jwk = PrivateJwk::generate(KeyKind::P256, &CRYPTO).unwrap().kid_replaced("op-2".to_owned());
    settings.decryption_keys = vec![RequestObjectKey::new(&jwk, ALG, &[ENC], &CRYPTO).unwrap()];
    let mut policy = ProviderPolicy::default();
    policy.request_objects = Some(settings);
    Provider::new(issuer(), metadata::provider_endpoints(), vec![key], policy, CRYPTO).unwrap()
}

/// Returns the client, which must send a signed request object.
fn client() -> RegisteredClient {
    let mut client = clients::web(CLIENT_ID, &CRYPTO);
    client.jwks = Some(PublicJwkSet::new(vec![keys::ed25519("rp-1").public()]));
    client.require_signed_request_object = true;
    client.request_uris = vec![RequestObjectUri::new(HOSTED).unwrap()];
    client
}

fn login(provider: &Provider) -> LoginRequest {
    let authentication = ClientAuthentication::ClientSecretBasic(client_secret());
    let settings = ClientConfiguration::new(client_id(), authentication);
    let rp = RelyingParty::new(provider.metadata().clone(), settings, &CRYPTO).unwrap();
    let login =
        rp.login(&redirect_uri()).scope("email").max_age(core::time::Duration::from_secs(9));
    login.claim("email", ClaimRequest::essential())
}

fn ask(provider: &Provider, query: &str) -> Result<PendingAuthorization, Refusal> {
    let request = Request::get(format!("https://op.example/authorize?{query}")).body("").unwrap();
    let request = ReceivedRequest::from_http(&request)?;
    provider.authorize(request, Some(&client()), now())
}

/// Begins a login with a request object, and returns its query.
fn begun(provider: &Provider) -> String {
    let key = keys::ed25519("rp-1").signing(&CRYPTO);
    let (url, _) = login(provider).request_object(key).begin(now()).unwrap();
    url.query().unwrap().to_owned()
}

#[test]
fn rfc9101_5_1_the_provider_reads_what_the_relying_party_signed() {
    for rule in [RequestObjectRule::ObjectOnly, RequestObjectRule::ObjectWins] {
        let provider = provider(rule);
        let pending = ask(&provider, &begun(&provider)).unwrap();
        assert_eq!(pending.scope().to_string(), "openid email");
        assert_eq!(pending.max_age().map(|it| it.as_secs()), Some(9));
        assert!(pending.claims().user_info.contains_key("email"));
    }
}

#[test]
fn rfc9101_10_5_the_same_login_without_a_request_object_is_refused() {
    let provider = provider(RequestObjectRule::ObjectOnly);
    let (url, _) = login(&provider).begin(now()).unwrap();
    let refusal = ask(&provider, url.query().unwrap()).unwrap_err();
    assert_eq!(refusal.reason().code(), "authorize.request_object_required");
}

#[test]
fn attack_107_a_parameter_that_is_changed_in_the_browser_has_no_effect_or_is_refused() {
    let provider = provider(RequestObjectRule::ObjectOnly);
    let query = begun(&provider);
    let unchanged = ask(&provider, &query).unwrap();
    let changed = |name: &str, value: &str| {
        let mut parameters = Parameters::parse(&query).unwrap();
        parameters.push(name, value);
        ask(&provider, &parameters.encode())
    };
    for (name, value) in [
        ("scope", ""),
        ("scope", "openid offline_access"),
        ("state", "evil"),
        ("nonce", "evil"),
        ("redirect_uri", "https://evil.example/cb"),
        ("code_challenge", "evil"),
        ("response_mode", "fragment"),
        ("prompt", "none"),
        ("response_type", ""),
    ] {
        assert_eq!(changed(name, value), Ok(unchanged.clone()), "{name}={value}");
    }
    for (name, value, code) in [
        ("response_type", "code id_token", "request_object.response_type"),
        ("request", "", "authorize.request_object_required"),
        ("request", "e30.e30.", "jws.empty_part"),
        ("request_uri", "https://evil.example/object", "authorize.request_uri_not_supported"),
        ("client_id", "other", "authorize.unknown_client"),
        ("client_id", "", "authorization_request.missing_client_id"),
    ] {
        let refusal = changed(name, value).unwrap_err();
        assert_eq!(refusal.reason().code(), code, "{name}={value}");
    }
}

/// Sends a request to the provider, which fetches the object that the client hosts.
fn ask_by_reference(
    provider: &Provider,
    query: &str,
    object: &EncodedJwt,
) -> Result<PendingAuthorization, Refusal> {
    let request = Request::get(format!("https://op.example/authorize?{query}")).body("").unwrap();
    let request = ReceivedRequest::from_http(&request)?;
    let request = match provider.source(request, Some(&client())) {
        RequestSource::Fetch(fetch) => {
            assert_eq!(fetch.request().uri(), HOSTED);
            fetch.receive(Ok::<_, ()>(hosted::to_http(object)))
        }
        RequestSource::Complete(request) => request,
        RequestSource::Pushed(_) => panic!("the client pushed no request"),
    };
    provider.authorize(request, Some(&client()), now())
}

fn begun_by_reference(provider: &Provider) -> (String, EncodedJwt) {
    let key = keys::ed25519("rp-1").signing(&CRYPTO);
    let uri = RequestObjectUri::new(HOSTED).unwrap();
    let login = login(provider).request_object(key);
    let (url, _, object) = login.begin_by_reference(&uri, now()).unwrap();
    (url.query().unwrap().to_owned(), object)
}

#[test]
fn core_6_2_the_provider_reads_what_the_relying_party_hosts() {
    for rule in [RequestObjectRule::ObjectOnly, RequestObjectRule::ObjectWins] {
        let provider = provider(rule);
        let (query, object) = begun_by_reference(&provider);
        let pending = ask_by_reference(&provider, &query, &object).unwrap();
        assert_eq!(pending.scope().to_string(), "openid email");
        assert!(pending.claims().user_info.contains_key("email"));
    }
}

#[test]
fn core_6_2_an_object_with_its_hash_in_the_uri_is_fetched_once() {
    let provider = provider(RequestObjectRule::ObjectOnly);
    let store = Store::memory().provider(&issuer());
    let (query, object) = begun_by_reference(&provider);
    let mut fetches = 0;
    let mut ask = |query: &str, object: &EncodedJwt| {
        let request = Request::get(format!("https://op.example/authorize?{query}")).body("");
        let request = ReceivedRequest::from_http(&request.unwrap()).unwrap();
        let RequestSource::Fetch(fetch) = provider.source(request, Some(&client())) else {
            panic!("no request object at an address")
        };
        let found = at_once(store.request_object(fetch.cache_key().unwrap())).unwrap();
        let request = fetch.cached(found, now()).unwrap_or_else(|| {
            fetches += 1;
            let response = hosted::to_http(object);
            if let Some(record) = fetch.to_cache(&response, now()) {
                at_once(store.put_request_object(&record)).unwrap();
            }
            fetch.receive(Ok::<_, ()>(response))
        });
        (provider.authorize(request, Some(&client()), now()), fetches)
    };
    let (first, fetches) = ask(&query, &object);
    assert_eq!((first.is_ok(), fetches), (true, 1));
    // The kept object is used, even if the client hosts another object now.
    let (_, other) = begun_by_reference(&provider);
    assert_eq!(ask(&query, &other), (first, 1));
    // An object that differs from the hash in its address is fetched for each request.
    let (query, _) = begun_by_reference(&provider);
    assert_eq!([ask(&query, &object).1, ask(&query, &object).1], [2, 3]);
}

#[test]
fn attack_107_a_hosted_object_or_its_address_that_is_changed_is_refused() {
    let provider = provider(RequestObjectRule::ObjectOnly);
    let (query, object) = begun_by_reference(&provider);
    let changed = |name: &str, value: &str| {
        let mut parameters = Parameters::parse(&query).unwrap();
        parameters.push(name, value);
        parameters.encode()
    };
    for (name, value, code) in [
        ("request_uri", "https://evil.example/object", "authorize.unregistered_request_uri"),
        ("request_uri", "http://169.254.169.254/", "authorize.unregistered_request_uri"),
        ("request_uri", "", "authorize.request_object_required"),
        ("request", object.expose(), "authorize.request_and_request_uri"),
        ("response_type", "code token", "request_object.response_type"),
        ("client_id", "other", "authorize.unknown_client"),
    ] {
        let refusal = ask_by_reference(&provider, &changed(name, value), &object).unwrap_err();
        assert_eq!(refusal.reason().code(), code, "{name}={value}");
    }
    // A changed fragment has no effect: the fragment is only for caches.
    let uri = changed("request_uri", &format!("{HOSTED}#other"));
    assert!(ask_by_reference(&provider, &uri, &object).is_ok());
    let (_, other) = begun_by_reference(&provider);
    let (signed, _) = object.expose().rsplit_once('.').unwrap();
    let (_, signature) = other.expose().rsplit_once('.').unwrap();
    for (text, code) in [
        (format!("{signed}.{signature}"), "jws.signature"),
        (String::new(), "jws.not_compact"),
        (begun_by_reference(&provider).0, "jws.not_compact"),
    ] {
        let refused = ask_by_reference(&provider, &query, &EncodedJwt::new(text));
        assert_eq!(refused.unwrap_err().reason().code(), code);
    }
}

#[test]
fn rfc9101_6_1_the_provider_decrypts_what_the_relying_party_encrypted() {
    let provider = provider(RequestObjectRule::ObjectOnly);
    let theirs =
        |provider: &Provider| provider.jwks().encryption_key(None, ALG, ENC, &CRYPTO).unwrap();
    let key = || keys::ed25519("rp-1").signing(&CRYPTO);
    let begun = |of: &Provider| {
        let login = login(of).request_object(key()).encrypt_request_object(theirs(of));
        let (url, _) = login.begin(now()).unwrap();
        Parameters::parse(url.query().unwrap()).unwrap()
    };
    let parameters = begun(&provider);
    assert!(ask(&provider, &parameters.encode()).is_ok());
    let object = parameters.get("request").unwrap();
    assert_eq!(object.split('.').count(), 5);
    // Each part of the encrypted object is changed once.
    for part in 0..5 {
        let mut parts: Vec<_> = object.split('.').map(str::to_owned).collect();
        parts[part].push_str("AAAA");
        let mut changed = parameters.clone();
        changed.push("request", &parts.join("."));
        assert!(ask(&provider, &changed.encode()).is_err(), "part {part}");
    }
    // Another provider cannot decrypt the object.
    let other = self::provider(RequestObjectRule::ObjectOnly);
    let refused = ask(&provider, &begun(&other).encode()).unwrap_err();
    assert_eq!(refused.reason().code(), "jwe.decryption");
}
