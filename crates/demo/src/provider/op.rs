//! The state that the endpoints of the provider share.

use http::HeaderMap;
use symbolon::oauth::ClientId;
use symbolon::provider::{ClientKeys, Provider};
use symbolon_store::ProviderStore;
use url::Url;

use super::failure::Failure;
use crate::client::Http;
use crate::cookie::Cookie;
use crate::guesses::Guesses;
use crate::log::Log;
use crate::origin::is_of_other_origin;
use crate::users::Users;

/// The engine, and the store and the users, which the engine leaves to its caller.
#[derive(Debug)]
pub(crate) struct Op {
    pub(super) engine: Provider,
    pub(super) store: ProviderStore,
    /// The cookie by which the provider knows a browser again.
    pub(super) cookie: Cookie,
    /// The cookie with the last attempt to sign in that failed.
    pub(super) failed: Cookie,
    pub(super) users: Users,
    pub(super) guesses: Guesses,
    pub(super) log: Log,
    /// Fetches the request objects and the keys that clients host.
    pub(super) http: Http,
    /// The keys that clients host.
    pub(super) client_keys: ClientKeys,
    /// The origin of the provider's pages.
    origin: String,
}

impl Op {
    /// Creates a provider with these records and users.
    pub(crate) fn new(
        engine: Provider,
        store: ProviderStore,
        users: Users,
        (log, http): (Log, Http),
    ) -> Self {
        let secure = engine.issuer().is_https();
        let cookie = Cookie::new("symbolon_demo_provider", secure);
        let failed = Cookie::new("symbolon_demo_provider_failed", secure);
        let origin = Url::parse(engine.issuer().as_str())
            .map(|issuer| issuer.origin().ascii_serialization())
            .unwrap_or_default();
        let guesses = Guesses::default();
        let client_keys = ClientKeys::default();
        let sender = http.clone();
        let store = store.fetch_client_keys(client_keys.clone(), move |request| {
            let sender = sender.clone();
            async move { sender.send(request).await }
        });
        Self { engine, store, cookie, failed, users, guesses, log, http, client_keys, origin }
    }

    /// Returns the host of the provider, with the port if its URL has one.
    pub(super) fn host(&self) -> Option<&str> {
        self.origin.split_once("://").map(|(_, host)| host)
    }

    /// Refuses a form that a page of another origin sent.
    pub(super) fn refuse_other_sites(&self, headers: &HeaderMap) -> Result<(), Failure> {
        if is_of_other_origin(headers, &self.origin) { Err(Failure::OtherSite) } else { Ok(()) }
    }

    /// Returns the client's name for users.
    pub(super) async fn client_name(&self, id: &ClientId) -> String {
        let client = self.log.store(self.store.client(id).await).ok().flatten();
        let name = client.and_then(|client| client.client_name.default);
        name.unwrap_or_else(|| id.to_string())
    }
}
