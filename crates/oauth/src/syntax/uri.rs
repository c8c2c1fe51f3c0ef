//! Absolute URIs as two parsers cannot read differently: cut at their delimiters, never
//! normalised, and refused where real parsers are known to disagree.

use std::str::FromStr as _;

use url::Host;

use crate::syntax::characters::is_unreserved;
use crate::syntax::percent;

/// Checks that an absolute URI is one that every reader understands the same way: what
/// [`Issuer`](crate::Issuer) and [`RedirectUri`](crate::RedirectUri) have in common, for the URLs of
/// other messages.
///
/// [RFC 3986 section 7](https://www.rfc-editor.org/rfc/rfc3986#section-7). Which schemes may be, and
/// whether there has to be a host, is for the message to say.
///
/// ```
/// use symbolon_oauth::{UriError, check_uri};
/// assert_eq!(check_uri("https://op.example/token?tenant=a"), Ok(()));
/// assert_eq!(check_uri("https://op.example/a/../b"), Err(UriError::DotSegment));
/// ```
///
/// # Errors
/// Any [`UriError`]: the text is refused, never repaired.
pub fn check_uri(text: &str) -> Result<(), UriError> {
    split(text).map(|_| ())
}

/// A text is not a URI that every reader understands the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UriError {
    /// Longer than 2048 bytes.
    #[error("the URI is too long")]
    TooLong,
    /// A character outside
    /// [RFC 3986 section 2](https://www.rfc-editor.org/rfc/rfc3986#section-2), such as a
    /// backslash, a space, a control character (encoded or not) or anything but ASCII; a percent
    /// sign without two hexadecimal digits; or a path whose escapes are not UTF-8.
    #[error("the URI holds a character that URIs may not hold")]
    Character,
    /// No scheme, or one in upper case:
    /// [RFC 3986 section 3.1](https://www.rfc-editor.org/rfc/rfc3986#section-3.1) wants it
    /// produced in lower case.
    #[error("the URI does not begin with a scheme in lower case")]
    Scheme,
    /// User information before the host:
    /// [RFC 3986 section 7.6](https://www.rfc-editor.org/rfc/rfc3986#section-7.6) on how it
    /// misleads.
    #[error("the URI holds user information")]
    UserInfo,
    /// No host, or neither a plain name nor an IP address in its usual form, or a label that begins
    /// with `xn--` and encodes nothing:
    /// [RFC 3986 section 7.4](https://www.rfc-editor.org/rfc/rfc3986#section-7.4) on rare forms.
    #[error("the host of the URI is neither a name nor an IP address")]
    Host,
    /// The port is not a number from 1 to 65535:
    /// [RFC 3986 section 3.2.3](https://www.rfc-editor.org/rfc/rfc3986#section-3.2.3).
    #[error("the port of the URI is not a number from 1 to 65535")]
    Port,
    /// A `.` or `..` segment, encoded or not:
    /// [RFC 3986 section 3.3](https://www.rfc-editor.org/rfc/rfc3986#section-3.3).
    #[error("the path of the URI holds a dot segment")]
    DotSegment,
    /// A fragment: [RFC 6749 section 3.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2).
    #[error("the URI holds a fragment")]
    Fragment,
}

impl UriError {
    /// A stable name for logs and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            UriError::TooLong => "uri.too_long",
            UriError::Character => "uri.character",
            UriError::Scheme => "uri.scheme",
            UriError::UserInfo => "uri.user_info",
            UriError::Host => "uri.host",
            UriError::Port => "uri.port",
            UriError::DotSegment => "uri.dot_segment",
            UriError::Fragment => "uri.fragment",
        }
    }
}

/// The longest URI that is read.
const MAX_LENGTH: usize = 2048;

/// The parts of an absolute URI, as they stand in the text.
#[derive(Debug)]
pub(crate) struct Parts<'a> {
    pub(crate) scheme: &'a str,
    /// Only when two slashes follow the scheme.
    pub(crate) host: Option<&'a str>,
    /// Without its first slash when there is a host.
    pub(crate) path: &'a str,
    pub(crate) query: Option<&'a str>,
}

impl Parts<'_> {
    /// RFC 8252 §7.3: the loopback address, by literal or by its one name.
    pub(crate) fn is_on_loopback(&self) -> bool {
        matches!(self.host, Some("127.0.0.1" | "[::1]" | "localhost"))
    }
}

/// Cuts and checks.
pub(crate) fn split(text: &str) -> Result<Parts<'_>, UriError> {
    if text.len() > MAX_LENGTH {
        return Err(UriError::TooLong);
    }
    check_characters(text)?;
    // RFC 6749 §3.1.2, Discovery §3: neither redirect URIs nor issuers have a fragment.
    if text.contains('#') {
        return Err(UriError::Fragment);
    }
    let (scheme, rest) = text.split_once(':').ok_or(UriError::Scheme)?;
    check_scheme(scheme)?;
    let (hierarchy, query) = match rest.split_once('?') {
        Some((hierarchy, query)) => (hierarchy, Some(query)),
        None => (rest, None),
    };
    let (host, path) = match hierarchy.strip_prefix("//") {
        Some(after) => {
            let (authority, path) = after.split_once('/').unwrap_or((after, ""));
            (Some(check_authority(authority)?), path)
        }
        None => (None, hierarchy),
    };
    check_path(path)?;
    // RFC 3986 §3.4: square brackets stand around IP addresses and nowhere else.
    if path.contains(['[', ']']) || query.is_some_and(|query| query.contains(['[', ']'])) {
        return Err(UriError::Character);
    }
    Ok(Parts { scheme, host, path, query })
}

/// RFC 3986 §2: reserved, unreserved and percent-encoded characters, and nothing else.
fn check_characters(text: &str) -> Result<(), UriError> {
    let allowed = |byte: u8| is_unreserved(byte) || b":/?#[]@!$&'()*+,;=%".contains(&byte);
    if !text.bytes().all(allowed) {
        return Err(UriError::Character);
    }
    // RFC 3986 §2.1: a percent sign begins a triplet. A control character in one has no use but
    // to end a line or a string too early.
    let decoded = percent::decode(text).map_err(|_| UriError::Character)?;
    if decoded.iter().any(u8::is_ascii_control) {
        return Err(UriError::Character);
    }
    Ok(())
}

/// RFC 3986 §3.1: a letter, then letters, digits, plus, minus and period, in lower case.
fn check_scheme(scheme: &str) -> Result<(), UriError> {
    let follows = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.')
    };
    if !scheme.starts_with(|first: char| first.is_ascii_lowercase()) || !scheme.bytes().all(follows)
    {
        return Err(UriError::Scheme);
    }
    Ok(())
}

/// Checks host and port, and returns the host.
fn check_authority(authority: &str) -> Result<&str, UriError> {
    // RFC 9700 §4.1: where readers disagree on what the host is, the browser goes elsewhere.
    if authority.contains('@') {
        return Err(UriError::UserInfo);
    }
    let host = if authority.starts_with('[') {
        authority.find(']').and_then(|end| authority.get(..=end)).ok_or(UriError::Host)?
    } else {
        authority.split_once(':').map_or(authority, |(host, _)| host)
    };
    check_host(host)?;
    match authority.strip_prefix(host) {
        Some("") => Ok(host),
        Some(after) => check_port(after.strip_prefix(':').ok_or(UriError::Host)?).map(|()| host),
        None => Err(UriError::Host),
    }
}

/// RFC 3986 §3.2.2 allows more than any resolver does. Names of labels and the usual forms of
/// addresses remain: nothing encoded, no zone, no trailing period, no hexadecimal IPv4.
fn check_host(host: &str) -> Result<(), UriError> {
    let in_label = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(in_label);
    if !host.starts_with('[') && !host.split('.').all(is_label) {
        return Err(UriError::Host);
    }
    // A browser rewrites numbers and the many forms of an address, and fails on an `xn--` label that
    // encodes nothing. A host is what it says only if the browser's algorithm gives it back.
    let lower_case = host.to_ascii_lowercase();
    match Host::parse(&lower_case) {
        Ok(read) if read.to_string() == lower_case => Ok(()),
        _ => Err(UriError::Host),
    }
}

fn check_port(port: &str) -> Result<(), UriError> {
    // `u16::from_str` takes a plus sign, which no URI parser does.
    if !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(UriError::Port);
    }
    match u16::from_str(port) {
        Ok(1..) => Ok(()),
        _ => Err(UriError::Port),
    }
}

/// No segment that a server or proxy may resolve, be it encoded, behind an encoded separator, or
/// followed by a path parameter (`..;`).
fn check_path(path: &str) -> Result<(), UriError> {
    let decoded = percent::decode(path).map_err(|_| UriError::Character)?;
    // RFC 3986 §2.5: escapes are of UTF-8. A lax decoder takes the overlong `%C0%AE` for a period.
    if str::from_utf8(&decoded).is_err() {
        return Err(UriError::Character);
    }
    let mut segments = decoded.split(|byte| matches!(byte, b'/' | b'\\'));
    let is_dot = |segment: &[u8]| {
        let name = segment.split(|byte| *byte == b';').next().unwrap_or_default();
        name == b"." || name == b".."
    };
    if segments.any(is_dot) {
        return Err(UriError::DotSegment);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc3986_3_the_parts_are_cut_at_their_delimiters() {
        let parts = split("https://c.example:8443/a/b?x=/?:@").unwrap();
        assert_eq!(parts.scheme, "https");
        assert_eq!(parts.host, Some("c.example"));
        assert_eq!(parts.path, "a/b");
        assert_eq!(parts.query, Some("x=/?:@"));
    }

    #[test]
    fn one_wrong_thing_one_error() {
        for (text, error) in [
            ("c.example/cb", UriError::Scheme),
            ("HTTPS://c.example", UriError::Scheme),
            ("1a://c.example", UriError::Scheme),
            ("://c.example", UriError::Scheme),
            ("https?://c.example", UriError::Scheme),
            ("https://c.example/ b", UriError::Character),
            ("https://c.example/%zz", UriError::Character),
            ("https://c.example/%0d%0aX", UriError::Character),
            ("https://c.example/a[0]", UriError::Character),
            ("https://c.example/?a[0]=1", UriError::Character),
            ("https://c.example/é", UriError::Character),
            ("https://c.example/#", UriError::Fragment),
            ("https://u@c.example", UriError::UserInfo),
            ("https://", UriError::Host),
            ("https:///cb", UriError::Host),
            ("https://c.example.", UriError::Host),
            ("https://c..example", UriError::Host),
            ("https://c%2eexample", UriError::Host),
            ("https://0x7f.1", UriError::Host),
            ("https://127.1", UriError::Host),
            ("https://2130706433", UriError::Host),
            ("https://c.0X7F", UriError::Host),
            ("https://[::1", UriError::Host),
            ("https://[::1]x", UriError::Host),
            ("https://[::1%25eth0]", UriError::Host),
            ("https://[127.0.0.1]", UriError::Host),
            ("https://[0:0:0:0:0:0:0:1]", UriError::Host),
            ("https://127.0.0.01", UriError::Host),
            ("https://c.example:", UriError::Port),
            ("https://c.example:0", UriError::Port),
            ("https://c.example:65536", UriError::Port),
            ("https://c.example:+80", UriError::Port),
            ("https://c.example:80:80", UriError::Port),
            ("https://c.example/a/../b", UriError::DotSegment),
            ("https://c.example/a/%2E%2e/b", UriError::DotSegment),
            ("https://c.example/a/..;x=1/b", UriError::DotSegment),
            ("https://c.example/a%2f..%2fb", UriError::DotSegment),
            ("https://c.example/a%5c..%5cb", UriError::DotSegment),
            ("https://c.example/.", UriError::DotSegment),
        ] {
            assert_eq!(split(text).unwrap_err(), error, "{text}");
        }
    }

    #[test]
    fn rfc3986_7_4_a_label_that_only_looks_encoded_is_refused() {
        for host in ["xn--", "xn--a", "xn--zz--", "xn--evil-.example", "c.XN--", "xn--.example"] {
            for text in [format!("https://{host}"), format!("https://{host}:8443/cb")] {
                assert_eq!(split(&text).unwrap_err(), UriError::Host, "{text}");
            }
        }
        for host in ["xn--bcher-kva.example", "XN--Bcher-KVA.example", "a--b.example", "a_b.c"] {
            assert!(split(&format!("https://{host}/cb")).is_ok(), "{host}");
        }
    }

    #[test]
    fn rfc3986_2_5_the_escapes_of_a_path_are_utf_8() {
        for path in ["%C0%AE%C0%AE/b", "a/%c0%ae", "%ff", "%e2%82", "%ED%A0%80"] {
            let text = format!("https://c.example/{path}");
            assert_eq!(split(&text).unwrap_err(), UriError::Character, "{text}");
        }
        assert!(split("https://c.example/%E2%82%AC").is_ok());
    }

    #[test]
    fn attack_127_the_length_is_bounded() {
        let padded = |length: usize| format!("{:a<length$}", "https://c.example/");
        assert!(split(&padded(MAX_LENGTH)).is_ok());
        assert_eq!(split(&padded(MAX_LENGTH + 1)).unwrap_err(), UriError::TooLong);
    }
}
