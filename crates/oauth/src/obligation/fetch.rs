//! A request that the caller must send, with the limits that hold for its address.

use std::time::Duration;

use http::Request;

/// A request that the caller must send, and the limits that its sender must keep.
///
/// The next step takes the response, or the failure if no response came. The sender must not follow
/// redirects, because a response from another address proves nothing.
#[derive(Clone, Debug)]
#[must_use = "send the request, and hand the response or the failure to the next step"]
pub struct Fetch {
    /// The request, with its whole URL.
    pub request: Request<Vec<u8>>,
    /// Who named the address.
    pub address: AddressFrom,
    /// The largest number of bytes that the sender reads of the body. A longer body is a failure.
    pub max_body: usize,
    /// The longest time from sending the request to the end of the body. A later end is a failure.
    pub timeout: Duration,
}

/// The party that named the address of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AddressFrom {
    /// The caller configured the address, or the metadata of a provider that the caller configured
    /// contains it.
    Configuration,
    /// A party that the caller did not choose named the address, such as a client that registered
    /// itself. The sender must refuse addresses that are private, link-local or on this machine,
    /// also after resolving the host name.
    Stranger,
}

impl Fetch {
    /// The default of [`max_body`](Self::max_body): one mebibyte.
    pub const MAX_BODY: usize = 1024 * 1024;
    /// The default of [`timeout`](Self::timeout): ten seconds.
    pub const TIMEOUT: Duration = Duration::from_secs(10);

    /// Creates the obligation to send a request, with the default limits.
    pub fn new(request: Request<Vec<u8>>, address: AddressFrom) -> Self {
        Self { request, address, max_body: Self::MAX_BODY, timeout: Self::TIMEOUT }
    }
}
