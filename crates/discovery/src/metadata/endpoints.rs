//! The endpoints of a provider, and whose origin they are on.

use url::Url;

use super::read::endpoint;
use super::{MetadataError, ProviderMetadata};
use crate::{Endpoint, EndpointError};

impl ProviderMetadata {
    /// The endpoints given, by member name; `jwks_uri` is one of them.
    pub fn endpoints(&self) -> impl Iterator<Item = (&'static str, &Endpoint)> {
        [
            ("authorization_endpoint", Some(&self.authorization_endpoint)),
            ("token_endpoint", self.token_endpoint.as_ref()),
            ("userinfo_endpoint", self.userinfo_endpoint.as_ref()),
            ("jwks_uri", Some(&self.jwks_uri)),
            ("registration_endpoint", self.registration_endpoint.as_ref()),
            ("revocation_endpoint", self.revocation_endpoint.as_ref()),
            ("introspection_endpoint", self.introspection_endpoint.as_ref()),
        ]
        .into_iter()
        .filter_map(|(name, endpoint)| Some((name, endpoint?)))
    }

    /// The endpoints whose origin (scheme, host and port) is not the issuer's.
    ///
    /// The specification allows them, and large providers have them. An attacker whose metadata
    /// you accept also has them: a right issuer with a `token_endpoint` elsewhere collects client
    /// secrets and codes. When your provider has none, require that this is empty; when it has
    /// some, compare with those you know.
    ///
    /// ```
    /// # use symbolon_discovery::{Endpoint, ProviderMetadata};
    /// # use symbolon_oauth::Issuer;
    /// # let metadata = ProviderMetadata::new(
    /// #     Issuer::new("https://op.example")?,
    /// #     Endpoint::new("https://op.example/authorize")?,
    /// #     Endpoint::new("https://collector.example/token")?,
    /// #     Endpoint::new("https://op.example/jwks")?,
    /// #     vec!["RS256".to_owned()],
    /// # );
    /// let foreign: Vec<_> = metadata.foreign_endpoints().map(|(name, _)| name).collect();
    /// assert_eq!(foreign, ["token_endpoint"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn foreign_endpoints(&self) -> impl Iterator<Item = (&'static str, &Endpoint)> {
        // An issuer that is no URL has no origin, so every endpoint is foreign to it.
        let origin = Url::parse(self.issuer.as_str()).ok().map(|issuer| issuer.origin());
        self.endpoints()
            .filter(move |(_, endpoint)| origin.as_ref() != Some(&endpoint.url().origin()))
    }

    /// An endpoint among the members that this struct does not name, such as
    /// `end_session_endpoint`, under the same rules as the others.
    ///
    /// # Errors
    /// [`MetadataError`]: the member is no string, or no endpoint.
    pub fn extra_endpoint(&self, name: &'static str) -> Result<Option<Endpoint>, MetadataError> {
        let Some(value) = self.extra.get(name) else { return Ok(None) };
        let mut object = symbolon_jose::Object::new();
        object.insert(name, value.clone());
        let endpoint = endpoint(&mut object, name)?;
        if let Some(endpoint) = &endpoint {
            self.check_scheme(name, endpoint)?;
        }
        Ok(endpoint)
    }

    /// An endpoint is `https`, or `http` on loopback like its issuer.
    pub(super) fn check_scheme(
        &self,
        member: &'static str,
        endpoint: &Endpoint,
    ) -> Result<(), MetadataError> {
        let issuer = &self.issuer;
        if endpoint.is_https() || (!issuer.is_https() && issuer.is_on_loopback()) {
            Ok(())
        } else {
            Err(MetadataError::Endpoint { member, error: EndpointError::Scheme })
        }
    }
}
