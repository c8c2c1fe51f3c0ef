//! The settings for clients whose `client_id` is the URL of their metadata.

use core::time::Duration;

use symbolon_registration::client_document::MAX_BYTES;

/// The settings for clients whose `client_id` is the `https` URL of a document with their metadata
/// ([Client ID Metadata Document](https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/),
/// a draft).
///
/// With these settings, everyone who has a website has a client at your provider, without a
/// registration. The provider sends requests to addresses that strangers choose, so your HTTP client
/// must check addresses, as `symbolon-reqwest` does. Show the user the host of the `client_id` on the
/// consent page.
///
/// ```
/// use symbolon_provider::{ClientDocuments, ProviderPolicy};
///
/// let mut documents = ClientDocuments::default();
/// documents.same_origin_redirects = true;
/// let mut policy = ProviderPolicy::default();
/// policy.client_documents = Some(documents);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClientDocuments {
    /// The largest number of bytes of a document. The default is 5 KiB, which the draft recommends.
    /// A document of more than 64 KiB is always refused.
    pub max_bytes: usize,
    /// The longest time for which a document is used without another request. The default is one
    /// day. A longer time in the headers of the response has no effect. After this time, the provider
    /// sees changed redirect URIs and keys.
    pub longest: Duration,
    /// The shortest time for which a document is used without another request. The default is five
    /// minutes, so that a login fetches the document once. A shorter time in the headers of the
    /// response, and `no-store`, have no effect. If the response states no time, the document is kept
    /// for this time. If `shortest` is more than `longest`, `longest` has no effect.
    pub shortest: Duration,
    /// Whether every redirect URI must have the origin of the `client_id`: scheme, host and port. The
    /// default is `false`. With `true`, a client cannot name the redirect URI of another website,
    /// and applications on the user's device cannot use a document.
    pub same_origin_redirects: bool,
    /// Whether new keys of a client end the consents of users to it, as new redirect URIs do: see
    /// [`ClientDocumentFetch::ends_consents`](crate::ClientDocumentFetch::ends_consents). The
    /// default is `false`, because it is good practice to change keys from time to time.
    pub new_keys_end_consents: bool,
    /// The hosts that a `client_id` is allowed to have, such as `wiki.example`. A host does not
    /// include its subdomains. `None`, the default, allows every host. Nothing is fetched from
    /// another host.
    pub hosts: Option<Vec<String>>,
}

impl Default for ClientDocuments {
    fn default() -> Self {
        Self {
            max_bytes: MAX_BYTES,
            longest: Duration::from_secs(24 * 60 * 60),
            shortest: Duration::from_secs(5 * 60),
            same_origin_redirects: false,
            new_keys_end_consents: false,
            hosts: None,
        }
    }
}
