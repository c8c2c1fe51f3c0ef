//! Absolute URIs that every parser reads the same way.
//!
//! A URI is cut at its delimiters and never normalised. A URI about which real parsers disagree is
//! refused.

#[cfg(test)]
mod tests;

use std::str::FromStr as _;

use symbolon_jose::Excerpt;
use url::Host;

use crate::syntax::characters::is_unreserved;
use crate::syntax::percent;

/// Checks that a text is an absolute URI that every parser reads the same way.
///
/// [`Issuer`](crate::Issuer) and [`RedirectUri`](crate::RedirectUri) check the same rules. Call
/// this function for a URI for which this crate has no type. The function accepts every scheme and
/// does not require a host: check the scheme and the host in your own code.
/// [RFC 3986 §7](https://www.rfc-editor.org/rfc/rfc3986#section-7) describes attacks with URIs that
/// parsers read differently.
///
/// ```
/// use symbolon_oauth::check_uri;
/// assert_eq!(check_uri("https://op.example/token?tenant=a"), Ok(()));
/// let error = check_uri("https://op.example/a/../b").unwrap_err();
/// let message = r#"the path of the URI has the segment "..", which is not allowed"#;
/// assert_eq!(error.to_string(), message);
/// ```
///
/// # Errors
/// [`UriError`] when the text is longer than 2048 bytes, is not an absolute URI, has a fragment, or
/// has a part that parsers could read differently. Each variant of the error stands for one rule.
pub fn check_uri(text: &str) -> Result<(), UriError> {
    split(text).map(|_| ())
}

/// The reason why a text is not an absolute URI that every parser reads the same way.
///
/// A `position` is the index of a byte in the text; the first byte has index 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UriError {
    /// The text is longer than 2048 bytes.
    #[error("the URI is {length} bytes long; at most {MAX_LENGTH} bytes are allowed")]
    TooLong {
        /// The length of the text in bytes.
        length: usize,
    },
    /// The text contains a character that
    /// [RFC 3986 §2](https://www.rfc-editor.org/rfc/rfc3986#section-2) does not allow at that
    /// position, for example a space, a backslash, or a character outside ASCII.
    ///
    /// This variant also reports a percent sign without two hexadecimal digits after it, a
    /// percent-encoded control character such as `%0d`, and percent-encoded bytes in the path that
    /// are not UTF-8. In these three cases the field `character` contains the percent sign.
    #[error("the URI has the character {character:?} at byte {position}, where it is not allowed")]
    Character {
        /// The character that is not allowed.
        character: char,
        /// The index of the byte at which the character begins.
        position: usize,
    },
    /// The text does not begin with a scheme in lower case
    /// ([RFC 3986 §3.1](https://www.rfc-editor.org/rfc/rfc3986#section-3.1)).
    #[error("{}; expected a scheme in lower case, such as `https:`", scheme_found(.found.as_ref()))]
    Scheme {
        /// The text before the first colon, or `None` if there is no colon.
        found: Option<Excerpt>,
    },
    /// The URI contains user information before the host, as in `https://user@op.example`. People
    /// can mistake it for the host
    /// ([RFC 3986 §7.6](https://www.rfc-editor.org/rfc/rfc3986#section-7.6)).
    #[error("the URI has user information before the `@` at byte {position}; remove it")]
    UserInfo {
        /// The index of the first `@`.
        position: usize,
    },
    /// The host is missing, or it is neither a name nor an IP address in its usual form.
    ///
    /// A rare form of an IP address, such as `127.1`, is refused because parsers read it
    /// differently ([RFC 3986 §7.4](https://www.rfc-editor.org/rfc/rfc3986#section-7.4)). A name
    /// that contains a malformed internationalized part (`xn--…`) is refused because some parsers
    /// fail on it.
    #[error(
        "{}; expected a name such as `op.example` or an IP address such as `192.0.2.1` or \
         `[2001:db8::1]`",
        host_found(.found)
    )]
    Host {
        /// The host, which is empty if it is missing.
        found: Excerpt,
    },
    /// The port is not a number from 1 to 65535
    /// ([RFC 3986 §3.2.3](https://www.rfc-editor.org/rfc/rfc3986#section-3.2.3)).
    #[error("the URI has the port {found}; expected a number from 1 to 65535, or no colon")]
    Port {
        /// The text after the colon.
        found: Excerpt,
    },
    /// The path contains the segment `.` or `..`, either directly or in percent-encoded form
    /// ([RFC 3986 §3.3](https://www.rfc-editor.org/rfc/rfc3986#section-3.3)).
    #[error("the path of the URI has the segment {found}, which is not allowed")]
    DotSegment {
        /// The segment after percent-decoding.
        found: Excerpt,
    },
    /// The URI contains a fragment, which redirect URIs, issuers and endpoints must not have
    /// ([RFC 6749 §3.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2)).
    #[error("the URI has a fragment, which begins with the `#` at byte {position}; remove it")]
    Fragment {
        /// The index of the `#`.
        position: usize,
    },
}

impl UriError {
    /// Returns a stable name for logs and metrics, such as `"uri.host"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "uri.too_long",
            Self::Character { .. } => "uri.character",
            Self::Scheme { .. } => "uri.scheme",
            Self::UserInfo { .. } => "uri.user_info",
            Self::Host { .. } => "uri.host",
            Self::Port { .. } => "uri.port",
            Self::DotSegment { .. } => "uri.dot_segment",
            Self::Fragment { .. } => "uri.fragment",
        }
    }

    /// Creates the error of a URI without a host.
    pub(crate) fn no_host() -> Self {
        Self::Host { found: Excerpt::new("") }
    }
}

fn scheme_found(found: Option<&Excerpt>) -> String {
    found.map_or_else(
        || "the URI has no scheme".to_owned(),
        |scheme| format!("the URI has the scheme {scheme}"),
    )
}

fn host_found(found: &Excerpt) -> String {
    match found.as_str() {
        "" => "the URI has no host".to_owned(),
        _ => format!("the URI has the host {found}"),
    }
}

/// The length of the longest URI that is accepted, in bytes.
const MAX_LENGTH: usize = 2048;

/// The parts of an absolute URI, exactly as the text has them.
#[derive(Debug)]
pub(crate) struct Parts<'a> {
    pub(crate) scheme: &'a str,
    /// The host, if two slashes follow the scheme.
    pub(crate) host: Option<&'a str>,
    /// The path, without its first slash if there is a host.
    pub(crate) path: &'a str,
    pub(crate) query: Option<&'a str>,
}

impl Parts<'_> {
    /// Returns whether the host is on the loopback interface, by its address or by the name
    /// `localhost` (RFC 8252 §7.3).
    pub(crate) fn is_on_loopback(&self) -> bool {
        matches!(self.host, Some("127.0.0.1" | "[::1]" | "localhost"))
    }
}

/// Cuts a URI into its parts and checks each part.
pub(crate) fn split(text: &str) -> Result<Parts<'_>, UriError> {
    if text.len() > MAX_LENGTH {
        return Err(UriError::TooLong { length: text.len() });
    }
    check_characters(text)?;
    // RFC 6749 §3.1.2, Discovery §3: neither redirect URIs nor issuers have a fragment.
    if let Some(position) = text.find('#') {
        return Err(UriError::Fragment { position });
    }
    let (scheme, rest) = text.split_once(':').ok_or(UriError::Scheme { found: None })?;
    check_scheme(scheme)?;
    let (hierarchy, query) = match rest.split_once('?') {
        Some((hierarchy, query)) => (hierarchy, Some(query)),
        None => (rest, None),
    };
    let (host, path) = match hierarchy.strip_prefix("//") {
        Some(after) => {
            let (authority, path) = after.split_once('/').unwrap_or((after, ""));
            (Some(check_authority(text, authority)?), path)
        }
        None => (None, hierarchy),
    };
    check_path(text, path)?;
    check_brackets(text, path)?;
    check_brackets(text, query.unwrap_or_default())?;
    Ok(Parts { scheme, host, path, query })
}

/// Checks RFC 3986 §2: a URI has reserved, unreserved and percent-encoded characters only.
fn check_characters(text: &str) -> Result<(), UriError> {
    let allowed = |c: char| {
        u8::try_from(c).is_ok_and(|b| is_unreserved(b) || b":/?#[]@!$&'()*+,;=%".contains(&b))
    };
    if let Some((position, character)) = text.char_indices().find(|(_, c)| !allowed(*c)) {
        return Err(UriError::Character { character, position });
    }
    // RFC 3986 §2.1: two hexadecimal digits follow a percent sign.
    let decoded = percent::decode(text).map_err(|error| escape(error.position))?;
    // An encoded control character ends a line or a string too early in a program that decodes it.
    match decoded.iter().position(u8::is_ascii_control) {
        Some(index) => Err(escape(percent::encoded_position(text, index))),
        None => Ok(()),
    }
}

/// Checks the fragment of a URI (RFC 3986 §3.5), which begins at the byte `start` of the URI.
pub(crate) fn check_fragment(fragment: &str, start: usize) -> Result<(), UriError> {
    let length = start.saturating_add(fragment.len());
    if length > MAX_LENGTH {
        return Err(UriError::TooLong { length });
    }
    check_characters(fragment).map_err(|error| match error {
        UriError::Character { character, position } => {
            UriError::Character { character, position: start.saturating_add(position) }
        }
        error => error,
    })?;
    match fragment.char_indices().find(|(_, character)| "#[]".contains(*character)) {
        None => Ok(()),
        Some((index, character)) => {
            Err(UriError::Character { character, position: start.saturating_add(index) })
        }
    }
}

/// Creates the error of a percent sign with an escape that is not allowed.
fn escape(position: usize) -> UriError {
    UriError::Character { character: '%', position }
}

/// Checks RFC 3986 §3.1: a letter, then letters, digits, plus, minus and period, in lower case.
fn check_scheme(scheme: &str) -> Result<(), UriError> {
    let follows = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.')
    };
    if !scheme.starts_with(|first: char| first.is_ascii_lowercase()) || !scheme.bytes().all(follows)
    {
        return Err(UriError::Scheme { found: Some(Excerpt::new(scheme)) });
    }
    Ok(())
}

/// Checks host and port, and returns the host.
fn check_authority<'a>(text: &str, authority: &'a str) -> Result<&'a str, UriError> {
    // RFC 9700 §4.1: if parsers disagree about the host, the browser can go to a different host
    // than the host that the server has checked.
    if let Some(index) = authority.find('@') {
        return Err(UriError::UserInfo { position: offset(text, authority).saturating_add(index) });
    }
    let wrong_host = || UriError::Host { found: Excerpt::new(authority) };
    let host = if authority.starts_with('[') {
        authority.find(']').and_then(|end| authority.get(..=end)).ok_or_else(wrong_host)?
    } else {
        authority.split_once(':').map_or(authority, |(host, _)| host)
    };
    check_host(host)?;
    match authority.strip_prefix(host) {
        Some("") => Ok(host),
        Some(after) => {
            check_port(after.strip_prefix(':').ok_or_else(wrong_host)?)?;
            Ok(host)
        }
        None => Err(wrong_host()),
    }
}

/// Checks that the host is a name made of labels, or an IP address in its usual form.
///
/// RFC 3986 §3.2.2 allows more than resolvers accept. This function refuses escapes, zones, a
/// trailing period and IPv4 addresses in hexadecimal.
fn check_host(host: &str) -> Result<(), UriError> {
    let in_label = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(in_label);
    let is_literal = host.starts_with('[');
    // A browser rewrites numbers and unusual forms of an address, and fails on an `xn--` label that
    // encodes nothing. Only a host that the browser's algorithm returns unchanged is accepted.
    let lower_case = host.to_ascii_lowercase();
    let is_unchanged = || Host::parse(&lower_case).is_ok_and(|read| read.to_string() == lower_case);
    if (is_literal || host.split('.').all(is_label)) && is_unchanged() {
        Ok(())
    } else {
        Err(UriError::Host { found: Excerpt::new(host) })
    }
}

fn check_port(port: &str) -> Result<(), UriError> {
    // `u16::from_str` accepts a plus sign, which URI parsers do not accept.
    if port.bytes().all(|byte| byte.is_ascii_digit()) && matches!(u16::from_str(port), Ok(1..)) {
        return Ok(());
    }
    Err(UriError::Port { found: Excerpt::new(port) })
}

/// Checks that no segment of the path is `.` or `..`.
///
/// Some servers and proxies resolve these segments also when the segment is encoded, follows an
/// encoded separator, or is followed by a path parameter (`..;`).
fn check_path(text: &str, path: &str) -> Result<(), UriError> {
    let position = |index| offset(text, path).saturating_add(index);
    let decoded = percent::decode(path).map_err(|error| escape(position(error.position)))?;
    // RFC 3986 §2.5: escapes encode UTF-8. A lax decoder reads the overlong `%C0%AE` as a period.
    let decoded = str::from_utf8(&decoded)
        .map_err(|error| escape(position(percent::encoded_position(path, error.valid_up_to()))))?;
    let is_dot = |segment: &&str| matches!(segment.split(';').next(), Some("." | ".."));
    match decoded.split(['/', '\\']).find(is_dot) {
        Some(segment) => Err(UriError::DotSegment { found: Excerpt::new(segment) }),
        None => Ok(()),
    }
}

/// Checks RFC 3986 §3.4: square brackets stand around IP addresses only.
fn check_brackets(text: &str, part: &str) -> Result<(), UriError> {
    match part.char_indices().find(|(_, character)| matches!(character, '[' | ']')) {
        Some((index, character)) => {
            let position = offset(text, part).saturating_add(index);
            Err(UriError::Character { character, position })
        }
        None => Ok(()),
    }
}

/// Returns the index at which `part`, a slice of `text`, begins.
fn offset(text: &str, part: &str) -> usize {
    part.as_ptr().addr().saturating_sub(text.as_ptr().addr())
}
