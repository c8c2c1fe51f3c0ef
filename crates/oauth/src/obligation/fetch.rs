//! A request that the caller has to send, with the limits that hold for its address.

use std::time::Duration;

use http::Request;

/// A request that the caller has to send, and the limits that its sender must keep.
///
/// The next step takes the response, or the news that there is none. Redirects must not be
/// followed: the answer of another address than the one named here proves nothing.
#[derive(Clone, Debug)]
#[must_use = "send the request, and hand the response or the failure to the next step"]
pub struct Fetch {
    /// The request, with its whole URL.
    pub request: Request<Vec<u8>>,
    /// Who named the address.
    pub address: AddressFrom,
    /// The most bytes of a body that are read. A longer answer is a failure.
    pub max_body: usize,
    /// The longest time from sending to the end of the body. A later answer is a failure.
    pub timeout: Duration,
}

/// The party whose word an address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AddressFrom {
    /// The address was configured by the caller, or stands in the metadata of a provider that the
    /// caller configured.
    Configuration,
    /// The address was named by a party that the caller did not choose, such as a client that
    /// registered itself. The sender must refuse addresses that are private, link-local or on this
    /// machine, also after resolving the host name.
    Stranger,
}

impl Fetch {
    /// The default limit of a body: one mebibyte.
    pub const MAX_BODY: usize = 1024 * 1024;
    /// The default limit of time: ten seconds.
    pub const TIMEOUT: Duration = Duration::from_secs(10);

    /// Creates a fetch with the default limits.
    pub fn new(request: Request<Vec<u8>>, address: AddressFrom) -> Self {
        Self { request, address, max_body: Self::MAX_BODY, timeout: Self::TIMEOUT }
    }
}
