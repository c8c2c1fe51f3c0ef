//! The record of a client whose `client_id` is the URL of its metadata.

use serde::{Deserialize, Serialize};
use symbolon_jose::NumericDate;

use crate::RegisteredClient;

/// The record of a client whose `client_id` is the `https` URL of a document with its metadata. The
/// provider fetched the document and checked it
/// ([Client ID Metadata Document](https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/)).
///
/// Use the `client_id` of [`client`](Self::client) as the key of this record in your store. A later
/// record replaces an earlier record. Only a valid document becomes a record. Do not store an
/// error.
///
/// Your store may delete the record at any time, because the provider can fetch the document again.
/// The provider fetches it again from [`fresh_until`](Self::fresh_until) on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ClientDocumentRecord {
    /// The client that the document describes. Its `client_id` is the URL of the document.
    pub client: RegisteredClient,
    /// When the document was fetched.
    pub fetched: NumericDate,
    /// The time until which the provider uses the record without asking again. It follows from the
    /// headers of the response, within the bounds of the policy.
    pub fresh_until: NumericDate,
    /// The `ETag` of the response, with which the provider can ask whether the document has changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
}
