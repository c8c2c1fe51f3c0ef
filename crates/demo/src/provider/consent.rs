//! The consent page.

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use http::HeaderMap;
use serde::Deserialize;
use symbolon::provider::{Consent, Decision, PendingAuthorization, SignedIn};
use url::Url;

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
    /// "Not you?": the user wants to sign in with another account.
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
    let session = op.sessions.find(&headers).ok_or(Failure::Gone)?;
    if let Action::NotYou = form.action {
        op.waiting(&session, &form.interaction).await?;
        let session = op.sign_out_of(&session)?.ok_or(Failure::Gone)?;
        return Ok(op.sessions.tell(&session, to_page(&form.interaction)));
    }
    let shown = op.sessions.ask(&session, |browser| browser.take_shown(&form.interaction, clock()));
    let Some((pending, user)) = shown.flatten() else {
        return Err(op.gone(&session, &form.interaction).await);
    };
    if let Action::Deny = form.action {
        return op.answer(pending, Decision::Denied).await;
    }
    let scope = pending.scope().clone();
    // RFC 8252 §8.6: any app can use the identifier of a public client, so the user is asked every time.
    let client = op.store.client(pending.client_id()).await;
    if client.is_some_and(|client| !client.is_public()) {
        op.sessions.ask(&session, |browser| browser.consent(pending.client_id(), &scope));
    }
    op.answer(pending, Decision::Consented(Consent::new(user, scope))).await
}

impl Op {
    /// Returns the consent page.
    pub(super) async fn consent_page(
        &self,
        pending: &PendingAuthorization,
        interaction: &str,
        user: &SignedIn,
    ) -> Response {
        let username = self.users.by_subject(&user.subject).map(|user| user.username.as_str());
        pages::consent(&pages::Consent {
            client: &self.client_name(pending.client_id()).await,
            username: username.unwrap_or(&user.subject),
            interaction,
            scopes: pending.scope().iter().map(in_words).collect(),
            destination: &destination(pending),
        })
    }
}

/// Returns where the browser goes with the answer: the origin of the redirect URI, or the whole URI if it has
/// no origin, such as that of a native app.
fn destination(pending: &PendingAuthorization) -> String {
    let uri = pending.redirect_uri().as_str();
    match Url::parse(uri).map(|url| url.origin()) {
        Ok(origin) if origin.is_tuple() => origin.ascii_serialization(),
        _ => uri.to_owned(),
    }
}

/// Describes to the user what a client gets with a scope.
fn in_words(scope: &str) -> &str {
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
