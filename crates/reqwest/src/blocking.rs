//! The sender for programs without an asynchronous runtime.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use http::{Request, Response};
use reqwest::blocking::{Client, ClientBuilder};
use reqwest::dns::Resolve;
use reqwest::redirect::Policy;
use symbolon_oauth::obligation::address;

use crate::SendError;
use crate::guard::{self, Guard, Rule, SystemResolver};
use crate::limits::{Limits, MAX_BODY, TIMEOUT};
use crate::sender::is_trusted;

/// An HTTP client like [`Sender`](crate::Sender) that blocks the thread until the response has
/// arrived. Present with the feature `blocking`.
///
/// Use it with `drive_blocking` of `symbolon-oauth`. Do not create, use or drop it inside an
/// asynchronous runtime. A clone is cheap and shares the connections of the original.
#[derive(Clone, Debug)]
pub struct BlockingSender {
    own: Client,
    foreign: Client,
    trusted_hosts: Vec<String>,
    rule: Rule,
}

impl BlockingSender {
    /// The longest time for one request, from the start of the connection until the last byte of
    /// the response has arrived.
    pub const TIMEOUT: Duration = TIMEOUT;

    /// The largest number of bytes in the body of a response. A longer body is refused.
    pub const MAX_BODY: usize = MAX_BODY;

    /// Creates a sender from the settings of a reqwest client, such as
    /// `reqwest::blocking::Client::builder`. The documentation of
    /// [`Sender::new`](crate::Sender::new) says which settings the sender overrides, and why it
    /// calls `settings` twice.
    ///
    /// # Errors
    /// [`SendError::Client`] when reqwest cannot build a client with these settings.
    ///
    /// # Panics
    /// Panics inside an asynchronous runtime, and where [`Sender::new`](crate::Sender::new) would
    /// panic.
    pub fn new(settings: impl Fn() -> ClientBuilder) -> Result<Self, SendError> {
        Self::resolving_by(Arc::new(SystemResolver), settings)
    }

    /// Creates a sender like [`new`](Self::new), with another resolver for the names that other
    /// parties chose. The sender checks the addresses that this resolver returns.
    ///
    /// # Errors
    /// [`SendError::Client`] when reqwest cannot build a client with these settings.
    ///
    /// # Panics
    /// Panics when [`new`](Self::new) would panic.
    pub fn resolving_by(
        resolver: Arc<dyn Resolve>,
        settings: impl Fn() -> ClientBuilder,
    ) -> Result<Self, SendError> {
        Self::by_rule(address::check_ip, resolver, settings)
    }

    /// Creates a sender that checks IP addresses by this rule.
    pub(crate) fn by_rule(
        rule: Rule,
        resolver: Arc<dyn Resolve>,
        settings: impl Fn() -> ClientBuilder,
    ) -> Result<Self, SendError> {
        let limited = || settings().redirect(Policy::none()).timeout(TIMEOUT);
        // A proxy would resolve the name by itself, and could reach other addresses.
        let guarded = limited().no_proxy().dns_resolver(Arc::new(Guard::new(resolver, rule)));
        Ok(Self {
            own: limited().build().map_err(SendError::Client)?,
            foreign: guarded.build().map_err(SendError::Client)?,
            trusted_hosts: Vec::new(),
            rule,
        })
    }

    /// Allows other parties to name this host, even if it is in your own network: see
    /// [`Sender::trust_host`](crate::Sender::trust_host).
    #[must_use]
    pub fn trust_host(mut self, host: &str) -> Self {
        self.trusted_hosts.push(host.to_ascii_lowercase());
        self
    }

    /// Sends a request, waits for its response and returns it with the whole body, even if the
    /// status of the response is an error. The same limits apply as for
    /// [`Sender::send`](crate::Sender::send).
    ///
    /// # Errors
    /// [`SendError::ForbiddenAddress`] when another party chose the URL and it leads to an address
    /// that other parties must not choose, [`SendError::Exchange`] when the request cannot be sent
    /// or no complete response arrives in time, and [`SendError::TooLarge`] when the body is longer
    /// than the limit.
    pub fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, SendError> {
        let limits = Limits::of(&request);
        let mut request: reqwest::blocking::Request =
            request.try_into().map_err(SendError::of_exchange)?;
        *request.timeout_mut() = Some(limits.timeout);
        let foreign = limits.foreign && !is_trusted(&self.trusted_hosts, request.url());
        if foreign {
            guard::check_url(request.url(), self.rule).map_err(SendError::ForbiddenAddress)?;
        }
        let client = if foreign { &self.foreign } else { &self.own };
        let mut answer = client.execute(request).map_err(SendError::of_exchange)?;
        // The settings can map a name to an address without the resolver, so the address of the
        // connection is checked too.
        if let Some(connected) = answer.remote_addr().filter(|_| foreign) {
            (self.rule)(connected.ip()).map_err(SendError::ForbiddenAddress)?;
        }
        let mut response = Response::new(body(&mut answer, limits.max_body)?);
        *response.status_mut() = answer.status();
        *response.headers_mut() = std::mem::take(answer.headers_mut());
        Ok(response)
    }
}

/// A buffer that refuses to become longer than its limit.
struct Body {
    bytes: Vec<u8>,
    limit: usize,
    exceeded: bool,
}

impl io::Write for Body {
    fn write(&mut self, chunk: &[u8]) -> io::Result<usize> {
        if self.bytes.len().saturating_add(chunk.len()) > self.limit {
            self.exceeded = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(chunk);
        Ok(chunk.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Reads the whole body.
fn body(answer: &mut reqwest::blocking::Response, limit: usize) -> Result<Vec<u8>, SendError> {
    let mut body = Body { bytes: Vec::new(), limit, exceeded: false };
    match answer.copy_to(&mut body) {
        Ok(_) => Ok(body.bytes),
        Err(_) if body.exceeded => Err(SendError::TooLarge { limit }),
        Err(error) => Err(SendError::of_exchange(error)),
    }
}
