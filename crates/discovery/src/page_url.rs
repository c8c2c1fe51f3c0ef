//! The URL of a web page for people: documentation, policy, terms of service.

use std::fmt;

use symbolon_jose::json::document::TextValue;
use url::Url;

/// The URL of a web page that a provider publishes for people to read.
///
/// [OpenID Connect Discovery 1.0 §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata):
/// the value of `service_documentation`, `op_policy_uri` or `op_tos_uri`. The scheme must be `http`
/// or `https`: programs show the URL as a link, and a browser would run a `javascript:` link as a
/// script. The text is kept byte for byte.
///
/// ```
/// use symbolon_discovery::{PageUrl, PageUrlError};
///
/// assert_eq!(PageUrl::new("https://op.example/terms")?.as_str(), "https://op.example/terms");
/// assert_eq!(PageUrl::new("javascript:alert(1)"), Err(PageUrlError::Scheme));
/// # Ok::<(), PageUrlError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PageUrl(String);

impl PageUrl {
    /// The largest allowed length of a page URL, in bytes. A longer URL is refused.
    pub const MAX_LENGTH: usize = 2048;

    /// Creates a page URL from an absolute `http` or `https` URL. The text stays unchanged.
    ///
    /// # Errors
    /// [`PageUrlError::Syntax`] when the text is not an absolute URL, is longer than
    /// [`MAX_LENGTH`](Self::MAX_LENGTH), or has a character that URLs do not allow.
    /// [`PageUrlError::Scheme`] when the scheme is neither `http` nor `https`.
    pub fn new(text: &str) -> Result<Self, PageUrlError> {
        if text.len() > Self::MAX_LENGTH || !text.bytes().all(is_uri_byte) {
            return Err(PageUrlError::Syntax);
        }
        let url = Url::parse(text).map_err(|_| PageUrlError::Syntax)?;
        if matches!(url.scheme(), "http" | "https") {
            Ok(Self(text.to_owned()))
        } else {
            Err(PageUrlError::Scheme)
        }
    }

    /// Returns the text of the URL, unchanged.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PageUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PageUrl").field(&self.0).finish()
    }
}

impl fmt::Display for PageUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TextValue for PageUrl {
    type Error = PageUrlError;

    fn from_text(text: &str) -> Result<Self, PageUrlError> {
        Self::new(text)
    }

    fn as_text(&self) -> &str {
        &self.0
    }
}

/// The reason why a text is not the URL of a web page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PageUrlError {
    /// The text is not an absolute URL, is longer than [`PageUrl::MAX_LENGTH`], or has a character
    /// that URLs do not allow
    /// ([RFC 3986 §4.3](https://www.rfc-editor.org/rfc/rfc3986#section-4.3)).
    #[error("the text is not an absolute URL of at most {} ASCII characters", PageUrl::MAX_LENGTH)]
    Syntax,
    /// The scheme is neither `http` nor `https`. It could be `javascript:`, which a browser would
    /// run.
    #[error("the scheme is neither http nor https")]
    Scheme,
}

impl PageUrlError {
    /// Returns the stable name of the error, such as `"page_url.scheme"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax => "page_url.syntax",
            Self::Scheme => "page_url.scheme",
        }
    }
}

/// Checks whether a byte is unreserved, reserved, or the percent sign (RFC 3986 §2).
///
/// The URL parser removes tabs and line ends, trims spaces and turns `\` into `/`. So these
/// characters are refused before the text is parsed.
fn is_uri_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte)
}
