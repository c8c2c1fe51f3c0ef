//! What a server keeps for a browser, found by a cookie that nobody can guess.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::response::Response;
use http::HeaderMap;
use symbolon::jose::crypto::RandomError;
use symbolon::jose::{Fingerprint, SecretString};
use symbolon::ring::CRYPTO;
use time::{Duration, OffsetDateTime};

use crate::ambient::clock;
use crate::http::{cookie, set_cookie};
use crate::waiting::PATIENCE;

/// How long a browser in which somebody is signed in may stay away before it is forgotten.
const IDLE: Duration = Duration::hours(8);

/// What is kept for a browser.
pub(crate) trait Memory: Default {
    fn is_signed_in(&self) -> bool;

    /// How long it is kept. Anybody can open sessions, so that those of nobody are soon forgotten.
    fn lifetime(&self) -> Duration {
        if self.is_signed_in() { IDLE } else { PATIENCE }
    }
}

/// The sessions of one server. Only the fingerprint of a cookie is kept: whoever reads the store
/// cannot take a session over.
#[derive(Debug)]
pub(crate) struct Sessions<T> {
    /// Cookies do not tell ports apart ([RFC 6265 §8.5](https://www.rfc-editor.org/rfc/rfc6265#section-8.5)),
    /// so two servers on one host need names of their own.
    cookie: String,
    /// Whether the server is reached by https alone.
    secure: bool,
    sessions: Mutex<HashMap<Fingerprint, Entry<T>>>,
}

#[derive(Debug)]
struct Entry<T> {
    data: T,
    /// When it is forgotten, unless the browser comes back before.
    expires: OffsetDateTime,
}

/// A session that exists. Whoever has the value may use the session.
#[derive(Clone, Debug)]
pub(crate) struct SessionId(SecretString);

impl<T: Memory> Sessions<T> {
    pub(crate) fn new(cookie: &str, secure: bool) -> Self {
        // RFC 6265bis §4.1.3.2: no other host, and nobody without TLS, can plant a cookie of such a
        // name.
        let prefix = if secure { "__Host-" } else { "" };
        Self { cookie: format!("{prefix}{cookie}"), secure, sessions: Mutex::default() }
    }

    /// The session that this browser has. A cookie that names none is nobody's: adopting it would
    /// let whoever planted it share the session.
    pub(crate) fn find(&self, headers: &HeaderMap) -> Option<SessionId> {
        let id = SessionId(SecretString::new(cookie(headers, &self.cookie)?.to_owned()));
        let sessions = self.lock();
        let entry = sessions.get(&id.fingerprint())?;
        (clock() < entry.expires).then_some(id)
    }

    /// The session that this browser has, or a new one.
    pub(crate) fn find_or_open(&self, headers: &HeaderMap) -> Result<SessionId, RandomError> {
        match self.find(headers) {
            Some(id) => Ok(id),
            None => self.open(),
        }
    }

    /// Looks at what is kept, or changes it. It is brief.
    pub(crate) fn ask<U>(&self, id: &SessionId, question: impl FnOnce(&mut T) -> U) -> Option<U> {
        let now = clock();
        let mut sessions = self.lock();
        let entry = sessions.get_mut(&id.fingerprint()).filter(|entry| now < entry.expires)?;
        let answer = question(&mut entry.data);
        entry.expires = now.saturating_add(entry.data.lifetime());
        Some(answer)
    }

    /// Gives what is kept a new name, for when it comes to be worth more: whoever knew the old one
    /// is left with nothing. Of two who ask for it at once, one finds nothing to rename.
    pub(crate) fn rename(&self, id: &SessionId) -> Result<Option<SessionId>, RandomError> {
        let new = SessionId::random()?;
        let mut sessions = self.lock();
        let Some(entry) = sessions.remove(&id.fingerprint()) else { return Ok(None) };
        sessions.insert(new.fingerprint(), entry);
        Ok(Some(new))
    }

    /// Forgets the session.
    pub(crate) fn close(&self, id: &SessionId) {
        self.lock().remove(&id.fingerprint());
    }

    /// Tells the browser which session it has.
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

    /// A number; whoever has one is signed in.
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
    fn a_cookie_that_names_no_session_is_not_adopted() {
        let sessions = sessions();
        let planted = headers("name=planted");
        assert!(sessions.find(&planted).is_none());
        sessions.find_or_open(&planted).unwrap();
        assert!(sessions.find(&planted).is_none());
    }

    #[test]
    fn a_renamed_session_keeps_what_it_holds_and_loses_its_old_name() {
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
    fn two_cookies_of_one_name_are_none() {
        let sessions = sessions();
        let id = sessions.find_or_open(&HeaderMap::new()).unwrap();
        let own = format!("name={}", id.0.expose());
        assert!(sessions.find(&headers(&own)).is_some());
        assert!(sessions.find(&headers(&format!("{own}; name=tossed"))).is_none());
        assert!(sessions.find(&headers(&format!("name=tossed; {own}"))).is_none());
    }

    #[test]
    fn over_tls_no_other_host_can_plant_the_cookie() {
        let sessions = Sessions::<u8>::new("name", true);
        let id = sessions.find_or_open(&HeaderMap::new()).unwrap();
        let response = sessions.tell(&id, Response::default());
        let cookie = response.headers()["set-cookie"].to_str().unwrap();
        assert!(cookie.starts_with("__Host-name=") && cookie.ends_with("; Secure"), "{cookie}");
        assert!(sessions.find(&headers(&format!("name={}", id.0.expose()))).is_none());
        assert!(sessions.find(&headers(&format!("__Host-name={}", id.0.expose()))).is_some());
    }

    #[test]
    fn a_session_of_nobody_is_forgotten_before_one_of_somebody() {
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
