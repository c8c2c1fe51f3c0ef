//! A request that the caller must send, with the limits for its response.

use std::time::Duration;

use http::{Request, Uri};

use super::address;
use crate::Issuer;

/// A request that your program must send, with the limits for its response.
///
/// An operation of this library returned this `Fetch`. Pass the response to the next step of that
/// operation. If no response arrives, pass the failure to that step. Do not follow redirects,
/// because a response from a different address cannot be trusted.
///
/// [`into_request`](Self::into_request) returns the request together with its limits, for a sender
/// that obeys [`FetchLimits`].
///
/// ```
/// use symbolon_oauth::obligation::{AddressFrom, Fetch};
///
/// let request = http::Request::get("https://client.example/jwks").body(Vec::new())?;
/// let mut fetch = Fetch::new(request, AddressFrom::Stranger);
/// fetch.max_body = 64 * 1024;
/// let request = fetch.into_request(); // the limits are in its extensions
/// # assert_eq!(request.uri().host(), Some("client.example"));
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
#[must_use = "send the request, and hand the response or the failure to the next step"]
pub struct Fetch {
    /// The request to send. Its URL is absolute.
    pub request: Request<Vec<u8>>,
    /// The party that chose the address of the request. If the party is not
    /// [`AddressFrom::Configuration`], check the address before you send the request: see
    /// [`address`](super::address).
    pub address: AddressFrom,
    /// The longest allowed response body in bytes. Handle a request with a longer body like a request
    /// that got no response.
    pub max_body: usize,
    /// The longest allowed time from the start of sending the request to the end of the response
    /// body. If the response is not complete by then, stop the request and handle it like a request
    /// that got no response.
    pub timeout: Duration,
}

/// The limits of a [`Fetch`], as a value in the [extensions](Request::extensions) of its request.
///
/// A sender reads them with `request.extensions().get::<FetchLimits>()`. If a request does not
/// contain this value, its address comes from the configuration of your program, and the sender
/// applies its own limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FetchLimits {
    /// The party that chose the address of the request: see [`Fetch::address`].
    pub address: AddressFrom,
    /// The longest allowed response body in bytes: see [`Fetch::max_body`].
    pub max_body: usize,
    /// The longest allowed time until the end of the response body: see [`Fetch::timeout`].
    pub timeout: Duration,
}

/// The party that chose the address of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AddressFrom {
    /// The address comes from the configuration of your program. An address in the metadata of a
    /// provider counts as configured too if it has the origin of the configured issuer.
    Configuration,
    /// The address comes from the metadata of a provider, and its origin is not the origin of the
    /// issuer that your program has configured: see [`AddressFrom::of`].
    ///
    /// An attacker can control a provider, or one of your customers can configure a provider.
    /// Refuse private, link-local and loopback addresses, as for [`Stranger`](Self::Stranger).
    /// There is one exception: if the provider is in the private network of your program, and its
    /// endpoints have other host names than its issuer, allow the addresses of that network for
    /// this variant.
    Provider,
    /// The address comes from a party that your program did not choose, such as a client that
    /// registered itself. Refuse private, link-local and loopback addresses. If the address
    /// contains a host name, also check every IP address to which the name resolves, and connect to
    /// an address that was checked: see [`address`](super::address).
    Stranger,
}

impl AddressFrom {
    /// Returns the party that chose the address of an endpoint in the metadata of a provider. This
    /// is [`Configuration`](Self::Configuration) if the endpoint belongs to the configured issuer.
    /// Otherwise, it is [`Provider`](Self::Provider).
    ///
    /// The endpoint belongs to the issuer if it has the same scheme, host and port. It also belongs
    /// to the issuer if both hosts are the same kind of private address, for example if both are on
    /// loopback: an issuer in a private network has its endpoints there.
    ///
    /// ```
    /// use symbolon_oauth::{Issuer, obligation::AddressFrom};
    /// let issuer = Issuer::new("https://op.example/tenant")?;
    /// let of = |uri: &str| Ok::<_, http::uri::InvalidUri>(AddressFrom::of(&uri.parse()?, &issuer));
    /// assert_eq!(of("https://op.example/keys")?, AddressFrom::Configuration);
    /// assert_eq!(of("https://keys.op.example/")?, AddressFrom::Provider);
    /// assert_eq!(of("https://127.0.0.1/keys")?, AddressFrom::Provider);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(endpoint: &Uri, issuer: &Issuer) -> Self {
        let issuer = issuer.as_str().parse().ok().and_then(|issuer| address::parse(&issuer));
        let (Some(endpoint), Some(issuer)) = (address::parse(endpoint), issuer) else {
            return Self::Provider;
        };
        let kind = address::kind_of(&endpoint);
        let is_of_issuer = endpoint.origin() == issuer.origin()
            || (kind.is_some() && kind == address::kind_of(&issuer));
        if is_of_issuer { Self::Configuration } else { Self::Provider }
    }
}

impl Fetch {
    /// The default of [`max_body`](Self::max_body): one mebibyte.
    pub const MAX_BODY: usize = 1024 * 1024;
    /// The default of [`timeout`](Self::timeout): ten seconds.
    pub const TIMEOUT: Duration = Duration::from_secs(10);

    /// Creates a `Fetch` for this request, with the default limits.
    pub fn new(request: Request<Vec<u8>>, address: AddressFrom) -> Self {
        Self { request, address, max_body: Self::MAX_BODY, timeout: Self::TIMEOUT }
    }

    /// Returns the request, with its limits as [`FetchLimits`] in its extensions.
    ///
    /// ```
    /// use symbolon_oauth::obligation::{AddressFrom, Fetch, FetchLimits};
    ///
    /// let request = http::Request::get("https://op.example/jwks").body(Vec::new())?;
    /// let request = Fetch::new(request, AddressFrom::Stranger).into_request();
    /// let limits = request.extensions().get::<FetchLimits>().unwrap();
    /// assert_eq!(limits.address, AddressFrom::Stranger);
    /// assert_eq!(limits.max_body, Fetch::MAX_BODY);
    /// assert_eq!(limits.timeout, Fetch::TIMEOUT);
    /// # Ok::<(), http::Error>(())
    /// ```
    #[must_use]
    pub fn into_request(self) -> Request<Vec<u8>> {
        let Self { mut request, address, max_body, timeout } = self;
        request.extensions_mut().insert(FetchLimits { address, max_body, timeout });
        request
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::danger;

    #[test]
    fn attack_105_an_endpoint_of_another_origin_counts_as_chosen_by_the_provider() {
        use AddressFrom::{Configuration, Provider};
        for (issuer, endpoint, expected) in [
            ("https://op.example", "https://op.example/token", Configuration),
            ("https://op.example/a", "https://op.example:443/b", Configuration),
            ("https://OP.example", "https://op.EXAMPLE/token", Configuration),
            ("https://op.example", "https://op.example:8443/token", Provider),
            ("https://op.example", "http://op.example/token", Provider),
            ("https://op.example", "https://api.op.example/token", Provider),
            ("https://op.example", "https://169.254.169.254/latest", Provider),
            ("https://op.example", "https://localhost/token", Provider),
            ("https://op.example", "/token", Provider),
            // The issuer and the endpoint are the same kind of private address.
            ("http://localhost:8080", "http://127.0.0.1:9000/token", Configuration),
            ("http://localhost:8080", "http://169.254.169.254/latest", Provider),
            ("http://localhost:8080", "http://10.0.0.1/token", Provider),
            ("http://keycloak:8080/realms/dev", "http://keycloak:8080/token", Configuration),
            ("http://keycloak:8080", "http://127.0.0.1:6379/", Provider),
            ("https://10.0.0.1", "https://10.0.0.2/keys", Configuration),
        ] {
            let found =
                AddressFrom::of(&endpoint.parse().unwrap(), &danger::http_issuer(issuer).unwrap());
            assert_eq!(found, expected, "{issuer} {endpoint}");
        }
    }
}
