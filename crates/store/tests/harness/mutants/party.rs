//! A relying party's store that breaks one promise.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard};

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{Fingerprint, Secret};
use symbolon_oauth::{ClientId, Issuer, State};
use symbolon_relying_party::{PendingLogin, Session};
use symbolon_store::harness::RelyingPartyRecords;
use symbolon_store::{Error, Lease, RelyingPartyStore, SealKey, Store};
use time::{Duration, OffsetDateTime};
use tokio::task::yield_now;

use super::browser::start;

/// What all handles share.
#[derive(Debug)]
pub(crate) struct PartyWorld {
    store: Store,
    key: SealKey,
    extra: Mutex<Extra>,
}

/// What a broken store remembers in addition.
#[derive(Debug, Default)]
struct Extra {
    parties: Vec<(Issuer, ClientId)>,
    logins: Vec<Kept>,
    /// How many times each login was asked for.
    takes: HashMap<String, usize>,
    taken: HashSet<String>,
    /// The sessions that a copy refreshes.
    leased: HashSet<Fingerprint>,
    deleted: HashMap<Fingerprint, Session>,
}

/// A login that was written.
#[derive(Clone, Debug)]
struct Kept {
    party: (Issuer, ClientId),
    browser: Fingerprint,
    state: String,
    login: String,
    until: OffsetDateTime,
}

impl Kept {
    fn login(&self) -> Option<PendingLogin> {
        serde_json::from_str(&self.login).ok()
    }
}

impl PartyWorld {
    pub(crate) fn new() -> Arc<Self> {
        let key = SealKey::new(&Secret::new(vec![7; 32]), &CRYPTO).unwrap();
        Arc::new(Self { store: Store::memory(), key, extra: Mutex::default() })
    }

    fn extra(&self) -> MutexGuard<'_, Extra> {
        self.extra.lock().unwrap()
    }
}

/// A handle of a store in memory that breaks the promise with the ID `fault`.
#[derive(Debug)]
pub(crate) struct PartyMutant {
    store: RelyingPartyStore,
    world: Arc<PartyWorld>,
    party: (Issuer, ClientId),
    fault: &'static str,
}

/// A lease, which a store that keeps its promises has given or not.
#[derive(Debug)]
pub(crate) struct PartyLease {
    id: Fingerprint,
    lease: Option<Lease>,
}

impl PartyMutant {
    pub(crate) fn new(
        world: &Arc<PartyWorld>,
        issuer: &Issuer,
        client: &ClientId,
        fault: &'static str,
    ) -> Self {
        let store = world.store.relying_party(issuer, client, &world.key);
        let party = (issuer.clone(), client.clone());
        world.extra().parties.push(party.clone());
        Self { store, world: world.clone(), party, fault }
    }

    /// Returns the records of all relying parties.
    fn everywhere(&self) -> Vec<RelyingPartyStore> {
        let parties = self.world.extra().parties.clone();
        let PartyWorld { store, key, .. } = &*self.world;
        parties.iter().map(|(issuer, client)| store.relying_party(issuer, client, key)).collect()
    }

    /// Returns the login that was written for a browser and has not expired.
    fn kept(&self, browser: &Fingerprint, state: &State, now: OffsetDateTime) -> Option<Kept> {
        let is_it = |kept: &&Kept| {
            let is_here = kept.party == self.party && kept.browser == *browser;
            is_here && kept.state == state.expose() && now < kept.until
        };
        self.world.extra().logins.iter().find(is_it).cloned()
    }

    /// Counts how many times a login was asked for.
    fn takes(&self, state: &State) -> usize {
        let mut extra = self.world.extra();
        let takes = extra.takes.entry(state.expose().to_owned()).or_default();
        *takes = takes.saturating_add(1);
        *takes
    }

    async fn take_with_fault(
        &self,
        browser: &Fingerprint,
        state: &State,
        now: OffsetDateTime,
    ) -> Result<Option<PendingLogin>, Error> {
        let kept = self.kept(browser, state, now);
        let takes = self.takes(state);
        match self.fault {
            "pending_login.expires" => self.store.take_login(browser, state, start()).await,
            "pending_login.once" if takes > 2 => Ok(kept.and_then(|kept| kept.login())),
            "pending_login.one_winner" => {
                let was_taken = self.world.extra().taken.contains(state.expose());
                yield_now().await;
                let taken = self.store.take_login(browser, state, now).await?;
                self.world.extra().taken.insert(state.expose().to_owned());
                let kept = kept.filter(|_| !was_taken).and_then(|kept| kept.login());
                Ok(taken.or(kept))
            }
            "pending_login.browser" => {
                let logins = self.world.extra().logins.clone();
                let owner = logins
                    .iter()
                    .find(|kept| kept.party == self.party && kept.state == state.expose());
                let browser = owner.map_or(browser, |kept| &kept.browser);
                self.store.take_login(browser, state, now).await
            }
            "pending_login.relying_party" => {
                for store in self.everywhere() {
                    if let Some(login) = store.take_login(browser, state, now).await? {
                        return Ok(Some(login));
                    }
                }
                Ok(None)
            }
            _ => self.store.take_login(browser, state, now).await,
        }
    }
}

impl RelyingPartyRecords for PartyMutant {
    type Error = Error;
    type Lease = PartyLease;

    async fn put_login(
        &self,
        browser: &Fingerprint,
        login: &PendingLogin,
        until: OffsetDateTime,
    ) -> Result<(), Error> {
        self.store.put_login(browser, login, until).await?;
        let (party, browser) = (self.party.clone(), browser.clone());
        let state = login.state().expose().to_owned();
        let login = serde_json::to_string(login).unwrap();
        self.world.extra().logins.push(Kept { party, browser, state, login, until });
        Ok(())
    }

    async fn take_login(
        &self,
        browser: &Fingerprint,
        state: &State,
        now: OffsetDateTime,
    ) -> Result<Option<PendingLogin>, Error> {
        let found = self.take_with_fault(browser, state, now).await?;
        if self.fault == "pending_login.kept" && found.is_some() {
            // The first login, whichever was asked for.
            return Ok(self.world.extra().logins.first().and_then(Kept::login));
        }
        Ok(found)
    }

    async fn put_session(
        &self,
        session: &Fingerprint,
        record: &Session,
        until: OffsetDateTime,
    ) -> Result<(), Error> {
        self.store.put_session(session, record, until).await
    }

    async fn session(
        &self,
        session: &Fingerprint,
        now: OffsetDateTime,
    ) -> Result<Option<Session>, Error> {
        let now = if self.fault == "login_session.expires" { start() } else { now };
        let mut found = self.store.session(session, now).await?;
        if self.fault == "login_session.relying_party" {
            for store in self.everywhere() {
                found = found.or(store.session(session, now).await?);
            }
        }
        if self.fault == "login_session.kept" {
            found.iter_mut().for_each(|session| session.refresh_token = None);
        }
        let extra = self.world.extra();
        let is_unleased = !extra.leased.contains(session);
        let deleted = extra.deleted.get(session).filter(|_| is_unleased).cloned();
        Ok(found.or(deleted.filter(|_| self.fault == "login_session.deleted")))
    }

    async fn delete_session(&self, session: &Fingerprint) -> Result<(), Error> {
        let found = self.store.session(session, start()).await?;
        self.world.extra().deleted.extend(found.map(|found| (session.clone(), found)));
        self.store.delete_session(session).await
    }

    async fn start_refresh(
        &self,
        session: &Fingerprint,
        now: OffsetDateTime,
    ) -> Result<Option<PartyLease>, Error> {
        let is_free = !self.world.extra().leased.contains(session);
        let exists = self.store.session(session, now).await?.is_some();
        let now = match self.fault {
            "login_session.lease_ends" if !is_free => now.saturating_add(Duration::seconds(2)),
            _ => now,
        };
        if self.fault == "login_session.one_refresh" {
            yield_now().await;
        }
        let lease = RelyingPartyRecords::start_refresh(&self.store, session, now).await?;
        if lease.is_some() {
            self.world.extra().leased.insert(session.clone());
        }
        let is_faulty = self.fault == "login_session.one_refresh" && is_free && exists;
        let is_given = lease.is_some() || is_faulty;
        Ok(is_given.then(|| PartyLease { id: session.clone(), lease }))
    }

    async fn replace_session(&self, lease: PartyLease, session: &Session) -> Result<bool, Error> {
        let PartyLease { id, lease } = lease;
        let Some(lease) = lease else { return Ok(false) };
        let replaced = self.store.replace_session(lease, session).await?;
        if replaced && self.fault == "login_session.replaced" {
            // The lease does not end.
            let later = start().saturating_add(Duration::seconds(1));
            RelyingPartyRecords::start_refresh(&self.store, &id, later).await?;
        }
        let exists = self.store.session(&id, start()).await?.is_some();
        let writes = match self.fault {
            "login_session.late_refresh" => !replaced && exists,
            "login_session.signed_out" => !exists,
            _ => false,
        };
        if writes {
            let until = start().saturating_add(Duration::seconds(900));
            self.store.put_session(&id, session, until).await?;
        }
        Ok(replaced || writes)
    }
}
