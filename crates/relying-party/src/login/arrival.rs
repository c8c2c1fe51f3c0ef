//! The URI at which a callback arrived, and its comparison with a redirect URI.

use std::fmt;

use symbolon_oauth::RedirectUri;
use url::{Url, form_urlencoded};

/// The URI at which a callback arrived. It can lack the scheme and the host, which a server behind
/// a proxy does not know.
#[derive(Clone)]
pub(crate) struct Arrival {
    origin: Option<Origin>,
    path: String,
    /// The query, without the secret parameters of the response.
    query: Vec<(String, String)>,
}

#[derive(Clone, PartialEq, Eq)]
struct Origin {
    scheme: String,
    host: Option<String>,
    port: Option<u16>,
}

/// The secret parameters of a response, which [`Arrival`] does not keep. A redirect URI never has
/// these parameters in its query.
const SECRET: [&str; 5] = ["access_token", "code", "id_token", "response", "state"];

impl Arrival {
    /// Reads an absolute URI, or a path with or without a query. Returns `None` for any other text.
    pub(crate) fn parse(uri: &str) -> Option<Self> {
        if uri.starts_with('/') {
            // `Url` parses absolute URLs only, so the path gets a placeholder as its host. The
            // placeholder is not kept.
            let url = Url::parse(&format!("https://placeholder.invalid{uri}")).ok()?;
            return Some(Self { origin: None, ..Self::of(&url) });
        }
        Url::parse(uri).ok().map(|url| Self::of(&url))
    }

    fn of(url: &Url) -> Self {
        let query = url.query_pairs().filter(|(name, _)| !SECRET.contains(&name.as_ref()));
        Self {
            origin: Some(Origin {
                scheme: url.scheme().to_owned(),
                host: url.host_str().map(str::to_owned),
                port: url.port_or_known_default(),
            }),
            path: url.path().to_owned(),
            query: query.map(|(name, value)| (name.into_owned(), value.into_owned())).collect(),
        }
    }

    /// Checks whether this URI belongs to a response that was sent to this redirect URI. The path
    /// must be equal, and the query must contain every parameter of the redirect URI. The query can
    /// contain more parameters, because the provider adds the response (RFC 6749 §4.1.2). Scheme,
    /// host and port must be equal if they are known.
    pub(crate) fn is_at(&self, redirect_uri: &RedirectUri) -> bool {
        let Some(expected) = Self::parse(redirect_uri.as_str()) else { return false };
        self.origin.as_ref().is_none_or(|origin| Some(origin) == expected.origin.as_ref())
            && self.path == expected.path
            && expected.query.iter().all(|parameter| self.query.contains(parameter))
    }

    /// Checks whether a response to one redirect URI can never match the other redirect URI, even
    /// if scheme and host are not known: the paths differ, or a parameter of the query has
    /// different values.
    pub(crate) fn are_distinct(one: &RedirectUri, other: &RedirectUri) -> bool {
        let (Some(one), Some(other)) = (Self::parse(one.as_str()), Self::parse(other.as_str()))
        else {
            return false;
        };
        let differs = |(name, value): &(String, String)| {
            other.query.iter().any(|(present, other)| present == name && other != value)
        };
        // RFC 3986 §2.3: a proxy can decode escapes, so that both paths arrive as the same text.
        decoded(&one.path) != decoded(&other.path) || one.query.iter().any(differs)
    }
}

/// Decodes the escapes of a path.
fn decoded(path: &str) -> String {
    let path = path.replace('&', "%26").replace('=', "%3D").replace('+', "%2B");
    form_urlencoded::parse(path.as_bytes()).map(|(path, _)| path).collect()
}

/// Prints the URI without its query.
impl fmt::Display for Arrival {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Origin { scheme, host, port }) = &self.origin {
            write!(f, "{scheme}:")?;
            if let Some(host) = host {
                write!(f, "//{host}")?;
            }
            if let Some(port) = port {
                write!(f, ":{port}")?;
            }
        }
        f.write_str(&self.path)
    }
}

impl fmt::Debug for Arrival {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Arrival({self})")
    }
}
