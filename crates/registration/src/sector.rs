//! The sector of a client, and the document at `sector_identifier_uri`.

use http::{Request, Response, StatusCode, header};
use symbolon_discovery::Endpoint;
use symbolon_jose::Excerpt;
use symbolon_jose::json::document::Value;
use symbolon_oauth::RedirectUri;
use symbolon_oauth::obligation::{AddressFrom, Fetch};
use url::Url;

use crate::limits::DOCUMENT;
use crate::{ClientMetadata, body};

/// The document at `sector_identifier_uri`: a JSON array with the redirect URIs of all clients that
/// share a sector.
///
/// [Registration §5](https://openid.net/specs/openid-connect-registration-1_0.html#SectorIdentifierValidation),
/// [Core §8.1](https://openid.net/specs/openid-connect-core-1_0.html#PairwiseAlg).
///
/// ```
/// use symbolon_oauth::RedirectUri;
/// use symbolon_registration::{ClientMetadata, SectorDocument};
///
/// let response = http::Response::builder()
///     .header("content-type", "application/json")
///     .body(br#"["https://wiki.example/callback"]"#)?;
/// let document = SectorDocument::from_http(&response)?;
/// let client = ClientMetadata::new(vec![RedirectUri::new("https://wiki.example/callback")?]);
/// assert_eq!(document.contains_all(&client), Ok(()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectorDocument(Vec<String>);

impl SectorDocument {
    /// Creates a document with these redirect URIs.
    #[must_use]
    pub fn new(redirect_uris: &[RedirectUri]) -> Self {
        Self(redirect_uris.iter().map(|uri| uri.as_str().to_owned()).collect())
    }

    /// Creates the request for the document of a client. A client chose the address, so the sender
    /// refuses private addresses. The response has at most 64 KiB.
    pub fn request(uri: &Endpoint) -> Fetch {
        let mut request = Request::new(Vec::new());
        *request.uri_mut() = uri.uri().clone();
        request.headers_mut().insert(header::ACCEPT, body::content_type());
        let mut fetch = Fetch::new(request, AddressFrom::Stranger);
        fetch.max_body = DOCUMENT.token;
        fetch
    }

    /// Reads the document from the response to [`request`](Self::request).
    ///
    /// # Errors
    /// [`SectorError::Status`] when the status is not 200, [`SectorError::ContentType`] when the
    /// response is not declared to be JSON, [`SectorError::TooLarge`] when it has more than 64 KiB,
    /// [`SectorError::Syntax`] when it is not a JSON array of strings.
    pub fn from_http<B: AsRef<[u8]>>(response: &Response<B>) -> Result<Self, SectorError> {
        if response.status() != StatusCode::OK {
            return Err(SectorError::Status(response.status()));
        }
        if let Some(found) = body::other_content_type(response.headers()) {
            return Err(SectorError::ContentType { found });
        }
        let text = response.body().as_ref();
        if text.len() > DOCUMENT.token {
            return Err(SectorError::TooLarge { found: text.len(), most: DOCUMENT.token });
        }
        // The array becomes the member of an object, because `Object` checks the limits and refuses
        // repeated members.
        let wrapped = [b"{\"a\":", text, b"}"].concat();
        let object = symbolon_jose::Object::parse_within(&wrapped, &LIMITS);
        let array =
            object.ok().filter(|object| object.len() == 1).and_then(|mut it| it.remove("a"));
        let Some(Value::Array(values)) = array else { return Err(SectorError::Syntax) };
        let texts = values.into_iter().map(|value| match value {
            Value::String(text) => Ok(text),
            _ => Err(SectorError::Syntax),
        });
        Ok(Self(texts.collect::<Result<_, _>>()?))
    }

    /// Builds the response with the document, for the server of the sector.
    #[must_use]
    pub fn to_http(&self) -> Response<Vec<u8>> {
        let json = Value::from(self.0.clone()).to_string();
        let mut response = Response::new(json.into_bytes());
        response.headers_mut().insert(header::CONTENT_TYPE, body::content_type());
        response
    }

    /// Checks that the document contains every redirect URI of the client, compared as text.
    ///
    /// # Errors
    /// [`SectorError::RedirectUri`] with the first redirect URI that the document does not contain.
    pub fn contains_all(&self, client: &ClientMetadata) -> Result<(), SectorError> {
        let missing =
            client.redirect_uris.iter().find(|uri| !self.0.iter().any(|it| it == uri.as_str()));
        match missing {
            None => Ok(()),
            Some(uri) => Err(SectorError::RedirectUri { missing: Excerpt::new(uri.as_str()) }),
        }
    }

    /// Checks that the document contains this URL, such as the `jwks_uri` of a client with
    /// backchannel authentication
    /// ([CIBA §4](https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#registration)).
    #[must_use]
    pub fn contains(&self, url: &Endpoint) -> bool {
        self.0.iter().any(|it| it == url.as_str())
    }
}

/// The limits of the document and the two names around it.
const LIMITS: symbolon_jose::Limits = symbolon_jose::Limits {
    token: DOCUMENT.token + 8,
    json_members: DOCUMENT.json_values,
    ..DOCUMENT
};

impl ClientMetadata {
    /// Returns the sector of the client: the host for which its pairwise subject identifiers are
    /// computed.
    ///
    /// The sector is the host of `sector_identifier_uri`, or else the host that all redirect URIs
    /// have ([Core §8.1](https://openid.net/specs/openid-connect-core-1_0.html#PairwiseAlg)).
    /// Returns `None` if the redirect URIs have no host, or several hosts.
    #[must_use]
    pub fn sector(&self) -> Option<String> {
        if let Some(uri) = &self.sector_identifier_uri {
            return uri.url().host_str().map(str::to_owned);
        }
        // A redirect URI without a host, such as `com.example.app:/cb`, is on no website. It must not
        // share the sector of the website of another redirect URI.
        let mut hosts = self.redirect_uris.iter().map(|uri| {
            let url = Url::parse(uri.as_str()).ok()?;
            let is_web = matches!(url.scheme(), "http" | "https");
            url.host_str().filter(|_| is_web).map(str::to_owned)
        });
        let first = hosts.next()??;
        hosts.all(|host| host.as_ref() == Some(&first)).then_some(first)
    }
}

/// The reason why the document at `sector_identifier_uri` does not confirm a client.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SectorError {
    /// The status of the response is not 200. A redirect is also refused
    /// ([Registration §5](https://openid.net/specs/openid-connect-registration-1_0.html#SectorIdentifierValidation)).
    #[error("the response from `sector_identifier_uri` has the status {0}; expected 200")]
    Status(StatusCode),
    /// The `Content-Type` is not `application/json`.
    #[error(
        "the response from `sector_identifier_uri` has the Content-Type {found}; expected \
         application/json"
    )]
    ContentType {
        /// The `Content-Type` headers of the response, with commas between several headers.
        found: Excerpt,
    },
    /// The document has too many bytes.
    #[error("the document at `sector_identifier_uri` has {found} bytes; at most {most} are read")]
    TooLarge {
        /// The number of bytes of the document.
        found: usize,
        /// The largest number of bytes that is read.
        most: usize,
    },
    /// The document is not a JSON array of strings
    /// ([Registration §5](https://openid.net/specs/openid-connect-registration-1_0.html#SectorIdentifierValidation)).
    #[error("the document at `sector_identifier_uri` is not a JSON array of strings")]
    Syntax,
    /// The document does not contain a redirect URI of the client
    /// ([Registration §5](https://openid.net/specs/openid-connect-registration-1_0.html#SectorIdentifierValidation)).
    #[error("the document at `sector_identifier_uri` does not contain the redirect URI {missing}")]
    RedirectUri {
        /// The redirect URI.
        missing: Excerpt,
    },
}

impl SectorError {
    /// Returns the stable name of the error, such as `"sector.redirect_uri"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Status(_) => "sector.status",
            Self::ContentType { .. } => "sector.content_type",
            Self::TooLarge { .. } => "sector.too_large",
            Self::Syntax => "sector.syntax",
            Self::RedirectUri { .. } => "sector.redirect_uri",
        }
    }
}
