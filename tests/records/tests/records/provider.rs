//! A provider with the store of the page, whose endpoints are those of the README.

use http::{Request, Response, header};
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::Object;
use symbolon_oauth::{Issuer, Parameters};
use symbolon_oidc::StandardClaims;
use symbolon_provider::{
    Consent, Decision, IdTokenKey, Presented, Provider, ProviderEndpoints, ProviderPolicy,
    ReceivedRequest, Refusal, RegisteredClient, SignedIn, Stored, TokenRecords, TokenRefusal,
    TokenRequest, Unstored, UserInfoRefusal, UserInfoRequest,
};
use symbolon_test_support::clock::at;
use symbolon_test_support::keys;
use symbolon_test_support::names::{CODE_CHALLENGE, CODE_VERIFIER, REDIRECT_URI};
use time::OffsetDateTime;

use crate::store::Store;

/// One of the providers that share a store.
pub(crate) struct Op<'a> {
    pub(crate) engine: Provider,
    pub(crate) store: &'a Store,
}

impl<'a> Op<'a> {
    pub(crate) fn new(issuer: &str, store: &'a Store) -> Self {
        let issuer = Issuer::new(issuer).unwrap();
        let endpoints = ProviderEndpoints::below(&issuer).unwrap();
        let pair = keys::p256("op-1");
        let keys = vec![IdTokenKey::new(&pair.jwk, pair.algorithm, &CRYPTO).unwrap()];
        let policy = ProviderPolicy::default();
        let engine = Provider::new(issuer, endpoints, keys, policy, CRYPTO).unwrap();
        Self { engine, store }
    }

    pub(crate) fn register(&self, client: &RegisteredClient) {
        assert_eq!(self.store.put_client(self.engine.issuer(), client), Ok(1));
    }

    /// Logs the user in at this client, and returns the code.
    pub(crate) fn code(&self, client_id: &str) -> Result<String, Refusal> {
        let query = form(&[
            ("response_type", "code"),
            ("client_id", client_id),
            ("redirect_uri", REDIRECT_URI),
            ("scope", "openid email offline_access"),
            ("code_challenge", CODE_CHALLENGE),
            ("code_challenge_method", "S256"),
        ]);
        let request = Request::get(format!("/authorize?{query}")).body("").unwrap();
        let request = ReceivedRequest::from_http(&request)?;
        let client = self.store.client(self.engine.issuer(), request.client_id())?;
        let pending = self.engine.authorize(request, client.as_ref(), at(0))?;
        let consent = Consent::new(SignedIn::new("alice", at(1)), pending.scope().clone());
        let issued = self.engine.respond(pending, Decision::Consented(consent), at(2))?;
        let stored = self.store.put_code(issued.records(), self.engine.policy());
        let response = issued.into_response(stored.unwrap_or(Stored::Failed));
        let location = response.headers()["location"].to_str().unwrap();
        let query = location.split_once('?').unwrap().1;
        Ok(Parameters::parse(query).unwrap().get("code").unwrap().to_owned())
    }

    /// Makes the tokens for a token request. They are not stored yet.
    fn issue(
        &self,
        request: &Request<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Unstored<TokenRecords>, TokenRefusal> {
        let (op, db, issuer) = (&self.engine, self.store, self.engine.issuer());
        let request = TokenRequest::from_http(request)?;
        let client = db.client(issuer, request.client_id())?;
        let client = op.authenticate(&request, client.as_ref(), now)?;
        let first_use = db.first_use(client.keys())?;
        let client = client.accept(first_use)?;
        match op.presented(request, client)? {
            Presented::Code(code) => {
                let found = db.find_code(code.fingerprint(), issuer)?;
                op.redeem(code, found, Object::new(), now)
            }
            Presented::RefreshToken(token) => {
                let found = db.find_refresh_token(token.fingerprint(), issuer)?;
                op.refresh(token, found, Object::new(), now)
            }
            other => Err(other.refuse()),
        }
    }

    fn exchange(
        &self,
        request: &Request<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Response<Vec<u8>>, TokenRefusal> {
        let issued = self.issue(request, now)?;
        let stored = self.store.put_tokens(issued.records(), self.engine.policy(), now.into());
        Ok(issued.into_response(stored.unwrap_or(Stored::Failed)))
    }

    /// Answers a token request with this form.
    pub(crate) fn token(&self, pairs: &[(&str, &str)], now: OffsetDateTime) -> Response<Vec<u8>> {
        self.exchange(&post(pairs), now).unwrap_or_else(|refusal| {
            let policy = self.engine.policy();
            let revoke = |grant| self.store.revoke(grant, policy, now.into());
            let stored = refusal.grant_to_revoke().map_or(Ok(Stored::Confirmed), revoke);
            refusal.into_response(stored.unwrap_or(Stored::Failed))
        })
    }

    /// Exchanges a code of the public client `app`.
    pub(crate) fn redeem(&self, code: &str, now: OffsetDateTime) -> Response<Vec<u8>> {
        self.token(&redeeming(code), now)
    }

    /// Makes the tokens for a code of the public client `app`. They are not stored yet.
    pub(crate) fn redemption(&self, code: &str, now: OffsetDateTime) -> Unstored<TokenRecords> {
        self.issue(&post(&redeeming(code)), now).unwrap()
    }

    /// Exchanges a refresh token of the public client `app`.
    pub(crate) fn refresh(&self, token: &str, now: OffsetDateTime) -> Response<Vec<u8>> {
        let form =
            [("grant_type", "refresh_token"), ("client_id", "app"), ("refresh_token", token)];
        self.token(&form, now)
    }

    /// Answers a UserInfo request.
    pub(crate) fn user_info(&self, token: &str, now: OffsetDateTime) -> Response<Vec<u8>> {
        let answer = || -> Result<_, UserInfoRefusal> {
            let request = Request::get("/userinfo");
            let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
            let request = UserInfoRequest::from_http(&request.body("").unwrap())?;
            let fingerprint = self.engine.fingerprint(request.access_token());
            let record = self.store.access_token(&fingerprint, self.engine.issuer())?;
            let access = self.engine.user_info(&request, record, now)?;
            Ok(access.respond(&StandardClaims::new(), Object::new()))
        };
        answer().unwrap_or_else(UserInfoRefusal::into_response)
    }
}

fn redeeming(code: &str) -> [(&'static str, &str); 5] {
    [
        ("grant_type", "authorization_code"),
        ("client_id", "app"),
        ("code", code),
        ("redirect_uri", REDIRECT_URI),
        ("code_verifier", CODE_VERIFIER),
    ]
}

fn post(pairs: &[(&str, &str)]) -> Request<Vec<u8>> {
    Request::post("/token")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(form(pairs).into_bytes())
        .unwrap()
}

fn form(pairs: &[(&str, &str)]) -> String {
    let mut form = Parameters::new();
    for (name, value) in pairs {
        form.push(name, value);
    }
    form.encode()
}
