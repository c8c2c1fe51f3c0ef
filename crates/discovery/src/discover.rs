//! Discovery as a flow of one request.

use http::{Request, Response, Uri};
use symbolon_oauth::Issuer;
use symbolon_oauth::flow::{Flow, Step};
use symbolon_oauth::obligation::{AddressFrom, Fetch};
use time::OffsetDateTime;

use crate::quirks::{MetadataQuirks, Quirks};
use crate::well_known::{CONTENT_TYPE, request_at};
use crate::{DiscoveryError, ProviderMetadata, WellKnown, document};

/// A flow that fetches the metadata of the provider that has a given issuer.
///
/// [OpenID Connect Discovery 1.0 §4](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig).
/// The flow sends one request to the issuer's well-known URL. If the request fails, the flow tries
/// no other URL, because any other URL could return the metadata of a different issuer.
///
/// ```
/// use symbolon_discovery::Discover;
/// use symbolon_oauth::{Issuer, flow::{Flow, Step}};
/// use time::OffsetDateTime;
///
/// let mut discover = Discover::new(Issuer::new("https://op.example/tenant")?);
/// let Step::Send(request) = discover.start(OffsetDateTime::UNIX_EPOCH)? else { unreachable!() };
/// assert_eq!(request.uri(), "https://op.example/tenant/.well-known/openid-configuration");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Discover {
    issuer: Issuer,
    quirks: MetadataQuirks,
    address: AddressFrom,
    well_known: WellKnown,
}

impl Discover {
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

    /// Sets who chose the issuer. Without this call, the flow assumes that the issuer comes from
    /// the configuration of your program. If a customer of yours entered the issuer, pass
    /// [`AddressFrom::Stranger`]: the sender then refuses addresses in your own network. The flow
    /// copies the value into the [`FetchLimits`](symbolon_oauth::obligation::FetchLimits) of its
    /// request. Pass the same value to the relying party and to the key caches that you create from the
    /// metadata.
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

    /// Sets the quirks of the provider. Without this call, no quirk is accepted.
    #[must_use]
    pub fn quirks(mut self, quirks: &Quirks) -> Self {
        self.quirks = quirks.metadata.clone();
        self
    }

    /// Returns the issuer whose metadata the flow fetches.
    #[must_use]
    pub fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    /// Creates the request for the document.
    pub(crate) fn request(&self) -> Result<Request<Vec<u8>>, DiscoveryError> {
        request_at(&self.issuer, &self.quirks, self.well_known)
    }

    /// Creates the request for the document at this URL, with the limits for its sender.
    pub(crate) fn fetch(&self, location: Uri) -> Fetch {
        document::limited(document::get(location, CONTENT_TYPE), self.address)
    }

    /// Reads the document in a response.
    pub(crate) fn read<B: AsRef<[u8]>>(
        &self,
        response: &Response<B>,
    ) -> Result<ProviderMetadata, DiscoveryError> {
        ProviderMetadata::from_http_with_quirks(response, &self.issuer, &self.quirks)
    }
}

impl Flow for Discover {
    type Output = ProviderMetadata;
    type Error = DiscoveryError;

    fn start(&mut self, _now: OffsetDateTime) -> Result<Step<ProviderMetadata>, DiscoveryError> {
        Ok(Step::Send(document::limited(self.request()?, self.address).into_request()))
    }

    fn receive(
        &mut self,
        response: Response<Vec<u8>>,
        _now: OffsetDateTime,
    ) -> Result<Step<ProviderMetadata>, DiscoveryError> {
        Ok(Step::Done(self.read(&response)?))
    }
}
