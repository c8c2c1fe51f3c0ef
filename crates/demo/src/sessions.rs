//! Sessions: what a server keeps for a browser, under the fingerprint of a random cookie.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::response::Response;
use http::HeaderMap;
use symbolon::jose::crypto::RandomError;
use symbolon::jose::{Fingerprint, SecretString};
use symbolon::ring::CRYPTO;
use time::{Duration, OffsetDateTime};

use crate::http::{cookie, set_cookie};
use crate::system::clock;
use crate::waiting::PATIENCE;

/// How long a session with a signed-in user is kept after its last use.
const IDLE: Duration = Duration::hours(8);

/// The data of a session.
pub(crate) trait Memory: Default {
    /// Returns whether a user is signed in.
    fn is_signed_in(&self) -> bool;

    /// Returns how long the session is kept after its last use. Sessions without a signed-in user are
    /// kept for a short time, because anybody can open them.
    fn lifetime(&self) -> Duration {
        if self.is_signed_in() { IDLE } else { PATIENCE }
    }
}

/// The sessions of one server. Only fingerprints of cookies are kept, so that a reader of the store
/// cannot take over a session.
#[derive(Debug)]
pub(crate) struct Sessions<T> {
    /// The name of the cookie. Cookies are shared between the ports of a host
    /// ([RFC 6265 §8.5](https://www.rfc-editor.org/rfc/rfc6265#section-8.5)), so two servers on one host
    /// need different names.
    cookie: String,
    /// Whether browsers reach the server only over https.
    secure: bool,
    sessions: Mutex<HashMap<Fingerprint, Entry<T>>>,
}

#[derive(Debug)]
struct Entry<T> {
    data: T,
    /// When the session ends, unless the browser uses it before.
    expires: OffsetDateTime,
}

/// The secret in the cookie of a session. It is enough to use the session.
#[derive(Clone, Debug)]
pub(crate) struct SessionId(SecretString);

impl<T: Memory> Sessions<T> {
    /// Creates the sessions of a server, whose cookie has this name.
    pub(crate) fn new(cookie: &str, secure: bool) -> Self {
        // RFC 6265bis §4.1.3.2: browsers accept a cookie with this prefix from this host only, and over
        // https only.
        let prefix = if secure { "__Host-" } else { "" };
        Self { cookie: format!("{prefix}{cookie}"), secure, sessions: Mutex::default() }
    }

    /// Returns the session that the cookie names. A cookie that names no session is not used for a new
    /// one: an attacker can have set it, and would share the session.
    pub(crate) fn find(&self, headers: &HeaderMap) -> Option<SessionId> {
        let id = SessionId(SecretString::new(cookie(headers, &self.cookie)?.to_owned()));
        let sessions = self.lock();
        let entry = sessions.get(&id.fingerprint())?;
        (clock() < entry.expires).then_some(id)
    }

    /// Returns the session that the cookie names, or opens a new session.
    pub(crate) fn find_or_open(&self, headers: &HeaderMap) -> Result<SessionId, RandomError> {
        match self.find(headers) {
            Some(id) => Ok(id),
            None => self.open(),
        }
    }

    /// Reads or changes the data of a session. `question` runs under a lock, so it must be fast.
    pub(crate) fn ask<U>(&self, id: &SessionId, question: impl FnOnce(&mut T) -> U) -> Option<U> {
        let now = clock();
        let mut sessions = self.lock();
        let entry = sessions.get_mut(&id.fingerprint()).filter(|entry| now < entry.expires)?;
        let answer = question(&mut entry.data);
        entry.expires = now.saturating_add(entry.data.lifetime());
        Some(answer)
    }

    /// Moves the data to a new session id, which is done when a user signs in: an attacker who knew the
    /// old id cannot use the session. Of two calls for the same id, the second returns `None`.
    pub(crate) fn rename(&self, id: &SessionId) -> Result<Option<SessionId>, RandomError> {
        let new = SessionId::random()?;
        let mut sessions = self.lock();
        let Some(entry) = sessions.remove(&id.fingerprint()) else { return Ok(None) };
        sessions.insert(new.fingerprint(), entry);
        Ok(Some(new))
    }

    /// Ends the session.
    pub(crate) fn close(&self, id: &SessionId) {
        self.lock().remove(&id.fingerprint());
    }

    /// Sets the cookie of the session.
    pub(crate) fn tell(&self, id: &SessionId, mut response: Response) -> Response {
        set_cookie(&mut response, &self.cookie, id.0.expose(), self.secure);
        response
    }

    fn open(&self) -> Result<SessionId, RandomError> {
        let (id, data, now) = (SessionId::random()?, T::default(), clock());
        let expires = now.saturating_add(data.lifetime());
        let mut sessions = self.lock();
        sessions.retain(|_, entry| now < entry.expires);
        sessions.insert(id.fingerprint(), Entry { data, expires });
        Ok(id)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Fingerprint, Entry<T>>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SessionId {
    fn random() -> Result<Self, RandomError> {
        SecretString::random(&CRYPTO).map(Self)
    }

    fn fingerprint(&self) -> Fingerprint {
        self.0.fingerprint(&CRYPTO)
    }
}

#[cfg(test)]
mod tests {
    use http::header::COOKIE;

    use super::*;

    fn headers(cookies: &str) -> HeaderMap {
        HeaderMap::from_iter([(COOKIE, cookies.parse().unwrap())])
    }

    /// A number other than 0 stands for a signed-in user.
    impl Memory for u8 {
        fn is_signed_in(&self) -> bool {
            *self > 0
        }
    }

    fn sessions() -> Sessions<u8> {
        Sessions::new("name", false)
    }

    fn expiry(sessions: &Sessions<u8>) -> OffsetDateTime {
        sessions.lock().values().map(|entry| entry.expires).max().unwrap()
    }

    #[test]
    fn a_cookie_that_names_no_session_is_not_used_for_a_new_one() {
        let sessions = sessions();
        let planted = headers("name=planted");
        assert!(sessions.find(&planted).is_none());
        sessions.find_or_open(&planted).unwrap();
        assert!(sessions.find(&planted).is_none());
    }

    #[test]
    fn a_renamed_session_keeps_its_data_and_loses_its_old_id() {
        let sessions = sessions();
        let old = sessions.find_or_open(&HeaderMap::new()).unwrap();
        sessions.ask(&old, |data| *data = 7);
        let new = sessions.rename(&old).unwrap().unwrap();
        assert_eq!(sessions.ask(&new, |data| *data), Some(7));
        assert_eq!(sessions.ask(&old, |data| *data), None);
        assert!(sessions.rename(&old).unwrap().is_none());
        let cookie = format!("other=1; name={}", new.0.expose());
        assert!(sessions.find(&headers(&cookie)).is_some());
    }

    #[test]
    fn two_cookies_of_one_name_name_no_session() {
        let sessions = sessions();
        let id = sessions.find_or_open(&HeaderMap::new()).unwrap();
        let own = format!("name={}", id.0.expose());
        assert!(sessions.find(&headers(&own)).is_some());
        assert!(sessions.find(&headers(&format!("{own}; name=tossed"))).is_none());
        assert!(sessions.find(&headers(&format!("name=tossed; {own}"))).is_none());
    }

    #[test]
    fn over_https_only_this_host_can_set_the_cookie() {
        let sessions = Sessions::<u8>::new("name", true);
        let id = sessions.find_or_open(&HeaderMap::new()).unwrap();
        let response = sessions.tell(&id, Response::default());
        let cookie = response.headers()["set-cookie"].to_str().unwrap();
        assert!(cookie.starts_with("__Host-name=") && cookie.ends_with("; Secure"), "{cookie}");
        assert!(sessions.find(&headers(&format!("name={}", id.0.expose()))).is_none());
        assert!(sessions.find(&headers(&format!("__Host-name={}", id.0.expose()))).is_some());
    }

    #[test]
    fn a_session_without_a_user_ends_before_one_with_a_user() {
        let sessions = sessions();
        let id = sessions.find_or_open(&HeaderMap::new()).unwrap();
        assert!(expiry(&sessions) <= clock().saturating_add(PATIENCE));
        sessions.ask(&id, |data| *data = 1);
        assert!(expiry(&sessions) > clock().saturating_add(PATIENCE));
    }

    #[test]
    fn a_session_that_has_ended_is_not_found() {
        let sessions = sessions();
        let id = sessions.find_or_open(&HeaderMap::new()).unwrap();
        sessions.lock().values_mut().for_each(|entry| entry.expires = clock());
        assert!(sessions.find(&headers(&format!("name={}", id.0.expose()))).is_none());
        assert_eq!(sessions.ask(&id, |data| *data), None);
    }
}
