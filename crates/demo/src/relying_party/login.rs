//! Sends the browser to the provider, and reads what it brings back.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, Method, Request, StatusCode};
use symbolon::oauth::{ResponseMode, ResponseType, fragment_page};
use symbolon::relying_party::{
    Callback, Login, OwnOrigins, PendingLogin, ThirdPartyLogin, WithoutTokens, drive,
};
use symbolon_store::Error;
use time::Duration;
use url::Url;

use super::app::App;
use super::arrival::Arrival;
use super::page::allowed;
use super::party::Party;
use super::problem::Problem;
use super::shown::Shown;
use crate::cookie::Browser;
use crate::http::{Message, respond};
use crate::system::clock;

/// The scope that every login asks for.
pub(super) const SCOPE: &str = "profile email offline_access";

/// The longest time that a user may take to come back from the provider.
const PATIENCE: Duration = Duration::minutes(30);

/// How long a session of a signed-in user lasts.
const SESSION: Duration = Duration::hours(8);

/// The response modes in which a page of the provider posts the response.
const POSTED: [ResponseMode; 2] = [ResponseMode::FORM_POST, ResponseMode::FORM_POST_JWT];

/// Answers `GET /login`. The query contains the choices of the user on the start page.
pub(super) async fn login(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let party = &app.main;
    let request = app.known(party).await?.rp.login(&party.redirect_uri).scope(SCOPE);
    let begun = match query.as_deref().filter(|query| !query.is_empty()) {
        Some(query) => {
            app.begin(party, request, &app.choice.changed_by(query)?, Problem::Choice).await
        }
        None => app.begin(party, request, &app.choice, Problem::Request).await,
    };
    app.leave(party, &headers, begun?).await
}

/// Answers `GET` and `POST` at the address at which a third party starts a login, such as the link on
/// the page of the provider.
pub(super) async fn third_party(
    State(app): State<Arc<App>>,
    Message(request): Message,
) -> Result<Response, Problem> {
    let started = ThirdPartyLogin::from_http(&request)?;
    let party = &app.main;
    let provider = app.known(party).await?;
    let own = OwnOrigins::of(&party.redirect_uri);
    let login = provider.rp.third_party_login(&started, &party.redirect_uri, &own)?.scope(SCOPE);
    let begun = app.begin(party, login, &app.choice, Problem::Request).await?;
    app.log.decision("app.third_party_login", format_args!("provider {}", party.issuer));
    app.leave(party, request.headers(), begun).await
}

/// Answers `GET /callback` and `POST /callback`, the redirect URI at the provider of the command line.
pub(super) async fn callback(
    State(app): State<Arc<App>>,
    Message(request): Message,
) -> Result<Response, Problem> {
    app.arrived(Some(app.main.clone()), request).await
}

/// Answers `GET /callback/{provider}` and `POST /callback/{provider}`. Each provider that a user named
/// has its own redirect URI, so that no provider can pass the code of another provider to the app as
/// its own code
/// ([RFC 9700 §4.4.2.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.4.2.2)).
pub(super) async fn named_callback(
    State(app): State<Arc<App>>,
    place: Result<Path<String>, PathRejection>,
    Message(request): Message,
) -> Result<Response, Problem> {
    let Ok(Path(place)) = place else { return Err(Problem::NoLogin) };
    let party = app.log.store(app.named.party_at(&place).await)?;
    app.arrived(party, request).await
}

impl App {
    /// Completes the login whose response arrived at the redirect URI of this provider.
    async fn arrived(
        &self,
        party: Option<Arc<Party>>,
        request: Request<Vec<u8>>,
    ) -> Result<Response, Problem> {
        // Browsers do not send the fragment of an address. The script of this page posts the fragment.
        if request.method() == Method::GET && request.uri().query().is_none() {
            return Ok(respond(fragment_page()));
        }
        let callback = Callback::from_http(&request)?;
        let party = party.ok_or(Problem::NoLogin)?;
        let headers = request.headers();
        let pending = self.begun(&party, headers, &callback).await?.ok_or(Problem::NoLogin)?;
        match self.finish(&party, headers, pending, callback).await {
            Err(problem) => Err(self.forget(&party, problem).await),
            answered => answered,
        }
    }

    /// Exchanges what arrived for tokens, and signs the user in.
    async fn finish(
        &self,
        party: &Party,
        headers: &HeaderMap,
        pending: PendingLogin,
        callback: Callback,
    ) -> Result<Response, Problem> {
        let provider = self.known(party).await?;
        let flow = pending.response_type().clone();
        let return_to = pending.return_to().unwrap_or("/").to_owned();
        let mode = pending.response_mode().cloned().unwrap_or_else(|| flow.default_mode());
        if flow == ResponseType::NONE {
            let finish =
                provider.rp.finish_without_tokens(pending, callback, provider.keys.clone())?;
            let finished = drive(finish, |request| party.http.send(request), clock).await?;
            let WithoutTokens { requested_scope, .. } = finished;
            self.log.decision("app.allowed", format_args!("scope {requested_scope}, no tokens"));
            return Ok(allowed(StatusCode::OK, party.issuer.as_str(), &requested_scope, &mode));
        }
        let finish = provider.rp.finish(pending, callback, provider.keys.clone())?;
        let login = drive(finish, |request| party.http.send(request), clock).await?;
        let arrival = Arrival::new(&flow, &mode, &login);
        self.start_session(party, headers, &login, arrival, &return_to).await
    }

    /// Stores a login that has begun, and sends the browser to the provider.
    pub(super) async fn leave(
        &self,
        party: &Party,
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
        self.log.store(party.records.put_login(browser.key(), &pending, until).await)?;
        Ok(cookie.tell(&browser, Redirect::to(url.as_str()).into_response()))
    }

    /// Returns the login of this browser to which the callback belongs.
    async fn begun(
        &self,
        party: &Party,
        headers: &HeaderMap,
        callback: &Callback,
    ) -> Result<Option<PendingLogin>, Problem> {
        for cookie in [&self.login_cookie, &self.posted_login_cookie] {
            let Some(browser) = cookie.browser(headers) else { continue };
            let taken = party.records.take_login(browser.key(), callback.state(), clock()).await;
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
        party: &Party,
        headers: &HeaderMap,
        login: &Login,
        arrival: Arrival,
        return_to: &str,
    ) -> Result<Response, Problem> {
        // An attacker who knew the browser's old cookie must not be signed in too.
        let session = Browser::random()?;
        let until = clock().saturating_add(SESSION);
        self.log.store(party.records.put_session(session.key(), &login.session, until).await)?;
        if let Some(before) = self.session_cookie.browser(headers) {
            self.log.store(self.end_session(&before, headers).await)?;
        }
        self.log.decision("app.sign_in", format_args!("user {}", login.id_token.sub));
        // The redirect removes the code from the address bar.
        let mut response =
            self.session_cookie.tell(&session, Redirect::to(return_to).into_response());
        let id_token = Some(login.id_token.encoded().expose().to_owned());
        let shown = Shown { at: party.at(), id_token, arrival, ..Shown::default() };
        self.show(&session, &shown, &mut response);
        Ok(response)
    }
}
