//! The sign-in page.

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use http::HeaderMap;
use serde::Deserialize;
use symbolon::provider::{Decision, PendingAuthorization, SignedIn};

use super::authorize::Failure;
use super::{Op, pages};
use crate::ambient::clock;

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

/// `POST /sign-in`
pub(super) async fn sign_in(
    State(op): State<Arc<Op>>,
    headers: HeaderMap,
    form: Result<Form<SignIn>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(form) = form?;
    let session = op.sessions.find(&headers).ok_or(Failure::Gone)?;
    let pending = op.waiting(&session, &form.interaction)?;
    if let Action::Cancel = form.action {
        return op.answer(&session, &form.interaction, Decision::Denied).await;
    }
    let Some(subject) = op.users.sign_in(form.username.clone(), form.password).await else {
        return Ok(op.sign_in_page(&pending, &form.interaction, Some(&form.username)).await);
    };
    // Somebody who knew the browser's cookie before must not be signed in along with it.
    let session = op.sessions.rename(&session)?;
    let user = SignedIn::new(&subject, clock()).amr("pwd");
    op.sessions.ask(&session, |browser| browser.sign_in(user, &form.interaction));
    let response = op.proceed(&session, &form.interaction).await?;
    Ok(op.sessions.tell(&session, response))
}

impl Op {
    /// The page; once more if what was typed for this name is wrong.
    pub(super) async fn sign_in_page(
        &self,
        pending: &PendingAuthorization,
        interaction: &str,
        refused: Option<&str>,
    ) -> Response {
        pages::sign_in(&pages::SignIn {
            client: &self.client_name(pending).await,
            issuer: self.engine.issuer().as_str(),
            interaction,
            username: refused.or(pending.login_hint()).unwrap_or_default(),
            refused: refused.is_some(),
        })
    }
}
