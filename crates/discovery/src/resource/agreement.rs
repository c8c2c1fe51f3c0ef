//! The comparison of a protected resource and an authorization server that name each other.

use super::ResourceMetadata;
use crate::ProviderMetadata;

/// Checks that a protected resource and an authorization server name each other
/// ([RFC 9728 §4](https://www.rfc-editor.org/rfc/rfc9728#section-4)).
///
/// A list that is absent is not compared. Both parties are allowed to list only some of the other
/// parties, so your program decides what a disagreement means. If your program learned about the
/// server from the resource, do not send the server's access tokens to a resource that disagrees:
/// the resource could have named a server whose tokens it wants to collect
/// ([RFC 9728 §7.6](https://www.rfc-editor.org/rfc/rfc9728#section-7.6)).
///
/// ```
/// use symbolon_discovery::resource::{Disagreement, ResourceIdentifier, ResourceMetadata, agree};
/// # use symbolon_discovery::{Endpoint, ProviderMetadata};
/// # use symbolon_oauth::Issuer;
/// # let mut server = ProviderMetadata::new(
/// #     Issuer::new("https://as.example")?,
/// #     Endpoint::new("https://as.example/authorize")?,
/// #     Endpoint::new("https://as.example/token")?,
/// #     Endpoint::new("https://as.example/jwks")?,
/// #     vec!["RS256".to_owned()],
/// # );
///
/// let mut resource = ResourceMetadata::new(ResourceIdentifier::new("https://api.example")?);
/// resource.authorization_servers = vec![server.issuer.clone()];
/// assert_eq!(agree(&resource, &server), Ok(()));
///
/// server.protected_resources = vec!["https://other.example".to_owned()];
/// assert_eq!(agree(&resource, &server), Err(Disagreement::ResourceNotListed));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Disagreement::ServerNotListed`] when the resource lists authorization servers and the list
/// does not contain the issuer, [`Disagreement::ResourceNotListed`] when the server lists protected
/// resources and the list does not contain the resource.
pub fn agree(resource: &ResourceMetadata, server: &ProviderMetadata) -> Result<(), Disagreement> {
    let servers = &resource.authorization_servers;
    if !servers.is_empty() && !servers.contains(&server.issuer) {
        return Err(Disagreement::ServerNotListed);
    }
    let resources = &server.protected_resources;
    let is_listed = resources.iter().any(|listed| listed == resource.resource.as_str());
    if !resources.is_empty() && !is_listed {
        return Err(Disagreement::ResourceNotListed);
    }
    Ok(())
}

/// The way in which a protected resource and an authorization server disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Disagreement {
    /// `authorization_servers` of the resource does not contain the issuer of the server
    /// ([RFC 9728 §4](https://www.rfc-editor.org/rfc/rfc9728#section-4)).
    #[error("`authorization_servers` of the resource does not contain the issuer of the server")]
    ServerNotListed,
    /// `protected_resources` of the server does not contain the resource
    /// ([RFC 9728 §4](https://www.rfc-editor.org/rfc/rfc9728#section-4)).
    #[error("`protected_resources` of the server does not contain the resource")]
    ResourceNotListed,
}

impl Disagreement {
    /// Returns the stable name of the error, such as `"agreement.server_not_listed"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::ServerNotListed => "agreement.server_not_listed",
            Self::ResourceNotListed => "agreement.resource_not_listed",
        }
    }
}
