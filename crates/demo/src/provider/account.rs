//! The page at the provider's own address, signing out, and withdrawing the access of a client.

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse as _, Redirect, Response};
use http::HeaderMap;
use serde::Deserialize;
use symbolon::oauth::ClientId;
use symbolon::provider::EarlierConsent;
use symbolon_store::SignIn;

use super::consent::{claim_in_words, in_words};
use super::failure::Failure;
use super::op::Op;
use super::pages::{self, AppWithAccess};
use crate::cookie::Browser;
use crate::system::clock;

/// Answers `GET /`.
pub(super) async fn home(
    State(op): State<Arc<Op>>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let user = match op.cookie.browser(&headers) {
        Some(browser) => op.signed_in(&browser).await?,
        None => None,
    };
    let Some(user) = user else {
        return Ok(pages::home(&pages::Home { username: "", apps: Vec::new() }));
    };
    let consents = op.log.store(op.store.consents(&user.subject).await)?;
    let grants = op.log.store(op.store.grants(&user.subject).await)?;
    // The store keeps a consent after all tokens of its client have expired. A client can also have
    // a grant although the store has no consent for the client.
    let consents = consents.into_iter();
    let grants = grants.into_iter();
    let grants = grants.map(|grant| (grant.client_id, EarlierConsent::new(grant.scope)));
    let username = op.name_of(&user.subject);
    let apps = op.apps(&username, consents.chain(grants)).await;
    Ok(pages::home(&pages::Home { username: &username, apps }))
}

/// Answers GET at the address of a form, for example when the user reloads the page after the form.
pub(super) async fn to_home() -> Redirect {
    Redirect::to("/")
}

/// Answers `POST /sign-out`.
pub(super) async fn sign_out(
    State(op): State<Arc<Op>>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    op.refuse_other_sites(&headers)?;
    let home = Redirect::to("/").into_response();
    let Some(browser) = op.cookie.browser(&headers) else { return Ok(home) };
    match op.sign_out_of(&browser).await? {
        Some(browser) => Ok(op.cookie.tell(&browser, home)),
        None => Ok(home),
    }
}

/// The form that withdraws the access of a client.
#[derive(Deserialize)]
pub(super) struct Withdrawn {
    client_id: String,
}

/// Answers `POST /withdraw`.
pub(super) async fn withdraw(
    State(op): State<Arc<Op>>,
    headers: HeaderMap,
    form: Result<Form<Withdrawn>, FormRejection>,
) -> Result<Redirect, Failure> {
    op.refuse_other_sites(&headers)?;
    let Form(Withdrawn { client_id }) = form?;
    let client = ClientId::new(&client_id).map_err(|_| Failure::Gone)?;
    let browser = op.cookie.browser(&headers).ok_or(Failure::Gone)?;
    let user = op.signed_in(&browser).await?.ok_or(Failure::Gone)?;
    op.log.store(op.store.withdraw_consent(&user.subject, &client).await)?;
    op.log.decision("withdraw", format_args!("user {}, client {client}", user.subject));
    Ok(Redirect::to("/"))
}

impl Op {
    /// Returns these clients, each with everything that it may access of this user.
    async fn apps(
        &self,
        username: &str,
        allowed: impl Iterator<Item = (ClientId, EarlierConsent)>,
    ) -> Vec<AppWithAccess> {
        let mut apps: Vec<AppWithAccess> = Vec::new();
        for (client_id, consent) in allowed {
            let known = apps.iter().position(|app| app.client_id == client_id.as_str());
            let mut app = match known {
                Some(index) => apps.remove(index),
                None => self.app(&client_id, username).await,
            };
            let claims = consent.claims.iter().map(|claim| claim_in_words(claim));
            for words in consent.scope.iter().map(in_words).chain(claims) {
                if !app.scopes.iter().any(|known| known == words) {
                    app.scopes.push(words.to_owned());
                }
            }
            apps.push(app);
        }
        apps
    }

    /// Returns a client, without what it may access.
    async fn app(&self, client_id: &ClientId, username: &str) -> AppWithAccess {
        let client = self.log.store(self.store.client(client_id).await).ok().flatten();
        // Core §4: the app starts a login at this provider.
        let link = |client| self.engine.third_party_login_url(client, Some(username), None);
        AppWithAccess {
            client_id: client_id.to_string(),
            open: client.as_ref().and_then(link).map(String::from),
            name: client
                .and_then(|it| it.client_name.default)
                .unwrap_or_else(|| client_id.to_string()),
            scopes: Vec::new(),
        }
    }

    /// Returns the name of the user who is signed in in this browser.
    pub(super) async fn username(&self, headers: &HeaderMap) -> Option<String> {
        let browser = self.cookie.browser(headers)?;
        let user = self.signed_in(&browser).await.ok().flatten()?;
        Some(self.name_of(&user.subject))
    }

    /// Signs the user of a browser out, and gives the browser a new cookie. Returns `None` if no
    /// user was signed in. Waiting requests stay with the browser, and consents with the user.
    pub(super) async fn sign_out_of(&self, browser: &Browser) -> Result<Option<Browser>, Failure> {
        let user = self.log.store(self.store.sign_out(browser.key()).await)?;
        let Some(user) = user else { return Ok(None) };
        self.log.decision("sign_out", format_args!("user {}", user.subject));
        // The waiting requests move with a session, which has expired already.
        let new = Browser::random()?;
        let moved = SignIn {
            before: Some(browser.key()),
            browser: new.key(),
            interaction: None,
            user: &user,
            until: clock(),
        };
        self.log.store(self.store.sign_in(&moved).await)?;
        self.log.store(self.store.sign_out(new.key()).await)?;
        Ok(Some(new))
    }

    /// Returns the user name of a user.
    pub(super) fn name_of(&self, subject: &str) -> String {
        let user = self.users.by_subject(subject);
        user.map_or_else(|| subject.to_owned(), |user| user.username.clone())
    }
}
