//! The kind of server that publishes a document.

use clap::ValueEnum;
use symbolon::discovery::WellKnown;
use symbolon::discovery::lint::LintProfile;

/// The kind of server that publishes a document.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Profile {
    /// An OpenID Provider
    Openid,
    /// An OpenID Provider for clients that it does not know before they register themselves
    Dynamic,
    /// An authorization server that does not sign users in
    Oauth,
    /// A protected resource, such as an API
    Resource,
}

impl Profile {
    pub(super) fn lint_profile(self) -> LintProfile {
        match self {
            Self::Openid => LintProfile::OpenIdProvider,
            Self::Dynamic => LintProfile::DynamicOpenIdProvider,
            Self::Oauth => LintProfile::AuthorizationServer,
            Self::Resource => LintProfile::ProtectedResource,
        }
    }

    /// Returns the place at which such a server publishes its document, or `None` for a resource,
    /// which has no issuer.
    pub(super) fn well_known(self) -> Option<WellKnown> {
        match self {
            Self::Openid | Self::Dynamic => Some(WellKnown::OpenId),
            Self::Oauth => Some(WellKnown::OAuth),
            Self::Resource => None,
        }
    }
}
