//! The sender for asynchronous programs.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http::{Request, Response};
use reqwest::ClientBuilder;
use reqwest::dns::Resolve;
use reqwest::redirect::Policy;
use symbolon_oauth::obligation::address;

use crate::SendError;
use crate::guard::{self, Guard, Rule, SystemResolver};
use crate::limits::{Limits, MAX_BODY, TIMEOUT};

/// An HTTP client that follows no redirects. It limits the time of every request and the size of
/// every response, and it does not connect to forbidden addresses that other parties chose.
///
/// A clone is cheap and shares the connections of the original.
#[derive(Clone, Debug)]
pub struct Sender {
    /// The client for addresses that the owner of the program chose.
    own: reqwest::Client,
    /// The client for addresses that another party chose. It shares no connection with `own`, so
    /// that each of its connections leads to an address that was checked.
    foreign: reqwest::Client,
    trusted_hosts: Vec<String>,
    rule: Rule,
}

impl Sender {
    /// The longest time for one request, from the start of the connection until the last byte of
    /// the response has arrived.
    pub const TIMEOUT: Duration = TIMEOUT;

    /// The largest number of bytes in the body of a response. A longer body is refused.
    pub const MAX_BODY: usize = MAX_BODY;

    /// Creates a sender from the settings of a reqwest client, such as `reqwest::Client::builder`.
    ///
    /// `settings` is called twice, because the sender has a second client for addresses that other
    /// parties chose. Both clients never follow redirects, and end every request within
    /// [`TIMEOUT`](Self::TIMEOUT). The second client uses no proxy, resolves names with the
    /// operating system, and does not connect to addresses that
    /// [`check_ip`](symbolon_oauth::obligation::address::check_ip) refuses. Do not map names to
    /// addresses with `ClientBuilder::resolve`: reqwest does not check such addresses.
    ///
    /// # Errors
    /// [`SendError::Client`] when reqwest cannot build a client with these settings.
    ///
    /// # Panics
    /// reqwest panics when its feature `rustls-no-provider` is on and the program has not installed
    /// a cryptography provider of rustls: see the example in this crate's documentation.
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

    /// Allows other parties to name this host, even if it is in your own network. The sender then
    /// treats requests to this host as if your configuration named the address. For example, it
    /// uses your proxies.
    ///
    /// Call this method if your provider is in your own network and its metadata names another host
    /// there. `host` is a name or an IP address without a port, such as `keys.corp.example`.
    #[must_use]
    pub fn trust_host(mut self, host: &str) -> Self {
        self.trusted_hosts.push(host.to_ascii_lowercase());
        self
    }

    /// Sends a request and returns its response with the whole body, even if the status of the
    /// response is an error.
    ///
    /// If the extensions of the request contain
    /// [`FetchLimits`](symbolon_oauth::obligation::FetchLimits), these limits apply where they are
    /// smaller than [`TIMEOUT`](Self::TIMEOUT) and [`MAX_BODY`](Self::MAX_BODY). If these limits
    /// say that another party chose the address, the sender checks the address before it connects.
    ///
    /// # Errors
    /// [`SendError::ForbiddenAddress`] when another party chose the URL and it leads to an address
    /// that other parties must not choose, [`SendError::Exchange`] when the request cannot be sent
    /// or no complete response arrives in time, and [`SendError::TooLarge`] when the body is longer
    /// than the limit.
    pub async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, SendError> {
        let limits = Limits::of(&request);
        let mut request: reqwest::Request = request.try_into().map_err(SendError::of_exchange)?;
        *request.timeout_mut() = Some(limits.timeout);
        let foreign = limits.foreign && !is_trusted(&self.trusted_hosts, request.url());
        if foreign {
            guard::check_url(request.url(), self.rule).map_err(SendError::ForbiddenAddress)?;
        }
        let client = if foreign { &self.foreign } else { &self.own };
        let mut answer = client.execute(request).await.map_err(SendError::of_exchange)?;
        // The settings can map a name to an address without the resolver, so the address of the
        // connection is checked too.
        if let Some(connected) = answer.remote_addr().filter(|_| foreign) {
            (self.rule)(connected.ip()).map_err(SendError::ForbiddenAddress)?;
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(SendError::of_exchange)? {
            if body.len().saturating_add(chunk.len()) > limits.max_body {
                return Err(SendError::TooLarge { limit: limits.max_body });
            }
            body.extend_from_slice(&chunk);
        }
        let mut response = Response::new(body);
        *response.status_mut() = answer.status();
        *response.headers_mut() = std::mem::take(answer.headers_mut());
        Ok(response)
    }

    /// Returns a function that sends requests, for code that stores the function, such as the
    /// routes of `symbolon-axum`.
    pub fn into_function(
        self,
    ) -> impl Fn(Request<Vec<u8>>) -> Sending + Clone + Send + Sync + 'static {
        move |request| {
            let sender = self.clone();
            Box::pin(async move { sender.send(request).await })
        }
    }
}

/// The future of a response.
type Sending = Pin<Box<dyn Future<Output = Result<Response<Vec<u8>>, SendError>> + Send>>;

/// Returns whether the owner of the program allows other parties to name the host of this URL.
pub(crate) fn is_trusted(hosts: &[String], url: &reqwest::Url) -> bool {
    url.host_str().is_some_and(|host| {
        let host = host.trim_start_matches('[').trim_end_matches(']');
        hosts.iter().any(|trusted| trusted == host)
    })
}
