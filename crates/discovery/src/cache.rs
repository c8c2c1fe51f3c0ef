//! A cache for the metadata of one provider, which asks the program to fetch the document.
//!
//! ```
//! use symbolon_discovery::{Discover, cache::{MetadataCache, MetadataLookup}};
//! use symbolon_oauth::Issuer;
//! # let now = time::OffsetDateTime::UNIX_EPOCH;
//!
//! let mut cache = MetadataCache::new(Discover::new(Issuer::new("https://op.example")?))?;
//! let MetadataLookup::Fetch { .. } = cache.metadata(now) else {
//!     unreachable!("an empty cache asks for a fetch")
//! };
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod policy;

use std::sync::Arc;

use http::{HeaderValue, Response, Uri};
use symbolon_oauth::Issuer;
use symbolon_oauth::obligation::Fetch;
use time::OffsetDateTime;

use crate::fetches::{Fetches, Pause, Started, Unknown};
use crate::held::Held;
use crate::validator::Validator;
use crate::{Discover, DiscoveryError, ProviderMetadata};

pub use error::MetadataFetchError;
pub use policy::MetadataCachePolicy;

/// A cache for the metadata of one provider. Your program sends the requests and passes the current
/// time.
///
/// Call [`metadata`](Self::metadata) when you need the metadata, and act on the answer:
/// - [`MetadataLookup::Have`] contains the metadata.
/// - [`MetadataLookup::Fetch`] contains a request. Send it, and pass the response to
///   [`receive`](Self::receive), or call [`fail`](Self::fail) if there is no response. Then call
///   `metadata` again.
/// - [`MetadataLookup::Unknown`] means that the cache has no metadata and that no fetch is allowed
///   now.
///
/// The cache works by these rules:
/// - A document is fresh for the time that the HTTP response states in its `Cache-Control` field
///   ([RFC 9111 §4.2](https://www.rfc-editor.org/rfc/rfc9111#section-4.2)), within the limits of
///   the [`MetadataCachePolicy`].
/// - If the response has an `ETag`, the next request is conditional
///   ([RFC 9110 §13.1.2](https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2)), and a response
///   with the status 304 makes the document fresh again.
/// - During a fetch and after a failed fetch, the cache returns its old document within the limits
///   of the policy. A response that is not valid metadata of the issuer counts as a failed fetch:
///   it never replaces the document
///   ([Discovery §4.3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationValidation)).
/// - The cache asks for a new fetch only after the earlier fetch has ended, or after
///   [`MetadataCachePolicy::fetch_timeout`], when the cache counts the earlier fetch as lost.
/// - If the response to an earlier fetch arrives after the response to a later fetch, the cache
///   ignores the response to the earlier fetch.
///
/// If `jwks_uri` of the new metadata differs from the old `jwks_uri`, create a new
/// [`KeyCache`](crate::KeyCache). Several threads can share the cache behind a lock, because no
/// method waits. This type intentionally does not implement `Clone`.
///
/// ```
/// use symbolon_discovery::{Discover, MetadataCache, cache::MetadataLookup};
/// use symbolon_oauth::Issuer;
/// # use time::OffsetDateTime;
/// # let now = OffsetDateTime::UNIX_EPOCH;
/// # let send = |_| http::Response::builder().header("content-type", "application/json").body(br#"{
/// #   "issuer":"https://op.example", "authorization_endpoint":"https://op.example/authorize",
/// #   "jwks_uri":"https://op.example/jwks", "response_types_supported":["code"]}"#.to_vec()).unwrap();
///
/// let mut cache = MetadataCache::new(Discover::new(Issuer::new("https://op.example")?))?;
/// if let MetadataLookup::Fetch { fetch, ticket } = cache.metadata(now) {
///     let response = send(fetch.into_request());
///     cache.receive(ticket, &response, now)?;
/// }
/// assert!(matches!(cache.metadata(now), MetadataLookup::Have(_)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct MetadataCache {
    discover: Discover,
    location: Uri,
    policy: MetadataCachePolicy,
    held: Option<Held<ProviderMetadata>>,
    fetches: Fetches,
}

/// The answer of [`MetadataCache::metadata`]: the metadata, or what to do without it.
#[derive(Debug)]
#[must_use]
#[expect(
    clippy::large_enum_variant,
    reason = "the caller takes it apart at once and stores no copy"
)]
pub enum MetadataLookup {
    /// The metadata of the provider.
    Have(Arc<ProviderMetadata>),
    /// The document must be fetched before the cache can answer. Send `fetch` (see
    /// [`Fetch::into_request`]), and pass the response and `ticket` to [`MetadataCache::receive`],
    /// or call [`MetadataCache::fail`] if there is no response. Then call
    /// [`MetadataCache::metadata`] again.
    Fetch {
        /// The request for the document, with the limits for the sender.
        fetch: Fetch,
        /// The ticket that you pass to the cache together with the response.
        ticket: MetadataTicket,
    },
    /// The cache has no metadata that can be used, and no fetch is allowed now.
    Unknown(Unknown),
}

/// A ticket that tells a [`MetadataCache`] to which fetch a response belongs.
///
/// This type intentionally does not implement `Clone`, because each fetch has only one response.
#[derive(Debug)]
#[must_use = "a fetch without response or failure blocks the next fetch until it times out"]
pub struct MetadataTicket {
    location: Uri,
    fetch: Started,
    /// The entity tag in the request, if the request is conditional.
    condition: Option<HeaderValue>,
}

impl MetadataCache {
    /// Creates an empty cache for the document that `discover` fetches: its issuer, place, quirks
    /// and [`AddressFrom`](symbolon_oauth::obligation::AddressFrom) are those of the flow.
    ///
    /// # Errors
    /// [`DiscoveryError::Location`] when the well-known URL of the issuer is not valid as the URI of
    /// an HTTP request.
    pub fn new(discover: Discover) -> Result<Self, DiscoveryError> {
        let location = discover.request()?.uri().clone();
        let policy = MetadataCachePolicy::default();
        Ok(Self { discover, location, policy, held: None, fetches: Fetches::default() })
    }

    /// Sets how long the cache uses a document and how often it fetches the document. Without this
    /// call, the cache uses the default values of [`MetadataCachePolicy`].
    #[must_use]
    pub fn policy(mut self, policy: MetadataCachePolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Returns the issuer of the provider.
    #[must_use]
    pub fn issuer(&self) -> &Issuer {
        self.discover.issuer()
    }

    /// Returns the metadata, or a request that fetches it, or the reason why no metadata is
    /// available.
    pub fn metadata(&mut self, now: OffsetDateTime) -> MetadataLookup {
        let fresh = self.held.as_ref().filter(|held| held.is_fresh(now));
        if let Some(held) = fresh {
            return MetadataLookup::Have(Arc::clone(&held.document));
        }
        let unknown = match self.fetches.begin(now, self.policy.fetch_timeout, false) {
            Ok(fetch) => return self.ask(fetch),
            Err(unknown) => unknown,
        };
        let usable = self.held.as_ref().filter(|held| held.is_usable(now));
        match usable {
            Some(held) => MetadataLookup::Have(Arc::clone(&held.document)),
            None => MetadataLookup::Unknown(unknown),
        }
    }

    /// Creates the request of a fetch.
    fn ask(&self, started: Started) -> MetadataLookup {
        let mut fetch = self.discover.fetch(self.location.clone());
        // A response that arrives after `fetch_timeout` could arrive after the response to a second
        // fetch.
        fetch.timeout = fetch.timeout.min(self.policy.fetch_timeout);
        let validator = self.held.as_ref().map(|held| &held.validator);
        let condition = validator.and_then(|validator| validator.apply(&mut fetch.request));
        let ticket = MetadataTicket { location: self.location.clone(), fetch: started, condition };
        MetadataLookup::Fetch { fetch, ticket }
    }

    /// Reads the metadata in the response to a fetch and stores it in the cache. `now` is the time
    /// at which the response arrived.
    ///
    /// # Errors
    /// [`MetadataFetchError::Discovery`] when the response is not valid metadata of the issuer: the
    /// cache keeps its old document, and the next fetch is allowed after
    /// [`MetadataCachePolicy::retry_delay`]. [`MetadataFetchError::Superseded`] when the cache has
    /// already received the response to a later fetch. [`MetadataFetchError::OtherCache`] when the
    /// ticket is from a cache for another document.
    pub fn receive<B: AsRef<[u8]>>(
        &mut self,
        ticket: MetadataTicket,
        response: &Response<B>,
        now: OffsetDateTime,
    ) -> Result<(), MetadataFetchError> {
        if ticket.location != self.location {
            return Err(MetadataFetchError::OtherCache {
                expected: Box::new(self.location.clone()),
                found: Box::new(ticket.location),
            });
        }
        let condition = ticket.condition.as_ref();
        let renewed = self.held.as_ref().and_then(|held| held.renewed(response, condition));
        let (metadata, validator) = match renewed {
            Some(renewed) => renewed,
            None => match self.discover.read(response) {
                Ok(metadata) => (Arc::new(metadata), Validator::of(response)),
                Err(error) => {
                    self.fail(ticket, now);
                    return Err(MetadataFetchError::Discovery(error));
                }
            },
        };
        let since = ticket.fetch.since;
        self.fetches.finish(ticket.fetch, Pause::after(since, self.policy.cool_down));
        if self.held.as_ref().is_some_and(|held| held.supersedes(&ticket.fetch)) {
            return Err(MetadataFetchError::Superseded);
        }
        self.held = Some(Held::new(metadata, validator, &ticket.fetch, &self.policy.lifetimes()));
        Ok(())
    }

    /// Records that a fetch got no response. The next fetch is allowed after
    /// [`MetadataCachePolicy::retry_delay`].
    ///
    /// The call has no effect if the ticket is from a cache for another document.
    pub fn fail(&mut self, ticket: MetadataTicket, now: OffsetDateTime) {
        if ticket.location == self.location {
            self.fetches.finish(ticket.fetch, Pause::after(now, self.policy.retry_delay));
        }
    }
}
