//! The consent page.

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use http::HeaderMap;
use serde::Deserialize;
use symbolon::provider::{PendingAuthorization, SignedIn};

use super::authorize::to_page;
use super::failure::Failure;
use super::op::Op;
use super::pages;
use crate::system::clock;

/// The form of the consent page.
#[derive(Deserialize)]
pub(super) struct ConsentForm {
    interaction: String,
    action: Action,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Action {
    Allow,
    Deny,
    /// The user pressed "Not you?", to sign in with another account.
    NotYou,
}

/// Answers `POST /consent`.
pub(super) async fn consent(
    State(op): State<Arc<Op>>,
    headers: HeaderMap,
    form: Result<Form<ConsentForm>, FormRejection>,
) -> Result<Response, Failure> {
    op.refuse_other_sites(&headers)?;
    let Form(form) = form?;
    let browser = op.browser(&headers)?;
    if let Action::NotYou = form.action {
        op.waiting(&browser, &form.interaction).await?;
        let page = to_page(&form.interaction);
        return Ok(match op.sign_out_of(&browser).await? {
            Some(browser) => op.cookie.tell(&browser, page),
            None => page,
        });
    }
    let allow = matches!(form.action, Action::Allow);
    let (engine, of, page) = (&op.engine, browser.key(), &form.interaction);
    let taken = op.store.consent_on_page(engine, of, page, allow, clock()).await;
    let (pending, decision) = op.step(taken).await?;
    op.answer(pending, decision).await
}

impl Op {
    /// Returns the consent page.
    pub(super) async fn consent_page(
        &self,
        pending: &PendingAuthorization,
        interaction: &str,
        user: &SignedIn,
    ) -> Response {
        pages::consent(&pages::Consent {
            client: &self.client_name(pending.client_id()).await,
            username: &self.name_of(&user.subject),
            interaction,
            scopes: pending.scope().iter().map(in_words).collect(),
            destination: pending.redirect_host().as_deref().unwrap_or("an app on this device"),
            trusted: pending.trusts_redirect_uri(),
            remembered: pending.accepts_earlier_consent(),
        })
    }
}

/// Describes to the user what a client gets with a scope.
pub(super) fn in_words(scope: &str) -> &str {
    match scope {
        "openid" => "a number that identifies you, the same at every visit",
        "profile" => "your name and the rest of your profile",
        "email" => "your email address",
        "address" => "your postal address",
        "phone" => "your telephone number",
        "offline_access" => "all of this for thirty days, even while you are away",
        other => other,
    }
}
