//! The part of a provider's metadata that the verifier of tokens needs.

use http::Response;
use symbolon_jose::Object;
use symbolon_oauth::Issuer;
use symbolon_oauth::flow::{Flow, Step};
use symbolon_oauth::obligation::AddressFrom;
use time::OffsetDateTime;

use super::MetadataError;
use super::endpoints::check_scheme;
use super::read::{remove_absent, take_issuer};
use crate::quirks::{MetadataQuirks, Quirks};
use crate::well_known::{document_from_http, request_at};
use crate::{DiscoveryError, Endpoint, KeyCache, WellKnown, document};

symbolon_jose::document! {
    /// The metadata of an issuer whose tokens your program only verifies: its issuer and the URL of
    /// its keys.
    ///
    /// Use this type for services that issue tokens but let no user sign in, such as GitHub
    /// Actions, Kubernetes, Amazon EKS and SPIRE. Their documents lack members that
    /// [`ProviderMetadata`](crate::ProviderMetadata) requires, such as `authorization_endpoint`, or
    /// have members that are not valid URLs. All members except `issuer` and `jwks_uri` stay in
    /// [`extra`](Self::extra) and are not checked.
    ///
    /// ```
    /// use symbolon_discovery::VerifierMetadata;
    /// use symbolon_oauth::Issuer;
    ///
    /// let json = br#"{"issuer":"https://token.actions.example",
    ///     "jwks_uri":"https://token.actions.example/.well-known/jwks"}"#;
    /// let issuer = Issuer::new("https://token.actions.example")?;
    /// let metadata = VerifierMetadata::parse(json, &issuer)?;
    /// let keys = metadata.key_cache(); // verify the tokens with the keys from this cache
    /// assert_eq!(keys.jwks_uri(), &metadata.jwks_uri);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct VerifierMetadata, refused with MetadataError {
        section "Discovery §3" "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata" {
            /// The issuer, equal byte for byte to `iss` in the issuer's tokens.
            issuer: Issuer as identity;
            /// The URL of the issuer's JWK Set.
            jwks_uri: Endpoint = required;
        }
    }
}

impl VerifierMetadata {
    /// Creates the metadata of an issuer from the URL of its keys, without a document.
    #[must_use]
    pub fn new(issuer: Issuer, jwks_uri: Endpoint) -> Self {
        Self::minimal(issuer, jwks_uri)
    }

    /// Reads metadata from JSON text. `issuer` is the issuer for which the metadata was requested.
    ///
    /// # Errors
    /// [`MetadataError::Json`] when the text is not a JSON object, and the errors of
    /// [`from_object`](Self::from_object).
    pub fn parse(json: &[u8], issuer: &Issuer) -> Result<Self, MetadataError> {
        Self::from_object(Object::parse(document::without_byte_order_mark(json))?, issuer)
    }

    /// Reads metadata from a JSON object. `issuer` is the issuer for which the metadata was
    /// requested.
    ///
    /// # Errors
    /// [`MetadataError::IssuerMismatch`] when the issuer in the object is not `issuer`,
    /// [`MetadataError::Missing`] when `issuer` or `jwks_uri` is absent, and
    /// [`MetadataError::Member`] or [`MetadataError::Endpoint`] when `issuer` or `jwks_uri` cannot
    /// be read.
    pub fn from_object(object: Object, issuer: &Issuer) -> Result<Self, MetadataError> {
        Self::from_object_with_quirks(object, issuer, &MetadataQuirks::default())
    }

    /// Reads metadata from a JSON object, as [`from_object`](Self::from_object) does, and accepts
    /// the quirks of the issuer.
    ///
    /// # Errors
    /// The errors of [`from_object`](Self::from_object).
    pub fn from_object_with_quirks(
        mut object: Object,
        issuer: &Issuer,
        quirks: &MetadataQuirks,
    ) -> Result<Self, MetadataError> {
        take_issuer(&mut object, issuer, quirks)?;
        remove_absent(&mut object, Self::MEMBERS);
        let metadata = Self::read(issuer.clone(), object, |_, _, error| Err(error))?;
        check_scheme(members::jwks_uri.name(), &metadata.jwks_uri, issuer)?;
        Ok(metadata)
    }

    /// Reads the metadata from the response to [`request`](crate::request). `issuer` is the issuer
    /// for which the request was created.
    ///
    /// # Errors
    /// [`DiscoveryError::Document`] when the status, the content type or the size of the response
    /// is not accepted, [`DiscoveryError::Json`] when its body is not a JSON object,
    /// [`DiscoveryError::Metadata`] with the errors of [`from_object`](Self::from_object).
    pub fn from_http<B: AsRef<[u8]>>(
        response: &Response<B>,
        issuer: &Issuer,
    ) -> Result<Self, DiscoveryError> {
        Self::from_http_with_quirks(response, issuer, &MetadataQuirks::default())
    }

    /// Reads the metadata from an HTTP response, as [`from_http`](Self::from_http) does, and
    /// accepts the quirks of the issuer.
    ///
    /// # Errors
    /// The errors of [`from_http`](Self::from_http).
    pub fn from_http_with_quirks<B: AsRef<[u8]>>(
        response: &Response<B>,
        issuer: &Issuer,
        quirks: &MetadataQuirks,
    ) -> Result<Self, DiscoveryError> {
        let object = document_from_http(response, quirks)?;
        Ok(Self::from_object_with_quirks(object, issuer, quirks)?)
    }

    /// Creates an empty cache for the issuer's keys. Create one cache for the issuer, and use the
    /// cache for all tokens. If another party chose the issuer, call [`KeyCache::address_from`]
    /// with the value that you passed to the discovery.
    #[must_use]
    pub fn key_cache(&self) -> KeyCache {
        KeyCache::of_issuer(self.jwks_uri.clone(), &self.issuer)
    }

    /// Returns the metadata as a JSON object, which includes the members of [`extra`](Self::extra).
    #[must_use]
    pub fn to_object(&self) -> Object {
        self.write()
    }
}

/// A flow that fetches the metadata of an issuer whose tokens your program only verifies.
///
/// The flow sends one request to the issuer's well-known URL, as [`Discover`](crate::Discover)
/// does.
///
/// ```
/// use symbolon_discovery::DiscoverVerifier;
/// use symbolon_oauth::{Issuer, flow::{Flow, Step}};
/// use time::OffsetDateTime;
///
/// let mut discover = DiscoverVerifier::new(Issuer::new("https://token.actions.example")?);
/// let Step::Send(request) = discover.start(OffsetDateTime::UNIX_EPOCH)? else { unreachable!() };
/// assert_eq!(
///     request.uri(),
///     "https://token.actions.example/.well-known/openid-configuration"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct DiscoverVerifier {
    issuer: Issuer,
    quirks: MetadataQuirks,
    address: AddressFrom,
    well_known: WellKnown,
}

impl DiscoverVerifier {
    /// Creates the flow that fetches the metadata of this issuer.
    #[must_use]
    pub fn new(issuer: Issuer) -> Self {
        Self {
            issuer,
            quirks: MetadataQuirks::default(),
            address: AddressFrom::Configuration,
            well_known: WellKnown::OpenId,
        }
    }

    /// Sets who chose the issuer: see [`Discover::address_from`](crate::Discover::address_from).
    #[must_use]
    pub fn address_from(mut self, address: AddressFrom) -> Self {
        self.address = address;
        self
    }

    /// Sets the place of the metadata. Without this call, the flow asks at [`WellKnown::OpenId`].
    /// [`MetadataQuirks::published_at`] has precedence.
    #[must_use]
    pub fn well_known(mut self, well_known: WellKnown) -> Self {
        self.well_known = well_known;
        self
    }

    /// Sets the quirks of the issuer. Without this call, no quirk is accepted.
    #[must_use]
    pub fn quirks(mut self, quirks: &Quirks) -> Self {
        self.quirks = quirks.metadata.clone();
        self
    }
}

impl Flow for DiscoverVerifier {
    type Output = VerifierMetadata;
    type Error = DiscoveryError;

    fn start(&mut self, _now: OffsetDateTime) -> Result<Step<VerifierMetadata>, DiscoveryError> {
        let request = request_at(&self.issuer, &self.quirks, self.well_known)?;
        Ok(Step::Send(document::limited(request, self.address).into_request()))
    }

    fn receive(
        &mut self,
        response: Response<Vec<u8>>,
        _now: OffsetDateTime,
    ) -> Result<Step<VerifierMetadata>, DiscoveryError> {
        let (issuer, quirks) = (&self.issuer, &self.quirks);
        Ok(Step::Done(VerifierMetadata::from_http_with_quirks(&response, issuer, quirks)?))
    }
}
