//! Discovery as a flow: one request, then metadata.

use http::Response;
use symbolon_oauth::Issuer;
use symbolon_oauth::flow::{Flow, Step};
use time::OffsetDateTime;

use crate::{DiscoveryError, ProviderMetadata, request};

/// Obtains a provider's metadata from its issuer.
///
/// [OpenID Connect Discovery 1.0 §4](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig).
/// One request; no other well-known location is tried when it fails, since an answer elsewhere
/// would not make up for a wrong one here.
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
}

impl Discover {
    /// Discovery of this issuer.
    pub fn new(issuer: Issuer) -> Self {
        Self { issuer }
    }
}

impl Flow for Discover {
    type Output = ProviderMetadata;
    type Error = DiscoveryError;

    fn start(&mut self, _now: OffsetDateTime) -> Result<Step<ProviderMetadata>, DiscoveryError> {
        Ok(Step::Send(request(&self.issuer)?))
    }

    fn receive(
        &mut self,
        response: Response<Vec<u8>>,
        _now: OffsetDateTime,
    ) -> Result<Step<ProviderMetadata>, DiscoveryError> {
        Ok(Step::Done(ProviderMetadata::from_http(&response, &self.issuer)?))
    }
}
