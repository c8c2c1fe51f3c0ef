//! A provider at which the app signs users in, and the app as a client of this provider.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use symbolon::discovery::{Discover, KeyCache, KeyCachePolicy};
use symbolon::oauth::{ClientId, Issuer, RedirectUri, Scope};
use symbolon::relying_party::{ClientConfiguration, FoundProvider, RelyingParty, drive};
use symbolon::ring::CRYPTO;
use symbolon_store::RelyingPartyStore;
use time::{Duration, OffsetDateTime};
use tokio::sync::OnceCell;

use super::problem::Problem;
use super::shown::At;
use crate::client::Http;
use crate::system::clock;

/// How long a failed discovery is reported to every visitor before the app tries again.
const COOL_DOWN: Duration = Duration::seconds(5);

/// A provider at which the app signs users in.
#[derive(Debug)]
pub(crate) struct Party {
    pub(super) issuer: Issuer,
    client: ClientConfiguration,
    pub(super) redirect_uri: RedirectUri,
    /// The logins that have begun at this provider, and the sessions of its users.
    pub(super) records: RelyingPartyStore,
    pub(super) http: Http,
    /// Whether a user named the provider, and the app registered itself there.
    pub(super) is_named: bool,
    /// The scope for which the app is registered, if the provider states it.
    pub(super) scope: Option<Scope>,
    provider: OnceCell<KnownProvider>,
    /// Why the last discovery failed, and the time until which it is not tried again.
    unknown: Mutex<Option<(Arc<Problem>, OffsetDateTime)>>,
}

/// A provider whose metadata is known.
#[derive(Debug)]
pub(super) struct KnownProvider {
    pub(super) rp: RelyingParty,
    pub(super) keys: Arc<Mutex<KeyCache>>,
}

impl Party {
    /// Creates the provider with this issuer, whose metadata is fetched before its first login.
    pub(super) fn new(
        issuer: Issuer,
        client: ClientConfiguration,
        redirect_uri: RedirectUri,
        records: RelyingPartyStore,
        http: Http,
    ) -> Self {
        Self {
            issuer,
            client,
            redirect_uri,
            records,
            http,
            is_named: false,
            scope: None,
            provider: OnceCell::new(),
            unknown: Mutex::default(),
        }
    }

    /// Marks the provider as a provider that a user named, where the app is registered for this scope.
    pub(super) fn named(mut self, scope: Option<Scope>) -> Self {
        self.is_named = true;
        self.scope = scope;
        self
    }

    /// Sets the metadata and the keys of the provider, which were fetched a moment ago.
    pub(super) fn found(mut self, found: FoundProvider, policy: &KeyCachePolicy) -> Self {
        let keys = Arc::new(Mutex::new(found.keys.policy(policy.clone())));
        self.provider = OnceCell::from(KnownProvider { rp: found.rp, keys });
        self
    }

    /// Returns the client identifier of the app at this provider.
    pub(super) fn client_id(&self) -> &ClientId {
        &self.client.client_id
    }

    /// Returns the values by which a session names this provider, or `None` if the command line
    /// names the provider.
    pub(super) fn at(&self) -> Option<At> {
        let (issuer, client_id) = (self.issuer.clone(), self.client_id().clone());
        self.is_named.then_some(At { issuer, client_id })
    }

    /// Returns the provider, if its metadata is known.
    pub(super) fn known(&self) -> Option<&KnownProvider> {
        self.provider.get()
    }

    /// Returns the provider. Its metadata is fetched before the first login. If that fails, every login
    /// that waits for it fails too, and a login after [`COOL_DOWN`] tries again.
    pub(super) async fn provider(&self, keys: &KeyCachePolicy) -> Result<&KnownProvider, Problem> {
        self.provider
            .get_or_try_init(|| async {
                if let Some(problem) = self.recent_failure() {
                    return Err(Problem::NoProvider(problem));
                }
                self.discover(keys).await.map_err(|problem| {
                    let problem = Arc::new(problem);
                    let until = clock().saturating_add(COOL_DOWN);
                    *self.unknown() = Some((problem.clone(), until));
                    Problem::NoProvider(problem)
                })
            })
            .await
    }

    /// Fetches the metadata of the provider.
    async fn discover(&self, policy: &KeyCachePolicy) -> Result<KnownProvider, Problem> {
        let discover = Discover::new(self.issuer.clone()).address_from(self.client.address);
        let metadata = drive(discover, |request| self.http.send(request), clock).await?;
        let rp = RelyingParty::new(metadata, self.client.clone(), &CRYPTO)?;
        let keys = Arc::new(Mutex::new(rp.key_cache().policy(policy.clone())));
        Ok(KnownProvider { rp, keys })
    }

    /// Returns why discovery failed, if that was less than [`COOL_DOWN`] ago.
    fn recent_failure(&self) -> Option<Arc<Problem>> {
        let now = clock();
        let failure = self.unknown();
        failure.as_ref().filter(|(_, until)| now < *until).map(|(problem, _)| problem.clone())
    }

    fn unknown(&self) -> MutexGuard<'_, Option<(Arc<Problem>, OffsetDateTime)>> {
        self.unknown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
