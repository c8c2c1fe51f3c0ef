//! `display`: the kind of page that the client asks the provider to show.

use std::borrow::Cow;

/// A value of the parameter `display`, which tells the provider what kind of page to show
/// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
///
/// Extensions can define more values. A provider that does not know a value uses
/// [`PAGE`](Self::PAGE) instead.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Display(Cow<'static, str>);

impl Display {
    /// A page that fills the browser window. This is the default if the parameter is absent.
    pub const PAGE: Self = Self(Cow::Borrowed("page"));
    /// A page in a small popup window.
    pub const POPUP: Self = Self(Cow::Borrowed("popup"));
    /// A page for a device with a touch screen.
    pub const TOUCH: Self = Self(Cow::Borrowed("touch"));
    /// A page for a feature phone.
    pub const WAP: Self = Self(Cow::Borrowed("wap"));

    /// Creates a value from text. Returns `None` if the text is empty, or contains a space or a
    /// character that is not printable ASCII.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let printable = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        printable.then(|| Self(Cow::Owned(text.to_owned())))
    }

    /// Returns the text of the value, such as `popup`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
