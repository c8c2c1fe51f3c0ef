//! What all handles of a store share that breaks a promise.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard};

use symbolon_jose::Fingerprint;

use symbolon_oauth::obligation::{GrantId, ReplayKey};
use symbolon_oauth::{ClientId, Issuer};
use symbolon_provider::{
    AccessTokenRecord, ClientDocumentRecord, ClientRegistration, CodeRecord, EarlierConsent,
    FetchedRequestObject, InitialAccessTokenRecord, PendingAuthorization, PushedRequestRecord,
    RefreshTokenRecord,
};
use symbolon_store::Store;
use time::OffsetDateTime;

/// What all handles share: a store that keeps all promises, and what makes it break them.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) store: Store,
    extra: Mutex<Extra>,
}

/// What a broken store remembers in addition, or instead.
#[derive(Debug, Default)]
pub(crate) struct Extra {
    pub(crate) issuers: Vec<Issuer>,
    /// All codes that were written.
    pub(crate) codes: HashMap<Fingerprint, CodeRecord>,
    /// All refresh tokens that were written.
    pub(crate) refresh_tokens: HashMap<Fingerprint, RefreshTokenRecord>,
    /// Codes that the store finds as fresh, whatever happened.
    pub(crate) fresh_codes: HashMap<Fingerprint, CodeRecord>,
    /// Access tokens that the store finds, whatever happened.
    pub(crate) access_tokens: HashMap<Fingerprint, AccessTokenRecord>,
    /// The latest access token of each grant.
    pub(crate) latest: HashMap<GrantId, AccessTokenRecord>,
    /// Codes that had expired when the store was swept.
    pub(crate) swept_codes: HashSet<Fingerprint>,
    pub(crate) revoked: HashSet<GrantId>,
    /// How many times each code or refresh token was found.
    pub(crate) finds: HashMap<Fingerprint, usize>,
    pub(crate) origins: HashSet<String>,
    pub(crate) used_keys: Vec<ReplayKey>,
    /// The pushed requests that were written and not taken.
    pub(crate) pushed: HashMap<Fingerprint, PushedRequestRecord>,
    /// The pushed requests that were taken.
    pub(crate) taken: HashMap<Fingerprint, PushedRequestRecord>,
    /// The request objects that were fetched.
    pub(crate) objects: HashMap<Fingerprint, FetchedRequestObject>,
    /// The registrations that were written.
    pub(crate) registrations: Vec<ClientRegistration>,
    /// The registration access tokens that were replaced.
    pub(crate) old_tokens: HashSet<Fingerprint>,
    /// The initial access tokens that were written.
    pub(crate) initial_tokens: Vec<InitialAccessTokenRecord>,
    /// The client documents that were written.
    pub(crate) documents: Vec<ClientDocumentRecord>,
    pub(crate) forgotten_keys: HashSet<Fingerprint>,
    /// How many times each waiting request was found open.
    pub(crate) open: HashMap<(Fingerprint, Fingerprint), usize>,
    /// The browsers of the requests that wait.
    pub(crate) browsers: HashMap<Fingerprint, Fingerprint>,
    /// The requests that wait: browser, form, request.
    pub(crate) waiting: Vec<(Fingerprint, Fingerprint, PendingAuthorization)>,
    /// The sessions that were started: issuer, user.
    pub(crate) sessions: Vec<(Issuer, String)>,
    pub(crate) consents: Vec<(String, ClientId, EarlierConsent)>,
    pub(crate) withdrawn: HashSet<(Issuer, String, ClientId)>,
    /// The time of the last sweep, in seconds since 1970.
    pub(crate) swept: i64,
}

impl World {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self { store: Store::memory(), extra: Mutex::default() })
    }

    pub(crate) fn extra(&self) -> MutexGuard<'_, Extra> {
        self.extra.lock().unwrap()
    }
}

/// Where a key of a request was used before.
pub(crate) struct Used {
    pub(crate) here: bool,
    pub(crate) anywhere: bool,
}

impl Extra {
    /// Returns where one of these keys was used before: at its issuer, or anywhere.
    pub(crate) fn used(&self, keys: &[ReplayKey]) -> Used {
        let used =
            |key: &ReplayKey| self.used_keys.iter().any(|used| used.fingerprint == key.fingerprint);
        Used {
            here: keys.iter().any(|key| self.used_keys.contains(key)),
            anywhere: keys.iter().any(used),
        }
    }

    /// Returns whether one of these keys was forgotten too early.
    pub(crate) fn forgets(&mut self, keys: &[ReplayKey]) -> bool {
        keys.iter().any(|key| self.forgotten_keys.remove(&key.fingerprint))
    }

    /// Remembers the time of a sweep. If told so, forgets keys that expire within ten minutes.
    pub(crate) fn sweep(&mut self, now: OffsetDateTime, forgets_keys: bool) {
        self.swept = self.swept.max(now.unix_timestamp());
        let expired = self.codes.values().filter(|code| code.expires <= now.into());
        self.swept_codes.extend(expired.map(|code| code.fingerprint.clone()));
        if forgets_keys {
            let soon = self.swept.saturating_add(600);
            let keys = self.used_keys.iter().filter(|key| key.expires.seconds() < soon);
            self.forgotten_keys.extend(keys.map(|key| key.fingerprint.clone()));
        }
    }
}
