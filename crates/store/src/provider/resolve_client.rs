//! Clients that are not registered: their `client_id` is the URL of their metadata.

use http::{Request, Response};
use symbolon_oauth::ClientId;
use symbolon_provider::{
    ClientDocument, Provider, Refusal, RegisteredClient, StoreFailed, UnresolvedClient,
};
use time::OffsetDateTime;

use super::scope::ProviderStore;
use crate::error::Error;

/// The reason why [`ProviderStore::resolve_client`] does not know a client.
///
/// At the authorization endpoint, convert it into a [`Refusal`]: the user sees a page.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ResolveClientError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] Error),
    /// The `client_id` is the URL of the client's metadata, but the metadata cannot be used.
    #[error(transparent)]
    Client(#[from] UnresolvedClient),
}

impl ResolveClientError {
    /// Returns a stable name for logs and metrics, such as `"client_document.unanswered"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Client(error) => error.code(),
        }
    }
}

impl From<ResolveClientError> for Refusal {
    fn from(error: ResolveClientError) -> Self {
        match error {
            ResolveClientError::Store(_) => StoreFailed.into(),
            ResolveClientError::Client(error) => error.into(),
        }
    }
}

impl ProviderStore {
    /// Returns the client with this `client_id`, or `None` if it is unknown. Also returns a client
    /// that is not registered, if its `client_id` is the `https` URL of its metadata and
    /// [`ProviderPolicy::client_documents`](symbolon_provider::ProviderPolicy::client_documents)
    /// allows it: see [`Provider::client_document`].
    ///
    /// The metadata is fetched with the function of [`fetch_client_keys`](Self::fetch_client_keys), and
    /// kept in this store as long as the policy says. If the new metadata changes what the users agreed
    /// to ([`ClientDocumentFetch::ends_consents`](symbolon_provider::ClientDocumentFetch::ends_consents)),
    /// the consents to the client are removed, and its grants are revoked.
    ///
    /// [`answer_token_request`](Self::answer_token_request) and
    /// [`answer_push_request`](Self::answer_push_request) call this function. A client whose metadata
    /// cannot be used is unknown there.
    ///
    /// ```
    /// use symbolon_provider::{PendingAuthorization, Provider, ReceivedRequest, Refusal};
    /// use symbolon_store::ProviderStore;
    /// use time::OffsetDateTime;
    ///
    /// async fn pending(
    ///     provider: &Provider, store: &ProviderStore, request: ReceivedRequest, now: OffsetDateTime,
    /// ) -> Result<PendingAuthorization, Refusal> {
    ///     let client = store.resolve_client(provider, request.client_id(), now).await?;
    ///     provider.authorize(request, client.as_ref(), now)
    /// }
    /// ```
    ///
    /// # Errors
    /// [`ResolveClientError::Store`] when the database fails, and [`ResolveClientError::Client`] when
    /// the metadata cannot be fetched or used.
    pub async fn resolve_client(
        &self,
        provider: &Provider,
        id: &ClientId,
        now: OffsetDateTime,
    ) -> Result<Option<RegisteredClient>, ResolveClientError> {
        let registered = self.client(id).await?;
        if registered.is_some() || provider.policy().client_documents.is_none() {
            return Ok(registered);
        }
        let kept = self.client_document(id).await?;
        let fetch = match provider.client_document(id, kept, now) {
            ClientDocument::Kept(client) => return Ok(Some(*client)),
            ClientDocument::NotADocument => return Ok(None),
            ClientDocument::Fetch(fetch) => fetch,
        };
        let response = self.sent(fetch.request()).await;
        let record = fetch.receive(response.ok_or(()), now)?;
        // If the server stops between the two steps, the next request finds the old record again.
        if fetch.ends_consents(&record) {
            self.delete_client(id).await?;
        }
        self.put_client_document(&record).await?;
        Ok(Some(record.client))
    }

    /// Returns the client of a request that the client itself sends. A client whose metadata cannot be
    /// used is unknown.
    pub(super) async fn known_client(
        &self,
        provider: &Provider,
        id: &ClientId,
        now: OffsetDateTime,
    ) -> Result<Option<RegisteredClient>, Error> {
        match self.resolve_client(provider, id, now).await {
            Ok(client) => Ok(client),
            Err(ResolveClientError::Client(_)) => Ok(None),
            Err(ResolveClientError::Store(error)) => Err(error),
        }
    }

    /// Sends a request, if this store has a function for it.
    async fn sent(&self, request: Request<Vec<u8>>) -> Option<Response<Vec<u8>>> {
        self.client_keys.as_ref()?.send(request).await.ok()
    }
}
