//! Sends the browser to the provider, and reads what it brings back.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, Method, StatusCode};
use symbolon::oauth::{ResponseMode, ResponseType, fragment_page};
use symbolon::relying_party::{
    Callback, Login, OwnOrigins, PendingLogin, ThirdPartyLogin, WithoutTokens, drive,
};
use symbolon_store::Error;
use time::Duration;
use url::Url;

use super::app::App;
use super::arrival::Arrival;
use super::others::Chosen;
use super::page::allowed;
use super::problem::Problem;
use super::shown::Shown;
use crate::cookie::Browser;
use crate::http::{Message, respond};
use crate::system::clock;

/// The scope that every login asks for.
const SCOPE: &str = "profile email offline_access";

/// The longest time that a user may take to come back from the provider.
const PATIENCE: Duration = Duration::minutes(30);

/// How long a session of a signed-in user lasts.
const SESSION: Duration = Duration::hours(8);

/// The response modes in which a page of the provider posts the response.
const POSTED: [ResponseMode; 2] = [ResponseMode::FORM_POST, ResponseMode::FORM_POST_JWT];

/// Answers `GET /login`. The query contains the choices of the user on the start page.
pub(super) async fn login(
    Chosen(app): Chosen,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let provider = app.provider().await?;
    let request = provider.rp.login(&app.redirect_uri).scope(SCOPE);
    let begun = match query.as_deref().filter(|query| !query.is_empty()) {
        Some(query) => app.begin(request, &app.choice.changed_by(query)?, Problem::Choice).await,
        None => app.begin(request, &app.choice, Problem::Request).await,
    };
    app.leave(&headers, begun?).await
}

/// Answers `GET` and `POST` at the address at which a third party starts a login, such as the link on
/// the page of the provider.
pub(super) async fn third_party(
    State(app): State<Arc<App>>,
    Message(request): Message,
) -> Result<Response, Problem> {
    let started = ThirdPartyLogin::from_http(&request)?;
    let provider = app.provider().await?;
    let own = OwnOrigins::of(&app.redirect_uri);
    let login = provider.rp.third_party_login(&started, &app.redirect_uri, &own)?.scope(SCOPE);
    let begun = app.begin(login, &app.choice, Problem::Request).await?;
    app.log.decision("app.third_party_login", format_args!("provider {}", app.issuer));
    app.leave(request.headers(), begun).await
}

/// Answers `GET /callback` and `POST /callback`.
pub(super) async fn callback(
    State(app): State<Arc<App>>,
    Message(request): Message,
) -> Result<Response, Problem> {
    let before = app.chosen(request.headers());
    app.answer(&request, &before).await
}

/// Answers `GET /callback/{place}` and `POST /callback/{place}`: the response of a provider that the
/// user has named.
pub(super) async fn callback_of_other(
    State(app): State<Arc<App>>,
    Path(place): Path<String>,
    Message(request): Message,
) -> Result<Response, Problem> {
    let other = app.others.as_ref().and_then(|others| others.get(&place));
    let before = app.chosen(request.headers());
    other.ok_or(Problem::NoLogin)?.answer(&request, &before).await
}

impl App {
    /// Reads the response of the provider. `before` is the app as a client of the provider that the
    /// user has chosen before.
    async fn answer(
        &self,
        request: &http::Request<Vec<u8>>,
        before: &Self,
    ) -> Result<Response, Problem> {
        let app = self;
        // Browsers do not send the fragment of an address. The script of this page posts the fragment.
        if request.method() == Method::GET && request.uri().query().is_none() {
            return Ok(respond(fragment_page()));
        }
        let callback = Callback::from_http(request)?;
        let pending = app.begun(request.headers(), &callback).await?.ok_or(Problem::NoLogin)?;
        let provider = app.provider().await?;
        let flow = pending.response_type().clone();
        let return_to = pending.return_to().unwrap_or("/").to_owned();
        let mode = pending.response_mode().cloned().unwrap_or_else(|| flow.default_mode());
        if flow == ResponseType::NONE {
            let finish =
                provider.rp.finish_without_tokens(pending, callback, provider.keys.clone())?;
            let finished = drive(finish, |request| app.http.send(request), clock).await?;
            let WithoutTokens { requested_scope, .. } = finished;
            app.log.decision("app.allowed", format_args!("scope {requested_scope}, no tokens"));
            return Ok(allowed(StatusCode::OK, app.issuer.as_str(), &requested_scope, &mode));
        }
        let finish = provider.rp.finish(pending, callback, provider.keys.clone())?;
        let login = drive(finish, |request| app.http.send(request), clock).await?;
        let arrival = Arrival::new(&flow, &mode, &login);
        let mut response =
            app.start_session((request.headers(), before), &login, arrival, &return_to).await?;
        app.choose_self(request.headers(), &mut response);
        Ok(response)
    }

    /// Remembers in the browser that the user has signed in at this provider.
    fn choose_self(&self, headers: &HeaderMap, response: &mut Response) {
        match &self.place {
            Some(place) => self.provider_cookie.set(response, place),
            None if self.provider_cookie.read(headers).is_some() => {
                self.provider_cookie.remove(response);
            }
            None => {}
        }
    }

    /// Stores a login that has begun, and sends the browser to the provider.
    async fn leave(
        &self,
        headers: &HeaderMap,
        (url, pending): (Url, PendingLogin),
    ) -> Result<Response, Problem> {
        // Browsers do not send a `Lax` cookie with a form of another site.
        let cookie = match pending.response_mode() {
            Some(mode) if POSTED.contains(mode) => &self.posted_login_cookie,
            _ => &self.login_cookie,
        };
        let browser = cookie.browser_or_new(headers)?;
        let until = clock().saturating_add(PATIENCE);
        self.log.store(self.records.put_login(browser.key(), &pending, until).await)?;
        Ok(cookie.tell(&browser, Redirect::to(url.as_str()).into_response()))
    }

    /// Returns the login of this browser to which the callback belongs.
    async fn begun(
        &self,
        headers: &HeaderMap,
        callback: &Callback,
    ) -> Result<Option<PendingLogin>, Problem> {
        for cookie in [&self.login_cookie, &self.posted_login_cookie] {
            let Some(browser) = cookie.browser(headers) else { continue };
            let taken = self.records.take_login(browser.key(), callback.state(), clock()).await;
            match self.log.store(taken) {
                // The secret of the app has changed.
                Err(Error::Seal) => return Ok(None),
                Ok(None) => {}
                taken => return Ok(taken?),
            }
        }
        Ok(None)
    }

    /// Signs the user of a login in.
    async fn start_session(
        &self,
        (headers, before): (&HeaderMap, &Self),
        login: &Login,
        arrival: Arrival,
        return_to: &str,
    ) -> Result<Response, Problem> {
        // An attacker who knew the browser's old cookie must not be signed in too.
        let session = Browser::random()?;
        let until = clock().saturating_add(SESSION);
        self.log.store(self.records.put_session(session.key(), &login.session, until).await)?;
        if let Some(browser) = self.session_cookie.browser(headers) {
            self.log.store(before.records.delete_session(browser.key()).await)?;
        }
        self.log.decision("app.sign_in", format_args!("user {}", login.id_token.sub));
        // The redirect removes the code from the address bar.
        let mut response =
            self.session_cookie.tell(&session, Redirect::to(return_to).into_response());
        let id_token = Some(login.id_token.encoded().expose().to_owned());
        self.show(&session, &Shown { id_token, arrival, ..Shown::default() }, &mut response);
        Ok(response)
    }
}
