//! The consent page.

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use http::HeaderMap;
use serde::Deserialize;
use symbolon::provider::{Consent, Decision, PendingAuthorization, SignedIn};

use super::authorize::Failure;
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
}

/// Answers `POST /consent`.
pub(super) async fn consent(
    State(op): State<Arc<Op>>,
    headers: HeaderMap,
    form: Result<Form<ConsentForm>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(form) = form?;
    let session = op.sessions.find(&headers).ok_or(Failure::Gone)?;
    let shown = op.sessions.ask(&session, |browser| browser.take_shown(&form.interaction, clock()));
    let (pending, user) = shown.flatten().ok_or(Failure::Gone)?;
    let decision = match form.action {
        Action::Deny => Decision::Denied,
        Action::Allow => {
            let scope = pending.scope().clone();
            // RFC 8252 §8.6: any app can use the identifier of a public client, so the user is asked
            // every time.
            let client = op.store.client(pending.client_id()).await;
            if client.is_some_and(|client| !client.is_public()) {
                op.sessions.ask(&session, |browser| browser.consent(pending.client_id(), &scope));
            }
            Decision::Consented(Consent::new(user, scope))
        }
    };
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
        let username = self.users.by_subject(&user.subject).map(|user| user.username.as_str());
        pages::consent(&pages::Consent {
            client: &self.client_name(pending).await,
            username: username.unwrap_or(&user.subject),
            interaction,
            scopes: pending.scope().iter().map(in_words).collect(),
        })
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
