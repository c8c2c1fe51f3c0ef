//! The origins of the program, and the addresses that have one of these origins.

use symbolon_jose::Excerpt;
use symbolon_oauth::{PageUrl, PageUrlError, RedirectUri, check_uri};
use url::{Origin, Url};

use super::OwnUrlError;

/// The origins of your program: the scheme, host and port of each address at which browsers reach it.
///
/// An address that came from outside, such as `target_link_uri`, is accepted only if it has one of
/// these origins. Without this check, your program would be an open redirector: a link to your
/// program could lead to a page of an attacker
/// ([RFC 9700 §4.11.1](https://www.rfc-editor.org/rfc/rfc9700#section-4.11.1)).
///
/// ```
/// use symbolon_relying_party::OwnOrigins;
///
/// let own = OwnOrigins::new(&["https://app.example", "https://shop.example:8443"])?;
/// assert_eq!(own.url("https://app.example/orders#7")?.as_str(), "https://app.example/orders#7");
/// assert!(own.url("https://app.example.evil.example/").is_err());
/// assert!(own.url("https://shop.example/").is_err());
/// # Ok::<(), symbolon_relying_party::OwnUrlError>(())
/// ```
#[derive(Clone, Debug)]
pub struct OwnOrigins(Vec<Origin>);

impl OwnOrigins {
    /// Creates the origins from texts such as `https://app.example` or `https://app.example:8443`.
    /// `http` is accepted only for `127.0.0.1`, `[::1]` and `localhost`.
    ///
    /// # Errors
    /// [`OwnUrlError::Uri`] or [`OwnUrlError::Page`] when a text is not an absolute URL, and
    /// [`OwnUrlError::NotAnOrigin`] when a text has a path or a query, or uses `http` on another host.
    pub fn new(origins: &[&str]) -> Result<Self, OwnUrlError> {
        let read = |text: &&str| {
            let url = parse(text)?;
            let is_secure = url.scheme() == "https"
                || matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
            if is_secure && url.path() == "/" && !text.contains(['?', '#']) {
                return Ok(url.origin());
            }
            Err(OwnUrlError::NotAnOrigin { found: Excerpt::new(text) })
        };
        origins.iter().map(read).collect::<Result<_, _>>().map(Self)
    }

    /// Creates the origin of your program from its redirect URI. If the redirect URI has a
    /// private-use scheme, there is no origin, and [`url`](Self::url) refuses every address.
    #[must_use]
    pub fn of(redirect_uri: &RedirectUri) -> Self {
        let origin = Url::parse(redirect_uri.as_str()).map(|url| url.origin());
        Self(origin.into_iter().filter(Origin::is_tuple).collect())
    }

    /// Checks that an address has one of these origins.
    ///
    /// The path, the query and the fragment can have any value. The text stays unchanged.
    ///
    /// # Errors
    /// [`OwnUrlError::Page`] when the text is not an absolute `http` or `https` URL of at most
    /// [`PageUrl::MAX_LENGTH`] bytes, [`OwnUrlError::Uri`] when parsers could read it in different
    /// ways, for example because it contains user information, and [`OwnUrlError::Origin`] when it
    /// has another origin.
    pub fn url(&self, text: &str) -> Result<OwnUrl, OwnUrlError> {
        let url = parse(text)?;
        // RFC 6454 §5: scheme, host and port are equal.
        if self.0.contains(&url.origin()) {
            return Ok(OwnUrl(text.to_owned()));
        }
        let found = Excerpt::new(&url.origin().ascii_serialization());
        let expected = self.0.iter().map(Origin::ascii_serialization).collect();
        Err(OwnUrlError::Origin { found, expected })
    }
}

/// Parses an absolute URL that every browser reads in the same way.
fn parse(text: &str) -> Result<Url, OwnUrlError> {
    // A tab, a backslash or a space would be changed by the parser, so it is refused before.
    PageUrl::new(text)?;
    // RFC 3986 §7.6: the host that is compared is the host to which the browser goes. Only the
    // fragment, which the browser does not send, is not checked.
    check_uri(text.split_once('#').map_or(text, |(address, _)| address))?;
    let url = Url::parse(text).ok();
    // RFC 3986 §3.2: without two slashes, there is no host, but browsers find one or read a path.
    let url = url.filter(|url| text.starts_with(&format!("{}://", url.scheme())));
    url.ok_or(OwnUrlError::Page(PageUrlError::Syntax))
}

/// An address of your program that came from outside and whose origin was checked.
///
/// Returned only by [`OwnOrigins::url`] and
/// [`ThirdPartyLogin::target`](crate::ThirdPartyLogin::target). It contains no character that would
/// have to be escaped in an HTTP header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnUrl(String);

impl OwnUrl {
    /// Returns the text of the address, unchanged.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
