//! The authorization endpoint, and the steps between its pages and the answer to the client.

use std::sync::Arc;

use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse, Redirect, Response};
use http::Method;
use symbolon::jose::SecretString;
use symbolon::jose::crypto::RandomError;
use symbolon::oauth::Parameters;
use symbolon::provider::{
    Decision, Interaction, PendingAuthorization, ReceivedRequest, Refusal, RefusalToUser,
};
use symbolon::ring::CRYPTO;

use super::op::Op;
use super::pages;
use crate::http::{Message, respond};
use crate::sessions::SessionId;
use crate::system::clock;

/// Answers `GET /authorize` and `POST /authorize`.
pub(super) async fn authorize(
    State(op): State<Arc<Op>>,
    Message(message): Message,
) -> Result<Response, Failure> {
    let request = ReceivedRequest::from_http(&message)?;
    let session = op.sessions.find(message.headers());
    if session.is_none() && message.method() == Method::POST {
        return again_by_get(&message);
    }
    let client = op.store.client(request.client_id()).await;
    let pending = op.engine.authorize(request, client.as_ref(), clock())?;
    match op.next(session.as_ref(), &pending)? {
        Interaction::Nothing(granted) => op.answer(pending, Decision::Consented(granted)).await,
        // Anybody can send requests, so only a request that waits for a user is kept.
        page => {
            let session = op.sessions.find_or_open(message.headers())?;
            let interaction = SecretString::random(&CRYPTO)?.expose().to_owned();
            let waits = pending.clone();
            op.sessions.ask(&session, |browser| browser.wait(&interaction, waits, clock()));
            let response = op.show(&session, &interaction, &pending, page).await?;
            Ok(op.sessions.tell(&session, response))
        }
    }
}

/// Redirects a posted request to GET. With a POST from another site, browsers do not send `Lax` cookies.
/// With a navigation by GET they do, so that a user who is signed in does not sign in again.
fn again_by_get(message: &http::Request<Vec<u8>>) -> Result<Response, Failure> {
    let parameters = Parameters::from_http(message).map_err(|_| Failure::Gone)?;
    Ok(Redirect::to(&format!("/authorize?{}", parameters.encode())).into_response())
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

    /// Returns the next page after the user signed in, or the answer to the client.
    pub(super) async fn proceed(
        &self,
        session: &SessionId,
        interaction: &str,
        pending: &PendingAuthorization,
    ) -> Result<Response, Failure> {
        match self.next(Some(session), pending)? {
            Interaction::Nothing(granted) => {
                let pending = self.take(session, interaction)?;
                self.answer(pending, Decision::Consented(granted)).await
            }
            page => self.show(session, interaction, pending, page).await,
        }
    }

    /// Shows a page, and remembers for whom.
    async fn show(
        &self,
        session: &SessionId,
        interaction: &str,
        pending: &PendingAuthorization,
        page: Interaction,
    ) -> Result<Response, Failure> {
        match page {
            Interaction::SignIn => Ok(self.sign_in_page(pending, interaction, None).await),
            Interaction::Consent(user) => {
                self.sessions.ask(session, |browser| browser.show(interaction, &user, clock()));
                Ok(self.consent_page(pending, interaction, &user).await)
            }
            Interaction::Nothing(_) => Err(Failure::Gone),
        }
    }

    /// Sends the browser back to the client. The caller has taken the request, so it is answered once.
    pub(super) async fn answer(
        &self,
        pending: PendingAuthorization,
        decision: Decision,
    ) -> Result<Response, Failure> {
        let issued = self.engine.respond(pending, decision, clock())?;
        let stored = self.store.put_code(issued.records()).await;
        Ok(respond(issued.into_response(stored)))
    }

    /// Returns the request that a form of this browser belongs to.
    pub(super) fn waiting(
        &self,
        session: &SessionId,
        interaction: &str,
    ) -> Result<PendingAuthorization, Failure> {
        let pending =
            self.sessions.ask(session, |browser| browser.waiting(interaction, clock()).cloned());
        pending.flatten().ok_or(Failure::Gone)
    }

    /// Removes and returns the request that a form belongs to, so that it is answered only once.
    pub(super) fn take(
        &self,
        session: &SessionId,
        interaction: &str,
    ) -> Result<PendingAuthorization, Failure> {
        let pending = self.sessions.ask(session, |browser| browser.take(interaction, clock()));
        pending.flatten().ok_or(Failure::Gone)
    }

    /// Returns the client's name for users.
    pub(super) async fn client_name(&self, pending: &PendingAuthorization) -> String {
        let client = self.store.client(pending.client_id()).await;
        let name = client.and_then(|client| client.client_name);
        name.unwrap_or_else(|| pending.client_id().to_string())
    }
}

/// Why the browser gets an error.
#[derive(Debug)]
pub(super) enum Failure {
    Refused(Box<Refusal>),
    /// The form was shown to another browser, was answered before, or has waited too long.
    Gone,
    Random,
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<RefusalToUser> for Failure {
    fn from(refusal: RefusalToUser) -> Self {
        Refusal::from(refusal).into()
    }
}

/// A form that lacks fields was not sent from a page of this provider.
impl From<FormRejection> for Failure {
    fn from(_: FormRejection) -> Self {
        Self::Gone
    }
}

impl From<RandomError> for Failure {
    fn from(_: RandomError) -> Self {
        Self::Random
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(refusal) => match *refusal {
                Refusal::ToClient(refusal) => respond(refusal.into_response()),
                Refusal::ToUser(refusal) => pages::refused(&refusal),
            },
            Self::Gone => pages::gone(),
            Self::Random => pages::broken(),
        }
    }
}
