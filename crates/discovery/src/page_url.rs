//! The URL of a page for people: documentation, policy, terms.

use std::fmt;

use symbolon_jose::json::document::TextValue;
use url::Url;

/// The URL of a web page that a provider publishes for people to read.
///
/// [OpenID Connect Discovery 1.0 §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata):
/// `service_documentation`, `op_policy_uri`, `op_tos_uri`. Such a URL ends up as a link on
/// somebody's page, so it is `http` or `https` and never a script. The text is kept as stated.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PageUrl(String);

impl PageUrl {
    /// The longest URL accepted, in bytes.
    pub const MAX_LENGTH: usize = 2048;

    /// An absolute `http` or `https` URL.
    ///
    /// # Errors
    /// [`PageUrlError`] for anything else.
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

    /// The URL exactly as it was stated.
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

    fn from_text(text: String) -> Result<Self, PageUrlError> {
        Self::new(&text)
    }

    fn as_text(&self) -> &str {
        &self.0
    }
}

/// Why a text is not the URL of a web page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PageUrlError {
    /// Not an absolute URL of bounded length
    /// ([RFC 3986 §4.3](https://www.rfc-editor.org/rfc/rfc3986#section-4.3)).
    #[error("not an absolute URL")]
    Syntax,
    /// Neither `http` nor `https`: no page, but perhaps a script.
    #[error("the scheme is neither http nor https")]
    Scheme,
}

impl PageUrlError {
    /// A stable name for logs and metrics.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax => "page_url.syntax",
            Self::Scheme => "page_url.scheme",
        }
    }
}

/// Unreserved, reserved, or the percent sign (RFC 3986 §2). A URL parser drops tabs and line ends,
/// trims spaces and turns `\` into `/`, so they are refused before it sees them.
fn is_uri_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte)
}
