//! A provider with one client.

use std::error::Error;
use std::sync::Arc;

use axum::extract::FromRef;
use symbolon_axum::{BrowserCookie, Problem};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::Endpoint;
use symbolon_jose::SignatureAlgorithm;
use symbolon_jose::jwk::{KeyKind, PrivateJwk};
use symbolon_oauth::Issuer;
use symbolon_provider::{
    IdTokenKey, PendingAuthorization, Provider, ProviderEndpoints, ProviderPolicy, ReceivedRequest,
    RegistrationPolicy,
};
use symbolon_store::{ProviderStore, Store};
use symbolon_test_support::at_once::at_once;
use symbolon_test_support::{clients, names};
use time::OffsetDateTime;

pub(crate) type Outcome<T = ()> = Result<T, Failure>;

/// Any failure of a test. `Problem` does not implement `Error`, so `?` needs this conversion.
#[derive(Debug)]
#[expect(dead_code, reason = "a failed test prints it")]
pub(crate) enum Failure {
    Error(Box<dyn Error>),
    Problem(&'static str),
}

impl<E: Into<Box<dyn Error>>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

/// Converts a problem into the failure of a test.
pub(crate) trait Good<T> {
    fn good(self) -> Outcome<T>;
}

impl<T, E: Into<Problem>> Good<T> for Result<T, E> {
    fn good(self) -> Outcome<T> {
        self.map_err(|error| Failure::Problem(error.into().code()))
    }
}

#[derive(Clone, FromRef)]
pub(crate) struct Op {
    pub(crate) engine: Arc<Provider>,
    pub(crate) all: Store,
    pub(crate) store: ProviderStore,
    pub(crate) cookie: BrowserCookie,
}

impl Op {
    pub(crate) fn new(issuer: &str) -> Outcome<Self> {
        Self::with(issuer, None)
    }

    /// Returns a provider at which clients register themselves.
    pub(crate) fn registering(issuer: &str, policy: RegistrationPolicy) -> Outcome<Self> {
        Self::with(issuer, Some(policy))
    }

    fn with(issuer: &str, registration: Option<RegistrationPolicy>) -> Outcome<Self> {
        let issuer = Issuer::new(issuer)?;
        let jwk = PrivateJwk::generate(KeyKind::P256, &CRYPTO)?.named_by_thumbprint(&CRYPTO);
        let keys = vec![IdTokenKey::new(&jwk, SignatureAlgorithm::Es256, &CRYPTO)?];
        let mut endpoints = ProviderEndpoints::below(&issuer)?;
        if registration.is_some() {
            let endpoint = Endpoint::new(&format!("{issuer}/register"))?;
            endpoints = endpoints.registration(endpoint);
        }
        let mut policy = ProviderPolicy::default();
        policy.registration = registration;
        let cookie = BrowserCookie::new(&issuer, CRYPTO);
        let all = Store::memory();
        let store = all.provider(&issuer);
        at_once(store.put_client(&clients::secret_in_body(names::CLIENT_ID, &CRYPTO)))?;
        let engine = Provider::new(issuer, endpoints, keys, policy, CRYPTO)?;
        Ok(Self { engine: Arc::new(engine), all, store, cookie })
    }

    /// Returns a request that passed every check.
    pub(crate) fn pending(&self) -> Outcome<PendingAuthorization> {
        self.pending_with_prompt("consent")
    }

    /// Returns a request with this `prompt` that passed every check.
    pub(crate) fn pending_with_prompt(&self, prompt: &str) -> Outcome<PendingAuthorization> {
        let query = query().replace("prompt=consent", &format!("prompt={prompt}"));
        let request = http::Request::get(format!("/authorize?{query}")).body(Vec::new())?;
        let request = ReceivedRequest::from_http(&request).good()?;
        let client = at_once(self.store.client(request.client_id()))?;
        self.engine.authorize(request, client.as_ref(), now()).good()
    }
}

/// Returns the parameters of an authorization request.
pub(crate) fn query() -> String {
    format!(
        "response_type=code&client_id={}&redirect_uri=https%3A%2F%2Fclient.example%2Fcb&\
         scope=openid+offline_access&prompt=consent&state={}&nonce={}&code_challenge={}&\
         code_challenge_method=S256",
        names::CLIENT_ID,
        names::STATE,
        names::NONCE,
        names::CODE_CHALLENGE
    )
}

pub(crate) fn now() -> OffsetDateTime {
    #[expect(clippy::disallowed_methods, reason = "the adapter under test reads the clock too")]
    OffsetDateTime::now_utc()
}
