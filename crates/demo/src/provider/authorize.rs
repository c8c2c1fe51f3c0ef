//! The authorization endpoint, and what happens in the browser before it answers.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse, Response};
use http::HeaderMap;
use symbolon::jose::SecretString;
use symbolon::jose::crypto::RandomError;
use symbolon::oauth::{ClientId, Scope};
use symbolon::provider::{
    AuthorizationRequest, Decision, Interaction, PageRefusal, PendingAuthorization, Refusal,
    SignedIn,
};
use symbolon::ring::CRYPTO;

use super::{Op, pages};
use crate::ambient::clock;
use crate::http::{Message, respond};
use crate::sessions::SessionId;

/// How long a user may take to answer a page.
const PATIENCE: Duration = Duration::from_secs(30 * 60);

/// What the provider remembers of a browser.
#[derive(Debug, Default)]
pub(super) struct Browser {
    pub(super) signed_in: Option<SignedIn>,
    /// What its user has let clients have.
    pub(super) consents: HashMap<ClientId, Scope>,
    /// The requests that wait for a page to be answered, by the name in its form.
    pub(super) waiting: HashMap<String, PendingAuthorization>,
}

/// `GET /authorize`, or `POST`
pub(super) async fn authorize(
    State(op): State<Arc<Op>>,
    headers: HeaderMap,
    Message(request): Message,
) -> Result<Response, Failure> {
    let request = AuthorizationRequest::from_http(&request)?;
    let client = op.store.client(request.client_id()).await;
    let pending = op.engine.authorize(request, client.as_ref(), clock())?;

    let session = op.sessions.find_or_open(&headers)?;
    let interaction = SecretString::random(&CRYPTO)?.expose().to_owned();
    op.sessions.ask(&session, |browser| browser.wait(&interaction, pending));
    let response = op.proceed(&session, &interaction).await?;
    Ok(op.sessions.tell(&session, response))
}

impl Browser {
    /// A request waits for the user. Those that have waited for too long no longer do.
    fn wait(&mut self, interaction: &str, pending: PendingAuthorization) {
        let now = pending.received();
        self.waiting.retain(|_, other| now.since(other.received()) < PATIENCE);
        self.waiting.insert(interaction.to_owned(), pending);
    }

    /// A user signed in to go on with this request. What waits for somebody else, and what somebody
    /// else consented to, is not theirs.
    pub(super) fn sign_in(&mut self, user: SignedIn, interaction: &str) {
        let before = self.signed_in.as_ref().map(|before| &before.subject);
        if before != Some(&user.subject) {
            self.consents.clear();
            self.waiting.retain(|waiting, _| waiting == interaction);
        }
        self.signed_in = Some(user);
    }

    pub(super) fn consent(&mut self, client: &ClientId, scope: &Scope) {
        let consented = self.consents.entry(client.clone()).or_default();
        for token in scope.iter() {
            // Whatever is in one scope can be in another.
            let _ = consented.insert(token);
        }
    }
}

impl Op {
    /// The page that the user has to see next, or the answer to the client.
    pub(super) async fn proceed(
        &self,
        session: &SessionId,
        interaction: &str,
    ) -> Result<Response, Failure> {
        let pending = self.waiting(session, interaction)?;
        let (signed_in, consented) = self
            .sessions
            .ask(session, |browser| {
                let consented = browser.consents.get(pending.client_id()).cloned();
                (browser.signed_in.clone(), consented.unwrap_or_default())
            })
            .ok_or(Failure::Gone)?;
        match self.engine.interaction(&pending, signed_in.as_ref(), &consented, clock())? {
            Interaction::SignIn => Ok(self.sign_in_page(&pending, interaction, None).await),
            Interaction::Consent(user) => Ok(self.consent_page(&pending, interaction, &user).await),
            Interaction::Nothing(granted) => {
                self.answer(session, interaction, Decision::Granted(granted)).await
            }
        }
    }

    /// Sends the browser back to the client. The request no longer waits, whatever the answer is.
    pub(super) async fn answer(
        &self,
        session: &SessionId,
        interaction: &str,
        decision: Decision,
    ) -> Result<Response, Failure> {
        let pending = self.sessions.ask(session, |browser| browser.waiting.remove(interaction));
        let pending = pending.flatten().ok_or(Failure::Gone)?;
        let issued = self.engine.grant(pending, decision, clock())?;
        self.store.put_code(issued.record()).await;
        Ok(respond(issued.into_response()))
    }

    /// The request that a form of this browser is about.
    pub(super) fn waiting(
        &self,
        session: &SessionId,
        interaction: &str,
    ) -> Result<PendingAuthorization, Failure> {
        let pending =
            self.sessions.ask(session, |browser| browser.waiting.get(interaction).cloned());
        pending.flatten().ok_or(Failure::Gone)
    }

    /// What people call the client.
    pub(super) async fn client_name(&self, pending: &PendingAuthorization) -> String {
        let client = self.store.client(pending.client_id()).await;
        let name = client.and_then(|client| client.client_name);
        name.unwrap_or_else(|| pending.client_id().to_string())
    }
}

/// Why a browser gets no further.
#[derive(Debug)]
pub(super) enum Failure {
    Refused(Box<Refusal>),
    /// The form is of another browser, was answered before, or has waited too long.
    Gone,
    Random,
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<PageRefusal> for Failure {
    fn from(refusal: PageRefusal) -> Self {
        Refusal::from(refusal).into()
    }
}

/// A form that is not as it was shown.
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
                Refusal::Redirect(refusal) => respond(refusal.into_response()),
                Refusal::Page(refusal) => pages::refused(&refusal),
            },
            Self::Gone => pages::gone(),
            Self::Random => pages::broken(),
        }
    }
}
