//! A provider, its clients, a clock that is a value, and the messages of an undisturbed login, each
//! of which a test may change before it is sent.

use http::{Request, Response, header};
use serde_json::Value;
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::{Endpoint, ProviderMetadata};
use symbolon_jose::crypto::RandomError;
use symbolon_jose::jwk::{PrivateJwk, PublicJwkSet};
use symbolon_jose::{Crypto, Object, SignatureAlgorithm, VerificationKeys, crypto};
use symbolon_oauth::{
    ClientAuthenticationMethod as Method, ClientId, ClientSecret, EncodedJwt, GrantType, Issuer,
    Parameters, RedirectUri, Scope,
};
use symbolon_oidc::{ExpectedIdToken, IdToken, IdTokenValidator};
use symbolon_provider::*;
use time::{Duration, OffsetDateTime};

pub(crate) const ISSUER: &str = "https://op.example";
pub(crate) const CALLBACK: &str = "https://rp.example/cb";
pub(crate) const SECRET: &str = "7Fjfp0ZBr1KtDRbnfVdmIwLz8nQeYc2o";
pub(crate) const STATE: &str = "af0ifjsldkj";
pub(crate) const NONCE: &str = "n-0S6_WzA2Mj";
/// RFC 7636 appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// RFC 7515 appendix A.3.
pub(crate) const P256: &str = r#"{"kty":"EC","crv":"P-256","kid":"op-1",
    "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    "d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}"#;
/// RFC 8037 appendix A.1.
pub(crate) const ED25519: &str = r#"{"kty":"OKP","crv":"Ed25519","kid":"ed-1",
    "d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

/// Seconds after the beginning of the test.
pub(crate) fn at(seconds: i64) -> OffsetDateTime {
    let beginning = OffsetDateTime::from_unix_timestamp(1_700_000_000).unwrap();
    beginning.checked_add(Duration::seconds(seconds)).unwrap()
}

pub(crate) fn issuer() -> Issuer {
    Issuer::new(ISSUER).unwrap()
}

pub(crate) fn scope(text: &str) -> Scope {
    text.parse().unwrap()
}

pub(crate) fn id_token_key(jwk: &str, algorithm: SignatureAlgorithm) -> IdTokenKey {
    IdTokenKey::new(&PrivateJwk::parse(jwk.as_bytes()).unwrap(), algorithm, &CRYPTO).unwrap()
}

/// Everything that the engine does, and nothing else.
pub(crate) fn metadata() -> ProviderMetadata {
    let endpoint = |path: &str| Endpoint::new(&format!("{ISSUER}{path}")).unwrap();
    let mut metadata = ProviderMetadata::new(
        issuer(),
        endpoint("/authorize"),
        endpoint("/token"),
        endpoint("/jwks"),
        vec!["ES256".to_owned()],
    );
    metadata.userinfo_endpoint = Some(endpoint("/userinfo"));
    metadata.scopes_supported =
        ["openid", "profile", "email", "offline_access"].map(str::to_owned).to_vec();
    metadata.response_modes_supported = vec!["query".to_owned()];
    metadata.grant_types_supported = vec![GrantType::AUTHORIZATION_CODE, GrantType::REFRESH_TOKEN];
    metadata.token_endpoint_auth_methods_supported = vec![
        Method::NONE,
        Method::CLIENT_SECRET_BASIC,
        Method::CLIENT_SECRET_POST,
        Method::PRIVATE_KEY_JWT,
    ];
    metadata.code_challenge_methods_supported = vec!["S256".to_owned()];
    metadata.request_uri_parameter_supported = Some(false);
    metadata.authorization_response_iss_parameter_supported = Some(true);
    metadata
}

pub(crate) fn provider_of(metadata: ProviderMetadata, policy: Policy, crypto: Crypto) -> Provider {
    let keys = vec![id_token_key(P256, SignatureAlgorithm::Es256)];
    Provider::new(metadata, keys, policy, crypto).unwrap()
}

pub(crate) fn provider() -> Provider {
    provider_of(metadata(), Policy::default(), CRYPTO)
}

pub(crate) fn provider_with(policy: impl FnOnce(&mut Policy)) -> Provider {
    let mut changed = Policy::default();
    policy(&mut changed);
    provider_of(metadata(), changed, CRYPTO)
}

/// A provider whose machine has run out of randomness.
pub(crate) fn provider_without_randomness() -> Provider {
    #[derive(Debug)]
    struct Dry;
    impl crypto::SecureRandom for Dry {
        fn fill(&self, _: &mut [u8]) -> Result<(), RandomError> {
            Err(RandomError)
        }
    }
    provider_of(metadata(), Policy::default(), Crypto { random: &Dry, ..CRYPTO })
}

fn client(client_id: &str, redirect_uri: &str) -> Client {
    let redirect_uri = RedirectUri::new(redirect_uri).unwrap();
    let mut client = Client::new(ClientId::new(client_id).unwrap(), vec![redirect_uri]);
    client.id_token_signed_response_alg = SignatureAlgorithm::Es256;
    client
}

/// A web application with a secret, which may have refresh tokens.
pub(crate) fn web() -> Client {
    let secret = ClientSecret::new(SECRET.to_owned());
    client("web", CALLBACK).secret(&secret, &CRYPTO).refresh_tokens()
}

/// Another web application, which sends its secret in the body.
pub(crate) fn poster() -> Client {
    let mut poster = web();
    poster.client_id = ClientId::new("poster").unwrap();
    poster.token_endpoint_auth_method = Method::CLIENT_SECRET_POST;
    poster
}

/// An app on somebody's device, without credentials.
pub(crate) fn app() -> Client {
    client("app", "http://127.0.0.1/cb").public().refresh_tokens()
}

/// A client with a key of its own.
pub(crate) fn signer() -> Client {
    let key = PrivateJwk::parse(ED25519.as_bytes()).unwrap().public().unwrap();
    client("signer", "https://signer.example/cb").private_key_jwt(PublicJwkSet::new(vec![key]))
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

    /// To the token endpoint, with these Basic credentials.
    pub(crate) fn basic(&self, client_id: &str, secret: &str) -> Request<Vec<u8>> {
        let mut request = self.post("/token");
        let value = format!("Basic {}", base64(format!("{client_id}:{secret}").as_bytes()));
        request.headers_mut().insert(header::AUTHORIZATION, value.parse().unwrap());
        request
    }
}

/// RFC 4648 §4, with padding.
pub(crate) fn base64(bytes: &[u8]) -> String {
    let text = symbolon_jose::base64url::encode(bytes).replace('-', "+").replace('_', "/");
    let length = text.len().next_multiple_of(4);
    format!("{text:=<length$}")
}

/// A valid authentication request of `web`.
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
    client: Option<&Client>,
    request: &Request<Vec<u8>>,
) -> Result<PendingAuthorization, Refusal> {
    provider.authorize(AuthorizationRequest::from_http(request)?, client, at(0))
}

pub(crate) fn authorize(form: &Form) -> Result<PendingAuthorization, Refusal> {
    authorize_as(&provider(), Some(&web()), &form.get())
}

/// Alice, who signed in after the request of second 0 came.
pub(crate) fn alice() -> SignedIn {
    SignedIn::new("alice", at(5)).amr("pwd").acr("urn:example:bronze")
}

pub(crate) fn yes(signed_in: SignedIn) -> Decision {
    Decision::Granted(Granted::new(signed_in, scope("openid email offline_access")))
}

/// The parameters of the response that a redirect carries.
pub(crate) fn response_of(response: &Response<Vec<u8>>) -> Parameters {
    assert_eq!(response.status(), 303);
    assert_eq!(response.headers()["cache-control"], "no-store");
    let location = response.headers()["location"].to_str().unwrap();
    Parameters::parse(location.split_once('?').unwrap().1).unwrap()
}

/// The wire form of an error that goes back to the client: `error`, with `state` and `iss`.
#[track_caller]
pub(crate) fn assert_redirect(refusal: Refusal, reason: &AuthorizeError, error: &str) {
    assert_eq!(refusal.reason(), reason);
    let Refusal::Redirect(refusal) = refusal else { panic!("a page: {:?}", refusal.reason()) };
    let response = refusal.into_response();
    assert!(response.headers()["location"].to_str().unwrap().starts_with(CALLBACK));
    assert!(response.body().is_empty());
    let parameters = response_of(&response);
    assert_eq!(parameters.get("error"), Some(error));
    // RFC 6749 §4.1.2.1: the exact value received. RFC 9207 §2: in error responses too.
    assert_eq!(parameters.get("state"), Some(STATE));
    assert_eq!(parameters.get("iss"), Some(ISSUER));
    assert_eq!(parameters.get("code"), None);
}

#[track_caller]
pub(crate) fn assert_page(refusal: Refusal, reason: &AuthorizeError) {
    let Refusal::Page(page) = refusal else { panic!("a redirect: {:?}", refusal.reason()) };
    assert_eq!(page.reason(), reason);
    assert_eq!(page.status(), 400);
}

/// A code for `web`, issued at second 10, and its record.
pub(crate) fn code_for(form: &Form) -> (String, CodeRecord) {
    let pending = authorize(form).unwrap();
    let issued = provider().grant(pending, yes(alice()), at(10)).unwrap();
    let record = issued.record().clone();
    (response_of(&issued.into_response()).get("code").unwrap().to_owned(), record)
}

/// A valid request for the tokens of a code.
pub(crate) fn redeeming(code: &str) -> Form {
    Form::of(&[
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ])
}

pub(crate) fn refreshing(token: &str) -> Form {
    Form::of(&[("grant_type", "refresh_token"), ("refresh_token", token)])
}

/// `web`, having authenticated with this request.
pub(crate) fn authenticated(form: &Form, client: &Client) -> (TokenRequest, AuthenticatedClient) {
    let request = TokenRequest::from_http(&form.basic(client.client_id.as_str(), SECRET)).unwrap();
    let client = provider().authenticate(&request, Some(client), at(11)).unwrap();
    (request, client.accept(FirstUse::Confirmed).unwrap())
}

/// The tokens of a fresh code, issued at second 11.
pub(crate) fn tokens() -> IssuedTokens {
    let (code, record) = code_for(&asking());
    let (request, client) = authenticated(&redeeming(&code), &web());
    let code = CodeLookup::Fresh(Box::new(record));
    provider().redeem(&request, &client, code, Object::new(), at(11)).unwrap()
}

/// The members of a JSON response.
pub(crate) fn json(response: &Response<Vec<u8>>) -> Value {
    serde_json::from_slice(response.body()).unwrap()
}

/// What the client is told by the token endpoint.
#[track_caller]
pub(crate) fn assert_refused(refusal: TokenRefusal, status: u16, error: &str) {
    let response = refusal.into_response();
    assert_eq!(response.status(), status);
    assert_eq!(json(&response)["error"], error);
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert_eq!(response.headers()["content-type"], "application/json");
    let asked_again = response.headers().get(header::WWW_AUTHENTICATE);
    assert_eq!(asked_again.is_some(), status == 401, "RFC 6749 §5.2: 401 has a challenge");
}

pub(crate) fn keys(provider: &Provider) -> VerificationKeys {
    provider.jwks().verification_keys(&[SignatureAlgorithm::Es256], &CRYPTO)
}

/// The ID Token of a token response, as `web` reads it.
#[track_caller]
pub(crate) fn id_token(
    response: &Value,
    expected: &ExpectedIdToken<'_>,
    now: OffsetDateTime,
) -> IdToken {
    let token = EncodedJwt::parse(response["id_token"].as_str().unwrap().to_owned()).unwrap();
    IdTokenValidator::new(issuer(), web().client_id)
        .validate(&token, &keys(&provider()), expected, &CRYPTO, now)
        .unwrap()
}
