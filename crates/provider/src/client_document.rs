//! Clients whose `client_id` is the `https` URL of their metadata
//! ([Client ID Metadata Document](https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/)).

mod error;
mod fetch;

use symbolon_oauth::ClientId;
use symbolon_registration::client_document::ClientIdUrl;
use time::OffsetDateTime;

use crate::{ClientDocumentRecord, Provider, RegisteredClient};

pub use error::UnresolvedClient;
pub use fetch::ClientDocumentFetch;

/// The result of looking up a `client_id` that your database does not have. Returned by
/// [`Provider::client_document`].
///
/// This enum is deliberately exhaustive, because a program must handle every variant.
#[derive(Clone, Debug)]
#[must_use]
pub enum ClientDocument {
    /// The client in the stored record. The record is still fresh, so nothing must be fetched.
    Kept(Box<RegisteredClient>),
    /// The `client_id` is a URL, and the document must be fetched.
    Fetch(Box<ClientDocumentFetch>),
    /// The `client_id` is not the URL of a document, or the policy does not allow it. Treat the client
    /// as unknown.
    NotADocument,
}

impl Provider {
    /// Finds out whether a `client_id` is the URL of the client's metadata, and whether the metadata
    /// must be fetched
    /// ([Client ID Metadata Document](https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/),
    /// "Client Information Discovery").
    ///
    /// Call this method only if your database has no client with this `client_id`. `found` is the
    /// record that your store has under `client_id`, or `None` if there is no record. The result is
    /// [`ClientDocument::NotADocument`] unless
    /// [`ProviderPolicy::client_documents`](crate::ProviderPolicy::client_documents) is set and allows
    /// the host.
    ///
    /// ```
    /// use http::{Request, Response};
    /// use symbolon_oauth::ClientId;
    /// use symbolon_provider::{
    ///     ClientDocument, ClientDocumentRecord, Provider, RegisteredClient, UnresolvedClient,
    /// };
    ///
    /// fn resolve<E>(
    ///     op: &Provider,
    ///     client_id: &ClientId,
    ///     find: impl Fn(&ClientId) -> Option<ClientDocumentRecord>,
    ///     put: impl Fn(&ClientDocumentRecord),
    ///     send: impl Fn(Request<Vec<u8>>) -> Result<Response<Vec<u8>>, E>,
    ///     now: time::OffsetDateTime,
    /// ) -> Result<Option<RegisteredClient>, UnresolvedClient> {
    ///     match op.client_document(client_id, find(client_id), now) {
    ///         ClientDocument::Kept(client) => Ok(Some(*client)),
    ///         ClientDocument::Fetch(fetch) => {
    ///             let record = fetch.receive(send(fetch.request()), now)?;
    ///             put(&record);
    ///             Ok(Some(record.client))
    ///         }
    ///         ClientDocument::NotADocument => Ok(None),
    ///     }
    /// }
    /// ```
    pub fn client_document(
        &self,
        client_id: &ClientId,
        found: Option<ClientDocumentRecord>,
        now: OffsetDateTime,
    ) -> ClientDocument {
        let Some(settings) = &self.policy().client_documents else {
            return ClientDocument::NotADocument;
        };
        let Ok(url) = ClientIdUrl::new(client_id) else { return ClientDocument::NotADocument };
        if settings.hosts.as_ref().is_some_and(|hosts| !hosts.iter().any(|it| it == url.host())) {
            return ClientDocument::NotADocument;
        }
        // If the store returned the record of another client, the document is fetched.
        let found = found.filter(|record| record.client.client_id == *client_id);
        match found {
            Some(record) if record.fetched <= now.into() && record.fresh_until > now.into() => {
                ClientDocument::Kept(Box::new(record.client))
            }
            stale => {
                let fetch = ClientDocumentFetch::new(self, settings.clone(), url, stale);
                ClientDocument::Fetch(Box::new(fetch))
            }
        }
    }
}
