//! What the tests share: a provider, its clients, times, and the messages of a valid login. A test
//! changes a message before it sends it.

use http::{Request, Response, header};
use serde_json::Value;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{Crypto, Object, SignatureAlgorithm, VerificationKeys};
use symbolon_oauth::{ClientId, EncodedJwt, Parameters, Scope};
use symbolon_oidc::{ExpectedIdToken, IdToken, IdTokenValidator};
use symbolon_provider::*;
use symbolon_store::{ProviderStore, Store};
use symbolon_test_support::at_once::at_once;
pub(crate) use symbolon_test_support::clock::at;
use symbolon_test_support::keys::KeyPair;
use symbolon_test_support::metadata::provider_endpoints;
pub(crate) use symbolon_test_support::names::{
    CLIENT_SECRET as SECRET, CODE_CHALLENGE as CHALLENGE, CODE_VERIFIER as VERIFIER, ISSUER, NONCE,
    REDIRECT_URI as CALLBACK, STATE, issuer,
};
use symbolon_test_support::{clients, keys, random};
use time::OffsetDateTime;

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

pub(crate) fn scope(text: &str) -> Scope {
    text.parse().unwrap()
}

/// Returns the consent of a user to this scope in earlier requests.
pub(crate) fn earlier(text: &str) -> EarlierConsent {
    EarlierConsent::new(scope(text))
}

/// Returns the key that the provider of these tests signs ID Tokens with.
pub(crate) fn op_key() -> KeyPair {
    keys::p256("op-1")
}

/// Returns a key of another type, for clients and for tests that replace the provider's key.
pub(crate) fn other_key() -> KeyPair {
    keys::ed25519("ed-1")
}

pub(crate) fn id_token_key(pair: &KeyPair) -> IdTokenKey {
    IdTokenKey::new(&pair.jwk, pair.algorithm, &CRYPTO).unwrap()
}

pub(crate) fn provider_of(policy: ProviderPolicy, crypto: Crypto) -> Provider {
    let keys = vec![id_token_key(&op_key())];
    Provider::new(issuer(), provider_endpoints(), keys, policy, crypto).unwrap()
}

/// Returns the policy of the provider in these tests, without the scope `address`.
pub(crate) fn policy() -> ProviderPolicy {
    let mut policy = ProviderPolicy::default();
    policy.scopes = scope("openid profile email offline_access");
    policy
}

pub(crate) fn provider() -> Provider {
    provider_of(policy(), CRYPTO)
}

pub(crate) fn provider_with(change: impl FnOnce(&mut ProviderPolicy)) -> Provider {
    let mut changed = policy();
    change(&mut changed);
    provider_of(changed, CRYPTO)
}

/// Returns a provider with a source of randomness that fails.
pub(crate) fn provider_without_randomness() -> Provider {
    provider_of(policy(), random::failing(&CRYPTO))
}

/// Returns a web application with a secret, which may have refresh tokens.
pub(crate) fn web() -> RegisteredClient {
    clients::web("web", &CRYPTO)
}

/// Returns another web application, which sends its secret in the body.
pub(crate) fn poster() -> RegisteredClient {
    clients::secret_in_body("poster", &CRYPTO)
}

/// Returns an app on a user's device, without credentials.
pub(crate) fn app() -> RegisteredClient {
    clients::native("app")
}

/// Returns a client that signs assertions with its own key.
pub(crate) fn signer() -> RegisteredClient {
    clients::signing("signer", &other_key())
}

/// A form that a test changes before it is sent.
#[derive(Clone, Debug)]
pub(crate) struct Form(pub(crate) Vec<(String, String)>);

impl Form {
    pub(crate) fn of(pairs: &[(&str, &str)]) -> Self {
        Self(pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect())
    }

    pub(crate) fn set(mut self, name: &str, value: &str) -> Self {
        self.0.retain(|(present, _)| present != name);
        self.and(name, value)
    }

    pub(crate) fn and(mut self, name: &str, value: &str) -> Self {
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.0.retain(|(present, _)| present != name);
        self
    }

    pub(crate) fn encode(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }

    pub(crate) fn get(&self) -> Request<Vec<u8>> {
        let uri = format!("{ISSUER}/authorize?{}", self.encode());
        Request::get(uri).body(Vec::new()).unwrap()
    }

    pub(crate) fn post(&self, path: &str) -> Request<Vec<u8>> {
        Request::post(format!("{ISSUER}{path}"))
            .header(header::CONTENT_TYPE, FORM)
            .body(self.encode().into_bytes())
            .unwrap()
    }

    /// Builds a request to the token endpoint with these Basic credentials.
    pub(crate) fn basic(&self, client_id: &str, secret: &str) -> Request<Vec<u8>> {
        let mut request = self.post("/token");
        let value = format!("Basic {}", base64(format!("{client_id}:{secret}").as_bytes()));
        request.headers_mut().insert(header::AUTHORIZATION, value.parse().unwrap());
        request
    }
}

/// Encodes bytes in base64 with padding (RFC 4648 §4).
pub(crate) fn base64(bytes: &[u8]) -> String {
    let text = symbolon_jose::base64url::encode(bytes).replace('-', "+").replace('_', "/");
    let length = text.len().next_multiple_of(4);
    format!("{text:=<length$}")
}

/// Returns the parameters of a valid authentication request of `web`.
pub(crate) fn asking() -> Form {
    Form::of(&[
        ("response_type", "code"),
        ("client_id", "web"),
        ("redirect_uri", CALLBACK),
        ("scope", "openid email offline_access"),
        ("state", STATE),
        ("nonce", NONCE),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ])
}

pub(crate) fn authorize_as(
    provider: &Provider,
    client: Option<&RegisteredClient>,
    request: &Request<Vec<u8>>,
) -> Result<PendingAuthorization, Refusal> {
    provider.authorize(ReceivedRequest::from_http(request)?, client, at(0))
}

pub(crate) fn authorize(form: &Form) -> Result<PendingAuthorization, Refusal> {
    authorize_as(&provider(), Some(&web()), &form.get())
}

/// Returns Alice, who signed in at second 5. The request came at second 0.
pub(crate) fn alice() -> SignedIn {
    SignedIn::new("alice", at(5)).amr("pwd").acr("urn:example:bronze")
}

pub(crate) fn yes(signed_in: SignedIn) -> Decision {
    Decision::Consented(Consent::new(signed_in, scope("openid email offline_access")))
}

/// Returns the parameters in the query or the fragment of a redirect.
pub(crate) fn response_of(response: &Response<Vec<u8>>) -> Parameters {
    assert_eq!(response.status(), 303);
    assert_eq!(response.headers()["cache-control"], "no-store");
    let location = response.headers()["location"].to_str().unwrap();
    Parameters::parse(location.split_once(['?', '#']).unwrap().1).unwrap()
}

/// Checks that a refusal goes to the client, for this reason, with this `error`, and with `state`
/// and `iss`.
#[track_caller]
pub(crate) fn assert_redirect(refusal: Refusal, reason: &AuthorizeError, error: &str) {
    assert_eq!(refusal.reason(), reason);
    let Refusal::ToClient(refusal) = refusal else { panic!("a page: {:?}", refusal.reason()) };
    assert_eq!(refusal.redirect_uri().as_str(), CALLBACK);
    assert!(["web", "app"].contains(&refusal.client_id().as_str()));
    let response = refusal.into_response();
    assert!(response.headers()["location"].to_str().unwrap().starts_with(CALLBACK));
    assert!(response.body().is_empty());
    let parameters = response_of(&response);
    assert_eq!(parameters.get("error"), Some(error));
    // RFC 6749 §4.1.2.1: `state` is the exact value of the request. RFC 9207 §2: an error response
    // has `iss` too.
    assert_eq!(parameters.get("state"), Some(STATE));
    assert_eq!(parameters.get("iss"), Some(ISSUER));
    assert_eq!(parameters.get("code"), None);
}

/// Checks that a refusal ends in a page, for this reason.
#[track_caller]
pub(crate) fn assert_page(refusal: Refusal, reason: &AuthorizeError) {
    let Refusal::ToUser(page) = refusal else { panic!("a redirect: {:?}", refusal.reason()) };
    assert_eq!(page.reason(), reason);
    assert_eq!(page.status(), 400);
}

/// Returns the response after the store has confirmed the records.
pub(crate) fn sent<T>(unstored: Unstored<T>) -> Response<Vec<u8>> {
    unstored.into_response(Stored::Confirmed)
}

/// Returns a code for `web`, issued at second 10, and its record.
pub(crate) fn code_for(form: &Form) -> (String, CodeRecord) {
    let pending = authorize(form).unwrap();
    let issued = provider().respond(pending, yes(alice()), at(10)).unwrap();
    let record = issued.records().code.clone().unwrap();
    (response_of(&sent(issued)).get("code").unwrap().to_owned(), record)
}

/// Returns the parameters of a valid token request with this code.
pub(crate) fn redeeming(code: &str) -> Form {
    Form::of(&[
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ])
}

/// Returns the parameters of a valid token request with this refresh token.
pub(crate) fn refreshing(token: &str) -> Form {
    Form::of(&[("grant_type", "refresh_token"), ("refresh_token", token)])
}

/// Returns the token request with this form, and the client that authenticated with it.
pub(crate) fn authenticated(
    provider: &Provider,
    form: &Form,
    client: &RegisteredClient,
) -> (TokenRequest, AuthenticatedClient) {
    let request = TokenRequest::from_http(&form.basic(client.client_id.as_str(), SECRET)).unwrap();
    let client = provider.authenticate(&request, Some(client), at(11)).unwrap();
    (request, client.accept(FirstUse::Confirmed).unwrap())
}

/// Returns what `client` presents with this form after it has authenticated.
pub(crate) fn presented_to(
    provider: &Provider,
    form: &Form,
    client: &RegisteredClient,
) -> Result<Presented, TokenRefusal> {
    let (request, client) = authenticated(provider, form, client);
    provider.presented(request, client)
}

/// Returns the code that `client` presents with this form.
pub(crate) fn presented_code(
    provider: &Provider,
    form: &Form,
    client: &RegisteredClient,
) -> Result<PresentedCode, TokenRefusal> {
    match presented_to(provider, form, client)? {
        Presented::Code(code) => Ok(code),
        other => panic!("no code: {other:?}"),
    }
}

/// Returns the refresh token that `client` presents with this form.
pub(crate) fn presented_refresh_token(
    provider: &Provider,
    form: &Form,
    client: &RegisteredClient,
) -> Result<PresentedRefreshToken, TokenRefusal> {
    match presented_to(provider, form, client)? {
        Presented::RefreshToken(token) => Ok(token),
        other => panic!("no refresh token: {other:?}"),
    }
}

/// Returns tokens that were issued at second 11 in exchange for a code.
pub(crate) fn tokens() -> Unstored<TokenRecords> {
    let (code, record) = code_for(&asking());
    let code = presented_code(&provider(), &redeeming(&code), &web()).unwrap();
    provider().redeem(code, SingleUse::fresh(record), Object::new(), at(11)).unwrap()
}

/// Returns a store of [`provider`] without records.
pub(crate) fn empty_store() -> ProviderStore {
    Store::memory().provider(&issuer())
}

/// Returns such tokens, after the store has written the code and the tokens.
pub(crate) fn stored_tokens(store: &ProviderStore) -> Unstored<TokenRecords> {
    let (code, record) = code_for(&asking());
    assert_eq!(
        at_once(store.put_authorization(&record.clone().into())).unwrap(),
        Stored::Confirmed
    );
    let code = presented_code(&provider(), &redeeming(&code), &web()).unwrap();
    let found = at_once(store.find_code(code.fingerprint())).unwrap();
    let issued = provider().redeem(code, found, Object::new(), at(11)).unwrap();
    assert_eq!(at_once(store.put_tokens(issued.records())).unwrap(), Stored::Confirmed);
    issued
}

/// Returns the body of a JSON response.
pub(crate) fn json(response: &Response<Vec<u8>>) -> Value {
    serde_json::from_slice(response.body()).unwrap()
}

/// Returns the error for a client with RS256, at a provider that has a key for ES256.
pub(crate) fn no_rs256() -> NoSigningKey {
    NoSigningKey::new(SignatureAlgorithm::Rs256, vec![SignatureAlgorithm::Es256])
}

/// Returns the error for a client that is not registered.
pub(crate) fn unknown(client_id: &str) -> TokenError {
    TokenError::UnknownClient(ClientId::new(client_id).unwrap())
}

/// Checks the response of a refused token request: its status, its `error` and its header fields.
#[track_caller]
pub(crate) fn assert_refused(refusal: TokenRefusal, status: u16, error: &str) {
    let response = refusal.into_response(Stored::Confirmed);
    assert_eq!(response.status(), status);
    assert_eq!(json(&response)["error"], error);
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert_eq!(response.headers()["content-type"], "application/json");
    let asked_again = response.headers().get(header::WWW_AUTHENTICATE);
    assert_eq!(asked_again.is_some(), status == 401, "RFC 6749 §5.2: 401 has a challenge");
}

pub(crate) fn verification_keys(provider: &Provider) -> VerificationKeys {
    provider.jwks().verification_keys(&[SignatureAlgorithm::Es256], &CRYPTO)
}

/// Validates the ID Token of a token response as `web` does, and returns it.
#[track_caller]
pub(crate) fn id_token(
    response: &Value,
    expected: &ExpectedIdToken<'_>,
    now: OffsetDateTime,
) -> IdToken {
    let token = EncodedJwt::parse(response["id_token"].as_str().unwrap().to_owned()).unwrap();
    IdTokenValidator::new(issuer(), web().client_id)
        .validate(&token, &verification_keys(&provider()), expected, &CRYPTO, now)
        .unwrap()
}
