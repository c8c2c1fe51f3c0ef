//! The part of a message in which a response arrived, and the response modes that use this part.

use symbolon_oauth::{Parameters, ResponseMode};
use url::form_urlencoded;

use super::MalformedCallback;

/// The part of a message in which a response arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Carrier {
    Query,
    Fragment,
    /// The form of a POST request. The browser posted it for the provider, or a page at the redirect
    /// URI posted the parameters of its fragment.
    Form,
    /// The caller read the parameters.
    Unknown,
}

/// The parameters that only a response has. A query or fragment with one of these parameters
/// contains a response.
const OF_RESPONSES: [&str; 8] =
    ["access_token", "code", "error", "id_token", "iss", "response", "state", "token_type"];

impl Carrier {
    /// Returns the name of this carrier if a response in this mode never arrives in this carrier.
    /// Returns `None` if the response can arrive in it, or if this library does not know the mode.
    pub(crate) fn contradicts(self, mode: &ResponseMode) -> Option<&'static str> {
        // JARM §2.3: a JWT travels in the same way as the parameters in it.
        let modes = [
            ("query", [ResponseMode::QUERY, ResponseMode::QUERY_JWT]),
            ("fragment", [ResponseMode::FRAGMENT, ResponseMode::FRAGMENT_JWT]),
            ("form", [ResponseMode::FORM_POST, ResponseMode::FORM_POST_JWT]),
        ];
        let (asked, _) = modes.iter().find(|(_, modes)| modes.contains(mode))?;
        let (name, accepted): (_, &[&str]) = match self {
            Self::Query => ("query", &["query"]),
            Self::Fragment => ("fragment", &["fragment"]),
            Self::Form => ("form", &["form", "fragment"]),
            Self::Unknown => return None,
        };
        (!accepted.contains(asked)).then_some(name)
    }

    /// Reads the response in the query or in the fragment of a URI.
    pub(crate) fn read_uri(uri: &str) -> Result<(Self, Parameters), MalformedCallback> {
        let (address, fragment) = uri.split_once('#').unwrap_or((uri, ""));
        let (_, query) = address.split_once('?').unwrap_or((address, ""));
        // The redirect URI can have a query, and some providers add a fragment such as `#_=_`.
        if !has_response(fragment) {
            return Ok((Self::Query, Parameters::parse(query)?));
        }
        // RFC 6749 §3.1: a parameter is not included more than once.
        if has_response(query) {
            return Err(MalformedCallback::QueryAndFragment);
        }
        Ok((Self::Fragment, Parameters::parse(fragment)?))
    }
}

fn has_response(encoded: &str) -> bool {
    form_urlencoded::parse(encoded.as_bytes()).any(|(name, _)| OF_RESPONSES.contains(&&*name))
}
