//! `resource`: the URI that a WebFinger query is about.

use std::fmt;

use symbolon_jose::Excerpt;
use symbolon_oauth::{UriError, check_uri};

use super::percent;

/// `resource`: the URI that a WebFinger query is about, such as `acct:joe@example.com`.
///
/// [RFC 7033 §4.5](https://www.rfc-editor.org/rfc/rfc7033#section-4.5) allows every scheme. The
/// text is kept unchanged. [`user`](Self::user), [`host`](Self::host) and [`path`](Self::path) are
/// the parts that a provider needs to look up the user.
///
/// ```
/// use symbolon_discovery::webfinger::Resource;
///
/// let account = Resource::parse("acct:juliet%40capulet.example@shopping.example.com")?;
/// assert_eq!(account.user(), Some("juliet@capulet.example"));
/// assert_eq!(account.host(), Some("shopping.example.com"));
///
/// let page = Resource::parse("https://example.com:8080/joe")?;
/// assert_eq!((page.user(), page.host()), (None, Some("example.com:8080")));
/// assert_eq!(page.path(), "/joe");
/// # Ok::<(), symbolon_discovery::webfinger::ResourceError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Resource {
    text: String,
    user: Option<String>,
    host: Option<String>,
    path: String,
}

impl Resource {
    /// Reads an absolute URI without a fragment.
    ///
    /// The URI has one of three forms. `acct:` and `mailto:` URIs have a user and a host
    /// ([RFC 7565 §7](https://www.rfc-editor.org/rfc/rfc7565#section-7)). A URI with `//` after its
    /// scheme has a host, and may have a user, a port, a path and a query. Every other URI has no
    /// host.
    ///
    /// # Errors
    /// [`ResourceError::Uri`] when the text is longer than 2048 bytes, is not an absolute URI, has
    /// a fragment, or has a part that two parsers could read differently: see [`check_uri`].
    /// [`ResourceError::User`] when the user name is empty or malformed.
    /// [`ResourceError::Password`] when there is a password before the host.
    pub fn parse(text: &str) -> Result<Self, ResourceError> {
        check_characters(text)?;
        let (scheme, rest) = text.split_once(':').ok_or(UriError::Scheme { found: None })?;
        if !is_scheme(scheme) {
            return Err(UriError::Scheme { found: Some(Excerpt::new(scheme)) }.into());
        }
        let scheme = scheme.to_ascii_lowercase();
        let (user, host, path) = match rest.strip_prefix("//") {
            Some(rest) => hierarchical(&scheme, rest)?,
            None if matches!(&*scheme, "acct" | "mailto") => account(rest)?,
            None => {
                check_uri(&format!("{scheme}:{rest}"))?;
                (None, None, rest)
            }
        };
        let user = user.map(decode_user).transpose()?;
        // RFC 3986 §3.2.2: the case of a host is irrelevant.
        let host = host.map(str::to_ascii_lowercase);
        // RFC 3986 §6.2.3: an empty path behind a host is the same as `/`.
        let slash = if rest.starts_with("//") && !path.starts_with('/') { "/" } else { "" };
        Ok(Self { text: text.to_owned(), user, host, path: format!("{slash}{path}") })
    }

    /// Returns the text of the URI, unchanged.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the user name before the host, after percent-decoding. The name has no control
    /// characters, but it can contain every other character, such as `@` and `/`.
    #[must_use]
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// Returns the host in lower case, followed by the port if the URI states a port, such as
    /// `example.com` or `example.com:8080`. Returns `None` if the URI has no host, such as
    /// `tel:+1-201-555-0123`.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        self.host.as_deref()
    }

    /// Returns the path and the query behind the host, such as `/joe?tenant=a`. The path is `/` if
    /// the URI ends with the host, so `https://example.com` and `https://example.com/` have the
    /// same parts. The path of an `acct:` or `mailto:` URI is empty. If the URI has no host, the
    /// path is the text behind the scheme.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// The parts of a URI: the user name as it is written, host and port, path and query.
type Parts<'a> = (Option<&'a str>, Option<&'a str>, &'a str);

/// Cuts a URI with `//` behind its scheme. `rest` is the text behind the slashes.
fn hierarchical<'a>(scheme: &str, rest: &'a str) -> Result<Parts<'a>, ResourceError> {
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, authority),
    };
    // RFC 3986 §3.2.1: a password in a URI is deprecated. This one would be sent to the host.
    if user.is_some_and(|user| user.contains(':')) {
        return Err(ResourceError::Password);
    }
    check_uri(&format!("{scheme}://{host}{path}"))?;
    Ok((user, Some(host), path))
}

/// Cuts an `acct:` or `mailto:` URI. `rest` is the text behind the scheme.
fn account(rest: &str) -> Result<Parts<'_>, ResourceError> {
    let wrong = |host| UriError::Host { found: Excerpt::new(host) };
    let (user, host) = rest.rsplit_once('@').ok_or_else(|| wrong(""))?;
    // RFC 7565 §7: the host is the last part, and has no port.
    let is_literal = host.starts_with('[') && host.ends_with(']');
    if !is_literal && host.contains([':', '/', '?']) {
        return Err(wrong(host).into());
    }
    check_uri(&format!("https://{host}/"))?;
    Ok((Some(user), Some(host), ""))
}

/// Decodes a user name.
fn decode_user(user: &str) -> Result<String, ResourceError> {
    // RFC 7565 §7, RFC 3986 §3.2.1.
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=%".contains(&byte);
    Some(user)
        .filter(|user| !user.is_empty() && user.bytes().all(is_allowed))
        .and_then(percent::decode)
        // A control character ends a line or a string too early in a program that reads the name.
        .filter(|user| !user.chars().any(char::is_control))
        .ok_or(ResourceError::User)
}

/// Checks the length, and RFC 3986 §2: a URI has reserved, unreserved and percent-encoded
/// characters only.
fn check_characters(text: &str) -> Result<(), UriError> {
    if text.len() > MAX_LENGTH {
        return Err(UriError::TooLong { length: text.len() });
    }
    let is_allowed = |character: char| {
        character.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(character)
    };
    match text.char_indices().find(|(_, character)| !is_allowed(*character)) {
        Some((position, character)) => Err(UriError::Character { character, position }),
        None => match text.find('#') {
            Some(position) => Err(UriError::Fragment { position }),
            None => Ok(()),
        },
    }
}

/// The longest URI that [`check_uri`] accepts, in bytes.
const MAX_LENGTH: usize = 2048;

/// Checks RFC 3986 §3.1: a letter, then letters, digits, plus, minus and period.
pub(super) fn is_scheme(scheme: &str) -> bool {
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// The reason why a text is not the resource of a WebFinger query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ResourceError {
    /// The text is not an absolute URI without a fragment, or two parsers could read it differently
    /// ([RFC 7033 §4.1](https://www.rfc-editor.org/rfc/rfc7033#section-4.1)).
    #[error(transparent)]
    Uri(#[from] UriError),
    /// The user name before the host is empty, or has a character that must be percent-encoded,
    /// such as a second `@`, or an encoded control character
    /// ([RFC 7565 §7](https://www.rfc-editor.org/rfc/rfc7565#section-7)).
    #[error(
        "the user name before the host is empty or malformed; write every character except \
         letters, digits and -._~!$&'()*+,;= in percent-encoding"
    )]
    User,
    /// The URI has a password before the host, as in `https://user:password@example.com`
    /// ([RFC 3986 §3.2.1](https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1)).
    #[error("the URI has a password before the host; remove it")]
    Password,
}

impl ResourceError {
    /// Returns the stable name of the error, such as `"resource.user"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Uri(error) => error.code(),
            Self::User => "resource.user",
            Self::Password => "resource.password",
        }
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Resource").field(&self.text).finish()
    }
}
