//! The metadata of a protected resource: its members.

use symbolon_jose::json::document::{Member, StatedList};
use symbolon_jose::{Object, SignatureAlgorithm};
use symbolon_oauth::Issuer;
use symbolon_oauth::obligation::AddressFrom;
use symbolon_oidc::{Localized, LocalizedPage};

use super::ResourceIdentifier;
use crate::metadata::LeftOut;
use crate::{Discover, Endpoint, MetadataError, WellKnown};

symbolon_jose::document! {
    /// The metadata of a protected resource, such as an API: its authorization servers and the
    /// tokens that it accepts.
    ///
    /// The fields are the members that
    /// [RFC 9728 §2](https://www.rfc-editor.org/rfc/rfc9728#section-2) defines. All other members
    /// are in [`extra`](Self::extra). Names and pages can have values in several languages.
    ///
    /// If an optional member cannot be read, the reader leaves the member out, and
    /// [`left_out`](Self::left_out) lists it with the reason.
    ///
    /// ```
    /// use symbolon_discovery::resource::{ResourceIdentifier, ResourceMetadata};
    /// use symbolon_oauth::Issuer;
    /// use symbolon_oidc::Localized;
    ///
    /// let mut metadata = ResourceMetadata::new(ResourceIdentifier::new("https://api.example")?);
    /// metadata.authorization_servers = vec![Issuer::new("https://as.example")?];
    /// metadata.resource_name = Localized::new("Photos").language("de", "Fotos");
    /// let response = metadata.to_http(3600)?; // at `metadata.resource.well_known_uri()`
    /// assert_eq!(ResourceMetadata::from_http(&response, &metadata.resource)?, metadata);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct ResourceMetadata, refused with MetadataError {
        section "RFC 9728 §2" "https://www.rfc-editor.org/rfc/rfc9728#section-2" {
            /// The identifier of the resource.
            resource: ResourceIdentifier as identity;
            /// The issuers of the authorization servers whose tokens the resource accepts. The
            /// resource is allowed to list only some of them. To fetch their metadata, call
            /// [`discover`](Self::discover), because a stranger can have chosen them.
            authorization_servers: Vec<Issuer>;
            /// The URL of the resource's own JWK Set, for example for signed responses.
            jwks_uri: Option<Endpoint>;
            /// The scope values with which clients request access to the resource. The resource is
            /// allowed to list only some of them.
            scopes_supported: Vec<String>;
            /// The ways to send a bearer token: `header`, `body`, `query`. An empty list means that
            /// the resource accepts no bearer tokens. `None` means that the metadata does not state
            /// the ways.
            bearer_methods_supported: Option<StatedList<String>>;
            /// The JWS algorithms with which the resource signs its responses. `none` is forbidden:
            /// see [`signing_algorithms`](Self::signing_algorithms).
            resource_signing_alg_values_supported: Vec<String>;
            /// The name of the resource, for the user.
            resource_name: Localized;
            /// The URL of a page with information for the developers of clients.
            resource_documentation: LocalizedPage;
            /// The URL of a page that states how clients are allowed to use the data.
            resource_policy_uri: LocalizedPage;
            /// The URL of the terms of service of the resource.
            resource_tos_uri: LocalizedPage;
            /// Whether the resource accepts access tokens that are bound to the TLS certificate of
            /// the client. `None` means `false`.
            tls_client_certificate_bound_access_tokens: Option<bool>, omitted means false;
            /// The types of authorization details that the resource understands.
            authorization_details_types_supported: Vec<String>;
            /// The JWS algorithms that the resource accepts for DPoP proofs. `none` and symmetric
            /// algorithms are forbidden.
            dpop_signing_alg_values_supported: Vec<String>;
            /// Whether the resource accepts only access tokens that are bound by DPoP. `None` means
            /// `false`.
            dpop_bound_access_tokens_required: Option<bool>, omitted means false;
        }
        section "RFC 9728 §2.2" "https://www.rfc-editor.org/rfc/rfc9728#section-2.2" {
            /// A JWT with values of the other members, signed by a party that vouches for them. Its
            /// values are used only after [`verify_signed`](Self::verify_signed).
            signed_metadata: Option<String>;
        }
        also {
            /// The members and list values that the reader of the document left out.
            left_out: Vec<LeftOut>;
        }
    }
}

impl ResourceMetadata {
    /// Creates the metadata of a resource without optional members.
    #[must_use]
    pub fn new(resource: ResourceIdentifier) -> Self {
        Self::minimal(resource)
    }

    /// Returns the metadata as a JSON object, which includes the members of [`extra`](Self::extra).
    #[must_use]
    pub fn to_object(&self) -> Object {
        self.write()
    }

    /// Returns the values that the reader of the document left out. Write these values to the log
    /// of your program, or show them to its operator.
    #[must_use]
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// Returns a flow for each of the [`authorization_servers`](Self::authorization_servers), which
    /// fetches the metadata of the server from the URL that is defined in
    /// [RFC 8414 §3](https://www.rfc-editor.org/rfc/rfc8414#section-3).
    ///
    /// The resource chose the addresses, so each request has [`AddressFrom::Stranger`] in its
    /// limits ([RFC 9728 §7.7](https://www.rfc-editor.org/rfc/rfc9728#section-7.7)). If the server
    /// is an OpenID Provider, call [`Discover::well_known`] with [`WellKnown::OpenId`]. Compare
    /// the result with [`agree`](super::agree).
    pub fn discover(&self) -> impl Iterator<Item = Discover> {
        self.authorization_servers.iter().map(|issuer| {
            Discover::new(issuer.clone())
                .well_known(WellKnown::OAuth)
                .address_from(AddressFrom::Stranger)
        })
    }

    /// Returns the algorithms with which the resource can sign its responses: those that the
    /// metadata lists and this library knows. The result never contains `none`.
    #[must_use]
    pub fn signing_algorithms(&self) -> Vec<SignatureAlgorithm> {
        let names = &self.resource_signing_alg_values_supported;
        names.iter().filter_map(|name| name.parse().ok()).collect()
    }

    /// Returns whether the resource accepts access tokens that are bound to a TLS certificate. If
    /// the metadata omits the member, the result is `false`.
    #[must_use]
    pub fn binds_tokens_to_certificates(&self) -> bool {
        members::tls_client_certificate_bound_access_tokens
            .flag(self.tls_client_certificate_bound_access_tokens)
    }

    /// Returns whether the resource requires access tokens that are bound by DPoP. If the metadata
    /// omits the member, the result is `false`.
    #[must_use]
    pub fn requires_dpop(&self) -> bool {
        members::dpop_bound_access_tokens_required.flag(self.dpop_bound_access_tokens_required)
    }

    /// Reads the members. Calls `odd` for each value that cannot be read.
    pub(super) fn read_readable(
        resource: ResourceIdentifier,
        object: Object,
    ) -> Result<Self, MetadataError> {
        let mut left_out = Vec::new();
        let metadata = Self::read(resource, object, |member, found, error| {
            left_out.push(LeftOut::new(member, found, error));
            Ok(())
        })?;
        Ok(Self { left_out, ..metadata })
    }

    /// Adds the values that the reader of the plain document left out and that are not signed.
    pub(super) fn keep_left_out(&mut self, plain: &Self, signed: &Object) {
        let plain = plain.left_out.iter().filter(|it| !signed.contains(it.member));
        self.left_out.splice(0..0, plain.cloned());
    }

    /// Leaves out the addresses whose scheme is not allowed beside the resource.
    pub(super) fn leave_out_unprotected(mut self) -> Self {
        let resource = &self.resource;
        let refused = |member: Member, found: &str| {
            let error = MetadataError::unprotected(member.name(), found);
            LeftOut::new(member.name(), &found.into(), error)
        };
        for issuer in self.authorization_servers.iter().filter(|it| !resource.allows_issuer(it)) {
            self.left_out.push(refused(members::authorization_servers, issuer.as_str()));
        }
        self.authorization_servers.retain(|issuer| resource.allows_issuer(issuer));
        if let Some(uri) = self.jwks_uri.take_if(|uri| !resource.allows(uri)) {
            self.left_out.push(refused(members::jwks_uri, uri.as_str()));
        }
        self
    }
}

/// The member that identifies the resource.
pub(super) const RESOURCE: Member = members::resource;
