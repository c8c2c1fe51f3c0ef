//! The provider under test, as an application builds it from the engine and the store in memory.

use http::{Request, Response};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::Endpoint;
use symbolon_jose::Object;
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_oauth::request_object::{RequestObjectRule, RequestObjectUri};
use symbolon_oauth::{RedirectUri, ResponseType};
use symbolon_oidc::StandardClaims;
use symbolon_provider::{
    ClientKeys, Consent, Decision, EarlierConsent, IdTokenKey, Interaction, PendingAuthorization,
    Pkce, Provider, ProviderPolicy, ReceivedRequest, Refusal, RegisteredClient, RegistrationPolicy,
    RequestObjectAlgorithm, RequestObjects, RequestSource, SignedIn, TokenRequest, UserInfoRefusal,
    UserInfoRequest,
};
use symbolon_store::{ProviderStore, Store};
use symbolon_test_support::at_once::at_once;
use symbolon_test_support::keys::KeyPair;
use symbolon_test_support::names::{ISSUER, REDIRECT_URI, issuer};
use symbolon_test_support::{clients, keys, metadata};
use time::OffsetDateTime;

use super::browser::{Browser, Page};
use super::web::Web;
use crate::variants::Client;

/// The client of the suite. It authenticates with HTTP Basic.
pub(crate) const CLIENT: &str = "suite";
/// The client that sends its secret in the body.
pub(crate) const POST_CLIENT: &str = "suite-post";
/// The second client of modules that need two.
pub(crate) const SECOND_CLIENT: &str = "suite-second";
/// The client that authenticates with `private_key_jwt`. It is allowed to name the token endpoint as
/// the audience of its assertions, because the suite does.
pub(crate) const SIGNING_CLIENT: &str = "suite-signing";
/// The name of the key with which that client signs.
pub(crate) const CLIENT_KEY: &str = "client-rsa";
/// The redirect URI with a query, which the first client has, too.
pub(crate) const WITH_QUERY: &str = "https://client.example/cb?bar=foo";

/// The path of the registration endpoint, and of the client configuration endpoint.
pub(crate) const REGISTER: &str = "/register";

/// The address at which the suite hosts request objects. The fragment is not a hash.
pub(crate) const HOSTED: &str = "https://suite.example/requests/a7d2#wGkurKxf5T0Y";

/// All claims about the user. The scopes `profile`, `email`, `address` and `phone` release them.
const KNOWN: &str = r#"{"name":"Alice Rossi","family_name":"Rossi","given_name":"Alice",
    "middle_name":"M","nickname":"Ali","preferred_username":"alice",
    "profile":"https://alice.example/","picture":"https://alice.example/me.png",
    "website":"https://alice.example/blog","gender":"female","birthdate":"1990-02-28",
    "zoneinfo":"Europe/Rome","locale":"it-IT","updated_at":1700000000,
    "email":"alice@alice.example","email_verified":true,
    "address":{"formatted":"Via Roma 1\nRoma","country":"IT"},
    "phone_number":"+39061234567","phone_number_verified":false}"#;

pub(crate) struct Op {
    pub(crate) provider: Provider,
    /// The web server of the suite.
    pub(crate) web: Web,
    pub(super) store: ProviderStore,
    client: Client,
}

impl Op {
    /// Creates the provider for clients that this party registers.
    pub(crate) fn new(client: Client) -> Self {
        let web = Web::default();
        let hosted = web.clone();
        let fetch = move |request: Request<Vec<u8>>| std::future::ready(hosted.answer(&request));
        let store = Store::memory().provider(&issuer());
        let store = store.fetch_client_keys(ClientKeys::default(), fetch);
        if client == Client::Operator {
            for client in of_operator() {
                at_once(store.put_client(&client)).unwrap();
            }
        }
        Self { provider: provider(client, &[keys::rsa("op-rsa")]), web, store, client }
    }

    /// Replaces the keys of the provider. The first key of an algorithm signs.
    pub(crate) fn publish(&mut self, keys: &[KeyPair]) {
        self.provider = provider(self.client, keys);
    }

    /// Answers at the authorization endpoint, after the user has seen the pages that the provider
    /// shows. The user agrees to everything, and the provider remembers the consent.
    pub(super) fn authorize(
        &self,
        browser: &mut Browser,
        request: &Request<Vec<u8>>,
    ) -> Result<Response<Vec<u8>>, Refusal> {
        let request = ReceivedRequest::from_http(request)?;
        let client = at_once(self.store.client(request.client_id())).unwrap();
        let request = match self.provider.source(request, client.as_ref()) {
            RequestSource::Fetch(fetch) => {
                let response = self.web.answer(&fetch.request());
                fetch.receive(response)
            }
            RequestSource::Complete(request) => request,
            RequestSource::Pushed(_) => panic!("the suite pushes no requests"),
        };
        let (op, now) = (&self.provider, browser.now);
        let client = at_once(self.store.load_client_keys(op, &request, client, now));
        let pending = self.provider.authorize(request, client.as_ref(), browser.now)?;
        loop {
            let consented = self.consented(browser.signed_in.as_ref(), &pending);
            let user = browser.signed_in.as_ref();
            let consent =
                match self.provider.interaction(&pending, user, &consented, browser.now)? {
                    Interaction::SignIn => {
                        browser.show(Page::SignIn);
                        browser.signed_in = Some(SignedIn::new("alice", browser.now).acr("1"));
                        continue;
                    }
                    Interaction::Consent(user) => {
                        browser.show(Page::Consent);
                        browser.client_pages = pending.client_pages().clone();
                        let scope = pending.scope().clone();
                        let claims = pending.claims_beyond_scope();
                        let allowed = EarlierConsent::new(scope.clone()).claims(claims.clone());
                        let (subject, client) = (&user.subject, pending.client_id());
                        at_once(self.store.put_consent(subject, client, &allowed)).unwrap();
                        Consent::new(user, scope).claims(claims)
                    }
                    Interaction::Nothing(consent) => consent,
                };
            return self.respond(pending, consent, browser.now);
        }
    }

    fn consented(&self, user: Option<&SignedIn>, pending: &PendingAuthorization) -> EarlierConsent {
        let consented = |user: &SignedIn| {
            at_once(self.store.consent(&user.subject, pending.client_id())).unwrap()
        };
        user.map(consented).unwrap_or_default()
    }

    fn respond(
        &self,
        pending: PendingAuthorization,
        consent: Consent,
        now: OffsetDateTime,
    ) -> Result<Response<Vec<u8>>, Refusal> {
        let claims = pending.release(&consent, &known()).id_token;
        let decision = Decision::Consented(consent.id_token_claims(claims));
        let issued = self.provider.respond(pending, decision, now)?;
        let stored = at_once(self.store.put_authorization(issued.records())).unwrap();
        Ok(issued.into_response(stored))
    }

    pub(super) fn token(
        &self,
        request: &Request<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Response<Vec<u8>> {
        let request = TokenRequest::from_http(request).unwrap();
        let answer = at_once(self.store.answer_token_request(&self.provider, request, now));
        assert!(answer.error.is_none(), "{:?}", answer.error);
        answer.response
    }

    pub(super) fn user_info(
        &self,
        request: &Request<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Response<Vec<u8>> {
        self.claims(request, now).unwrap_or_else(UserInfoRefusal::into_response)
    }

    fn claims(
        &self,
        request: &Request<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Response<Vec<u8>>, UserInfoRefusal> {
        let request = UserInfoRequest::from_http(request)?;
        let fingerprint = self.provider.fingerprint(request.access_token());
        let record = at_once(self.store.access_token(&fingerprint)).unwrap();
        let access = self.provider.user_info(&request, record, now)?;
        Ok(access.respond(&StandardClaims::take_from(&mut known()), Object::new()))
    }
}

/// Creates the provider of a plan with these keys.
fn provider(client: Client, keys: &[KeyPair]) -> Provider {
    let id_token_key = |pair: &KeyPair| {
        let pair = pair.clone().restricted();
        IdTokenKey::new(&pair.jwk, pair.algorithm, &CRYPTO).unwrap()
    };
    let mut policy = ProviderPolicy::default();
    policy.response_types = ResponseType::ALL.to_vec();
    policy.request_objects = Some(request_objects());
    policy.information.acr_values = vec!["1".to_owned(), "2".to_owned()];
    let claims = known();
    let known = claims.iter().map(|(name, _)| name.to_owned());
    policy.information.claims = ["sub".to_owned()].into_iter().chain(known).collect();
    let mut endpoints = metadata::provider_endpoints();
    if client == Client::Registered {
        policy.registration = Some(RegistrationPolicy::open());
        // An operator sets these for a single client. A client cannot register them.
        policy.pkce = Pkce::RequiredOfPublicClients;
        policy.assertion_audience_token_endpoint = true;
        let address = Endpoint::new(&format!("{ISSUER}{REGISTER}")).unwrap();
        endpoints = endpoints.registration(address);
    }
    let keys = keys.iter().map(id_token_key).collect();
    Provider::new(issuer(), endpoints, keys, policy, CRYPTO).unwrap()
}

/// Returns the clients of the suite that an operator registers.
fn of_operator() -> [RegisteredClient; 4] {
    [
        with_everything(clients::web(CLIENT, &CRYPTO)),
        with_everything(clients::secret_in_body(POST_CLIENT, &CRYPTO)),
        with_everything(clients::web(SECOND_CLIENT, &CRYPTO)),
        with_everything(clients::signing(SIGNING_CLIENT, &keys::rsa(CLIENT_KEY)))
            .assertion_audience_token_endpoint(),
    ]
}

pub(super) fn known() -> Object {
    Object::parse(KNOWN.as_bytes()).unwrap()
}

/// Returns the settings with which request objects of every kind are accepted. `state` and `nonce` of
/// the suite are in the object.
fn request_objects() -> RequestObjects {
    let mut settings = RequestObjects::default();
    settings.rule = RequestObjectRule::ObjectWins;
    settings.accept_unsigned = true;
    settings.by_reference = true;
    settings
}

/// Registers a client for all that the modules ask for. The Basic plan has a module without `nonce`
/// and without PKCE, so this client needs neither.
fn with_everything(client: RegisteredClient) -> RegisteredClient {
    let redirect_uris = [REDIRECT_URI, WITH_QUERY];
    let mut client =
        client.response_types(ResponseType::ALL.to_vec()).pkce(Pkce::RequiredOfPublicClients);
    client.redirect_uris = redirect_uris.map(|it| RedirectUri::new(it).unwrap()).to_vec();
    client.id_token_signed_response_alg = None;
    client.request_object_signing_alg = Some(RequestObjectAlgorithm::Unsigned);
    client.request_uris = vec![RequestObjectUri::new(HOSTED).unwrap()];
    client.jwks.get_or_insert_with(|| PublicJwkSet::new(vec![keys::rsa(CLIENT_KEY).public()]));
    client.refresh_tokens()
}
