//! The kind of server whose document is checked.

/// The kind of server whose metadata document is checked. The kind determines which rules apply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum LintProfile {
    /// An OpenID Provider
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[default]
    OpenIdProvider,
    /// An OpenID Provider for clients that it does not know before they register themselves
    /// ([Core §15.2](https://openid.net/specs/openid-connect-core-1_0.html#DynamicMTI)). The rules of
    /// an OpenID Provider apply too.
    DynamicOpenIdProvider,
    /// An authorization server that does not sign users in
    /// ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414#section-2)).
    AuthorizationServer,
    /// A protected resource, such as an API
    /// ([RFC 9728 §2](https://www.rfc-editor.org/rfc/rfc9728#section-2)).
    ProtectedResource,
}

impl LintProfile {
    /// Returns whether the server issues ID Tokens.
    pub(crate) fn is_openid(self) -> bool {
        matches!(self, Self::OpenIdProvider | Self::DynamicOpenIdProvider)
    }
}
