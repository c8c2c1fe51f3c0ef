//! The sign-in page.

use std::sync::Arc;

use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use axum::{Extension, Form};
use http::HeaderMap;
use serde::Deserialize;
use symbolon::provider::{Decision, PendingAuthorization, SignedIn};

use super::authorize::to_page;
use super::configuration::PASSWORD;
use super::failed::{Alert, Failed};
use super::failure::Failure;
use super::op::Op;
use super::pages;
use crate::cookie::Browser;
use crate::server::Peer;
use crate::system::clock;

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
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    form: Result<Form<SignIn>, FormRejection>,
) -> Result<Response, Failure> {
    op.refuse_other_sites(&headers)?;
    let Form(form) = form?;
    let browser = op.browser(&headers)?;
    if let Action::Cancel = form.action {
        let pending = op.take(&browser, &form.interaction).await?;
        return op.answer(pending, Decision::Denied).await;
    }
    let pending = op.waiting(&browser, &form.interaction).await?;
    match op.check(&form, peer, &pending).await {
        Ok(subject) => {
            op.log.decision("sign_in.password", format_args!("user {subject}"));
            op.go_on_as(&subject, &headers, &browser, &form.interaction).await
        }
        Err(alert) => Ok(op.try_again(form.username, alert, &form.interaction)),
    }
}

impl Op {
    /// Signs a user in who proved to know the password, and redirects to the next page.
    pub(super) async fn go_on_as(
        &self,
        subject: &str,
        headers: &HeaderMap,
        browser: &Browser,
        interaction: &str,
    ) -> Result<Response, Failure> {
        let user = SignedIn::new(subject, clock()).amr("pwd").acr(PASSWORD);
        let browser = match self.start_session(browser, interaction, &user).await {
            // The request no longer waits for a sign-in, for example after a second click.
            Err(Failure::Gone) => return Ok(to_page(interaction)),
            begun => begun?,
        };
        let mut response = self.cookie.tell(&browser, to_page(interaction));
        if self.failed.read(headers).is_some() {
            self.failed.remove(&mut response);
        }
        Ok(response)
    }

    /// Redirects to the page of the request, which shows the alert.
    pub(super) fn try_again(&self, username: String, alert: Alert, interaction: &str) -> Response {
        let mut response = to_page(interaction);
        let failed = Failed { username, alert };
        self.failed.set(&mut response, &failed.to_cookie(interaction));
        response
    }

    /// Returns the subject of the user whose name and password are in the form.
    async fn check(
        &self,
        form: &SignIn,
        peer: Peer,
        pending: &PendingAuthorization,
    ) -> Result<String, Alert> {
        let client = pending.client_id();
        let refuse = |alert: Alert| {
            self.log.refusal(alert.code(), format_args!("{alert} Client {client}"));
            alert
        };
        let attempt = self.guesses.admit(&form.username, peer.0, clock());
        let attempt = attempt.map_err(|early| refuse(Alert::TooEarly(early)))?;
        let subject = self.users.sign_in(form.username.clone(), form.password.clone()).await;
        let subject = subject.ok_or_else(|| refuse(Alert::Wrong))?;
        self.guesses.right(&attempt);
        // Core §3.1.2.2 (4), §5.5.1: if the request has an `id_token_hint`, or names a value of `sub`,
        // only this user may sign in.
        if !pending.expects_subject(&subject) {
            return Err(refuse(Alert::OtherAccount));
        }
        Ok(subject)
    }

    /// Returns the sign-in page, with a message if an attempt failed.
    pub(super) async fn sign_in_page(
        &self,
        headers: &HeaderMap,
        interaction: &str,
        pending: &PendingAuthorization,
    ) -> Response {
        let failed = self.failed.read(headers);
        let failed = failed.and_then(|value| Failed::from_cookie(value, interaction));
        let hint = pending.login_hint().unwrap_or_default();
        pages::sign_in(&pages::SignIn {
            client: &self.client_name(pending.client_id()).await,
            issuer: self.engine.issuer().as_str(),
            interaction,
            username: failed.as_ref().map_or(hint, |failed| &failed.username),
            // RFC 9700 §4.11.2: the user decides whether to trust an app that registered itself.
            trusted: pending.trusts_redirect_uri(),
            alert: failed.as_ref().map(|failed| failed.alert),
            creates_account: pending.creates_account(),
        })
    }
}
