//! The URI at which a callback arrived, and its comparison with a redirect URI.

use std::fmt;

use symbolon_oauth::RedirectUri;
use url::Url;

/// The URI at which a callback arrived. It can lack the scheme and the host, which a server behind
/// a proxy does not know.
#[derive(Clone)]
pub(crate) struct Arrival {
    origin: Option<Origin>,
    path: String,
    /// The query, without the parameters of the response that are secret.
    query: Vec<(String, String)>,
}

#[derive(Clone, PartialEq, Eq)]
struct Origin {
    scheme: String,
    host: Option<String>,
    port: Option<u16>,
}

/// The parameters of a response that are not kept. No redirect URI has them in its query.
const SECRET: [&str; 5] = ["access_token", "code", "id_token", "response", "state"];

impl Arrival {
    /// Reads an absolute URI, or a path with or without a query. `None` if the text is neither.
    pub(crate) fn parse(uri: &str) -> Option<Self> {
        if uri.starts_with('/') {
            // The host is a placeholder, which makes the path absolute and is not kept.
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

    /// Returns whether a response to this redirect URI arrives here. The path must be equal, and the
    /// query must contain every parameter of the redirect URI; the provider adds parameters
    /// (RFC 6749 §4.1.2). Scheme, host and port must be equal if they are known.
    pub(crate) fn is_at(&self, redirect_uri: &RedirectUri) -> bool {
        let Some(expected) = Self::parse(redirect_uri.as_str()) else { return false };
        self.origin.as_ref().is_none_or(|origin| Some(origin) == expected.origin.as_ref())
            && self.path == expected.path
            && expected.query.iter().all(|parameter| self.query.contains(parameter))
    }

    /// Returns whether no response can arrive at both redirect URIs, even if scheme and host are
    /// not known: the paths differ, or one parameter of the query has two values.
    pub(crate) fn are_distinct(one: &RedirectUri, other: &RedirectUri) -> bool {
        let (Some(one), Some(other)) = (Self::parse(one.as_str()), Self::parse(other.as_str()))
        else {
            return false;
        };
        let differs = |(name, value): &(String, String)| {
            other.query.iter().any(|(present, other)| present == name && other != value)
        };
        one.path != other.path || one.query.iter().any(differs)
    }
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
