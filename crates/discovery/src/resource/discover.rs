//! The discovery of a protected resource, as a flow of one request.

use http::{Response, Uri};
use symbolon_jose::Excerpt;
use symbolon_oauth::bearer::Challenge;
use symbolon_oauth::flow::{Flow, Step};
use symbolon_oauth::obligation::AddressFrom;
use time::OffsetDateTime;

use super::identifier::ATTRIBUTE;
use super::read::CONTENT_TYPE;
use super::{ResourceError, ResourceIdentifier, ResourceMetadata};
use crate::{Endpoint, EndpointError, document};

/// A flow that fetches the metadata of a protected resource.
///
/// [RFC 9728 §3](https://www.rfc-editor.org/rfc/rfc9728#section-3). The flow sends one request, and
/// tries no second URL if the request fails.
///
/// ```
/// use symbolon_discovery::resource::DiscoverResource;
/// use symbolon_oauth::{bearer::Challenge, flow::{Flow, Step}};
/// # let mut headers = http::HeaderMap::new();
/// # headers.insert("www-authenticate", http::HeaderValue::from_static(
/// #     r#"Bearer resource_metadata="https://api.example/.well-known/oauth-protected-resource/v1""#));
///
/// // The API answered the request to https://api.example/v1 with 401 and these headers.
/// let challenges = Challenge::from_headers(&headers)?;
/// let mut flow = DiscoverResource::from_challenge(&challenges[0], "https://api.example/v1")?;
/// let Step::Send(request) = flow.start(time::OffsetDateTime::UNIX_EPOCH)? else { unreachable!() };
/// assert_eq!(request.uri(), "https://api.example/.well-known/oauth-protected-resource/v1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct DiscoverResource {
    resource: ResourceIdentifier,
    location: Uri,
    address: AddressFrom,
}

impl DiscoverResource {
    /// Creates the flow that fetches the metadata of this resource from its
    /// [well-known URL](ResourceIdentifier::well_known_uri).
    #[must_use]
    pub fn new(resource: ResourceIdentifier) -> Self {
        let location = resource.well_known_uri().clone();
        Self { resource, location, address: AddressFrom::Configuration }
    }

    /// Creates the flow that fetches the metadata from the URL in a challenge of the resource
    /// ([RFC 9728 §5.1](https://www.rfc-editor.org/rfc/rfc9728#section-5.1)). `requested` is the
    /// URL of the request that the resource answered with the challenge. The metadata must state
    /// this URL as its `resource`, byte for byte, so that a resource cannot show the metadata of
    /// another resource.
    ///
    /// If the URL in the challenge has another origin than `requested`, the flow treats it as the
    /// address of a stranger.
    ///
    /// # Errors
    /// [`ResourceError::Identifier`] when `requested` is not an `https` URL, or an `http` URL on
    /// this machine, without a fragment. [`ResourceError::NotInChallenge`] when the challenge has
    /// no `resource_metadata`, and [`ResourceError::Location`] when its value is not the URL of an
    /// [`Endpoint`].
    pub fn from_challenge(challenge: &Challenge, requested: &str) -> Result<Self, ResourceError> {
        let resource = ResourceIdentifier::on_loopback(requested)?;
        let mut attributes = challenge.extra.iter();
        // RFC 9110 §11.2: names are compared without regard to case.
        let stated = attributes.find(|(name, _)| name.eq_ignore_ascii_case(ATTRIBUTE));
        let (_, stated) = stated.ok_or(ResourceError::NotInChallenge)?;
        let location = Endpoint::on_loopback(stated)
            .and_then(|it| if resource.allows(&it) { Ok(it) } else { Err(EndpointError::Scheme) })
            .map_err(|error| ResourceError::Location { found: Excerpt::new(stated), error })?;
        let is_of_resource = is_of_origin(&location, resource.origin());
        let address =
            if is_of_resource { AddressFrom::Configuration } else { AddressFrom::Stranger };
        Ok(Self { resource, location: location.uri().clone(), address })
    }

    /// Sets who chose the address of the resource. Without this call, the flow assumes that the
    /// address comes from the configuration of your program. If another party named the resource,
    /// pass [`AddressFrom::Stranger`]: the sender then refuses addresses in your own network.
    #[must_use]
    pub fn address_from(mut self, address: AddressFrom) -> Self {
        self.address = address;
        self
    }
}

/// Returns whether a URL has this scheme, host and port.
fn is_of_origin(location: &Endpoint, origin: &str) -> bool {
    let rest = location.as_str().strip_prefix(origin);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
}

impl Flow for DiscoverResource {
    type Output = ResourceMetadata;
    type Error = ResourceError;

    fn start(&mut self, _now: OffsetDateTime) -> Result<Step<ResourceMetadata>, ResourceError> {
        // RFC 9728 §3.1: the request is a GET.
        let request = document::get(self.location.clone(), CONTENT_TYPE);
        Ok(Step::Send(document::limited(request, self.address).into_request()))
    }

    fn receive(
        &mut self,
        response: Response<Vec<u8>>,
        _now: OffsetDateTime,
    ) -> Result<Step<ResourceMetadata>, ResourceError> {
        Ok(Step::Done(ResourceMetadata::from_http(&response, &self.resource)?))
    }
}
