//! Logins and signed-in users of a relying party, in encrypted cookies.

use core::time::Duration;

use axum::response::{IntoResponse, Redirect, Response};
use http::header::{CACHE_CONTROL, HeaderMap};
use serde::{Serialize, de::DeserializeOwned};
use symbolon_oauth::{RedirectUri, ResponseMode, State};
use symbolon_relying_party::{Callback, PendingLogin};
use time::OffsetDateTime;
use url::Url;

use crate::clock::now;
use crate::cookies::CookieName;
use crate::{CookieKey, Problem, SetCookie};

/// The time that a user has to sign in at the provider.
const LOGIN_LIFETIME: Duration = Duration::from_secs(10 * 60);

/// The number of logins that one browser can have begun at the same time, in several tabs.
const SLOTS: u8 = 8;

/// The pending logins and the signed-in users of a relying party, in encrypted cookies of their
/// browsers.
///
/// A pending login is bound to the browser by its cookie, so an attacker cannot make the browser of
/// a user finish the attacker's login
/// ([RFC 6749 §10.12](https://www.rfc-editor.org/rfc/rfc6749#section-10.12)). A pending login
/// expires after ten minutes.
///
/// Scripts cannot read the cookies (`HttpOnly`), and browsers do not send them with forms of other
/// sites (`SameSite=Lax`). If the redirect URI is an `https` URL, browsers send them over https
/// only (`Secure`) and accept them from this host only (the prefix `__Host-`).
///
/// # The response mode `form_post`
///
/// With the response mode `form_post`, a form on the provider's site posts the response, and browsers
/// send no `SameSite=Lax` cookie with it. Therefore the cookie of such a login has the attribute
/// `SameSite=None`. The cookie of the signed-in user keeps `SameSite=Lax`.
///
/// `SameSite=None` does not help an attacker who wants the browser of a user to finish a login of
/// the attacker. Browsers now send the cookie with a form of another site, but they send a
/// `SameSite=Lax` cookie with a link of another site, too. The `state` protects the login: it is in
/// the encrypted cookie, and the response must contain the same `state`, which no other site knows.
///
/// Browsers accept `SameSite=None` over https only. If the redirect URI is not an `https` URL, the
/// cookie is `SameSite=Lax`, and `form_post` works only if the provider is on the same site, for
/// example on another port of `localhost`.
#[derive(Clone, Debug)]
pub struct LoginCookies {
    key: CookieKey,
    secure: bool,
    session: CookieName,
    session_lifetime: Duration,
}

/// A pending login that was taken out of its cookie.
#[derive(Debug)]
#[non_exhaustive]
pub struct TakenLogin {
    /// The pending login, for [`finish`](symbolon_relying_party::RelyingParty::finish).
    pub pending: PendingLogin,
    /// The header that removes the cookie of the login from the browser.
    pub forget: Option<SetCookie>,
}

impl LoginCookies {
    /// Creates the cookies of a relying party. If `redirect_uri` is an `https` URL, browsers send
    /// the cookies over https only.
    ///
    /// ```
    /// use symbolon_axum::{CookieKey, LoginCookies};
    /// use symbolon_crypto_ring::CRYPTO;
    /// use symbolon_oauth::RedirectUri;
    ///
    /// let redirect_uri = RedirectUri::new("https://app.example/callback")?;
    /// let cookies = LoginCookies::new(CookieKey::random(&CRYPTO)?, &redirect_uri);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(key: CookieKey, redirect_uri: &RedirectUri) -> Self {
        // A redirect URI without https is on loopback.
        let secure = redirect_uri.as_str().starts_with("https:");
        let session = CookieName::new("session", secure);
        Self { key, secure, session, session_lifetime: Duration::from_secs(8 * 3600) }
    }

    /// Sets how long a user stays signed in. The default is eight hours. The server cannot end a
    /// session earlier, because the cookie is the only record of it.
    #[must_use]
    pub fn session_lifetime(mut self, lifetime: Duration) -> Self {
        self.session_lifetime = lifetime;
        self
    }

    /// Builds the redirect to the provider, with the pending login in a cookie. Pass the headers of
    /// the request, and the result of
    /// [`LoginRequest::begin`](symbolon_relying_party::LoginRequest::begin).
    ///
    /// Logins that the same browser has begun in other tabs are not replaced, until the browser has
    /// eight pending logins.
    ///
    /// # Errors
    /// [`Problem`] with the status 500 when the login does not fit into a cookie, for example
    /// because it requests a very long scope, or when the encryption fails.
    pub fn begin(
        &self,
        headers: &HeaderMap,
        (url, pending): (Url, PendingLogin),
    ) -> Result<Response, Problem> {
        let mut free =
            self.slots(pending.state()).filter(|slot| self.open(headers, slot).is_none());
        let name = free.next().unwrap_or_else(|| self.slot(first_slot(pending.state())));
        let posted = [ResponseMode::FORM_POST, ResponseMode::FORM_POST_JWT];
        // A provider on another site posts the response, so a cookie with `SameSite=Lax` would not
        // arrive with it.
        let is_posted = pending.response_mode().is_some_and(|mode| posted.contains(mode));
        let set = if is_posted { CookieName::set_for_posts } else { CookieName::set };
        let cookie = self.seal(&name, &pending, LOGIN_LIFETIME, set)?;
        // Each login has a new state, so a cache must not keep this response.
        let headers = [(CACHE_CONTROL, "no-store")];
        Ok((cookie, headers, Redirect::to(url.as_str())).into_response())
    }

    /// Returns the pending login to which a callback belongs.
    ///
    /// # Errors
    /// [`Problem`] with the status 400 when this browser has no login for the callback: the login
    /// began in another browser, or has expired.
    pub fn take(&self, headers: &HeaderMap, callback: &Callback) -> Result<TakenLogin, Problem> {
        let mut begun = self.slots(callback.state()).filter_map(|slot| {
            let pending = self.open(headers, &slot)?;
            Some(TakenLogin { pending, forget: slot.remove() })
        });
        let taken = begun.find(|taken| taken.pending.state() == callback.state());
        taken.ok_or_else(Problem::no_login)
    }

    /// Returns whether this browser has begun a login whose response comes in the fragment.
    pub(crate) fn waits_for_fragment(&self, headers: &HeaderMap) -> bool {
        let fragments = [ResponseMode::FRAGMENT, ResponseMode::FRAGMENT_JWT];
        (0..SLOTS).filter_map(|slot| self.open(headers, &self.slot(slot))).any(|pending| {
            let mode = pending.response_type().resolve_mode(pending.response_mode());
            mode.is_ok_and(|mode| fragments.contains(&mode))
        })
    }

    /// Creates the cookie of a signed-in user. Pass the data about the user that your program needs
    /// at the next requests, such as the `sub`.
    ///
    /// # Errors
    /// [`Problem`] with the status 500 when the value does not fit into a cookie of 4096 bytes, or
    /// when the encryption fails.
    pub fn sign_in<T: Serialize>(&self, user: &T) -> Result<SetCookie, Problem> {
        self.seal(&self.session, user, self.session_lifetime, CookieName::set)
    }

    /// Returns the data that your program passed to [`sign_in`](Self::sign_in), or `None` if no
    /// user is signed in in this browser.
    #[must_use]
    pub fn user<T: DeserializeOwned>(&self, headers: &HeaderMap) -> Option<T> {
        self.key.open(self.session.as_str(), self.session.read(headers)?, now())
    }

    /// Returns the header that removes the cookie of the signed-in user.
    #[must_use]
    pub fn sign_out(&self) -> Option<SetCookie> {
        self.session.remove()
    }

    /// Returns the names of the cookies of logins, in the order in which a login with this state
    /// takes them. There are only [`SLOTS`] names, so that many logins in one browser do not make its
    /// request headers too long.
    fn slots(&self, state: &State) -> impl Iterator<Item = CookieName> {
        let first = first_slot(state);
        (0..SLOTS).map(move |number| self.slot(first.wrapping_add(number) % SLOTS))
    }

    fn slot(&self, number: u8) -> CookieName {
        CookieName::new(&format!("login-{number}"), self.secure)
    }

    /// Returns the pending login in a cookie, unless it has expired.
    fn open(&self, headers: &HeaderMap, slot: &CookieName) -> Option<PendingLogin> {
        self.key.open(slot.as_str(), slot.read(headers)?, now())
    }

    fn seal<T: Serialize>(
        &self,
        name: &CookieName,
        value: &T,
        lifetime: Duration,
        set: fn(&CookieName, &str, time::Duration) -> Option<SetCookie>,
    ) -> Result<SetCookie, Problem> {
        let lifetime = time::Duration::try_from(lifetime).unwrap_or(time::Duration::MAX);
        let expires = now().checked_add(lifetime).unwrap_or(LATEST);
        let sealed = self.key.seal(name.as_str(), value, expires);
        sealed.and_then(|sealed| set(name, &sealed, lifetime)).ok_or_else(Problem::cookie)
    }
}

/// Returns the number of the cookie that a login with this state takes if no cookie is taken.
fn first_slot(state: &State) -> u8 {
    state.expose().bytes().fold(0_u8, u8::wrapping_add) % SLOTS
}

/// The last moment that a time can express, the end of the year 9999.
const LATEST: OffsetDateTime = OffsetDateTime::new_utc(time::Date::MAX, time::Time::MAX);
