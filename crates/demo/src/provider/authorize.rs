//! The authorization endpoint, and the steps between its pages and the answer to the client.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, Method};
use serde::Deserialize;
use symbolon::jose::SecretString;
use symbolon::oauth::Parameters;
use symbolon::provider::{
    Decision, Interaction, PendingAuthorization, ReceivedRequest, Refusal, Stored,
};
use symbolon::ring::CRYPTO;

use super::failure::Failure;
use super::op::Op;
use crate::http::{Message, respond};
use crate::sessions::SessionId;
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
    let session = op.sessions.find(message.headers());
    if session.is_none() && message.method() == Method::POST {
        return again_by_get(&message);
    }
    let client = op.log.store(op.store.client(request.client_id()).await)?;
    let pending = op.engine.authorize(request, client.as_ref(), clock())?;
    match op.next(session.as_ref(), &pending)? {
        Interaction::Nothing(granted) => op.answer(pending, Decision::Consented(granted)).await,
        // Anybody can send requests, so only a request that waits for a user is kept.
        Interaction::SignIn | Interaction::Consent(_) => {
            let session = op.sessions.find_or_open(message.headers())?;
            let interaction = SecretString::random(&CRYPTO)?.expose().to_owned();
            op.sessions.ask(&session, |browser| browser.wait(&interaction, pending, clock()));
            Ok(op.sessions.tell(&session, to_page(&interaction)))
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
    let session = op.sessions.find(&headers).ok_or(Failure::Gone)?;
    let pending = op.waiting(&session, &id).await?;
    match op.next(Some(&session), &pending) {
        Ok(Interaction::SignIn) => Ok(op.sign_in_page(&session, &id, &pending).await),
        Ok(Interaction::Consent(user)) => {
            op.sessions.ask(&session, |browser| browser.show(&id, &user, clock()));
            Ok(op.consent_page(&pending, &id, &user).await)
        }
        Ok(Interaction::Nothing(granted)) => {
            let pending = op.take(&session, &id).await?;
            op.answer(pending, Decision::Consented(granted)).await
        }
        Err(refusal) => {
            op.take(&session, &id).await?;
            Err(refusal.into())
        }
    }
}

impl Op {
    /// Returns the page that the user has to answer before the client gets its answer, if any.
    fn next(
        &self,
        session: Option<&SessionId>,
        pending: &PendingAuthorization,
    ) -> Result<Interaction, Refusal> {
        let client = pending.client_id();
        let known =
            session.and_then(|session| self.sessions.ask(session, |browser| browser.knows(client)));
        let (signed_in, consented) = known.unwrap_or_default();
        self.engine.interaction(pending, signed_in.as_ref(), &consented, clock())
    }

    /// Sends the browser back to the client. The caller has taken the request, so it is answered
    /// once.
    pub(super) async fn answer(
        &self,
        pending: PendingAuthorization,
        decision: Decision,
    ) -> Result<Response, Failure> {
        let issued = self.engine.respond(pending, decision, clock())?;
        let record = issued.records();
        let (client, user) = (&record.client_id, &record.signed_in.subject);
        let about = format!("a code for {client}, user {user}, scope {}", record.scope);
        let stored = self.log.store(self.store.put_code(record).await).unwrap_or(Stored::Failed);
        self.log.stored("authorize.code", stored, about);
        Ok(respond(issued.into_response(stored)))
    }

    /// Returns the request that a page of this browser belongs to.
    pub(super) async fn waiting(
        &self,
        session: &SessionId,
        interaction: &str,
    ) -> Result<PendingAuthorization, Failure> {
        let pending =
            self.sessions.ask(session, |browser| browser.waiting(interaction, clock()).cloned());
        match pending.flatten() {
            Some(pending) => Ok(pending),
            None => Err(self.gone(session, interaction).await),
        }
    }

    /// Removes and returns the request that a form belongs to, so that it is answered only once.
    pub(super) async fn take(
        &self,
        session: &SessionId,
        interaction: &str,
    ) -> Result<PendingAuthorization, Failure> {
        let pending = self.sessions.ask(session, |browser| browser.take(interaction, clock()));
        match pending.flatten() {
            Some(pending) => Ok(pending),
            None => Err(self.gone(session, interaction).await),
        }
    }

    /// Returns the reason why no request waits for this page of the browser.
    pub(super) async fn gone(&self, session: &SessionId, interaction: &str) -> Failure {
        let client =
            self.sessions.ask(session, |browser| browser.answered(interaction, clock()).cloned());
        match client.flatten() {
            Some(client) => Failure::Answered { client: self.client_name(&client).await },
            None => Failure::Gone,
        }
    }
}
