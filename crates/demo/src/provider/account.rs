//! The page at the provider's own address, and signing out.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use http::HeaderMap;
use symbolon::jose::crypto::RandomError;

use super::failure::Failure;
use super::op::Op;
use super::pages;
use crate::sessions::SessionId;

/// Answers `GET /`.
pub(super) async fn home(State(op): State<Arc<Op>>, headers: HeaderMap) -> Response {
    pages::home(&pages::Home { username: &op.username(&headers).unwrap_or_default() })
}

/// Answers GET at the address of a form, for example when the user reloads the page after the form.
pub(super) async fn to_home() -> Redirect {
    Redirect::to("/")
}

/// Answers `POST /sign-out`.
pub(super) async fn sign_out(
    State(op): State<Arc<Op>>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    op.refuse_other_sites(&headers)?;
    let home = Redirect::to("/").into_response();
    let Some(session) = op.sessions.find(&headers) else { return Ok(home) };
    match op.sign_out_of(&session)? {
        Some(session) => Ok(op.sessions.tell(&session, home)),
        None => Ok(home),
    }
}

impl Op {
    /// Returns the name of the user who is signed in in this browser.
    pub(super) fn username(&self, headers: &HeaderMap) -> Option<String> {
        let session = self.sessions.find(headers)?;
        let subject = self
            .sessions
            .ask(&session, |browser| browser.subject().map(str::to_owned))
            .flatten()?;
        let user = self.users.by_subject(&subject).map(|user| user.username.clone());
        Some(user.unwrap_or(subject))
    }

    /// Signs the user of a session out, and moves the session to a new id. Returns `None` if no
    /// user was signed in, or if the session has ended.
    pub(super) fn sign_out_of(
        &self,
        session: &SessionId,
    ) -> Result<Option<SessionId>, RandomError> {
        let user = self.sessions.ask(session, |browser| browser.sign_out()).flatten();
        let Some(user) = user else { return Ok(None) };
        self.log.decision("sign_out", format_args!("user {}", user.subject));
        self.sessions.rename(session)
    }
}
