//! The audience of a client assertion.

/// The audience that a client writes into its assertion.
///
/// ```
/// use symbolon_oauth::{AssertionAudience, Issuer};
/// let issuer = Issuer::new("https://op.example")?;
/// let endpoint = "https://op.example/token";
/// assert_eq!(AssertionAudience::default().text(&issuer, endpoint), "https://op.example");
/// assert_eq!(AssertionAudience::TokenEndpoint.text(&issuer, endpoint), endpoint);
/// # Ok::<(), symbolon_oauth::IssuerError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AssertionAudience {
    /// The issuer identifier of the authorization server. This is the default, because the client
    /// knows the issuer from its own configuration, so a malicious server cannot replace it.
    #[default]
    Issuer,
    /// The URL of the token endpoint, which
    /// [Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication)
    /// recommends.
    ///
    /// Okta, WSO2 Identity Server and GOV.UK One Login require it. The cost: the URL comes from the
    /// server's metadata. A malicious server can name the token endpoint of an honest server in its
    /// metadata, and then receives an assertion that the honest server accepts. Choose this value
    /// only for a server that does not accept its issuer as the audience, and sign with a key that
    /// you have registered only at this server.
    TokenEndpoint,
}

impl AssertionAudience {
    /// Returns the issuer or the URL of the token endpoint, whichever is the audience.
    #[must_use]
    pub fn text<'a>(self, issuer: &'a crate::Issuer, token_endpoint: &'a str) -> &'a str {
        match self {
            Self::Issuer => issuer.as_str(),
            Self::TokenEndpoint => token_endpoint,
        }
    }
}
