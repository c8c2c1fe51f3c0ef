//! The actions of the buttons on the page of a signed-in user.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use http::HeaderMap;
use symbolon::relying_party::{DriveError, Refreshed, drive};
use symbolon_store::{Lease, Refresh};

use super::app::App;
use super::problem::Problem;
use super::visitor::SignedIn;
use crate::origin::is_of_other_origin;
use crate::system::clock;

/// How often a request asks whether another request has finished its refresh, and the pause before
/// the next question.
const QUESTIONS: u32 = 50;
const PAUSE: Duration = Duration::from_millis(100);

/// Answers `POST /refresh`.
pub(super) async fn refresh(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    app.refuse_other_sites(&headers)?;
    // When the browser closes the connection, this function is cancelled. The refresh must not be:
    // when the provider has taken the old token and the new one is not stored, the next refresh sends
    // the old one again, and the provider treats a second use as theft.
    let refresh = tokio::spawn(async move {
        let signed_in = app.user(&headers).await?;
        let refreshed = app.refresh(&signed_in).await?;
        let mut shown = signed_in.shown;
        shown.refreshes = shown.refreshes.saturating_add(1);
        if let Some(id_token) = refreshed.id_token {
            shown.id_token = Some(id_token.encoded().expose().to_owned());
        }
        let mut response = Redirect::to("/").into_response();
        app.show(&signed_in.browser, &shown, &mut response);
        Ok(response)
    });
    refresh.await.map_err(|_| Problem::Interrupted)?
}

/// Answers `POST /userinfo`.
pub(super) async fn user_info(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    app.refuse_other_sites(&headers)?;
    let SignedIn { party, browser, tokens, mut shown } = app.user(&headers).await?;
    let flow = app.known(&party).await?.rp.user_info(&tokens)?;
    let user_info = drive(flow, |request| party.http.send(request), clock).await?;
    app.log.decision("app.user_info", format_args!("user {}", user_info.sub));
    shown.user_info = Some(user_info.to_object());
    let mut response = Redirect::to("/").into_response();
    app.show(&browser, &shown, &mut response);
    Ok(response)
}

/// Answers `POST /sign-out`.
pub(super) async fn sign_out(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    app.refuse_other_sites(&headers)?;
    let mut response = Redirect::to("/").into_response();
    if let Some(browser) = app.session_cookie.browser(&headers) {
        app.log.store(app.end_session(&browser, &headers).await)?;
        app.log.decision("app.sign_out", "the session has ended");
        app.session_cookie.remove(&mut response);
        app.page_cookie.remove(&mut response);
    }
    Ok(response)
}

impl App {
    /// Refuses a form that a page of another origin sent.
    pub(super) fn refuse_other_sites(&self, headers: &HeaderMap) -> Result<(), Problem> {
        if is_of_other_origin(headers, &self.origin) { Err(Problem::OtherSite) } else { Ok(()) }
    }

    /// Exchanges the refresh token of the user for new tokens.
    async fn refresh(&self, signed_in: &SignedIn) -> Result<Refreshed, Problem> {
        let party = &signed_in.party;
        let provider = self.known(party).await?;
        let (lease, mut session) = self.lease(signed_in).await?;
        let outcome = match provider.rp.refresh(&session, provider.keys.clone()) {
            Ok(flow) => drive(flow, |request| party.http.send(request), clock).await,
            Err(error) => Err(DriveError::Flow(error)),
        };
        if let Err(DriveError::Flow(error)) = &outcome
            && let Some(tokens) = error.session()
        {
            *session = tokens.clone();
        }
        let refreshed = outcome.map_err(Problem::from);
        match &refreshed {
            Ok(refreshed) => *session = refreshed.session.clone(),
            Err(problem) if problem.is_end_of_grant() => session.refresh_token = None,
            Err(_) => {}
        }
        self.log.store(party.records.replace_session(lease, &session).await)?;
        let refreshed = match refreshed {
            Ok(refreshed) => refreshed,
            Err(problem) => return Err(self.forget(party, problem).await),
        };
        self.log.decision("app.refresh", format_args!("user {}", session.sub()));
        Ok(refreshed)
    }

    /// Waits until no other request refreshes the session: of two clicks, the second uses the token
    /// that the first has got.
    async fn lease(
        &self,
        signed_in: &SignedIn,
    ) -> Result<(Lease, Box<symbolon::relying_party::Session>), Problem> {
        for _ in 0..QUESTIONS {
            let key = signed_in.browser.key();
            match self.log.store(signed_in.party.records.start_refresh(key, clock()).await)? {
                Refresh::Yours(lease, session) => return Ok((lease, session)),
                Refresh::Busy(_) => tokio::time::sleep(PAUSE).await,
                Refresh::Unknown => return Err(Problem::NotSignedIn),
            }
        }
        Err(Problem::Busy)
    }
}
