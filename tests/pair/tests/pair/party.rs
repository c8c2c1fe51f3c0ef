//! The provider with its store and its one client.

use std::time::Duration;

use http::{Method, Request, Response, StatusCode};
use symbolon_discovery::Endpoint;
use symbolon_jose::{Crypto, Object};
use symbolon_oauth::flow::{Flow, Step};
use symbolon_oauth::obligation::SingleUse;
use symbolon_oauth::{AccessToken, ClientId, ResponseType, Scope};
use symbolon_oidc::{Address, Localized, StandardClaims};
use symbolon_provider::{
    Configured, Consent, Decision, EarlierConsent, FirstUse, IdTokenKey, InitialAccessTokenTerms,
    Interaction, Presented, Provider, ProviderEndpoints, ProviderPolicy, PushedRequest,
    ReceivedRequest, Refusal, RefusalToUser, RegisteredClient, RegistrationPolicy,
    RegistrationRefusal, SignedIn, Stored, TokenRefusal, TokenRequest, UserInfoRefusal,
    UserInfoRequest,
};
use symbolon_registration::{ConfigurationRequest, RegistrationRequest};
use symbolon_store::{ProviderStore, Store};
use symbolon_test_support::at_once::at_once;
use symbolon_test_support::metadata::{JWKS, TOKEN, USER_INFO};
use symbolon_test_support::names::{CLIENT_ID, ISSUER, issuer};
use symbolon_test_support::{clients, keys, metadata};
use time::OffsetDateTime;
use url::Url;

/// The path of the registration endpoint.
pub(crate) const REGISTER: &str = "/register";

/// The path of the endpoint for pushed requests.
pub(crate) const PAR: &str = "/par";

/// The provider, at its end of the wire.
pub(crate) struct Op {
    provider: Provider,
    client: RegisteredClient,
    store: ProviderStore,
    /// The subject of the user in front of the browser.
    user: &'static str,
    /// The user who is signed in at the provider, and who consented to every scope before.
    pub(crate) session: Option<SignedIn>,
}

/// What the authorization endpoint does with the browser.
pub(crate) enum Sent {
    To(String),
    Nowhere(RefusalToUser),
}

impl Op {
    pub(crate) fn new(crypto: Crypto, user: &'static str) -> Self {
        Self::with(crypto, user, vec![ResponseType::CODE])
    }

    /// Creates a provider that allows these response types, for a client that registered them.
    pub(crate) fn with(
        crypto: Crypto,
        user: &'static str,
        response_types: Vec<ResponseType>,
    ) -> Self {
        Self::at(metadata::provider_endpoints(), crypto, user, response_types, None)
    }

    /// Creates a provider at which clients register themselves.
    pub(crate) fn registering(
        crypto: Crypto,
        user: &'static str,
        registration: RegistrationPolicy,
    ) -> Self {
        let register = Endpoint::new(&format!("{ISSUER}{REGISTER}")).unwrap();
        let endpoints = metadata::provider_endpoints().registration(register);
        Self::at(endpoints, crypto, user, vec![ResponseType::CODE], Some(registration))
    }

    /// Lets the operator issue an initial access token for this number of clients.
    pub(crate) fn initial_access_token(&self, clients: u32, now: OffsetDateTime) -> AccessToken {
        let mut terms = InitialAccessTokenTerms::default();
        terms.clients = Some(clients);
        let lifetime = Duration::from_secs(86_400);
        let (token, record) = self.provider.initial_access_token(terms, lifetime, now).unwrap();
        at_once(self.store.put_initial_access_token(&record)).unwrap();
        token
    }

    /// Creates the provider of [`with`](Self::with) with the endpoint for pushed requests.
    pub(crate) fn with_push(
        crypto: Crypto,
        user: &'static str,
        response_types: Vec<ResponseType>,
    ) -> Self {
        let push = Endpoint::new(&format!("{ISSUER}{PAR}")).unwrap();
        let endpoints = metadata::provider_endpoints().pushed_authorization_request(push);
        Self::at(endpoints, crypto, user, response_types, None)
    }

    fn at(
        endpoints: ProviderEndpoints,
        crypto: Crypto,
        user: &'static str,
        response_types: Vec<ResponseType>,
        registration: Option<RegistrationPolicy>,
    ) -> Self {
        let pair = keys::p256("op-1").restricted();
        let key = IdTokenKey::new(&pair.jwk, pair.algorithm, &crypto).unwrap();
        let mut policy = ProviderPolicy::default();
        policy.response_types.clone_from(&response_types);
        policy.registration = registration;
        let provider = Provider::new(issuer(), endpoints, vec![key], policy, crypto).unwrap();
        let client = clients::web(CLIENT_ID, &crypto).response_types(response_types);
        let store = Store::memory().provider(&issuer());
        at_once(store.put_client(&client)).unwrap();
        Self { provider, client, store, user, session: None }
    }

    /// Answers at the authorization endpoint. The user signs in and consents to every scope.
    pub(crate) fn authorize(&mut self, url: &str, now: OffsetDateTime) -> Sent {
        let location = match self.grant(url, now) {
            Ok(response) => response,
            Err(Refusal::ToClient(refusal)) => refusal.into_response(),
            Err(Refusal::AfterPage(refusal)) => panic!("the operator registered: {refusal:?}"),
            Err(Refusal::ToUser(refusal)) => return Sent::Nowhere(refusal),
        };
        let location = location.headers()[http::header::LOCATION].to_str().unwrap();
        Sent::To(location.to_owned())
    }

    /// Changes the registration of the client.
    pub(crate) fn change_client(&mut self, change: impl FnOnce(&mut RegisteredClient)) {
        change(&mut self.client);
        at_once(self.store.put_client(&self.client)).unwrap();
    }

    /// Puts another user in front of the browser.
    pub(crate) fn user(&mut self, user: &'static str) {
        self.user = user;
    }

    /// Returns the link with which the provider starts a login at the client.
    pub(crate) fn link(&self, hint: &str, target: &str) -> Url {
        let address = Endpoint::new("https://client.example/start?tenant=1").unwrap();
        let client = self.client.clone().initiate_login_uri(address);
        self.provider.third_party_login_url(&client, Some(hint), Some(target)).unwrap()
    }

    /// Answers at the authorization endpoint with a success, or returns the refusal.
    pub(crate) fn grant(
        &mut self,
        url: &str,
        now: OffsetDateTime,
    ) -> Result<Response<Vec<u8>>, Refusal> {
        let request = ReceivedRequest::from_http(&Request::get(url).body("").unwrap())?;
        let client = self.client(request.client_id());
        let request = self.store.resolve_pushed_request(&self.provider, request, client.as_ref());
        let request = at_once(request).unwrap();
        let pending = self.provider.authorize(request, client.as_ref(), now)?;
        let session = self.session.as_ref();
        let scope = session.map_or_else(Scope::new, |_| pending.scope().clone());
        let earlier = EarlierConsent::new(scope);
        let user = match self.provider.interaction(&pending, session, &earlier, now)? {
            Interaction::SignIn => SignedIn::new(self.user, now),
            Interaction::Consent(user) => user,
            Interaction::Nothing(consent) => consent.signed_in,
        };
        let consent = Consent::new(user, pending.scope().clone());
        let consent = consent.claims(pending.claims_beyond_scope());
        let known = every_claim(&consent.signed_in.subject);
        let claims = pending.release(&consent, &known).id_token;
        let decision = Decision::Consented(consent.id_token_claims(claims));
        let issued = self.provider.respond(pending, decision, now)?;
        let stored = at_once(self.store.put_authorization(issued.records())).unwrap();
        Ok(issued.into_response(stored))
    }

    /// Answers at the authorization endpoint, where the user does not agree.
    pub(crate) fn deny(&mut self, url: &str, now: OffsetDateTime) -> Refusal {
        let request = ReceivedRequest::from_http(&Request::get(url).body("").unwrap()).unwrap();
        let client = self.client(request.client_id());
        let pending = self.provider.authorize(request, client.as_ref(), now).unwrap();
        self.provider.respond(pending, Decision::Denied, now).unwrap_err()
    }

    /// Answers at the other endpoints, and with 404 at every other address.
    pub(crate) fn answer(
        &mut self,
        request: &Request<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Response<Vec<u8>> {
        let ours = request.uri().host() == Some("op.example");
        let get = request.method() == Method::GET;
        match request.uri().path() {
            "/.well-known/openid-configuration" if ours && get => {
                self.provider.discovery_response(3600)
            }
            JWKS if ours && get => self.provider.jwks_response(3600),
            TOKEN if ours => self.token(request, now).unwrap_or_else(|refusal| {
                let revoke = |grant| at_once(self.store.revoke_grant(grant)).unwrap();
                let stored = refusal.grant_to_revoke().map_or(Stored::Confirmed, revoke);
                refusal.into_response(stored)
            }),
            PAR if ours => match PushedRequest::from_http(request) {
                Ok(request) => {
                    let answer = self.store.answer_push_request(&self.provider, request, now);
                    at_once(answer).response
                }
                Err(refusal) => refusal.into_response(),
            },
            REGISTER if ours && request.method() == Method::POST => {
                self.register(request, now).unwrap_or_else(RegistrationRefusal::into_response)
            }
            REGISTER if ours => {
                self.configure(request, now).unwrap_or_else(RegistrationRefusal::into_response)
            }
            USER_INFO if ours => {
                self.user_info(request, now).unwrap_or_else(UserInfoRefusal::into_response)
            }
            _ => Response::builder().status(StatusCode::NOT_FOUND).body(Vec::new()).unwrap(),
        }
    }

    fn token(
        &mut self,
        request: &Request<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Response<Vec<u8>>, TokenRefusal> {
        let request = TokenRequest::from_http(request)?;
        let client = self.client(request.client_id());
        let client = self.provider.authenticate(&request, client.as_ref(), now)?;
        // This client authenticates with its secret, so there is no assertion to look up.
        assert!(client.keys().is_empty());
        let client = client.accept(FirstUse::Confirmed)?;
        let issued = match self.provider.presented(request, client)? {
            Presented::Code(code) => {
                let found = at_once(self.store.find_code(code.fingerprint())).unwrap();
                let claims = match &found {
                    SingleUse::Fresh(record) => {
                        record.release(&every_claim(&record.signed_in.subject)).id_token
                    }
                    SingleUse::Spent(_) | SingleUse::Unknown => Object::new(),
                };
                self.provider.redeem(code, found, claims, now)?
            }
            Presented::RefreshToken(token) => {
                let found = at_once(self.store.find_refresh_token(token.fingerprint())).unwrap();
                self.provider.refresh(token, found, Object::new(), now)?
            }
            other => return Err(other.refuse()),
        };
        let stored = at_once(self.store.put_tokens(issued.records())).unwrap();
        Ok(issued.into_response(stored))
    }

    fn register(
        &self,
        request: &Request<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Response<Vec<u8>>, RegistrationRefusal> {
        let request = RegistrationRequest::from_http(request)?;
        let token = request.initial_access_token.as_ref();
        let token = token.and_then(|token| {
            at_once(self.store.initial_access_token(&self.provider.fingerprint(token))).unwrap()
        });
        let new = finished(self.provider.register(request, token, now)?, now)?;
        let stored = at_once(self.store.put_registration(new.records())).unwrap();
        Ok(new.into_response(stored))
    }

    fn configure(
        &self,
        request: &Request<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Response<Vec<u8>>, RegistrationRefusal> {
        let request = ConfigurationRequest::from_http(request)?;
        let found = at_once(self.store.registration(&request.client_id)).unwrap();
        Ok(match self.provider.configure(request, found, now)? {
            Configured::Read(response) => response,
            Configured::Update(flow) => {
                let new = finished(*flow, now)?;
                let stored = at_once(self.store.replace_registration(new.records())).unwrap();
                new.into_response(stored)
            }
            Configured::Delete(end) => {
                let stored = at_once(self.store.delete_registration(end.records())).unwrap();
                end.into_response(stored)
            }
        })
    }

    fn user_info(
        &self,
        request: &Request<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Response<Vec<u8>>, UserInfoRefusal> {
        let request = UserInfoRequest::from_http(request)?;
        let record =
            at_once(self.store.access_token(&self.provider.fingerprint(request.access_token())))
                .unwrap();
        let access = self.provider.user_info(&request, record, now)?;
        Ok(access.respond(&known(access.subject()), Object::new()))
    }

    fn client(&self, client_id: &ClientId) -> Option<RegisteredClient> {
        at_once(self.store.client(client_id)).unwrap()
    }
}

/// Runs a flow that sends no request, because the metadata names no document.
fn finished<F: Flow>(mut flow: F, now: OffsetDateTime) -> Result<F::Output, F::Error> {
    match flow.start(now)? {
        Step::Done(output) => Ok(output),
        Step::Send(request) => panic!("the metadata names no document: {}", request.uri()),
    }
}

/// Returns what the provider knows about a user.
fn known(subject: &str) -> StandardClaims {
    let mut known = StandardClaims::new();
    known.email = Some(format!("{subject}@example.com"));
    known.email_verified = Some(true);
    known.family_name = Localized::new("Tanaka").language("ja-Kana-JP", "タナカ");
    let mut address = Address::new();
    address.street_address = Some("1-1 Chiyoda".to_owned());
    address.postal_code = Some("100-8111".to_owned());
    address.locality = Some("Tokyo".to_owned());
    known.address = Some(address);
    known
}

/// Returns what the provider knows about a user, with a claim that no specification defines.
fn every_claim(subject: &str) -> Object {
    let mut claims = known(subject).to_object();
    claims.insert("groups", serde_json::json!(["readers"]));
    claims
}
