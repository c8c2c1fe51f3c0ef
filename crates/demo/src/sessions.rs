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

/// How long a browser may stay away before it is forgotten.
const IDLE: Duration = Duration::hours(8);

/// The sessions of one server. Only the fingerprint of a cookie is kept: whoever reads the store
/// cannot take a session over.
#[derive(Debug)]
pub(crate) struct Sessions<T> {
    /// Cookies do not tell ports apart ([RFC 6265 §8.5](https://www.rfc-editor.org/rfc/rfc6265#section-8.5)),
    /// so two servers on one host need names of their own.
    cookie: &'static str,
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

impl<T: Default> Sessions<T> {
    pub(crate) fn new(cookie: &'static str, secure: bool) -> Self {
        Self { cookie, secure, sessions: Mutex::default() }
    }

    /// The session that this browser has. A cookie that names none is nobody's: adopting it would
    /// let whoever planted it share the session.
    pub(crate) fn find(&self, headers: &HeaderMap) -> Option<SessionId> {
        let id = SessionId(SecretString::new(cookie(headers, self.cookie)?.to_owned()));
        self.lock().contains_key(&id.fingerprint()).then_some(id)
    }

    /// The session that this browser has, or a new one.
    pub(crate) fn find_or_open(&self, headers: &HeaderMap) -> Result<SessionId, RandomError> {
        match self.find(headers) {
            Some(id) => Ok(id),
            None => self.open(T::default()),
        }
    }

    /// Looks at what is kept, or changes it. It is brief.
    pub(crate) fn ask<U>(&self, id: &SessionId, question: impl FnOnce(&mut T) -> U) -> Option<U> {
        let mut sessions = self.lock();
        let entry = sessions.get_mut(&id.fingerprint())?;
        entry.expires = clock().saturating_add(IDLE);
        Some(question(&mut entry.data))
    }

    /// Gives what is kept a new name, for when it comes to be worth more: whoever knew the old one
    /// is left with nothing.
    pub(crate) fn rename(&self, id: &SessionId) -> Result<SessionId, RandomError> {
        let data = self.close(id).unwrap_or_default();
        self.open(data)
    }

    /// Forgets the session.
    pub(crate) fn close(&self, id: &SessionId) -> Option<T> {
        self.lock().remove(&id.fingerprint()).map(|entry| entry.data)
    }

    /// Tells the browser which session it has.
    pub(crate) fn tell(&self, id: &SessionId, mut response: Response) -> Response {
        set_cookie(&mut response, self.cookie, id.0.expose(), self.secure);
        response
    }

    fn open(&self, data: T) -> Result<SessionId, RandomError> {
        let id = SessionId(SecretString::random(&CRYPTO)?);
        let now = clock();
        let mut sessions = self.lock();
        sessions.retain(|_, entry| now < entry.expires);
        let expires = now.saturating_add(IDLE);
        sessions.insert(id.fingerprint(), Entry { data, expires });
        Ok(id)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Fingerprint, Entry<T>>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SessionId {
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

    #[test]
    fn a_cookie_that_names_no_session_is_not_adopted() {
        let sessions = Sessions::<u8>::new("name", false);
        let planted = headers("name=planted");
        assert!(sessions.find(&planted).is_none());
        sessions.find_or_open(&planted).unwrap();
        assert!(sessions.find(&planted).is_none());
    }

    #[test]
    fn a_renamed_session_keeps_what_it_holds_and_loses_its_old_name() {
        let sessions = Sessions::<u8>::new("name", false);
        let old = sessions.find_or_open(&HeaderMap::new()).unwrap();
        sessions.ask(&old, |data| *data = 7);
        let new = sessions.rename(&old).unwrap();
        assert_eq!(sessions.ask(&new, |data| *data), Some(7));
        assert_eq!(sessions.ask(&old, |data| *data), None);
        let cookie = format!("other=1; name={}", new.0.expose());
        assert!(sessions.find(&headers(&cookie)).is_some());
    }
}
