//! The endpoints of a provider, their scheme and their origin.

use symbolon_jose::Object;
use symbolon_jose::json::document::MemberType;
use symbolon_oauth::Issuer;
use url::Url;

use super::{EndpointAliases, MetadataError, ProviderMetadata};
use crate::{Endpoint, KeyCache};

impl ProviderMetadata {
    /// Returns the endpoints of the provider, each with the name of its metadata member. `jwks_uri`
    /// and the aliases for TLS certificates are included. The name of an alias is its place, such
    /// as `mtls_endpoint_aliases.token_endpoint`.
    pub fn endpoints(&self) -> impl Iterator<Item = (&'static str, &Endpoint)> {
        let aliases = self.mtls_endpoint_aliases.iter().flat_map(EndpointAliases::iter);
        self.conventional_endpoints().chain(aliases)
    }

    /// Returns the endpoints that have a field.
    pub(super) fn conventional_endpoints(&self) -> impl Iterator<Item = (&'static str, &Endpoint)> {
        self.values().filter_map(|(member, value)| {
            let optional = || value.downcast_ref::<Option<Endpoint>>().and_then(Option::as_ref);
            Some((member.name(), value.downcast_ref().or_else(optional)?))
        })
    }

    /// Returns the endpoint with this name, such as `token_endpoint`, for a client that
    /// authenticates or binds tokens with a TLS certificate: its alias, or the endpoint itself if
    /// the metadata has no alias for it
    /// ([RFC 8705 §5](https://www.rfc-editor.org/rfc/rfc8705#section-5)).
    #[must_use]
    pub fn mtls_endpoint(&self, name: &str) -> Option<&Endpoint> {
        let alias = self.mtls_endpoint_aliases.as_ref().and_then(|aliases| aliases.get(name));
        let mut endpoints = self.conventional_endpoints();
        alias.or_else(|| endpoints.find(|(it, _)| *it == name).map(|(_, endpoint)| endpoint))
    }

    /// Returns the endpoints whose origin (scheme, host and port) differs from the issuer's origin.
    ///
    /// The specification allows such endpoints, and some large providers have them. But if an
    /// attacker can change the metadata, a `token_endpoint` on the attacker's host receives client
    /// secrets and codes. If your provider has no foreign endpoints, require that the result is
    /// empty. Otherwise, compare the result with the endpoints that you know.
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
        // An issuer that is not a URL has no origin, so that every endpoint is foreign.
        let origin = Url::parse(self.issuer.as_str()).ok().map(|issuer| issuer.origin());
        self.endpoints()
            .filter(move |(_, endpoint)| origin.as_ref() != Some(&endpoint.url().origin()))
    }

    /// Creates an empty cache for the provider's keys. Create one cache for the provider, and use
    /// the cache for all tokens.
    #[must_use]
    pub fn key_cache(&self) -> KeyCache {
        KeyCache::of_issuer(self.jwks_uri.clone(), &self.issuer)
    }

    /// Returns an endpoint from [`extra`](Self::extra), such as `challenge_endpoint`. Checks the
    /// endpoint by the same rules as the endpoints that have a field. Returns `None` if the member
    /// `name` is absent, `null` or `""`.
    ///
    /// # Errors
    /// [`MetadataError::Member`] when the member is not a string, [`MetadataError::Endpoint`] when
    /// the string is not a URL that [`Endpoint::beside`] accepts for this issuer.
    pub fn extra_endpoint(&self, name: &'static str) -> Result<Option<Endpoint>, MetadataError> {
        let Some(value) = self.extra.get(name) else { return Ok(None) };
        if value.is_null() || value.as_str() == Some("") {
            return Ok(None);
        }
        let mut object = Object::new();
        object.insert(name, value.clone());
        let endpoint = Endpoint::take(&mut object, name)?;
        if let Some(endpoint) = &endpoint {
            check_scheme(name, endpoint, &self.issuer)?;
        }
        Ok(endpoint)
    }
}

/// Checks that the scheme of an endpoint is allowed beside the issuer.
pub(super) fn check_scheme(
    member: &'static str,
    endpoint: &Endpoint,
    issuer: &Issuer,
) -> Result<(), MetadataError> {
    if endpoint.is_allowed_beside(issuer) {
        return Ok(());
    }
    Err(MetadataError::unprotected(member, endpoint.as_str()))
}
