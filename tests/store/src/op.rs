//! A provider with its records in a store.

use std::sync::Arc;

use http::{Request, Response, header};
use serde_json::Value;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{Fingerprint, Object, SecretString};
use symbolon_oauth::obligation::{SingleUse, Stored, Unstored};
use symbolon_oauth::{ClientId, Parameters, RedirectUri};
use symbolon_provider::{
    AuthorizationRecords, Consent, Decision, IdTokenKey, PendingAuthorization, Presented, Provider,
    ProviderEndpoints, ProviderPolicy, ReceivedRequest, Refusal, RegisteredClient, SignedIn,
    TokenRecords, TokenRefusal, TokenRequest,
};
use symbolon_store::{ProviderStore, Store, Waiting};
use symbolon_test_support::clock::{at, now};
use symbolon_test_support::keys;
use symbolon_test_support::names::{CODE_CHALLENGE, CODE_VERIFIER, REDIRECT_URI, issuer};

use crate::Credential;

/// The client of all logins. It has no secret.
const CLIENT: &str = "app";

/// The user of all logins.
const SUBJECT: &str = "alice";

/// A copy of a provider. Its time stands still.
#[derive(Clone, Debug)]
pub struct Op {
    engine: Arc<Provider>,
    store: ProviderStore,
    all: Store,
}

impl Op {
    /// Creates a copy of the provider, with its records in this store.
    ///
    /// # Panics
    /// Panics when the provider is misconfigured.
    #[must_use]
    pub fn new(store: &Store) -> Self {
        let issuer = issuer();
        let endpoints = ProviderEndpoints::below(&issuer).unwrap();
        let pair = keys::p256("op-1");
        let keys = vec![IdTokenKey::new(&pair.jwk, pair.algorithm, &CRYPTO).unwrap()];
        let (store, all) = (store.provider(&issuer), store.clone());
        let engine = Provider::new(issuer, endpoints, keys, ProviderPolicy::default(), CRYPTO);
        Self { engine: Arc::new(engine.unwrap()), store, all }
    }

    /// Returns the records of the provider.
    #[must_use]
    pub fn store(&self) -> &ProviderStore {
        &self.store
    }

    /// Returns the records of all providers and relying parties.
    #[must_use]
    pub fn all(&self) -> &Store {
        &self.all
    }

    /// Registers the client of all logins.
    ///
    /// # Panics
    /// Panics when the store fails.
    pub async fn register(&self) {
        self.store.put_client(&client()).await.unwrap();
    }

    /// Accepts an authorization request, which waits for its user.
    ///
    /// # Errors
    /// Returns the refusal of the provider.
    ///
    /// # Panics
    /// Panics when the request cannot be built.
    pub fn receive(
        &self,
        client: Option<&RegisteredClient>,
    ) -> Result<PendingAuthorization, Refusal> {
        let query = form(&[
            ("response_type", "code"),
            ("client_id", CLIENT),
            ("redirect_uri", REDIRECT_URI),
            ("scope", "openid offline_access"),
            ("code_challenge", CODE_CHALLENGE),
            ("code_challenge_method", "S256"),
        ]);
        let request = Request::get(format!("/authorize?{query}")).body("").unwrap();
        let request = ReceivedRequest::from_http(&request)?;
        self.engine.authorize(request, client, now())
    }

    /// Makes a code for a user who has signed in. The code is not yet stored.
    ///
    /// # Errors
    /// Returns the refusal of the provider.
    pub fn issue_code(
        &self,
        client: Option<&RegisteredClient>,
    ) -> Result<Unstored<AuthorizationRecords>, Refusal> {
        self.consent(self.receive(client)?)
    }

    /// Makes the code for a request to which the user consents.
    fn consent(
        &self,
        pending: PendingAuthorization,
    ) -> Result<Unstored<AuthorizationRecords>, Refusal> {
        let user = SignedIn::new(SUBJECT, at(1));
        let consent = Consent::new(user, pending.scope().clone());
        self.engine.respond(pending, Decision::Consented(consent), at(2))
    }

    /// Shows the page for an authorization request. Returns the name of the interaction.
    ///
    /// # Errors
    /// Returns the refusal of the provider.
    ///
    /// # Panics
    /// Panics when there is no randomness.
    pub async fn show(&self) -> Result<String, Refusal> {
        let client = self.store.client(&client().client_id).await?;
        let pending = self.receive(client.as_ref())?;
        let interaction = SecretString::random(&CRYPTO).unwrap().expose().to_owned();
        let name = fingerprint(&interaction);
        // A browser for each request, because a browser has few requests that wait.
        self.store.put_pending(&name, &name, &pending, at(600)).await?;
        Ok(interaction)
    }

    /// Answers the page of an interaction with a code, or returns `None` if no request waits there.
    ///
    /// # Errors
    /// Returns the refusal of the provider.
    pub async fn decide(&self, interaction: &str) -> Result<Option<String>, Refusal> {
        let name = fingerprint(interaction);
        let Waiting::Open(pending) = self.store.take_pending(&name, &name, at(1)).await? else {
            return Ok(None);
        };
        let issued = self.consent(*pending)?;
        let stored = self.store.put_authorization(issued.records()).await?;
        Ok(Some(code_of(&issued.into_response(stored))))
    }

    /// Returns what the store knows about the request of an interaction.
    ///
    /// # Panics
    /// Panics when the store fails.
    pub async fn waiting(&self, interaction: &str) -> Waiting {
        let name = fingerprint(interaction);
        self.store.pending(&name, &name, at(1)).await.unwrap()
    }

    /// Logs the user in, and returns the code that the client receives.
    ///
    /// # Errors
    /// Returns the refusal of the provider, which is [`StoreFailed`](symbolon_provider::StoreFailed)
    /// when the store fails.
    pub async fn code(&self) -> Result<String, Refusal> {
        let client = self.store.client(&client().client_id).await?;
        let issued = self.issue_code(client.as_ref())?;
        let stored = self.store.put_authorization(issued.records()).await?;
        Ok(code_of(&issued.into_response(stored)))
    }

    /// Makes the tokens for a code or refresh token. They are not yet stored.
    ///
    /// # Errors
    /// Returns the refusal of the provider.
    ///
    /// # Panics
    /// Panics when the request cannot be built.
    pub async fn issue_tokens(
        &self,
        presented: &Credential,
    ) -> Result<Unstored<TokenRecords>, TokenRefusal> {
        let request = TokenRequest::from_http(&presented.request())?;
        let client = self.store.client(request.client_id()).await?;
        let client = self.engine.authenticate(&request, client.as_ref(), now())?;
        let first_use = self.store.first_use(client.keys()).await?;
        let client = client.accept(first_use)?;
        match self.engine.presented(request, client)? {
            Presented::Code(code) => {
                let found = self.store.find_code(code.fingerprint()).await?;
                self.engine.redeem(code, found, Object::new(), now())
            }
            Presented::RefreshToken(token) => {
                let found = self.store.find_refresh_token(token.fingerprint()).await?;
                self.engine.refresh(token, found, Object::new(), now())
            }
            other => Err(other.refuse()),
        }
    }

    /// Answers the token request that presents a code or refresh token.
    pub async fn token(&self, presented: &Credential) -> Response<Vec<u8>> {
        match self.issue_tokens(presented).await {
            Ok(issued) => {
                let stored = self.store.put_tokens(issued.records()).await;
                issued.into_response(stored.unwrap_or(Stored::Failed))
            }
            Err(refusal) => {
                let stored = match refusal.grant_to_revoke() {
                    Some(grant) => self.store.revoke_grant(grant).await,
                    None => Ok(Stored::Confirmed),
                };
                refusal.into_response(stored.unwrap_or(Stored::Failed))
            }
        }
    }

    /// Returns what the store knows about a code or refresh token, without the record.
    ///
    /// # Panics
    /// Panics when the store fails.
    pub async fn find(&self, credential: &Credential) -> SingleUse<()> {
        let fingerprint = credential.fingerprint();
        match credential {
            Credential::Code(_) => known(self.store.find_code(&fingerprint).await.unwrap()),
            Credential::RefreshToken(_) => {
                known(self.store.find_refresh_token(&fingerprint).await.unwrap())
            }
        }
    }

    /// Returns whether an access token is valid.
    ///
    /// # Panics
    /// Panics when the store fails.
    pub async fn accepts(&self, access_token: &str) -> bool {
        self.store.access_token(&fingerprint(access_token)).await.unwrap().is_some()
    }
}

impl Credential {
    /// Returns the fingerprint under which its record is stored.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        let (Self::Code(text) | Self::RefreshToken(text)) = self;
        fingerprint(text)
    }

    fn request(&self) -> Request<Vec<u8>> {
        let form = match self {
            Self::Code(code) => form(&[
                ("grant_type", "authorization_code"),
                ("client_id", CLIENT),
                ("code", code),
                ("redirect_uri", REDIRECT_URI),
                ("code_verifier", CODE_VERIFIER),
            ]),
            Self::RefreshToken(token) => form(&[
                ("grant_type", "refresh_token"),
                ("client_id", CLIENT),
                ("refresh_token", token),
            ]),
        };
        Request::post("/token")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form.into_bytes())
            .unwrap()
    }
}

/// Returns the registered client of all logins.
///
/// # Panics
/// Never panics: the values are constants.
#[must_use]
pub fn client() -> RegisteredClient {
    let redirect_uri = RedirectUri::new(REDIRECT_URI).unwrap();
    let client = RegisteredClient::new(ClientId::new(CLIENT).unwrap(), vec![redirect_uri]);
    client.public().refresh_tokens()
}

/// Returns the code in a response to an authorization request.
///
/// # Panics
/// Panics when the response has no code.
#[must_use]
pub fn code_of(response: &Response<Vec<u8>>) -> String {
    let location = response.headers().get(header::LOCATION).unwrap().to_str().unwrap();
    let (_, query) = location.split_once('?').unwrap();
    Parameters::parse(query).unwrap().get("code").unwrap().to_owned()
}

/// Returns a member of the JSON in a response.
///
/// # Panics
/// Panics when the response has no such member, or when it is not a string.
#[must_use]
pub fn member(response: &Response<Vec<u8>>, name: &str) -> String {
    let body: Value = serde_json::from_slice(response.body()).unwrap();
    body.get(name).and_then(Value::as_str).unwrap().to_owned()
}

fn fingerprint(text: &str) -> Fingerprint {
    SecretString::new(text.to_owned()).fingerprint(&CRYPTO)
}

fn known<R>(found: SingleUse<R>) -> SingleUse<()> {
    match found {
        SingleUse::Fresh(_) => SingleUse::fresh(()),
        SingleUse::Spent(grant) => SingleUse::Spent(grant),
        SingleUse::Unknown => SingleUse::Unknown,
    }
}

fn form(pairs: &[(&str, &str)]) -> String {
    let mut form = Parameters::new();
    for (name, value) in pairs {
        form.push(name, value);
    }
    form.encode()
}
