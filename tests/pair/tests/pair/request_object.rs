//! A login whose parameters are in a signed request object, from the relying party to the provider.

use http::Request;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_oauth::Parameters;
use symbolon_oauth::request_object::RequestObjectRule;
use symbolon_oidc::ClaimRequest;
use symbolon_provider::{
    IdTokenKey, PendingAuthorization, Provider, ProviderPolicy, ReceivedRequest, Refusal,
    RegisteredClient, RequestObjects,
};
use symbolon_relying_party::{
    ClientAuthentication, ClientConfiguration, LoginRequest, RelyingParty,
};
use symbolon_test_support::clock::now;
use symbolon_test_support::names::{CLIENT_ID, client_id, client_secret, issuer, redirect_uri};
use symbolon_test_support::{clients, keys, metadata};

fn provider(rule: RequestObjectRule) -> Provider {
    let pair = keys::p256("op-1");
    let key = IdTokenKey::new(&pair.jwk, pair.algorithm, &CRYPTO).unwrap();
    let mut settings = RequestObjects::default();
    settings.rule = rule;
    let mut policy = ProviderPolicy::default();
    policy.request_objects = Some(settings);
    Provider::new(issuer(), metadata::provider_endpoints(), vec![key], policy, CRYPTO).unwrap()
}

/// Returns the client, which must send a signed request object.
fn client() -> RegisteredClient {
    let mut client = clients::web(CLIENT_ID, &CRYPTO);
    client.jwks = Some(PublicJwkSet::new(vec![keys::ed25519("rp-1").public()]));
    client.require_signed_request_object = true;
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
