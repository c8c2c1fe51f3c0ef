//! Sessions: what a server keeps for a browser, under the fingerprint of a random cookie.

mod of_user;

use std::collections::HashMap;
use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::response::Response;
use http::HeaderMap;
use symbolon::jose::crypto::RandomError;
use symbolon::jose::{Fingerprint, SecretString};
use symbolon::ring::CRYPTO;
use time::{Duration, OffsetDateTime};

use self::of_user::OfUser;
use crate::aging::Aging;
use crate::http::{cookie, set_cookie};
use crate::system::clock;
use crate::waiting::PATIENCE;

/// How long a session with a signed-in user is kept after its last use.
const IDLE: Duration = Duration::hours(8);

/// The most sessions without a signed-in user, and the most sessions with a signed-in user. When
/// there are more, the oldest session of the same kind ends. Anyone can open sessions without a
/// user. Because of the two limits, this never ends a session with a signed-in user.
const MOST: usize = 5_000;

/// The most keys in the queue of one kind. A session that changes its id leaves its old key in the
/// queue.
const LONGEST_QUEUE: usize = 3 * MOST;

/// The data of a session.
pub(crate) trait Memory: Default {
    /// Returns the identifier of the signed-in user.
    fn user(&self) -> Option<String>;

    /// Returns whether a user is signed in.
    fn is_signed_in(&self) -> bool {
        self.user().is_some()
    }

    /// Returns how long the session is kept after its last use. Sessions without a signed-in user
    /// are kept for a short time, because anybody can open them.
    fn lifetime(&self) -> Duration {
        if self.is_signed_in() { IDLE } else { PATIENCE }
    }
}

/// The sessions of one server. Only fingerprints of cookies are kept, so that a reader of the store
/// cannot take over a session.
#[derive(Debug)]
pub(crate) struct Sessions<T> {
    /// The name of the cookie. Cookies are shared between the ports of a host
    /// ([RFC 6265 §8.5](https://www.rfc-editor.org/rfc/rfc6265#section-8.5)), so two servers on one
    /// host need different names.
    cookie: String,
    /// Whether browsers reach the server only over https.
    secure: bool,
    table: Mutex<Table<T>>,
}

#[derive(Debug)]
struct Table<T> {
    sessions: HashMap<Fingerprint, Entry<T>>,
    without_user: Kind,
    with_user: Kind,
    of_user: OfUser,
}

/// The sessions with a signed-in user, or the sessions without a signed-in user.
#[derive(Debug, Default)]
struct Kind {
    count: usize,
    /// The keys of the sessions. A session whose kind has changed is still in the queue of its old
    /// kind, too.
    queue: Aging<Fingerprint>,
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
        // RFC 6265bis §4.1.3.2: browsers accept a cookie with this prefix from this host only, and
        // over https only.
        let prefix = if secure { "__Host-" } else { "" };
        Self { cookie: format!("{prefix}{cookie}"), secure, table: Mutex::default() }
    }

    /// Returns the session that the cookie names. A cookie that names no session is not used for a
    /// new one: an attacker can have set it, and would share the session.
    pub(crate) fn find(&self, headers: &HeaderMap) -> Option<SessionId> {
        let id = SessionId(SecretString::new(cookie(headers, &self.cookie)?.to_owned()));
        let table = self.lock();
        let entry = table.sessions.get(&id.fingerprint())?;
        (clock() < entry.expires).then_some(id)
    }

    /// Returns the session that the cookie names, or opens a new session.
    pub(crate) fn find_or_open(&self, headers: &HeaderMap) -> Result<SessionId, RandomError> {
        match self.find(headers) {
            Some(id) => Ok(id),
            None => Ok(self.open()?.0),
        }
    }

    /// Reads or changes the data of a session. `question` runs under a lock, so it must be fast.
    pub(crate) fn ask<U>(&self, id: &SessionId, question: impl FnOnce(&mut T) -> U) -> Option<U> {
        let (now, key) = (clock(), id.fingerprint());
        let mut table = self.lock();
        let entry = table.sessions.get_mut(&key).filter(|entry| now < entry.expires)?;
        let before = entry.data.user();
        let answer = question(&mut entry.data);
        entry.expires = now.saturating_add(entry.data.lifetime());
        let (after, expires) = (entry.data.user(), entry.expires);
        if before != after {
            table.leave(&key, before.as_deref());
            table.enter(key, after.as_deref(), expires);
        }
        Some(answer)
    }

    /// Moves the data to a new session id, which is done when a user signs in: an attacker who knew
    /// the old id cannot use the session. Of two calls for the same id, the second returns `None`.
    pub(crate) fn rename(&self, id: &SessionId) -> Result<Option<SessionId>, RandomError> {
        let new = SessionId::random()?;
        let mut table = self.lock();
        let Some(entry) = table.remove(&id.fingerprint()) else { return Ok(None) };
        table.add(new.fingerprint(), entry);
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

    /// Opens a session. Also returns the number of other sessions that were checked.
    fn open(&self) -> Result<(SessionId, usize), RandomError> {
        let (id, data, now) = (SessionId::random()?, T::default(), clock());
        let expires = now.saturating_add(data.lifetime());
        let mut table = self.lock();
        let forgotten = table.forget(now);
        let evicted = table.add(id.fingerprint(), Entry { data, expires });
        Ok((id, forgotten.saturating_add(evicted)))
    }

    fn lock(&self) -> MutexGuard<'_, Table<T>> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Memory> Table<T> {
    /// Adds a session, and ends the oldest session of its kind if there are too many. Returns the
    /// number of sessions that were checked.
    fn add(&mut self, key: Fingerprint, entry: Entry<T>) -> usize {
        let (user, expires) = (entry.data.user(), entry.expires);
        self.sessions.insert(key.clone(), entry);
        self.enter(key, user.as_deref(), expires)
    }

    /// Adds a session to the counts of its kind and of its user. If there are too many, ends the
    /// oldest session of the user or of the kind.
    fn enter(&mut self, key: Fingerprint, user: Option<&str>, expires: OffsetDateTime) -> usize {
        if let Some(oldest) = user.and_then(|user| self.of_user.enter(user, key.clone())) {
            self.remove(&oldest);
        }
        let has_user = user.is_some();
        let kind = self.kind(has_user);
        kind.queue.push(key, expires);
        kind.count = kind.count.saturating_add(1);
        if kind.queue.len() > LONGEST_QUEUE {
            self.shorten_queue(has_user);
        }
        let mut steps = 0_usize;
        while self.kind(has_user).count > MOST {
            let Some(oldest) = self.kind(has_user).queue.pop() else { break };
            let is_of_kind = |entry: &Entry<T>| entry.data.is_signed_in() == has_user;
            if self.sessions.get(&oldest).is_some_and(is_of_kind) {
                self.remove(&oldest);
            }
            steps = steps.saturating_add(1);
        }
        steps
    }

    /// Removes the keys of sessions whose id has changed since. At most [`MOST`] keys stay, so the
    /// next call comes only after many more sessions have changed their ids.
    fn shorten_queue(&mut self, has_user: bool) {
        let mut queue = mem::take(&mut self.kind(has_user).queue);
        let sessions = &self.sessions;
        queue.retain(|key| {
            sessions.get(key).is_some_and(|entry| entry.data.is_signed_in() == has_user)
        });
        self.kind(has_user).queue = queue;
    }

    fn remove(&mut self, key: &Fingerprint) -> Option<Entry<T>> {
        let entry = self.sessions.remove(key)?;
        self.leave(key, entry.data.user().as_deref());
        Some(entry)
    }

    /// Removes a session from the counts of its kind and of its user.
    fn leave(&mut self, key: &Fingerprint, user: Option<&str>) {
        self.kind(user.is_some()).leave();
        if let Some(user) = user {
            self.of_user.leave(user, key);
        }
    }

    /// Removes a few of the sessions that have ended. Returns the number of sessions that were
    /// checked.
    fn forget(&mut self, now: OffsetDateTime) -> usize {
        let mut steps = 0_usize;
        for has_user in [false, true] {
            let mut queue = mem::take(&mut self.kind(has_user).queue);
            let looked_at = queue.forget(now, |key| {
                let entry = self.sessions.get(key)?;
                let expires = entry.expires;
                let is_of_kind = entry.data.is_signed_in() == has_user;
                if is_of_kind && expires <= now {
                    self.remove(key);
                }
                (is_of_kind && now < expires).then_some(expires)
            });
            self.kind(has_user).queue = queue;
            steps = steps.saturating_add(looked_at);
        }
        steps
    }

    fn kind(&mut self, has_user: bool) -> &mut Kind {
        if has_user { &mut self.with_user } else { &mut self.without_user }
    }
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            sessions: HashMap::new(),
            without_user: Kind::default(),
            with_user: Kind::default(),
            of_user: OfUser::default(),
        }
    }
}

impl Kind {
    fn leave(&mut self) {
        self.count = self.count.saturating_sub(1);
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
        fn user(&self) -> Option<String> {
            (*self > 0).then(|| self.to_string())
        }
    }

    fn sessions() -> Sessions<u8> {
        Sessions::new("name", false)
    }

    fn expiry(sessions: &Sessions<u8>) -> OffsetDateTime {
        sessions.lock().sessions.values().map(|entry| entry.expires).max().unwrap()
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
        sessions.lock().sessions.values_mut().for_each(|entry| entry.expires = clock());
        assert!(sessions.find(&headers(&format!("name={}", id.0.expose()))).is_none());
        assert_eq!(sessions.ask(&id, |data| *data), None);
    }

    /// Opens this many sessions. Returns the largest number of other sessions that one opening
    /// checked.
    fn open_many(sessions: &Sessions<u8>, count: usize) -> usize {
        (0..count).map(|_| sessions.open().unwrap().1).max().unwrap()
    }

    /// Ends all sessions. These sessions have no signed-in user.
    fn end_all(sessions: &Sessions<u8>) {
        let mut table = sessions.lock();
        let now = clock();
        table.without_user.queue = Aging::default();
        let Table { sessions, without_user, .. } = &mut *table;
        for (key, entry) in sessions {
            entry.expires = now;
            without_user.queue.push(key.clone(), now);
        }
    }

    #[test]
    fn opening_a_session_costs_the_same_with_24_000_sessions_as_with_ten() {
        let sessions = sessions();
        assert_eq!(open_many(&sessions, 10), 0);
        assert_eq!(open_many(&sessions, 24_000), 1, "the oldest session is removed, and no other");
        end_all(&sessions);
        assert_eq!(open_many(&sessions, 10), 2, "two of the sessions that have ended are removed");
    }

    #[test]
    fn sessions_without_a_user_are_bounded_and_do_not_end_those_with_a_user() {
        let sessions = sessions();
        let user = sessions.find_or_open(&HeaderMap::new()).unwrap();
        sessions.ask(&user, |data| *data = 1);
        let visitor = sessions.find_or_open(&HeaderMap::new()).unwrap();
        open_many(&sessions, MOST);
        assert_eq!(sessions.ask(&user, |data| *data), Some(1));
        assert_eq!(sessions.ask(&visitor, |data| *data), None, "the oldest ends");
        let table = sessions.lock();
        assert_eq!((table.without_user.count, table.with_user.count), (MOST, 1));
        assert_eq!(table.sessions.len(), MOST + 1);
    }

    #[test]
    fn sessions_with_a_user_are_bounded_too() {
        let sessions = sessions();
        for user in (1..=200).cycle().take(MOST + 10) {
            sign_in(&sessions, user);
        }
        let table = sessions.lock();
        assert_eq!((table.without_user.count, table.with_user.count), (0, MOST));
        assert_eq!(table.sessions.len(), MOST);
    }

    /// Signs a user in, in a new browser.
    fn sign_in(sessions: &Sessions<u8>, user: u8) -> SessionId {
        let (id, _) = sessions.open().unwrap();
        let id = sessions.rename(&id).unwrap().unwrap();
        sessions.ask(&id, |data| *data = user);
        id
    }

    #[test]
    fn a_user_who_signs_in_again_and_again_ends_no_session_of_another_user() {
        let sessions = sessions();
        let alice = sign_in(&sessions, 1);
        let first = sign_in(&sessions, 2);
        let last = (0..MOST + 10).map(|_| sign_in(&sessions, 2)).last().unwrap();
        assert_eq!(sessions.ask(&alice, |data| *data), Some(1));
        assert_eq!(sessions.ask(&first, |data| *data), None, "the oldest session of the user ends");
        assert_eq!(sessions.ask(&last, |data| *data), Some(2));
        assert_eq!(sessions.lock().with_user.count, of_user::MOST + 1);
    }

    #[test]
    fn a_session_whose_user_changes_or_signs_out_counts_for_no_other_user() {
        let sessions = sessions();
        let id = sign_in(&sessions, 1);
        sessions.ask(&id, |data| *data = 2);
        (0..of_user::MOST).for_each(|_| drop(sign_in(&sessions, 1)));
        assert_eq!(sessions.ask(&id, |data| *data), Some(2));
        assert_eq!(sessions.lock().with_user.count, of_user::MOST + 1);
        sessions.ask(&id, |data| *data = 0);
        assert_eq!(sessions.lock().of_user.len(), 1, "the second user has no session");
        assert_eq!(sessions.lock().without_user.count, 1);
    }

    #[test]
    fn a_session_that_often_changes_its_id_does_not_fill_the_memory() {
        let sessions = sessions();
        let mut id = sessions.find_or_open(&HeaderMap::new()).unwrap();
        for _ in 0..10 * MOST {
            id = sessions.rename(&id).unwrap().unwrap();
        }
        let table = sessions.lock();
        assert!(table.without_user.queue.len() <= LONGEST_QUEUE);
        assert_eq!((table.sessions.len(), table.without_user.count), (1, 1));
    }

    #[test]
    fn sessions_that_have_ended_are_removed_when_others_are_opened() {
        let sessions = sessions();
        open_many(&sessions, 10);
        end_all(&sessions);
        open_many(&sessions, 10);
        assert_eq!(sessions.lock().sessions.len(), 10);
        assert_eq!(sessions.lock().without_user.count, 10);
    }
}
