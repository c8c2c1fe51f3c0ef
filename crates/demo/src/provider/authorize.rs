//! The authorization endpoint, and the steps between its pages and the answer to the client.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, Method};
use serde::Deserialize;
use symbolon::oauth::{Parameters, ResponseType};
use symbolon::provider::{
    AuthorizationRecords, Decision, GrantRecord, PendingAuthorization, ReceivedRequest,
    RegisteredClient, RequestFetch, RequestSource, Stored,
};
use symbolon_store::NextStep;

use super::failure::Failure;
use super::op::Op;
use crate::http::{Message, respond};
use crate::system::clock;

/// The most bytes of an authorization request that waits for a user. Anyone can send authorization
/// requests, and the provider keeps each request.
const LONGEST: usize = 12 * 1024;

/// Answers `GET /authorize` and `POST /authorize`.
pub(super) async fn authorize(
    State(op): State<Arc<Op>>,
    Message(message): Message,
) -> Result<Response, Failure> {
    let query = message.uri().query().unwrap_or_default();
    if query.len().max(message.body().len()) > LONGEST {
        return Err(Failure::TooLong);
    }
    let request = ReceivedRequest::from_http(&message)?;
    if message.method() == Method::POST && op.cookie.browser(message.headers()).is_none() {
        return again_by_get(&message);
    }
    let client = op.log.store(op.store.client(request.client_id()).await)?;
    let request = op.loaded(request, client.as_ref()).await?;
    let client = op.store.load_client_keys(&op.engine, &request, client, clock()).await;
    let pending = op.engine.authorize(request, client.as_ref(), clock())?;
    let browser = op.browser_or_new(message.headers()).await?;
    let step = op.store.first_step(&op.engine, browser.key(), pending, clock()).await;
    match op.step(step).await? {
        NextStep::Answer(pending, decision) => op.answer(*pending, decision).await,
        NextStep::SignIn { form, .. } | NextStep::Consent { form, .. } => {
            Ok(op.cookie.tell(&browser, to_page(form.expose())))
        }
    }
}

/// Redirects a posted request to GET. With a POST from another site, browsers do not send `Lax`
/// cookies. With a navigation by GET they do, so that a user who is signed in does not sign in
/// again.
fn again_by_get(message: &http::Request<Vec<u8>>) -> Result<Response, Failure> {
    let parameters = Parameters::from_http(message).map_err(|_| Failure::Gone)?;
    Ok(Redirect::to(&format!("/authorize?{}", parameters.encode())).into_response())
}

/// Redirects the browser to the page that a waiting request needs next. Every form is answered like
/// this, so that Back and Reload never send it again
/// ([RFC 9110 §15.4.4](https://www.rfc-editor.org/rfc/rfc9110#section-15.4.4)).
pub(super) fn to_page(interaction: &str) -> Response {
    // The value needs no escape: it is base64url, or equal to the value of a waiting request.
    Redirect::to(&format!("/interaction?id={interaction}")).into_response()
}

/// The parameter of `GET /interaction`.
#[derive(Deserialize)]
pub(super) struct Shown {
    id: String,
}

/// Answers `GET /interaction`: shows the page that a waiting request needs next.
pub(super) async fn interaction(
    State(op): State<Arc<Op>>,
    headers: HeaderMap,
    shown: Result<Query<Shown>, QueryRejection>,
) -> Result<Response, Failure> {
    let Query(Shown { id }) = shown?;
    let browser = op.browser(&headers)?;
    match op.next_step(&browser, &id).await? {
        NextStep::SignIn { pending, .. } => Ok(op.sign_in_page(&headers, &id, &pending).await),
        NextStep::Consent { pending, user, .. } => Ok(op.consent_page(&pending, &id, &user).await),
        NextStep::Answer(pending, decision) => op.answer(*pending, decision).await,
    }
}

impl Op {
    /// Loads the parameters of a request that refers to them.
    async fn loaded(
        &self,
        request: ReceivedRequest,
        client: Option<&RegisteredClient>,
    ) -> Result<ReceivedRequest, Failure> {
        match self.engine.source(request, client) {
            RequestSource::Complete(request) => Ok(request),
            RequestSource::Pushed(pushed) => {
                let taken = self.store.take_pushed_request(pushed.fingerprint()).await;
                Ok(pushed.found(self.log.store(taken)?))
            }
            RequestSource::Fetch(fetch) => self.hosted(*fetch).await,
        }
    }

    /// Loads a request object that the client hosts. An object whose hash is in its URI is kept.
    async fn hosted(&self, fetch: RequestFetch) -> Result<ReceivedRequest, Failure> {
        if let Some(key) = fetch.cache_key() {
            let record = self.log.store(self.store.request_object(key).await)?;
            if let Some(request) = fetch.cached(record, clock()) {
                return Ok(request);
            }
        }
        let response = self.http.send(fetch.request()).await;
        match &response {
            Ok(response) => {
                if let Some(record) = fetch.to_cache(response, clock()) {
                    self.log.store(self.store.put_request_object(&record).await)?;
                }
            }
            Err(error) => self.log.refusal("authorize.fetch", error),
        }
        Ok(fetch.receive(response))
    }

    /// Sends the browser back to the client. The caller has taken the request, so it is answered
    /// once.
    pub(super) async fn answer(
        &self,
        pending: PendingAuthorization,
        decision: Decision,
    ) -> Result<Response, Failure> {
        let decision = match decision {
            Decision::Consented(consent) => {
                let known = self.known(&consent.signed_in);
                let claims = pending.release(&consent, &known).id_token;
                Decision::Consented(consent.id_token_claims(claims))
            }
            other => other,
        };
        let flow = pending.response_type().clone();
        let issued = self.engine.respond(pending, decision, clock())?;
        let records = issued.records();
        let (name, about) = described(&flow, records);
        let stored = self.log.store(self.store.put_authorization(records).await);
        let stored = stored.unwrap_or(Stored::Failed);
        self.log.stored(name, stored, about);
        Ok(respond(issued.into_response(stored)))
    }
}

/// Returns the name of a decision and its description for the log.
fn described(flow: &ResponseType, records: &AuthorizationRecords) -> (&'static str, String) {
    let name = if records.code.is_some() { "authorize.code" } else { "authorize.without_code" };
    let GrantRecord { client_id, subject, scope, .. } = &records.grant;
    (name, format!("response type {flow} for {client_id}, user {subject}, scope {scope}"))
}
