//! A request that the caller must send, with the limits for its response.

use std::time::Duration;

use http::Request;

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
#[must_use = "send the request, and hand the response or the failure to the next step"]
pub struct Fetch {
    /// The request to send. Its URL is absolute.
    pub request: Request<Vec<u8>>,
    /// The party that chose the address of the request. If the party is [`AddressFrom::Stranger`],
    /// check the address before you send the request.
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
    /// The address comes from the configuration of your program, or from the metadata of a provider
    /// that this configuration names.
    Configuration,
    /// The address comes from a party that your program did not choose, such as a client that
    /// registered itself. Refuse private, link-local and loopback addresses. If the address
    /// contains a host name, also check every IP address to which the name resolves.
    Stranger,
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
