//! The reason why a client cannot be resolved from its URL.

use symbolon_jose::Excerpt;
use symbolon_registration::ClientMetadataError;
use symbolon_registration::client_document::ClientDocumentError;

/// The reason why a client whose `client_id` is the URL of its metadata cannot be used.
///
/// The provider knows no redirect URI of the client, so the user must see a page: convert the error
/// into a [`Refusal`](crate::Refusal). At an endpoint that a client calls itself, treat the client as
/// unknown. Do not keep the error: the next request fetches the document again.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum UnresolvedClient {
    /// No response came to the HTTP request for the document
    /// ([Client ID Metadata Document](https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/),
    /// "Metadata Discovery Errors").
    #[error("there was no response to the HTTP request for the client's metadata at {0}")]
    Unanswered(Excerpt),
    /// The response is not a client ID metadata document of this client
    /// ([Client ID Metadata Document](https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/),
    /// "Client Metadata Document").
    #[error(transparent)]
    Document(#[from] ClientDocumentError),
    /// The metadata breaks a rule of client metadata, or asks for something that this provider does
    /// not offer ([RFC 7591 §2](https://www.rfc-editor.org/rfc/rfc7591#section-2)).
    #[error("the client's metadata is refused: {0}")]
    Metadata(#[from] ClientMetadataError),
    /// A redirect URI does not have the origin of the `client_id`, which
    /// [`ClientDocuments::same_origin_redirects`](crate::ClientDocuments::same_origin_redirects)
    /// requires.
    #[error(
        "the redirect URI {found} does not have the origin of the client's identifier {expected}"
    )]
    RedirectOrigin {
        /// The redirect URI.
        found: Excerpt,
        /// The `client_id`.
        expected: Excerpt,
    },
}

impl UnresolvedClient {
    /// Returns a stable name for logs and metrics, such as `"client_document.unanswered"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unanswered(_) => "client_document.unanswered",
            Self::Document(error) => error.code(),
            Self::Metadata(error) => error.code(),
            Self::RedirectOrigin { .. } => "client_document.redirect_origin",
        }
    }
}
