//! What the app remembers of a browser.

use std::sync::Arc;

use symbolon::jose::{Object, base64url};
use symbolon::oauth::State;
use symbolon::oidc::{IdToken, UserInfo};
use symbolon::relying_party::{Login, PendingLogin, Refreshed, Session};
use time::OffsetDateTime;
use tokio::sync::Mutex;

use crate::sessions::Memory;
use crate::waiting::Waiting;

#[derive(Debug, Default)]
pub(crate) struct Visitor {
    /// Tied to the browser by being here: see [`PendingLogin`].
    pending: Waiting<PendingLogin>,
    pub(super) signed_in: Option<SignedIn>,
    /// Held while the tokens are traded for others.
    pub(super) refreshing: Arc<Mutex<()>>,
}

impl Memory for Visitor {
    fn is_signed_in(&self) -> bool {
        self.signed_in.is_some()
    }
}

/// Somebody who signed in.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    pub(crate) id_token: IdToken,
    pub(crate) tokens: Session,
    pub(crate) user_info: Option<UserInfo>,
    /// How often the tokens have been refreshed.
    pub(super) refreshes: u32,
}

impl Visitor {
    pub(super) fn begin(&mut self, login: PendingLogin, now: OffsetDateTime) {
        self.pending.push(login, now);
    }

    /// The login that this `state` is of, which serves once.
    pub(super) fn take(&mut self, state: &State, now: OffsetDateTime) -> Option<PendingLogin> {
        self.pending.take(now, |login| login.state() == state)
    }

    /// The tokens were traded for others. Whatever else happened meanwhile stays.
    pub(super) fn refreshed(&mut self, refreshed: Refreshed) {
        if let Some(signed_in) = &mut self.signed_in {
            signed_in.tokens = refreshed.session;
            signed_in.refreshes = signed_in.refreshes.saturating_add(1);
            if let Some(id_token) = refreshed.id_token {
                signed_in.id_token = id_token;
            }
        }
    }

    /// The provider takes the refresh token no more.
    pub(super) fn forget_refresh_token(&mut self) {
        if let Some(signed_in) = &mut self.signed_in {
            signed_in.tokens.refresh_token = None;
        }
    }

    /// The provider told about the user. Whatever else happened meanwhile stays.
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
    /// The header of the ID Token, which was validated.
    pub(super) fn header(&self) -> Object {
        self.part(0)
    }

    /// All claims of the ID Token, which was validated.
    pub(crate) fn claims(&self) -> Object {
        self.part(1)
    }

    fn part(&self, index: usize) -> Object {
        let part = self.id_token.encoded().expose().split('.').nth(index);
        let json = part.and_then(|part| base64url::decode(part).ok());
        json.and_then(|json| Object::parse(&json).ok()).unwrap_or_default()
    }
}
