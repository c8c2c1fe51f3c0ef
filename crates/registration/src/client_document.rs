//! Client ID metadata documents: a client whose identifier is the `https` URL of its metadata
//! ([draft-ietf-oauth-client-id-metadata-document](https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/)).
//!
//! ```
//! use symbolon_oauth::{ClientId, RedirectUri};
//! use symbolon_registration::ClientMetadata;
//! use symbolon_registration::client_document::{self, ClientIdUrl};
//!
//! let url = ClientIdUrl::new(&ClientId::new("https://app.example/client.json")?)?;
//! let fetch = client_document::fetch(&url, client_document::MAX_BYTES);
//! # let mut metadata = ClientMetadata::new(vec![RedirectUri::new("https://app.example/cb")?]);
//! # metadata.token_endpoint_auth_method = Some(symbolon_oauth::ClientAuthenticationMethod::NONE);
//! # let send = |_| client_document::to_http(&url, &metadata);
//! let response = send(fetch.into_request()); // your HTTP client
//! let client = client_document::from_http(&response, &url, client_document::MAX_BYTES)?;
//! client.validate()?;
//! assert!(client.is_public());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use http::{Request, Response, StatusCode, Uri, header};
use symbolon_jose::json::document::Value;
use symbolon_jose::rule::{Rule, Section, Verdict};
use symbolon_jose::{Excerpt, Object};
use symbolon_oauth::obligation::{AddressFrom, Fetch};
use symbolon_oauth::{ClientId, UriError, check_uri};

use crate::{ClientMetadata, ClientMetadataError, body, limits};

/// The number of bytes that a document should have at most: 5 KiB, which the draft recommends. Pass
/// this limit to [`fetch`] and [`from_http`], or your own limit.
pub const MAX_BYTES: usize = 5 * 1024;

/// A client identifier that is the `https` URL of the client's metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientIdUrl {
    client_id: ClientId,
    uri: Uri,
}

impl ClientIdUrl {
    /// Creates the URL from a client identifier.
    ///
    /// # Errors
    /// [`ClientDocumentError::Url`] when the identifier is not an `https` URL with a path, without a
    /// user name, a fragment and dot segments.
    pub fn new(client_id: &ClientId) -> Result<Self, ClientDocumentError> {
        let text = client_id.as_str();
        let refused = |reason| {
            let found = Excerpt::new(text);
            ClientDocumentError::Url { found, reason }
        };
        let Some(rest) = text.strip_prefix("https://") else { return Err(refused(None)) };
        check_uri(text).map_err(|error| refused(Some(error)))?;
        // "Client Identifier": the URL contains a path.
        let before_query = rest.split('?').next().unwrap_or_default();
        let uri = text.parse().ok().filter(|_| before_query.contains('/'));
        let uri = uri.ok_or_else(|| refused(None))?;
        Ok(Self { client_id: client_id.clone(), uri })
    }

    /// Returns the client identifier.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        &self.client_id
    }

    /// Returns the host of the URL. Show it to the user beside the name of the client.
    #[must_use]
    pub fn host(&self) -> &str {
        self.uri.host().unwrap_or_default()
    }
}

/// Creates the request for the document of a client. The client chose the address, so the sender
/// refuses private addresses, and follows no redirect. The sender reads at most `max_bytes` bytes of
/// the response.
pub fn fetch(url: &ClientIdUrl, max_bytes: usize) -> Fetch {
    let mut request = Request::new(Vec::new());
    *request.uri_mut() = url.uri.clone();
    request.headers_mut().insert(header::ACCEPT, body::content_type());
    let mut fetch = Fetch::new(request, AddressFrom::Stranger);
    fetch.max_body = max_bytes;
    fetch
}

/// Reads the metadata of a client from the response to [`fetch`]. A document of more than `max_bytes`
/// bytes is refused.
///
/// Check the metadata with [`ClientMetadata::validate`] before you use it.
///
/// # Errors
/// [`ClientDocumentError`] when the status is not 200, when the response is not declared to be JSON,
/// when it has more than `max_bytes` bytes, when the metadata cannot be read, and for the first of the
/// [`RULES`] that the document breaks.
pub fn from_http<B: AsRef<[u8]>>(
    response: &Response<B>,
    url: &ClientIdUrl,
    max_bytes: usize,
) -> Result<ClientMetadata, ClientDocumentError> {
    if response.status() != StatusCode::OK {
        return Err(ClientDocumentError::Status(response.status()));
    }
    check_content_type(response)?;
    let text = response.body().as_ref();
    if text.len() > max_bytes {
        return Err(ClientDocumentError::TooLarge { found: text.len(), most: max_bytes });
    }
    let mut object = Object::parse_document(text, &limits::DOCUMENT)
        .map_err(|error| ClientDocumentError::Metadata(error.into()))?;
    RULES.iter().try_for_each(|rule| (rule.check())(&object, url).map(drop))?;
    object.remove("client_id");
    Ok(ClientMetadata::from_object(object)?)
}

/// Builds the response with the metadata of a client, for the server of the client.
#[must_use]
pub fn to_http(url: &ClientIdUrl, metadata: &ClientMetadata) -> Response<Vec<u8>> {
    let mut object = metadata.to_object();
    object.insert("client_id", url.client_id.as_str());
    let mut response = Response::new(object.to_json().into_bytes());
    response.headers_mut().insert(header::CONTENT_TYPE, body::content_type());
    response
}

/// "Client Metadata Document": the type is `application/json` or `application/<type>+json`.
fn check_content_type<B>(response: &Response<B>) -> Result<(), ClientDocumentError> {
    let Some(found) = body::other_content_type(response.headers()) else { return Ok(()) };
    let essence = found.as_str().split(';').next().unwrap_or_default().trim();
    let is_json = essence
        .strip_prefix("application/")
        .and_then(|it| it.strip_suffix("+json"))
        .is_some_and(|it| !it.is_empty() && !it.contains(','));
    if is_json { Ok(()) } else { Err(ClientDocumentError::ContentType { found }) }
}

/// A rule that a client ID metadata document must obey.
pub type ClientDocumentRule = Rule<fn(&Object, &ClientIdUrl) -> Checked>;

type Checked = Result<Verdict, ClientDocumentError>;

const DOCUMENT: Section = Section::new(
    "Client ID Metadata Document, Client Metadata Document",
    "https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/",
);

/// The rules of client ID metadata documents, in addition to the [`RULES`](crate::RULES) of all
/// client metadata.
#[rustfmt::skip]
pub static RULES: &[ClientDocumentRule] = &[
    Rule::new("client_id", DOCUMENT, "`client_id` is the URL of the document, compared as text", client_id),
    Rule::new("client_secret", DOCUMENT, "the document has no `client_secret`", |object, _| absent(object, "client_secret")),
    Rule::new("client_secret_expires_at", DOCUMENT, "the document has no `client_secret_expires_at`", |object, _| absent(object, "client_secret_expires_at")),
    Rule::new("token_endpoint_auth_method", DOCUMENT, "the authentication method uses no shared secret, and is stated, because the default method uses a shared secret", method),
];

fn client_id(object: &Object, url: &ClientIdUrl) -> Checked {
    let found = object.get("client_id").and_then(Value::as_str);
    if found == Some(url.client_id.as_str()) {
        return Ok(Verdict::Held);
    }
    let expected = Excerpt::new(url.client_id.as_str());
    Err(ClientDocumentError::ClientId { found: found.map(Excerpt::new), expected })
}

fn absent(object: &Object, member: &'static str) -> Checked {
    if object.contains(member) {
        Err(ClientDocumentError::Secret(member))
    } else {
        Ok(Verdict::Held)
    }
}

fn method(object: &Object, _: &ClientIdUrl) -> Checked {
    let method = object.get("token_endpoint_auth_method").and_then(Value::as_str);
    let method = method.unwrap_or("client_secret_basic");
    if method.starts_with("client_secret_") {
        return Err(ClientDocumentError::Method { found: Excerpt::new(method) });
    }
    Ok(Verdict::Held)
}

/// The reason why a client identifier, or the document at its URL, is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClientDocumentError {
    /// The client identifier is not an allowed URL.
    #[error(
        "the client identifier {found} is not an https URL with a path, without a user name, a \
         fragment and dot segments"
    )]
    Url {
        /// The client identifier.
        found: Excerpt,
        /// The reason, if the text is not an acceptable URI.
        reason: Option<UriError>,
    },
    /// The status of the response is not 200. A redirect is also refused.
    #[error("the response with the client's metadata has the status {0}; expected 200")]
    Status(StatusCode),
    /// The `Content-Type` is neither `application/json` nor `application/<type>+json`.
    #[error(
        "the response with the client's metadata has the Content-Type {found}; expected \
         application/json"
    )]
    ContentType {
        /// The `Content-Type` headers of the response, with commas between several headers.
        found: Excerpt,
    },
    /// The document has too many bytes.
    #[error("the client's metadata has {found} bytes; at most {most} bytes are read")]
    TooLarge {
        /// The number of bytes of the document.
        found: usize,
        /// The largest number of bytes that is read.
        most: usize,
    },
    /// `client_id` of the document is not the URL of the document.
    #[error("the document has the `client_id` {}; expected {expected}", found_or_none(.found.as_ref()))]
    ClientId {
        /// The identifier in the document.
        found: Option<Excerpt>,
        /// The URL of the document.
        expected: Excerpt,
    },
    /// The document has this member, but a public document cannot contain a secret.
    #[error("the document has `{0}`, but a public document cannot contain a secret")]
    Secret(&'static str),
    /// The authentication method uses a shared secret, which a client without registration cannot
    /// have.
    #[error(
        "the authentication method is {found}; expected a stated method without a shared secret, \
         such as `none` or `private_key_jwt`"
    )]
    Method {
        /// The method of the document, or the default.
        found: Excerpt,
    },
    /// The metadata cannot be read.
    #[error("the client's metadata cannot be read: {0}")]
    Metadata(#[from] ClientMetadataError),
}

impl ClientDocumentError {
    /// Returns the stable name of the error, such as `"client_document.status"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Url { .. } => "client_document.url",
            Self::Status(_) => "client_document.status",
            Self::ContentType { .. } => "client_document.content_type",
            Self::TooLarge { .. } => "client_document.too_large",
            Self::ClientId { .. } => "client_document.client_id",
            Self::Secret(_) => "client_document.secret",
            Self::Method { .. } => "client_document.method",
            Self::Metadata(error) => error.code(),
        }
    }
}

fn found_or_none(found: Option<&Excerpt>) -> String {
    found.map_or_else(|| "(absent)".to_owned(), Excerpt::to_string)
}
