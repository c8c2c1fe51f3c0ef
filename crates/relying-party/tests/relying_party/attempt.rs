//! A login or a refresh from start to end. Everything is valid except what a test changes.

use std::collections::VecDeque;
use std::convert::Infallible;

use http::{Request, Response};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::KeyCache;
use symbolon_jose::jws::Jws;
use symbolon_jose::{NumericDate, Object, SigningKey};
use symbolon_relying_party::{
    DriveError, Flow, Login, LoginError, LoginRequest, RefreshError, Refreshed, RelyingParty,
    Session, drive_blocking,
};
use time::{Duration, OffsetDateTime};

use crate::keys;
use crate::parties::{CLIENT, ISSUER, json, now, parameters, redirect_uri, rp, usual_jwks};

type Change = Box<dyn FnOnce(&mut Object)>;

/// A login or a refresh that a test changes before it runs.
pub(crate) struct Attempt {
    pub(crate) rp: RelyingParty,
    pub(crate) keys: KeyCache,
    pub(crate) now: OffsetDateTime,
    /// The time between the request and the callback.
    pub(crate) taking: Duration,
    pub(crate) signer: SigningKey,
    /// Whether the ID Token of the login repeats the nonce.
    pub(crate) has_nonce: bool,
    pub(crate) jwks: Response<Vec<u8>>,
    /// A response that replaces the token response.
    pub(crate) answer: Option<Response<Vec<u8>>>,
    /// The path to which the sender can send no request.
    pub(crate) unreachable: Option<&'static str>,
    login: Box<dyn FnOnce(LoginRequest) -> LoginRequest>,
    claims: Change,
    body: Change,
}

/// The result of a login or a refresh, the requests that were sent, and the key cache afterwards.
pub(crate) struct Outcome<T, E> {
    pub(crate) result: Result<T, E>,
    pub(crate) requests: Vec<Request<Vec<u8>>>,
    pub(crate) keys: KeyCache,
}

/// The error of a sender that sends nothing.
#[derive(Debug)]
pub(crate) struct Unreachable;

/// The result of one flow, and the requests that it sent.
pub(crate) struct Run<T, E> {
    pub(crate) result: Result<T, E>,
    pub(crate) requests: Vec<Request<Vec<u8>>>,
}

impl Attempt {
    pub(crate) fn new() -> Self {
        Self::of(rp())
    }

    pub(crate) fn of(rp: RelyingParty) -> Self {
        Self {
            keys: rp.key_cache(),
            rp,
            now: now(),
            taking: Duration::ZERO,
            signer: keys::es().signing(&CRYPTO),
            has_nonce: true,
            jwks: usual_jwks(),
            answer: None,
            unreachable: None,
            login: Box::new(|login| login),
            claims: Box::new(|_| {}),
            body: Box::new(|_| {}),
        }
    }

    /// Changes the authentication request.
    pub(crate) fn login(
        mut self,
        login: impl FnOnce(LoginRequest) -> LoginRequest + 'static,
    ) -> Self {
        self.login = Box::new(login);
        self
    }

    /// Changes the claims before they are signed.
    pub(crate) fn claims(mut self, claims: impl FnOnce(&mut Object) + 'static) -> Self {
        self.claims = Box::new(claims);
        self
    }

    /// Changes the token response.
    pub(crate) fn body(mut self, body: impl FnOnce(&mut Object) + 'static) -> Self {
        self.body = Box::new(body);
        self
    }

    /// Replaces the token response.
    pub(crate) fn answer(mut self, answer: Response<Vec<u8>>) -> Self {
        self.answer = Some(answer);
        self
    }

    /// Runs the login. The sender does not fail.
    pub(crate) fn run(self) -> Outcome<Login, LoginError> {
        self.try_run().without_failures()
    }

    /// Runs the login. The error is `None` if the sender failed.
    pub(crate) fn try_run(self) -> Outcome<Login, Option<LoginError>> {
        let request = self.rp.login(&redirect_uri()).scope("email");
        let (url, pending) =
            (self.login)(request).begin(self.now.saturating_sub(self.taking)).unwrap();
        let mut claims = usual_claims(self.now);
        if self.has_nonce {
            claims.insert("nonce", parameters(&url).get("nonce").unwrap());
        }
        (self.claims)(&mut claims);
        let mut body = usual_tokens();
        body.insert("id_token", sign(&claims, &self.signer));
        (self.body)(&mut body);
        let tokens = self.answer.unwrap_or_else(|| json(&body));

        let mut keys = self.keys;
        let flow = self.rp.finish(pending, callback_of(&url), &mut keys).unwrap();
        let Run { result, requests } =
            run_at(flow, &Answers { tokens, jwks: self.jwks, not: self.unreachable }, self.now);
        Outcome { result, requests, keys }
    }

    /// Refreshes this session. The sender does not fail.
    pub(crate) fn refresh(self, session: &Session) -> Outcome<Refreshed, RefreshError> {
        self.try_refresh(session).without_failures()
    }

    /// Refreshes this session. The error is `None` if the sender failed.
    pub(crate) fn try_refresh(self, session: &Session) -> Outcome<Refreshed, Option<RefreshError>> {
        let mut claims = usual_claims(self.now);
        (self.claims)(&mut claims);
        let mut body = usual_tokens();
        body.insert("access_token", "refreshed.access.token");
        body.insert("id_token", sign(&claims, &self.signer));
        (self.body)(&mut body);
        let tokens = self.answer.unwrap_or_else(|| json(&body));

        let mut keys = self.keys;
        let flow = self.rp.refresh(session, &mut keys).unwrap();
        let Run { result, requests } =
            run_at(flow, &Answers { tokens, jwks: self.jwks, not: self.unreachable }, self.now);
        Outcome { result, requests, keys }
    }
}

impl<T, E> Outcome<T, Option<E>> {
    fn without_failures(self) -> Outcome<T, E> {
        let result = self.result.map_err(|error| error.expect("the sender does not fail"));
        Outcome { result, requests: self.requests, keys: self.keys }
    }
}

/// The responses of the provider, and the path to which no request can be sent.
struct Answers {
    tokens: Response<Vec<u8>>,
    jwks: Response<Vec<u8>>,
    not: Option<&'static str>,
}

/// Runs a flow with the response that belongs to the path of each request. The error is `None` if
/// the sender failed.
fn run_at<F: Flow>(
    flow: F,
    answers: &Answers,
    now: OffsetDateTime,
) -> Run<F::Output, Option<F::Error>> {
    let mut requests = Vec::new();
    let send = |request: Request<Vec<u8>>| -> Result<_, Unreachable> {
        let path = request.uri().path().to_owned();
        requests.push(request);
        match path.as_str() {
            path if answers.not == Some(path) => Err(Unreachable),
            "/jwks" => Ok(answers.jwks.clone()),
            _ => Ok(answers.tokens.clone()),
        }
    };
    let result = match drive_blocking(flow, send, || now) {
        Ok(output) => Ok(output),
        Err(DriveError::Flow(error)) => Err(Some(error)),
        Err(_) => Err(None),
    };
    Run { result, requests }
}

impl<T: std::fmt::Debug, E: std::fmt::Debug> Outcome<T, E> {
    /// Returns the paths of the requests, in order.
    pub(crate) fn asked(&self) -> Vec<&str> {
        self.requests.iter().map(|request| request.uri().path()).collect()
    }
}

/// Runs a flow with these responses, in this order.
pub(crate) fn run<F: Flow>(
    flow: F,
    answers: impl Into<VecDeque<Response<Vec<u8>>>>,
    now: OffsetDateTime,
) -> Run<F::Output, F::Error> {
    let mut answers = answers.into();
    let mut requests = Vec::new();
    let send = |request| -> Result<_, Infallible> {
        requests.push(request);
        Ok(answers.pop_front().expect("the flow sends a request for each response"))
    };
    let result = match drive_blocking(flow, send, || now) {
        Ok(output) => Ok(output),
        Err(DriveError::Flow(error)) => Err(error),
        Err(_) => unreachable!("the sender does not fail"),
    };
    Run { result, requests }
}

pub(crate) fn sign(claims: &Object, key: &SigningKey) -> String {
    Jws::new(claims.to_json().into_bytes()).typ("JWT").sign(key).unwrap()
}

/// Returns the claims of a valid ID Token, without `nonce`.
pub(crate) fn usual_claims(now: OffsetDateTime) -> Object {
    let now = NumericDate::from(now).seconds();
    let mut claims = Object::new();
    claims.insert("iss", ISSUER);
    claims.insert("sub", "alice");
    claims.insert("aud", CLIENT);
    claims.insert("iat", now);
    claims.insert("exp", now + 600);
    claims.insert("auth_time", now - 100);
    claims
}

/// Returns a valid token response, without the ID Token.
pub(crate) fn usual_tokens() -> Object {
    let mut body = Object::new();
    body.insert("access_token", "SlAV32hkKG");
    body.insert("token_type", "Bearer");
    body.insert("refresh_token", "8xLOxBtZp8");
    body.insert("expires_in", 3600);
    body
}

fn callback_of(url: &url::Url) -> symbolon_relying_party::Callback {
    let parameters = parameters(url);
    let query = format!("code=SplxlOBe&state={}", parameters.get("state").unwrap());
    symbolon_relying_party::Callback::from_http(&crate::parties::arriving(&query)).unwrap()
}

/// Returns the session of a login, and the key cache after the login.
pub(crate) fn signed_in() -> (Session, KeyCache) {
    let outcome = Attempt::new().run();
    (outcome.result.unwrap().session, outcome.keys)
}
