//! The addresses of a provider's endpoints.

use symbolon_discovery::{Endpoint, EndpointError};
use symbolon_oauth::Issuer;

/// The URLs of a provider's endpoints, which its metadata lists
/// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
///
/// ```
/// use symbolon_oauth::Issuer;
/// use symbolon_provider::ProviderEndpoints;
///
/// let endpoints = ProviderEndpoints::below(&Issuer::new("https://op.example/tenant")?)?;
/// assert_eq!(endpoints.token.as_str(), "https://op.example/tenant/token");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ProviderEndpoints {
    /// The authorization endpoint, to which clients send the browser.
    pub authorization: Endpoint,
    /// The token endpoint, at which clients exchange codes and refresh tokens for tokens.
    pub token: Endpoint,
    /// `jwks_uri`: the URL at which the provider publishes its public keys.
    pub jwks: Endpoint,
    /// The UserInfo endpoint. `None` if the provider has no UserInfo endpoint.
    pub user_info: Option<Endpoint>,
    /// The endpoint to which clients push their authorization requests
    /// ([RFC 9126 §2](https://www.rfc-editor.org/rfc/rfc9126#section-2)). `None`, the default, if
    /// the provider does not accept pushed requests.
    pub pushed_authorization_request: Option<Endpoint>,
    /// The endpoint at which clients register themselves
    /// ([Registration §3](https://openid.net/specs/openid-connect-registration-1_0.html#ClientRegistration)).
    /// `None`, the default, if clients cannot register themselves.
    pub registration: Option<Endpoint>,
}

impl ProviderEndpoints {
    /// Creates the endpoint URLs of a provider without a UserInfo endpoint.
    #[must_use]
    pub fn new(authorization: Endpoint, token: Endpoint, jwks: Endpoint) -> Self {
        Self {
            authorization,
            token,
            jwks,
            user_info: None,
            pushed_authorization_request: None,
            registration: None,
        }
    }

    /// Sets the UserInfo endpoint.
    #[must_use]
    pub fn user_info(mut self, user_info: Endpoint) -> Self {
        self.user_info = Some(user_info);
        self
    }

    /// Sets the endpoint to which clients push their authorization requests. Your server must then
    /// answer requests to this endpoint with [`Provider::push`](crate::Provider::push).
    ///
    /// ```
    /// use symbolon_discovery::Endpoint;
    /// use symbolon_oauth::Issuer;
    /// use symbolon_provider::ProviderEndpoints;
    ///
    /// let issuer = Issuer::new("https://op.example")?;
    /// let endpoints = ProviderEndpoints::below(&issuer)?
    ///     .pushed_authorization_request(Endpoint::new("https://op.example/par")?);
    /// assert_eq!(endpoints, ProviderEndpoints::below(&issuer)?.push_below(&issuer)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn pushed_authorization_request(mut self, endpoint: Endpoint) -> Self {
        self.pushed_authorization_request = Some(endpoint);
        self
    }

    /// Sets the endpoint to which clients push their authorization requests, by appending `/par` to
    /// the issuer.
    ///
    /// # Errors
    /// [`EndpointError`] when the issuer is neither an `https` URL nor an `http` URL on loopback.
    pub fn push_below(self, issuer: &Issuer) -> Result<Self, EndpointError> {
        Ok(self.pushed_authorization_request(endpoint_below(issuer, "/par")?))
    }

    /// Sets the endpoint at which clients register themselves. Also set
    /// [`ProviderPolicy::registration`](crate::ProviderPolicy::registration).
    ///
    /// ```
    /// use symbolon_discovery::Endpoint;
    /// use symbolon_oauth::Issuer;
    /// use symbolon_provider::ProviderEndpoints;
    ///
    /// let issuer = Issuer::on_loopback("http://127.0.0.1:8080")?;
    /// let endpoints = ProviderEndpoints::below(&issuer)?
    ///     .registration(Endpoint::on_loopback("http://127.0.0.1:8080/register")?);
    /// assert_eq!(endpoints, ProviderEndpoints::below(&issuer)?.registration_below(&issuer)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn registration(mut self, endpoint: Endpoint) -> Self {
        self.registration = Some(endpoint);
        self
    }

    /// Sets the endpoint at which clients register themselves, by appending `/register` to the
    /// issuer.
    ///
    /// # Errors
    /// [`EndpointError`] when the issuer is neither an `https` URL nor an `http` URL on loopback.
    pub fn registration_below(self, issuer: &Issuer) -> Result<Self, EndpointError> {
        Ok(self.registration(endpoint_below(issuer, "/register")?))
    }

    /// Creates the endpoint URLs by appending `/authorize`, `/token`, `/jwks` and `/userinfo` to
    /// the issuer.
    ///
    /// # Errors
    /// [`EndpointError`] when the issuer is neither an `https` URL nor an `http` URL on loopback.
    pub fn below(issuer: &Issuer) -> Result<Self, EndpointError> {
        let below = |path: &str| endpoint_below(issuer, path);
        let endpoints = Self::new(below("/authorize")?, below("/token")?, below("/jwks")?);
        Ok(endpoints.user_info(below("/userinfo")?))
    }
}

/// Appends a path to an issuer.
fn endpoint_below(issuer: &Issuer, path: &str) -> Result<Endpoint, EndpointError> {
    let url = format!("{}{path}", issuer.as_str().trim_end_matches('/'));
    if issuer.is_https() { Endpoint::new(&url) } else { Endpoint::on_loopback(&url) }
}
