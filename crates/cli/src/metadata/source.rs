//! Where a metadata document comes from: a file, standard input, an address or an issuer.

use std::io;
use std::path::{Path, PathBuf};

use http::{Request, Response, StatusCode, Uri};
use symbolon::discovery::resource::ResourceIdentifierError;
use symbolon::discovery::{DiscoveryError, ResourceIdentifier};
use symbolon::jose::{Limits, Object, json};
use symbolon::oauth::obligation::{AddressFrom, Fetch};
use symbolon::oauth::{Issuer, IssuerError, danger};
use symbolon_reqwest::SendError;
use thiserror::Error;

use super::profile::Profile;
use crate::{sender, system, terminal};

/// The largest document that is fetched, in bytes.
const MAX_BYTES: usize = 256 << 10;

/// A metadata document, and where it comes from.
pub(super) struct Document {
    pub(super) object: Object,
    /// The path or the URL of the document.
    pub(super) source: String,
    /// The party that the command line names.
    pub(super) subject: Option<Subject>,
    /// The address of the document, if it was fetched.
    uri: Option<Uri>,
    /// The `Content-Type` of the response, if it is not that of JSON.
    pub(super) wrong_type: Option<String>,
}

/// The party whose document it is.
pub(super) enum Subject {
    Issuer(Issuer),
    Resource(Box<ResourceIdentifier>),
}

/// The reason why a document cannot be read.
#[derive(Debug, Error)]
pub(super) enum SourceError {
    #[error("the file {} cannot be read", .0.display())]
    File(PathBuf, #[source] io::Error),
    #[error("standard input cannot be read")]
    StandardInput(#[source] io::Error),
    #[error("the document of {0} is not a JSON object")]
    Json(String, #[source] json::Error),
    #[error("{0} is not the URL of an issuer")]
    Issuer(String, #[source] IssuerError),
    #[error("{0} is not the URL of a resource")]
    Resource(String, #[source] ResourceIdentifierError),
    #[error("the issuer {0} does not lead to a valid URL of its document")]
    Location(String, #[source] DiscoveryError),
    #[error("{0} is not a URL")]
    Url(String),
    #[error("the runtime for network requests cannot be started")]
    Runtime(#[source] io::Error),
    #[error("the document at {0} cannot be fetched")]
    Send(String, #[source] SendError),
    #[error("the document at {url} cannot be fetched: the status is {status}; expected 200")]
    Status { url: String, status: StatusCode },
    #[error(transparent)]
    Client(#[from] SendError),
}

impl SourceError {
    /// Returns what a user can do about the error.
    pub(super) fn way_out(&self) -> Option<&'static str> {
        match self {
            Self::Status { .. } => Some(
                "name the issuer, such as https://op.example, or the whole URL of its document; \
                 redirects are not followed",
            ),
            Self::File(..) => Some(
                "the argument is a file, - for standard input, the URL of a document, or an issuer \
                 such as https://op.example",
            ),
            _ => None,
        }
    }
}

/// Reads the document that an argument names. `profile` determines the place of the document of an
/// issuer or resource.
pub(super) fn read(argument: &str, profile: Profile) -> Result<Document, SourceError> {
    if argument.starts_with("https://") || argument.starts_with("http://") {
        return fetch(argument, profile);
    }
    let (bytes, source) = if argument == "-" {
        if system::standard_input_is_a_terminal() {
            terminal::note("Enter the document, then end the input (Ctrl-D).");
        }
        let bytes = system::read_standard_input().map_err(SourceError::StandardInput)?;
        (bytes, "standard input".to_owned())
    } else {
        let path = Path::new(argument);
        let bytes =
            system::read_file(path).map_err(|error| SourceError::File(path.into(), error))?;
        (bytes, argument.to_owned())
    };
    let object = parse(&bytes, &source)?;
    Ok(Document { object, source, subject: None, uri: None, wrong_type: None })
}

fn parse(bytes: &[u8], source: &str) -> Result<Object, SourceError> {
    Object::parse_document(bytes, &Limits::DEFAULT)
        .map_err(|error| SourceError::Json(source.to_owned(), error))
}

fn fetch(argument: &str, profile: Profile) -> Result<Document, SourceError> {
    let (subject, uri) = if names_document(argument) {
        (None, argument.parse().map_err(|_| SourceError::Url(argument.to_owned()))?)
    } else {
        let (subject, uri) = place(argument, profile)?;
        (Some(subject), uri)
    };
    let source = uri.to_string();
    // The person at the command line chose the address.
    let response = get(uri.clone(), AddressFrom::Configuration)?;
    let object = parse(response.body(), &source)?;
    Ok(Document { object, source, subject, uri: Some(uri), wrong_type: wrong_type(&response) })
}

/// Fetches the JWK Set that a document names. Returns `None` if the document was not fetched or names
/// no JWK Set.
pub(super) fn fetch_keys(document: &Document) -> Option<Result<Object, SourceError>> {
    let own = document.uri.as_ref()?;
    let text = document.object.get("jwks_uri").and_then(|it| it.as_str())?;
    let uri: Uri = text.parse().ok().filter(|uri: &Uri| uri.scheme().is_some())?;
    let is_own = (uri.scheme(), uri.authority()) == (own.scheme(), own.authority());
    // A document must not lead the command to an address in the network of the person who runs it.
    let address = if is_own { AddressFrom::Configuration } else { AddressFrom::Stranger };
    Some(get(uri, address).and_then(|response| parse(response.body(), text)))
}

/// Sends a GET request, and returns the response if its status is 200.
fn get(uri: Uri, address: AddressFrom) -> Result<Response<Vec<u8>>, SourceError> {
    let url = uri.to_string();
    let runtime = sender::runtime().map_err(SourceError::Runtime)?;
    let response = runtime.block_on(exchange(uri, address))?;
    match response.status() {
        StatusCode::OK => Ok(response),
        status => Err(SourceError::Status { url, status }),
    }
}

/// Returns whether a URL is that of a document. Otherwise it is that of an issuer.
fn names_document(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    path.contains("/.well-known/") || path.ends_with(".json")
}

/// Returns the party with this URL, and the place of its document.
fn place(argument: &str, profile: Profile) -> Result<(Subject, Uri), SourceError> {
    let Some(well_known) = profile.well_known() else {
        let resource = ResourceIdentifier::on_loopback(argument)
            .map_err(|error| SourceError::Resource(argument.to_owned(), error))?;
        let uri = resource.well_known_uri().clone();
        return Ok((Subject::Resource(Box::new(resource)), uri));
    };
    let issuer = issuer(argument)?;
    let uri = well_known.uri(&issuer);
    let uri = uri.map_err(|error| SourceError::Location(argument.to_owned(), error))?;
    Ok((Subject::Issuer(issuer), uri))
}

fn issuer(text: &str) -> Result<Issuer, SourceError> {
    // An issuer with an `http` URL is a finding of the check, so its document is read.
    let issuer = Issuer::new(text).or_else(|_| danger::http_issuer(text));
    issuer.map_err(|error| SourceError::Issuer(text.to_owned(), error))
}

async fn exchange(uri: Uri, address: AddressFrom) -> Result<Response<Vec<u8>>, SourceError> {
    let url = uri.to_string();
    let sender = sender::sender(uri.scheme_str() == Some("https"))?;
    let mut request = Request::new(Vec::new());
    *request.uri_mut() = uri;
    request.headers_mut().insert("accept", http::HeaderValue::from_static("application/json"));
    let mut fetch = Fetch::new(request, address);
    fetch.max_body = MAX_BYTES;
    sender.send(fetch.into_request()).await.map_err(|error| SourceError::Send(url, error))
}

/// Returns the content type of a response that clients refuse (Discovery §4.2).
fn wrong_type(response: &Response<Vec<u8>>) -> Option<String> {
    let found = response.headers().get("content-type");
    let found = found.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let found = found.unwrap_or_else(|| "absent".to_owned());
    let essence = found.split(';').next().unwrap_or_default().trim();
    (!essence.eq_ignore_ascii_case("application/json")).then_some(found)
}
