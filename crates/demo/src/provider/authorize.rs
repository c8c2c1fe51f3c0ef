//! The authorization endpoint, and the steps between its pages and the answer to the client.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, Method};
use serde::Deserialize;
use symbolon::jose::SecretString;
use symbolon::oauth::{ClientId, Parameters, Scope};
use symbolon::provider::{
    Decision, Interaction, PendingAuthorization, ReceivedRequest, SignedIn, Stored,
};
use symbolon::ring::CRYPTO;
use symbolon_store::Error;
use time::Duration;

use super::failure::Failure;
use super::op::Op;
use super::session::fingerprint;
use crate::cookie::Browser;
use crate::http::{Message, respond};
use crate::system::clock;

/// The most bytes of an authorization request that waits for a user. Anyone can send authorization
/// requests, and the provider keeps each request.
const LONGEST: usize = 12 * 1024;

/// The longest time that a user may take to answer a page.
const PATIENCE: Duration = Duration::minutes(30);

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
    let browser = op.cookie.browser(message.headers());
    if browser.is_none() && message.method() == Method::POST {
        return again_by_get(&message);
    }
    let client = op.log.store(op.store.client(request.client_id()).await)?;
    let pending = op.engine.authorize(request, client.as_ref(), clock())?;
    let (user, consented) = op.knows(browser.as_ref(), pending.client_id()).await?;
    match op.engine.interaction(&pending, user.as_ref(), &consented, clock())? {
        Interaction::Nothing(granted) => op.answer(pending, Decision::Consented(granted)).await,
        // Anybody can send requests, so only a request that waits for a user is kept.
        Interaction::SignIn | Interaction::Consent(_) => {
            let browser = op.cookie.browser_or_new(message.headers())?;
            let interaction = SecretString::random(&CRYPTO)?.expose().to_owned();
            let (page, until) = (fingerprint(&interaction), clock().saturating_add(PATIENCE));
            let put = op.store.put_pending(browser.key(), &page, &pending, until).await;
            op.log.store(put)?;
            Ok(op.cookie.tell(&browser, to_page(&interaction)))
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
    let pending = op.waiting(&browser, &id).await?;
    let (user, consented) = op.knows(Some(&browser), pending.client_id()).await?;
    match op.engine.interaction(&pending, user.as_ref(), &consented, clock()) {
        Ok(Interaction::SignIn) => Ok(op.sign_in_page(&headers, &id, &pending).await),
        Ok(Interaction::Consent(user)) => {
            let (page, subject) = (fingerprint(&id), &user.subject);
            let shown = op.store.show_pending(browser.key(), &page, subject, clock()).await;
            if !op.log.store(shown)? {
                return Err(Failure::Gone);
            }
            Ok(op.consent_page(&pending, &id, &user).await)
        }
        Ok(Interaction::Nothing(granted)) => {
            let pending = op.take(&browser, &id).await?;
            op.answer(pending, Decision::Consented(granted)).await
        }
        Err(refusal) => {
            op.take(&browser, &id).await?;
            Err(refusal.into())
        }
    }
}

impl Op {
    /// Returns the user who is signed in in a browser, and the scope that the user has allowed this
    /// client.
    async fn knows(
        &self,
        browser: Option<&Browser>,
        client: &ClientId,
    ) -> Result<(Option<SignedIn>, Scope), Error> {
        let Some(browser) = browser else { return Ok(Default::default()) };
        let Some(user) = self.signed_in(browser).await? else { return Ok(Default::default()) };
        self.extend(browser).await?;
        let consented = self.log.store(self.store.consent(&user.subject, client).await)?;
        Ok((Some(user), consented))
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
}
