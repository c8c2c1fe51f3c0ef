//! The reasons why the metadata of a protected resource is refused.

use symbolon_jose::{Excerpt, json};
use symbolon_oauth::UriError;

use crate::{DocumentError, EndpointError, MetadataError};

/// The reason why the metadata of a protected resource cannot be requested, read or published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ResourceError {
    /// The URL of the request to the resource is not the identifier of a resource
    /// ([RFC 9728 §1.2](https://www.rfc-editor.org/rfc/rfc9728#section-1.2)).
    #[error("the URL of the request to the resource cannot be its identifier: {0}")]
    Identifier(#[from] ResourceIdentifierError),
    /// The challenge has no attribute `resource_metadata`
    /// ([RFC 9728 §5.1](https://www.rfc-editor.org/rfc/rfc9728#section-5.1)).
    #[error("the challenge has no attribute `resource_metadata`")]
    NotInChallenge,
    /// The attribute `resource_metadata` of the challenge is not the URL of a document
    /// ([RFC 9728 §5.1](https://www.rfc-editor.org/rfc/rfc9728#section-5.1)).
    #[error("`resource_metadata` in the challenge is {found}, which is not allowed: {error}")]
    Location {
        /// The value of the attribute.
        found: Excerpt,
        /// The reason why the value is not allowed.
        error: EndpointError,
    },
    /// The status, the content type or the size of the response is not accepted
    /// ([RFC 9728 §3.2](https://www.rfc-editor.org/rfc/rfc9728#section-3.2)).
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The document is the metadata of another resource
    /// ([RFC 9728 §3.3](https://www.rfc-editor.org/rfc/rfc9728#section-3.3)).
    #[error("the metadata states the resource {found}; expected {expected}")]
    ResourceMismatch {
        /// The resource for which the metadata was requested.
        expected: Excerpt,
        /// The resource that the metadata states.
        found: Excerpt,
    },
    /// The list with this name contains an algorithm that is not a signature with a private key
    /// ([RFC 9728 §2](https://www.rfc-editor.org/rfc/rfc9728#section-2)).
    #[error("`{member}` contains {found}, which is forbidden")]
    Algorithm {
        /// The name of the list.
        member: &'static str,
        /// The forbidden algorithm.
        found: Excerpt,
    },
    /// A member of the document cannot be read or written
    /// ([RFC 9728 §2](https://www.rfc-editor.org/rfc/rfc9728#section-2)).
    #[error(transparent)]
    Metadata(#[from] MetadataError),
}

impl ResourceError {
    /// Returns the stable name of the error, such as `"resource.mismatch"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Identifier(error) => error.code(),
            Self::NotInChallenge => "resource.not_in_challenge",
            Self::Location { error, .. } => error.code(),
            Self::Document(error) => error.code(),
            Self::ResourceMismatch { .. } => "resource.mismatch",
            Self::Algorithm { .. } => "resource.algorithm",
            Self::Metadata(error) => error.code(),
        }
    }
}

impl From<json::Error> for ResourceError {
    fn from(error: json::Error) -> Self {
        Self::Metadata(error.into())
    }
}

/// The reason why a text is not the identifier of a protected resource.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ResourceIdentifierError {
    /// The scheme is not `https`. [`on_loopback`](super::ResourceIdentifier::on_loopback) also
    /// accepts `http` for `127.0.0.1`, `[::1]` and `localhost`
    /// ([RFC 9728 §1.2](https://www.rfc-editor.org/rfc/rfc9728#section-1.2)).
    #[error(
        "the scheme is not https; http is allowed only on this machine \
         (`ResourceIdentifier::on_loopback`)"
    )]
    Scheme,
    /// The URL has a fragment, a user name or a password, or two parsers could understand it
    /// differently ([RFC 9728 §1.2](https://www.rfc-editor.org/rfc/rfc9728#section-1.2)).
    #[error(transparent)]
    Uri(UriError),
    /// The URL has no host, or is not valid as the URI of an HTTP request
    /// ([RFC 9112 §3.2.2](https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2)).
    #[error("the URL has no host or is not valid as the URI of an HTTP request")]
    Syntax,
}

impl ResourceIdentifierError {
    /// Returns the stable name of the error, such as `"resource_identifier.scheme"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Scheme => "resource_identifier.scheme",
            Self::Uri(error) => error.code(),
            Self::Syntax => "resource_identifier.syntax",
        }
    }
}
