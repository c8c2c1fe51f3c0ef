//! The reasons why WebFinger finds no issuer.

use symbolon_jose::json;
use symbolon_oauth::IssuerError;

use crate::{DocumentError, EndpointError};

/// The largest number of redirects that are followed, one after the other.
pub(super) const MAX_REDIRECTS: u8 = 3;

/// The reason why a WebFinger response names no issuer that can be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WebFingerError {
    /// The status, the content type or the size of the response is not accepted. The query has
    /// failed and is not sent again
    /// ([RFC 7033 §4.2](https://www.rfc-editor.org/rfc/rfc7033#section-4.2)).
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The body of the response is not a JSON object
    /// ([RFC 7033 §4.4](https://www.rfc-editor.org/rfc/rfc7033#section-4.4)).
    #[error(transparent)]
    Json(#[from] json::Error),
    /// The response has no link with the relation type of an issuer
    /// ([Discovery §2](https://openid.net/specs/openid-connect-discovery-1_0.html#IssuerDiscovery)).
    #[error("the response has no link with the `rel` {}", super::ISSUER_REL)]
    NoIssuer,
    /// The first link with the relation type of an issuer has no address
    /// ([Discovery §2](https://openid.net/specs/openid-connect-discovery-1_0.html#IssuerDiscovery)).
    #[error("the link with the `rel` {} has no `href`", super::ISSUER_REL)]
    NoHref,
    /// The address of the link is not the `https` URL of an issuer
    /// ([Discovery §2](https://openid.net/specs/openid-connect-discovery-1_0.html#IssuerDiscovery)).
    #[error(transparent)]
    Issuer(#[from] IssuerError),
    /// The response is a redirect without exactly one readable `Location`
    /// ([RFC 9110 §10.2.2](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.2)).
    #[error("the response is a redirect without exactly one readable `Location` header")]
    NoLocation,
    /// The response is a redirect to an address that is not allowed, such as an `http` URL
    /// ([RFC 7033 §4.2](https://www.rfc-editor.org/rfc/rfc7033#section-4.2)).
    #[error("the redirect is refused: {0}")]
    Location(#[source] EndpointError),
    /// The responses are more redirects than this library follows.
    #[error("the host sent more than {MAX_REDIRECTS} redirects, one after the other")]
    TooManyRedirects,
}

impl WebFingerError {
    /// Returns the stable name of the error, such as `"webfinger.no_issuer"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Document(error) => error.code(),
            Self::Json(error) => error.code(),
            Self::NoIssuer => "webfinger.no_issuer",
            Self::NoHref => "webfinger.no_href",
            Self::Issuer(error) => error.code(),
            Self::NoLocation => "webfinger.no_location",
            Self::Location(error) => error.code(),
            Self::TooManyRedirects => "webfinger.too_many_redirects",
        }
    }
}
