//! The HTTP request and response of a JSON document: its status, content type and size.

pub(crate) mod etag;
mod prepared;

use http::{HeaderValue, Request, Response, StatusCode, Uri, header};
use symbolon_jose::Excerpt;
use symbolon_oauth::obligation::{AddressFrom, Fetch};

use crate::quirks::MetadataQuirks;

pub use prepared::PreparedDocument;

/// The largest document that is read, in bytes. Large providers publish about a fiftieth of it.
pub(crate) const MAX_BYTES: usize = 256 * 1024;

/// The reason why a response is not the JSON document that was requested.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// The status code of the response is not 200. A redirect is also refused
    /// ([Discovery §4.2](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationResponse)).
    #[error("the status code of the response is {0}, and 200 was expected")]
    Status(StatusCode),
    /// The content type of the response is not accepted for the requested document
    /// ([Discovery §4.2](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationResponse),
    /// [RFC 7517 §8.5.1](https://www.rfc-editor.org/rfc/rfc7517#section-8.5.1)).
    #[error(
        "the content type of the response is {found}, and {expected} was expected; for a provider \
         that sends a wrong type, set the quirk `metadata.any_content_type`"
    )]
    ContentType {
        /// The content type of the response.
        found: Excerpt,
        /// The content type that was expected.
        expected: &'static str,
    },
    /// The response has no content type or more than one, or the content type contains characters
    /// that are not ASCII ([RFC 9110 §8.3](https://www.rfc-editor.org/rfc/rfc9110#section-8.3)).
    #[error(
        "the response does not have exactly one content type, and {expected} was expected; for a \
         provider that sends no content type, set the quirk `metadata.any_content_type`"
    )]
    NoContentType {
        /// The content type that was expected.
        expected: &'static str,
    },
    /// The document has more bytes than `limit`, the largest allowed number of bytes.
    #[error("the document has {found} bytes, and at most {limit} bytes are read")]
    TooLarge {
        /// The number of bytes of the document.
        found: usize,
        /// The largest number of bytes that is read.
        limit: usize,
    },
}

impl DocumentError {
    /// Returns the stable name of the error, such as `"document.status"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Status(_) => "document.status",
            Self::ContentType { .. } | Self::NoContentType { .. } => "document.content_type",
            Self::TooLarge { .. } => "document.too_large",
        }
    }
}

/// Creates the `GET` request for a JSON document.
pub(crate) fn get(uri: Uri, accept: &'static str) -> Request<Vec<u8>> {
    let mut request = Request::new(Vec::new());
    *request.uri_mut() = uri;
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static(accept));
    request
}

/// Adds to the request for a document the limits that the sender of the request must obey.
pub(crate) fn limited(request: Request<Vec<u8>>, address: AddressFrom) -> Fetch {
    let mut fetch = Fetch::new(request, address);
    fetch.max_body = MAX_BYTES;
    fetch
}

/// Returns the bytes of a document after checking status, content type and size.
///
/// `content_types` are the accepted types. An error names the first type as the expected type.
pub(crate) fn body<'a, B: AsRef<[u8]>>(
    response: &'a Response<B>,
    content_types: &[&'static str],
    quirks: &MetadataQuirks,
) -> Result<&'a [u8], DocumentError> {
    // Discovery §4.2: a successful response has the status code 200.
    if response.status() != StatusCode::OK {
        return Err(DocumentError::Status(response.status()));
    }
    if !quirks.any_content_type {
        check_content_type(response, content_types)?;
    }
    let body = response.body().as_ref();
    if body.len() > MAX_BYTES {
        return Err(DocumentError::TooLarge { found: body.len(), limit: MAX_BYTES });
    }
    Ok(without_byte_order_mark(body))
}

/// Removes the byte order mark at the beginning of a JSON text, if there is a mark.
///
/// RFC 8259 §8.1: a parser is allowed to ignore the mark. Some servers send the mark.
pub(crate) fn without_byte_order_mark(json: &[u8]) -> &[u8] {
    json.strip_prefix("\u{feff}".as_bytes()).unwrap_or(json)
}

fn check_content_type<B>(
    response: &Response<B>,
    content_types: &[&'static str],
) -> Result<(), DocumentError> {
    // Discovery §4.2: the content type is `application/json`. RFC 9110 §8.3: it occurs once, its
    // case is irrelevant, and parameters may follow it.
    let expected = content_types.first().copied().unwrap_or_default();
    let mut values = response.headers().get_all(header::CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(DocumentError::NoContentType { expected });
    };
    let text = value.to_str().map_err(|_| DocumentError::NoContentType { expected })?;
    let media_type = text.split(';').next().unwrap_or_default().trim();
    if !content_types.iter().any(|accepted| media_type.eq_ignore_ascii_case(accepted)) {
        return Err(DocumentError::ContentType { found: Excerpt::new(text), expected });
    }
    Ok(())
}
