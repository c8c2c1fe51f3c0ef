//! The errors that can end a login, as one type.

use std::fmt;

use symbolon_discovery::DiscoveryError;
use symbolon_relying_party::{
    CallbackError, FetchUserInfoError, LoginError, MalformedCallback, RefreshError,
    RelyingPartyConfigurationError,
};

/// The error that ended a login, a refresh or a UserInfo request.
#[derive(Debug)]
pub enum Failure {
    /// The provider's metadata could not be read.
    Discovery(DiscoveryError),
    /// The metadata and the client's settings do not fit together.
    Configuration(RelyingPartyConfigurationError),
    /// The request at the redirect URI is no callback.
    Malformed(MalformedCallback),
    /// The callback was refused.
    Callback(CallbackError),
    /// The tokens were refused.
    Login(LoginError),
    /// The refreshed tokens were refused.
    Refresh(RefreshError),
    /// The UserInfo response was refused.
    UserInfo(FetchUserInfoError),
}

impl Failure {
    /// Returns the stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Discovery(error) => error.code(),
            Self::Configuration(error) => error.code(),
            Self::Malformed(error) => error.code(),
            Self::Callback(error) => error.code(),
            Self::Login(error) => error.code(),
            Self::Refresh(error) => error.code(),
            Self::UserInfo(error) => error.code(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Discovery(error) => error.fmt(f),
            Self::Configuration(error) => error.fmt(f),
            Self::Malformed(error) => error.fmt(f),
            Self::Callback(error) => error.fmt(f),
            Self::Login(error) => error.fmt(f),
            Self::Refresh(error) => error.fmt(f),
            Self::UserInfo(error) => error.fmt(f),
        }
    }
}
