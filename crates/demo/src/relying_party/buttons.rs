//! What the buttons on the page of whoever is signed in do.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Redirect;
use http::HeaderMap;
use http::header::ORIGIN;
use symbolon::relying_party::drive;

use super::app::App;
use super::problem::Problem;
use crate::system::clock;

/// `POST /refresh`
pub(super) async fn refresh(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Redirect, Problem> {
    app.refuse_other_sites(&headers)?;
    // A browser that goes away ends its request. It must not end the refresh: once the provider has
    // taken the old token, it takes a second use of it for theft, and the new one is not stored yet.
    let refresh = tokio::spawn(async move { app.refresh(&headers).await });
    refresh.await.map_err(|_| Problem::Interrupted)??;
    Ok(Redirect::to("/"))
}

/// `POST /userinfo`
pub(super) async fn user_info(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Redirect, Problem> {
    app.refuse_other_sites(&headers)?;
    let (session, signed_in) = app.signed_in(&headers).ok_or(Problem::NotSignedIn)?;
    let flow = app.provider().await?.rp.user_info(&signed_in.tokens)?;
    let user_info = drive(flow, |request| app.http.send(request), clock).await?;
    app.sessions.ask(&session, |visitor| visitor.told(user_info));
    Ok(Redirect::to("/"))
}

/// `POST /sign-out`
pub(super) async fn sign_out(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Redirect, Problem> {
    app.refuse_other_sites(&headers)?;
    if let Some(session) = app.sessions.find(&headers) {
        app.sessions.close(&session);
    }
    Ok(Redirect::to("/"))
}

impl App {
    /// Other ports and subdomains are the same site, so that `Lax` cookies come along with what
    /// their pages post here.
    fn refuse_other_sites(&self, headers: &HeaderMap) -> Result<(), Problem> {
        match headers.get(ORIGIN) {
            Some(origin) if origin.as_bytes() != self.origin.as_bytes() => Err(Problem::OtherSite),
            _ => Ok(()),
        }
    }

    async fn refresh(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let session = self.sessions.find(headers).ok_or(Problem::NotSignedIn)?;
        // Two clicks take turns: the second finds the token that the first one got.
        let turn = self.sessions.ask(&session, |visitor| visitor.refreshing.clone());
        let turn = turn.ok_or(Problem::NotSignedIn)?;
        let _turn = turn.lock().await;

        let (session, signed_in) = self.signed_in(headers).ok_or(Problem::NotSignedIn)?;
        let provider = self.provider().await?;
        let flow = provider.rp.refresh(&signed_in.tokens, provider.keys.clone())?;
        let outcome = drive(flow, |request| self.http.send(request), clock).await;
        let refreshed = outcome.map_err(Problem::from).inspect_err(|problem| {
            if problem.is_end_of_grant() {
                self.sessions.ask(&session, |visitor| visitor.forget_refresh_token());
            }
        })?;
        self.sessions.ask(&session, |visitor| visitor.refreshed(refreshed));
        Ok(())
    }
}
