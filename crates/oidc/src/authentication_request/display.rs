//! `display`: what kind of page the end-user is shown.

use std::borrow::Cow;

/// The value of `display`; open to extensions
/// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
///
/// A provider that does not understand a value shows a [`PAGE`](Self::PAGE).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Display(Cow<'static, str>);

impl Display {
    /// A whole page; the default.
    pub const PAGE: Self = Self(Cow::Borrowed("page"));
    /// A small window in front of another.
    pub const POPUP: Self = Self(Cow::Borrowed("popup"));
    /// A page for fingers.
    pub const TOUCH: Self = Self(Cow::Borrowed("touch"));
    /// A page for a telephone with buttons.
    pub const WAP: Self = Self(Cow::Borrowed("wap"));

    /// The value of this name; `None` unless it is printable ASCII.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let printable = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        printable.then(|| Self(Cow::Owned(text.to_owned())))
    }

    /// The value as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
