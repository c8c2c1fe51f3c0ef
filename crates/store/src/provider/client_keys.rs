//! The keys that clients publish at their `jwks_uri`, for the functions that answer a request.

use http::{Request, Response};
use symbolon_provider::{ClientKeys, LoadKeys, Provider, ReceivedRequest, RegisteredClient};
use time::OffsetDateTime;

use super::fetched_keys::FetchedKeys;
use super::scope::ProviderStore;

impl ProviderStore {
    /// Sets the function that fetches the keys of clients with a
    /// [`jwks_uri`](RegisteredClient::jwks_uri). Call it once, when your program starts.
    ///
    /// [`answer_token_request`](Self::answer_token_request) and
    /// [`answer_push_request`](Self::answer_push_request) then fetch the keys that a request needs,
    /// and so does [`load_client_keys`](Self::load_client_keys).
    /// [`resolve_client`](Self::resolve_client) uses the same function to fetch the metadata of
    /// clients that are not registered. Without this function, a client with a `jwks_uri` cannot
    /// authenticate with an assertion: the provider refuses it with `token.keys_unavailable`.
    ///
    /// A client chose each address, so `send` must obey the
    /// [`FetchLimits`](symbolon_oauth::obligation::FetchLimits) of a request, as `symbolon-reqwest` does,
    /// and must not follow redirects. If `send` fails, write the error to your log: the client counts as
    /// a client without keys.
    ///
    /// ```
    /// use http::{Request, Response};
    /// use symbolon_oauth::Issuer;
    /// use symbolon_provider::ClientKeys;
    /// use symbolon_store::Store;
    ///
    /// # async fn send(_: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, std::io::Error> {
    /// #     Err(std::io::ErrorKind::TimedOut.into())
    /// # }
    /// let store = Store::memory()
    ///     .provider(&Issuer::new("https://op.example")?)
    ///     .fetch_client_keys(ClientKeys::default(), send);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn fetch_client_keys<S, F, E>(mut self, keys: ClientKeys, send: S) -> Self
    where
        S: Fn(Request<Vec<u8>>) -> F + Send + Sync + 'static,
        F: Future<Output = Result<Response<Vec<u8>>, E>> + Send + 'static,
    {
        self.client_keys = Some(FetchedKeys::new(keys, send));
        self
    }

    /// Adds to a client the keys at its [`jwks_uri`](RegisteredClient::jwks_uri) that an authorization
    /// request needs: for a request object, and for encrypted responses. Call it before
    /// [`Provider::authorize`], and pass the result to `authorize`. Do not store the result.
    ///
    /// `client` is the record under the `client_id` of the request. The client is returned
    /// unchanged if the request needs no keys, or if [`fetch_client_keys`](Self::fetch_client_keys)
    /// was not called.
    ///
    /// ```
    /// use symbolon_provider::{PendingAuthorization, Provider, ReceivedRequest, Refusal, StoreFailed};
    /// use symbolon_store::ProviderStore;
    /// use time::OffsetDateTime;
    ///
    /// async fn pending(
    ///     provider: &Provider, store: &ProviderStore, request: ReceivedRequest, now: OffsetDateTime,
    /// ) -> Result<PendingAuthorization, Refusal> {
    ///     let client = store.client(request.client_id()).await.map_err(StoreFailed::from)?;
    ///     let request = store.resolve_pushed_request(provider, request, client.as_ref()).await;
    ///     let request = request.map_err(StoreFailed::from)?;
    ///     let client = store.load_client_keys(provider, &request, client, now).await;
    ///     provider.authorize(request, client.as_ref(), now)
    /// }
    /// ```
    pub async fn load_client_keys(
        &self,
        provider: &Provider,
        request: &ReceivedRequest,
        client: Option<RegisteredClient>,
        now: OffsetDateTime,
    ) -> Option<RegisteredClient> {
        let load =
            |client, keys: &ClientKeys| provider.load_keys_for_authorization(request, client, keys);
        self.with_keys(client, load, now).await
    }

    /// Runs the flow that adds keys to a client, if this store knows how to fetch keys.
    pub(super) async fn with_keys(
        &self,
        client: Option<RegisteredClient>,
        load: impl FnOnce(Option<RegisteredClient>, &ClientKeys) -> LoadKeys,
        now: OffsetDateTime,
    ) -> Option<RegisteredClient> {
        let Some(fetched) = &self.client_keys else { return client };
        load(client, fetched.keys()).run(|request| fetched.send(request), || now).await
    }
}
