//! Sends the browser to the provider, and reads what it brings back.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::HeaderMap;
use symbolon::oidc::Prompt;
use symbolon::relying_party::{Callback, drive};

use super::app::App;
use super::problem::Problem;
use crate::http::Message;
use crate::system::clock;

/// Answers `GET /login`.
pub(super) async fn login(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let provider = app.provider().await?;
    let (url, pending) = provider
        .rp
        .login(&app.redirect_uri)
        .scope("profile email offline_access")
        // Core §11: the user has to agree to offline access.
        .prompt(Prompt::CONSENT)
        .begin(clock())?;
    let session = app.sessions.find_or_open(&headers)?;
    app.sessions.ask(&session, |visitor| visitor.begin(pending, clock()));
    Ok(app.sessions.tell(&session, Redirect::to(url.as_str()).into_response()))
}

/// Answers `GET /callback`.
pub(super) async fn callback(
    State(app): State<Arc<App>>,
    Message(request): Message,
) -> Result<Response, Problem> {
    let callback = Callback::from_http(&request)?;
    let session = app.sessions.find(request.headers()).ok_or(Problem::NoLogin)?;
    let pending = app.sessions.ask(&session, |visitor| visitor.take(callback.state(), clock()));
    let pending = pending.flatten().ok_or(Problem::NoLogin)?;

    let provider = app.provider().await?;
    let flow = provider.rp.finish(pending, callback, provider.keys.clone())?;
    let login = drive(flow, |request| app.http.send(request), clock).await?;

    // An attacker who knew the browser's old cookie must not be signed in too.
    let session = app.sessions.rename(&session)?.ok_or(Problem::NoLogin)?;
    app.log.decision("app.sign_in", format_args!("user {}", login.id_token.sub));
    app.sessions.ask(&session, |visitor| visitor.signed_in = Some(login.into()));
    // The redirect removes the code from the address bar.
    Ok(app.sessions.tell(&session, Redirect::to("/").into_response()))
}
