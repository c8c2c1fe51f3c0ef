//! The URL of a web page or picture that another party wrote, and that a program shows as a link.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use symbolon_jose::json::document::TextValue;
use url::Url;

/// The URL of a web page or picture that another party wrote, and that a program shows as a link.
///
/// Examples are `error_uri` of an error response
/// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)), `op_policy_uri` of a
/// provider
/// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)),
/// and the claims `website` and `picture`
/// ([Core §5.1](https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims)). The scheme
/// must be `http` or `https`, because a browser would run a `javascript:` link as a script. The
/// text is kept byte for byte. It has no quotes, spaces or angle brackets, but you still have to
/// escape it when you write it into HTML, because it can contain `&` and `'`.
///
/// The host is not checked. Use the URL only as a link, and do not fetch it in a server.
///
/// ```
/// use symbolon_oauth::{PageUrl, PageUrlError};
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

impl FromStr for PageUrl {
    type Err = PageUrlError;

    fn from_str(text: &str) -> Result<Self, PageUrlError> {
        Self::new(text)
    }
}

impl Serialize for PageUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for PageUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(&String::deserialize(deserializer)?).map_err(de::Error::custom)
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
    #[error("the scheme is neither http nor https; expected the URL of a web page")]
    Scheme,
}

impl PageUrlError {
    /// Returns a stable name for logs and metrics, such as `"page_url.scheme"`.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attack_095_a_link_that_runs_a_script_or_contains_its_content_is_refused() {
        for (text, error) in [
            ("javascript:alert(1)", PageUrlError::Scheme),
            ("JavaScript:alert(1)", PageUrlError::Scheme),
            ("javascript://op.example/%0aalert(1)", PageUrlError::Scheme),
            ("data:text/html,hello", PageUrlError::Scheme),
            ("vbscript:x", PageUrlError::Scheme),
            ("blob:https://op.example/1", PageUrlError::Scheme),
            ("file:///etc/passwd", PageUrlError::Scheme),
            ("java\nscript:alert(1)", PageUrlError::Syntax),
            ("\u{1}javascript:alert(1)", PageUrlError::Syntax),
            (" javascript:alert(1)", PageUrlError::Syntax),
            ("//op.example/e", PageUrlError::Syntax),
            ("/e", PageUrlError::Syntax),
            ("", PageUrlError::Syntax),
            ("https://op.example/\"onclick=x", PageUrlError::Syntax),
        ] {
            assert_eq!(PageUrl::new(text), Err(error), "{text:?}");
        }
    }

    #[test]
    fn attack_020_a_link_has_a_largest_length() {
        let link = |length: usize| format!("{:a<length$}", "https://op.example/");
        assert!(PageUrl::new(&link(PageUrl::MAX_LENGTH)).is_ok());
        let longer = PageUrl::new(&link(PageUrl::MAX_LENGTH + 1));
        assert_eq!(longer, Err(PageUrlError::Syntax));
    }

    #[test]
    fn a_stored_page_url_is_read_back_and_checked() {
        let page = PageUrl::new("HTTPS://op.example/e?x=%20#y").unwrap();
        let stored = serde_json::to_string(&page).unwrap();
        assert_eq!(stored, "\"HTTPS://op.example/e?x=%20#y\"");
        assert_eq!(serde_json::from_str::<PageUrl>(&stored).unwrap(), page);
        assert!(serde_json::from_str::<PageUrl>("\"javascript:alert(1)\"").is_err());
    }
}
