//! The sign-in page.

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse as _, Response};
use http::HeaderMap;
use serde::Deserialize;
use symbolon::provider::{Decision, PendingAuthorization, SignedIn};

use super::authorize::Failure;
use super::op::Op;
use super::pages;
use crate::system::clock;

const WRONG: &str = "The user name or the password is wrong. Please try again.";

const OTHER_ACCOUNT: &str = "The app expects another account. Please sign in with the account that \
                             you used there before, or cancel.";

/// The user name of a failed attempt, and the message about it.
pub(super) struct Refused<'a> {
    username: &'a str,
    alert: &'static str,
}

/// The form of the sign-in page.
#[derive(Deserialize)]
pub(super) struct SignIn {
    interaction: String,
    username: String,
    password: String,
    action: Action,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Action {
    SignIn,
    Cancel,
}

/// Answers `POST /sign-in`.
pub(super) async fn sign_in(
    State(op): State<Arc<Op>>,
    headers: HeaderMap,
    form: Result<Form<SignIn>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(form) = form?;
    let session = op.sessions.find(&headers).ok_or(Failure::Gone)?;
    if let Action::Cancel = form.action {
        let pending = op.take(&session, &form.interaction)?;
        return op.answer(pending, Decision::Denied).await;
    }
    let pending = op.waiting(&session, &form.interaction)?;
    let refuse = async |alert| {
        let refused = Refused { username: &form.username, alert };
        Ok(op.sign_in_page(&pending, &form.interaction, Some(refused)).await)
    };
    let Some(subject) = op.users.sign_in(form.username.clone(), form.password).await else {
        return refuse(WRONG).await;
    };
    // Core §3.1.2.2 (4): the request has an ID Token of one user as a hint. No other user may sign in.
    if pending.hinted_subject().is_some_and(|hinted| hinted != subject) {
        return refuse(OTHER_ACCOUNT).await;
    }
    // An attacker who knew the browser's old cookie must not be signed in too.
    let session = op.sessions.rename(&session)?.ok_or(Failure::Gone)?;
    let user = SignedIn::new(&subject, clock()).amr("pwd");
    op.sessions.ask(&session, |browser| browser.sign_in(user, &form.interaction));
    let response = op.proceed(&session, &form.interaction, &pending).await.into_response();
    Ok(op.sessions.tell(&session, response))
}

impl Op {
    /// Returns the sign-in page, with a message if an attempt failed.
    pub(super) async fn sign_in_page(
        &self,
        pending: &PendingAuthorization,
        interaction: &str,
        refused: Option<Refused<'_>>,
    ) -> Response {
        let hint = pending.login_hint().unwrap_or_default();
        let Refused { username, alert } = refused.unwrap_or(Refused { username: hint, alert: "" });
        pages::sign_in(&pages::SignIn {
            client: &self.client_name(pending).await,
            issuer: self.engine.issuer().as_str(),
            interaction,
            username,
            alert,
        })
    }
}
