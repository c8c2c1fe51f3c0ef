//! Sends the browser to the provider, and reads what it brings back.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::HeaderMap;
use symbolon::oidc::Prompt;
use symbolon::relying_party::{Callback, drive};
use symbolon_store::Error;
use time::Duration;

use super::app::App;
use super::problem::Problem;
use super::shown::Shown;
use crate::cookie::Browser;
use crate::http::Message;
use crate::system::clock;

/// The longest time that a user may take to come back from the provider.
const PATIENCE: Duration = Duration::minutes(30);

/// How long a session of a signed-in user lasts.
const SESSION: Duration = Duration::hours(8);

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
    let browser = app.login_cookie.browser_or_new(&headers)?;
    let until = clock().saturating_add(PATIENCE);
    app.log.store(app.records.put_login(browser.key(), &pending, until).await)?;
    Ok(app.login_cookie.tell(&browser, Redirect::to(url.as_str()).into_response()))
}

/// Answers `GET /callback`.
pub(super) async fn callback(
    State(app): State<Arc<App>>,
    Message(request): Message,
) -> Result<Response, Problem> {
    let callback = Callback::from_http(&request)?;
    let browser = app.login_cookie.browser(request.headers()).ok_or(Problem::NoLogin)?;
    let pending = app.records.take_login(browser.key(), callback.state(), clock()).await;
    let pending = match app.log.store(pending) {
        // The secret of the app has changed.
        Err(Error::Seal) => None,
        pending => pending?,
    };
    let pending = pending.ok_or(Problem::NoLogin)?;

    let provider = app.provider().await?;
    let flow = provider.rp.finish(pending, callback, provider.keys.clone())?;
    let login = drive(flow, |request| app.http.send(request), clock).await?;

    // An attacker who knew the browser's old cookie must not be signed in too.
    let session = Browser::random()?;
    let until = clock().saturating_add(SESSION);
    app.log.store(app.records.put_session(session.key(), &login.session, until).await)?;
    if let Some(before) = app.session_cookie.browser(request.headers()) {
        app.log.store(app.records.delete_session(before.key()).await)?;
    }
    app.log.decision("app.sign_in", format_args!("user {}", login.id_token.sub));
    // The redirect removes the code from the address bar.
    let mut response = app.session_cookie.tell(&session, Redirect::to("/").into_response());
    let id_token = Some(login.id_token.encoded().expose().to_owned());
    app.show(&session, &Shown { id_token, ..Shown::default() }, &mut response);
    Ok(response)
}
