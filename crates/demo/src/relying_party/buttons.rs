//! The actions of the buttons on the page of a signed-in user.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Redirect;
use http::HeaderMap;
use symbolon::relying_party::{DriveError, drive};

use super::app::App;
use super::problem::Problem;
use crate::origin::is_of_other_origin;
use crate::system::clock;

/// Answers `POST /refresh`.
pub(super) async fn refresh(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Redirect, Problem> {
    app.refuse_other_sites(&headers)?;
    // When the browser closes the connection, this function is cancelled. The refresh must not be:
    // when the provider has taken the old token and the new one is not stored, the next refresh sends
    // the old one again, and the provider treats a second use as theft.
    let refresh = tokio::spawn(async move { app.refresh(&headers).await });
    refresh.await.map_err(|_| Problem::Interrupted)??;
    Ok(Redirect::to("/"))
}

/// Answers `POST /userinfo`.
pub(super) async fn user_info(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Redirect, Problem> {
    app.refuse_other_sites(&headers)?;
    let (session, signed_in) = app.signed_in(&headers).ok_or(Problem::NotSignedIn)?;
    let flow = app.provider().await?.rp.user_info(&signed_in.tokens)?;
    let user_info = drive(flow, |request| app.http.send(request), clock).await?;
    app.log.decision("app.user_info", format_args!("user {}", user_info.sub));
    app.sessions.ask(&session, |visitor| visitor.told(user_info));
    Ok(Redirect::to("/"))
}

/// Answers `POST /sign-out`.
pub(super) async fn sign_out(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Redirect, Problem> {
    app.refuse_other_sites(&headers)?;
    if let Some(session) = app.sessions.find(&headers) {
        app.sessions.close(&session);
        app.log.decision("app.sign_out", "the session has ended");
    }
    Ok(Redirect::to("/"))
}

impl App {
    /// Refuses a form that a page of another origin sent.
    fn refuse_other_sites(&self, headers: &HeaderMap) -> Result<(), Problem> {
        if is_of_other_origin(headers, &self.origin) { Err(Problem::OtherSite) } else { Ok(()) }
    }

    /// Exchanges the refresh token of the user for new tokens.
    async fn refresh(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let session = self.sessions.find(headers).ok_or(Problem::NotSignedIn)?;
        // Of two clicks, the second waits, and then uses the token that the first has got.
        let turn = self.sessions.ask(&session, |visitor| visitor.refreshing.clone());
        let turn = turn.ok_or(Problem::NotSignedIn)?;
        let _turn = turn.lock().await;

        let (session, signed_in) = self.signed_in(headers).ok_or(Problem::NotSignedIn)?;
        let provider = self.provider().await?;
        let flow = provider.rp.refresh(&signed_in.tokens, provider.keys.clone())?;
        let outcome = drive(flow, |request| self.http.send(request), clock).await;
        if let Err(DriveError::Flow(error)) = &outcome
            && let Some(tokens) = error.session()
        {
            self.sessions.ask(&session, |visitor| visitor.keep_tokens(tokens.clone()));
        }
        let refreshed = outcome.map_err(Problem::from).inspect_err(|problem| {
            if problem.is_end_of_grant() {
                self.sessions.ask(&session, |visitor| visitor.forget_refresh_token());
            }
        })?;
        self.log.decision("app.refresh", format_args!("user {}", signed_in.id_token.sub));
        self.sessions.ask(&session, |visitor| visitor.refreshed(refreshed));
        Ok(())
    }
}
