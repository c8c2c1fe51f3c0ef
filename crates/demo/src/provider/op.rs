//! The state that the endpoints of the provider share.

use http::HeaderMap;
use symbolon::oauth::ClientId;
use symbolon::provider::Provider;
use symbolon_store::ProviderStore;
use url::Url;

use super::browser::Browser;
use super::failure::Failure;
use crate::guesses::Guesses;
use crate::log::Log;
use crate::origin::is_of_other_origin;
use crate::sessions::Sessions;
use crate::users::Users;

/// The engine, and the store, the sessions and the users, which the engine leaves to its caller.
#[derive(Debug)]
pub(crate) struct Op {
    pub(super) engine: Provider,
    pub(super) store: ProviderStore,
    pub(super) sessions: Sessions<Browser>,
    pub(super) users: Users,
    pub(super) guesses: Guesses,
    pub(super) log: Log,
    /// The origin of the provider's pages.
    origin: String,
}

impl Op {
    /// Creates a provider with these records and users.
    pub(crate) fn new(engine: Provider, store: ProviderStore, users: Users, log: Log) -> Self {
        let sessions = Sessions::new("symbolon_demo_provider", engine.issuer().is_https());
        let origin = Url::parse(engine.issuer().as_str())
            .map(|issuer| issuer.origin().ascii_serialization())
            .unwrap_or_default();
        let guesses = Guesses::default();
        Self { engine, store, sessions, users, guesses, log, origin }
    }

    /// Refuses a form that a page of another origin sent.
    pub(super) fn refuse_other_sites(&self, headers: &HeaderMap) -> Result<(), Failure> {
        if is_of_other_origin(headers, &self.origin) { Err(Failure::OtherSite) } else { Ok(()) }
    }

    /// Returns the client's name for users.
    pub(super) async fn client_name(&self, id: &ClientId) -> String {
        let client = self.log.store(self.store.client(id).await).ok().flatten();
        let name = client.and_then(|client| client.client_name);
        name.unwrap_or_else(|| id.to_string())
    }
}
