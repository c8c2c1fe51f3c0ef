//! `application_type`: the kind of application that a client is.

use std::borrow::Cow;
use std::convert::Infallible;

use symbolon_jose::json::document::TextValue;

/// `application_type`: the kind of application that a client is.
///
/// [Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)
/// defines `web` and `native`. The type decides which redirect URIs the client is allowed to
/// register. Another value can be read, so that an error can name it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ApplicationType(Cow<'static, str>);

impl ApplicationType {
    /// `web`: the client is a web application. Its redirect URIs are `https` URLs.
    pub const WEB: Self = Self(Cow::Borrowed("web"));
    /// `native`: the client runs on the user's device. Its redirect URIs have private-use schemes,
    /// are `http` URLs on the loopback interface, or are `https` URLs that the operating system
    /// opens in the app.
    pub const NATIVE: Self = Self(Cow::Borrowed("native"));

    /// Creates a type from its name in messages.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self(Cow::Owned(name.to_owned()))
    }

    /// Returns the name of the type in messages.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TextValue for ApplicationType {
    type Error = Infallible;

    fn from_text(text: &str) -> Result<Self, Infallible> {
        Ok(Self::new(text))
    }

    fn as_text(&self) -> &str {
        self.as_str()
    }
}
