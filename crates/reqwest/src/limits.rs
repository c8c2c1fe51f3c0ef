//! The limits of one request.

use std::time::Duration;

use http::Request;
use symbolon_oauth::obligation::{AddressFrom, FetchLimits};

/// The longest time for one request, unless the request has a smaller limit.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(10);

/// The largest body of a response in bytes, unless the request has a smaller limit.
pub(crate) const MAX_BODY: usize = 1 << 20;

/// The limits of one request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The longest time until the last byte of the response has arrived.
    pub(crate) timeout: Duration,
    /// The largest number of bytes in the body of the response.
    pub(crate) max_body: usize,
    /// Whether another party than the owner of the program chose the address.
    pub(crate) foreign: bool,
}

impl Limits {
    /// Reads the limits in the extensions of a request. Limits can only become smaller.
    pub(crate) fn of<B>(request: &Request<B>) -> Self {
        let own = Self { timeout: TIMEOUT, max_body: MAX_BODY, foreign: false };
        match request.extensions().get::<FetchLimits>() {
            None => own,
            Some(of_request) => Self {
                timeout: own.timeout.min(of_request.timeout),
                max_body: own.max_body.min(of_request.max_body),
                // A variant that this crate does not know yet is treated like `Stranger`.
                foreign: of_request.address != AddressFrom::Configuration,
            },
        }
    }
}
