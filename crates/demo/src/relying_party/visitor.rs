//! The session data of a browser at the app.

use std::sync::Arc;

use symbolon::jose::{Object, base64url};
use symbolon::oauth::State;
use symbolon::oidc::{IdToken, UserInfo};
use symbolon::relying_party::{Login, PendingLogin, Refreshed, Session};
use time::OffsetDateTime;
use tokio::sync::Mutex;

use super::alert::Alert;
use crate::sessions::Memory;
use crate::waiting::Waiting;

/// The session data of a browser.
#[derive(Debug, Default)]
pub(crate) struct Visitor {
    /// The logins that were started in this browser and have not ended. To keep them here ties them to
    /// the browser: see [`PendingLogin`].
    pending: Waiting<PendingLogin>,
    pub(super) signed_in: Option<SignedIn>,
    /// The error that the next page tells about.
    pub(super) alert: Option<Alert>,
    /// The lock of a refresh, so that two refreshes do not use the same token.
    pub(super) refreshing: Arc<Mutex<()>>,
}

impl Memory for Visitor {
    fn user(&self) -> Option<String> {
        Some(self.signed_in.as_ref()?.id_token.sub.clone())
    }
}

/// A signed-in user.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    pub(crate) id_token: IdToken,
    pub(crate) tokens: Session,
    pub(crate) user_info: Option<UserInfo>,
    /// How often the tokens were refreshed.
    pub(super) refreshes: u32,
}

impl Visitor {
    /// Adds a login that was started.
    pub(super) fn begin(&mut self, login: PendingLogin, now: OffsetDateTime) {
        self.pending.push(login, now);
    }

    /// Removes and returns the login with this `state`, so that it is finished only once.
    pub(super) fn take(&mut self, state: &State, now: OffsetDateTime) -> Option<PendingLogin> {
        self.pending.take(now, |login| login.state() == state)
    }

    /// Replaces the tokens. UserInfo that arrived in the meantime stays.
    pub(super) fn refreshed(&mut self, refreshed: Refreshed) {
        if let Some(signed_in) = &mut self.signed_in {
            signed_in.tokens = refreshed.session;
            signed_in.refreshes = signed_in.refreshes.saturating_add(1);
            if let Some(id_token) = refreshed.id_token {
                signed_in.id_token = id_token;
            }
        }
    }

    /// Replaces the tokens after a refresh that failed when the provider had already issued new
    /// tokens: the old refresh token is spent.
    pub(super) fn keep_tokens(&mut self, tokens: Session) {
        if let Some(signed_in) = &mut self.signed_in {
            signed_in.tokens = tokens;
        }
    }

    /// Removes the refresh token, after the provider has refused it for good.
    pub(super) fn forget_refresh_token(&mut self) {
        if let Some(signed_in) = &mut self.signed_in {
            signed_in.tokens.refresh_token = None;
        }
    }

    /// Stores the claims from UserInfo. Tokens that were refreshed in the meantime stay.
    pub(super) fn told(&mut self, user_info: UserInfo) {
        if let Some(signed_in) = &mut self.signed_in {
            signed_in.user_info = Some(user_info);
        }
    }
}

impl From<Login> for SignedIn {
    fn from(login: Login) -> Self {
        Self { id_token: login.id_token, tokens: login.session, user_info: None, refreshes: 0 }
    }
}

impl SignedIn {
    /// Returns the header of the validated ID Token.
    pub(super) fn header(&self) -> Object {
        self.part(0)
    }

    /// Returns all claims of the validated ID Token.
    pub(crate) fn claims(&self) -> Object {
        self.part(1)
    }

    fn part(&self, index: usize) -> Object {
        let part = self.id_token.encoded().expose().split('.').nth(index);
        let json = part.and_then(|part| base64url::decode(part).ok());
        json.and_then(|json| Object::parse(&json).ok()).unwrap_or_default()
    }
}
