//! The form in which a user names a provider, and the login that follows.

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use http::HeaderMap;
use serde::Deserialize;
use symbolon::jose::{Fingerprint, SecretString};

use super::registered;
use crate::relying_party::app::App;
use crate::relying_party::choice::Choice;
use crate::relying_party::login::SCOPE;
use crate::relying_party::problem::Problem;

/// The form on the start page.
#[derive(Deserialize)]
pub(crate) struct ProviderForm {
    token: String,
    identifier: String,
}

/// Answers `POST /provider`: finds the provider that the user named, registers the app there unless it
/// is registered, and sends the browser there.
pub(crate) async fn name_provider(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    form: Result<Form<ProviderForm>, FormRejection>,
) -> Result<Response, Problem> {
    app.refuse_other_sites(&headers)?;
    let Form(form) = form.map_err(|_| Problem::UnknownChoice)?;
    // Discovery §2: the form is protected against cross-site request forgery.
    let browser = app.form_cookie.browser(&headers);
    let token = SecretString::new(form.token);
    let is_ours = |key: &Fingerprint| SecretString::new(key.as_str().to_owned()) == token;
    if !browser.is_some_and(|browser| is_ours(browser.key())) {
        return Err(Problem::OtherSite);
    }
    let typed = form.identifier.trim().to_owned();
    let as_named = |error| Problem::Named { typed: typed.clone(), error: Box::new(error) };
    let target = app.named.target(&typed).map_err(as_named)?;
    let task = app.clone();
    // When the browser closes the connection, this function is cancelled. A registration must not be
    // cancelled before it is stored: no other program knows its secret.
    let found = tokio::spawn(async move { task.arrive(target).await });
    let found = found.await.map_err(|_| Problem::Interrupted)?.map_err(as_named)?;
    if found.has_news() {
        return Ok(registered::page(&found, app.form_token(&headers)?));
    }
    let party = &found.party;
    let request = app.known(party).await?.rp.login(&party.redirect_uri);
    let scope = party.scope.as_ref().map_or_else(|| SCOPE.to_owned(), ToString::to_string);
    let request = request.scope(&scope);
    // The app has registered itself for the flow `code`, and without a key for signed requests.
    let Choice { claims, prompt, .. } = app.choice.clone();
    let choice = Choice { claims, prompt, ..Choice::default() };
    let begun = app.begin(party, request, &choice, Problem::Request).await?;
    app.leave(party, &headers, begun).await
}

impl App {
    /// Returns the token of the form for a browser that has the cookie of the form.
    fn form_token(&self, headers: &HeaderMap) -> Result<String, Problem> {
        let browser = self.form_cookie.browser(headers).ok_or(Problem::OtherSite)?;
        Ok(browser.key().as_str().to_owned())
    }
}
