//! What is measured.

use clap::ValueEnum;

/// An operation, which is one request or, for a login, several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Operation {
    /// `GET /.well-known/openid-configuration`.
    Discovery,
    #[value(name = "userinfo")]
    /// `GET` of the UserInfo endpoint with an access token.
    UserInfo,
    /// A token request with the refresh token of the answer before.
    Refresh,
    /// An authorization request of a browser with a session, and the token request with its code.
    Login,
}

impl Operation {
    pub const ALL: [Self; 4] = [Self::Discovery, Self::UserInfo, Self::Refresh, Self::Login];

    pub fn name(self) -> &'static str {
        match self {
            Self::Discovery => "discovery",
            Self::UserInfo => "UserInfo",
            Self::Refresh => "refresh",
            Self::Login => "login",
        }
    }
}
