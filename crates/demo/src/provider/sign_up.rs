//! The form with which a new user creates an account
//! ([Prompt Create §4](https://openid.net/specs/openid-connect-prompt-create-1_0.html#name-prompt-parameter)).

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use http::HeaderMap;
use serde::Deserialize;

use super::authorize::to_page;
use super::failed::Alert;
use super::failure::Failure;
use super::op::Op;
use crate::users::{NewAccount, new_subject};

/// The form of the page.
#[derive(Deserialize)]
pub(super) struct SignUp {
    interaction: String,
    username: String,
    #[serde(default)]
    name: String,
    password: String,
}

/// Answers `POST /sign-up`.
pub(super) async fn sign_up(
    State(op): State<Arc<Op>>,
    headers: HeaderMap,
    form: Result<Form<SignUp>, FormRejection>,
) -> Result<Response, Failure> {
    op.refuse_other_sites(&headers)?;
    let Form(SignUp { interaction, username, name, password }) = form?;
    let browser = op.browser(&headers)?;
    let pending = op.waiting(&browser, &interaction).await?;
    // Only the page for new accounts has this form.
    if !pending.creates_account() {
        return Ok(to_page(&interaction));
    }
    let subject = new_subject()?;
    // Core §3.1.2.2 (4), §5.5.1: the client expects a user who has an account.
    let created = match pending.expects_subject(&subject) {
        true => {
            let account = NewAccount { username: username.clone(), name, password };
            let created = op.users.create(account, subject.clone()).await;
            created.map_err(Alert::NotCreated)
        }
        false => Err(Alert::OtherAccount),
    };
    match created {
        Ok(()) => {
            op.log.decision("sign_up.created", format_args!("user {subject}"));
            op.go_on_as(&subject, &headers, &browser, &interaction).await
        }
        Err(alert) => {
            let client = pending.client_id();
            op.log.refusal(alert.code(), format_args!("{alert} Client {client}"));
            Ok(op.try_again(username, alert, &interaction))
        }
    }
}
