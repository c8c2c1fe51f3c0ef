//! A cache for one JWK Set, which asks the program to fetch the set.

use std::sync::Arc;

use http::Response;
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_oauth::Issuer;
use symbolon_oauth::obligation::{AddressFrom, Fetch};
use time::OffsetDateTime;

use super::jwk_set::{self, JwkSetError};
use super::{FetchError, FetchTicket, KeyCachePolicy};
use crate::fetches::{Fetches, Pause, Started, Unknown};
use crate::held::Held;
use crate::quirks::Quirks;
use crate::validator::Validator;
use crate::{Endpoint, document};

/// A cache for the JWK Set of one provider or client. Your program sends the requests and passes
/// the current time.
///
/// Call [`keys`](Self::keys) for each token, and act on the answer:
/// - [`Lookup::Have`] contains the JWK Set with which you verify the token.
/// - [`Lookup::Fetch`] contains a request. Send it, and pass the response to
///   [`receive`](Self::receive), or call [`fail`](Self::fail) if there is no response. Then call
///   `keys` again.
/// - [`Lookup::Unknown`] means that the cache does not have the key and that no fetch is allowed
///   now.
///
/// The cache works by these rules:
/// - A set is fresh for the time that the HTTP response states in its `Cache-Control` field
///   ([RFC 9111 §4.2](https://www.rfc-editor.org/rfc/rfc9111#section-4.2)), within the limits of
///   the [`KeyCachePolicy`].
/// - An unknown `kid` causes a fetch
///   ([OpenID Connect Core §10.1.1](https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys)).
///   A cool-down follows each fetch, so that tokens with invented key IDs do not cause a flood of
///   requests. During the cool-down, an unknown `kid` can cause one early fetch, so that the cache
///   also follows a rotation soon after its first fetch: see [`KeyCachePolicy::early_fetch`].
/// - If the `kid` of a token belongs to a key that was left out of the set, the cache does not
///   fetch. It returns the set. [`PublicJwkSet::dropped`] states why the key was left out.
/// - During the cool-down, the cache returns its set also for an unknown `kid` if the set has a key
///   without an ID, because the token may have been signed with that key.
///   [`VerificationKeys`](symbolon_jose::VerificationKeys) selects keys by the same rule.
/// - If the response with the set has an `ETag`, the next request is conditional
///   ([RFC 9110 §13.1.2](https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2)), and a response with
///   the status 304 makes the set fresh again. A request for an unknown `kid` is not conditional.
/// - The cache asks for a new fetch only after the earlier fetch has ended, or after
///   [`KeyCachePolicy::fetch_timeout`], when the cache gives it up. During a fetch and after a
///   failed fetch, the cache returns its old set within the limits of the policy.
/// - If the response to an earlier fetch arrives after the response to a later fetch, the cache
///   ignores the response to the earlier fetch.
///
/// Use one cache for each provider or client, because two JWK Sets can contain different keys with
/// the same key ID. Several threads can share the cache behind a lock, because no method waits.
/// This type intentionally does not implement `Clone`: each copy would ask for its own fetches.
///
/// ```
/// use symbolon_discovery::{Endpoint, KeyCache, Lookup};
/// # use time::OffsetDateTime;
/// # let send = |_| http::Response::builder()
/// #     .header("content-type", "application/json").body(br#"{"keys":[]}"#.to_vec()).unwrap();
/// # let now = OffsetDateTime::UNIX_EPOCH;
/// let mut cache = KeyCache::new(Endpoint::new("https://op.example/jwks")?);
/// if let Lookup::Fetch { fetch, ticket } = cache.keys(None, now) {
///     let response = send(fetch.into_request());
///     cache.receive(ticket, &response, now)?;
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct KeyCache {
    jwks_uri: Endpoint,
    address: AddressFrom,
    policy: KeyCachePolicy,
    quirks: Quirks,
    held: Option<Held<PublicJwkSet>>,
    fetches: Fetches,
}

/// The answer of [`KeyCache::keys`]: the keys, or what to do without them.
#[derive(Debug)]
#[must_use]
#[expect(
    clippy::large_enum_variant,
    reason = "the caller takes it apart at once and stores no copy"
)]
pub enum Lookup {
    /// The JWK Set with which to verify the token.
    Have(Arc<PublicJwkSet>),
    /// The set must be fetched before the cache can answer. Send `fetch` (see
    /// [`Fetch::into_request`]), and pass the response and `ticket` to [`KeyCache::receive`], or
    /// call [`KeyCache::fail`] if there is no response. Then call [`KeyCache::keys`] again.
    ///
    /// The cache asks for no second fetch until you pass it the response or the failure, or until
    /// [`KeyCachePolicy::fetch_timeout`] has passed.
    Fetch {
        /// The request for the set, with the limits for the sender.
        fetch: Fetch,
        /// The ticket that you pass to the cache together with the response.
        ticket: FetchTicket,
    },
    /// The cache does not have the key, and no fetch is allowed now.
    Unknown(Unknown),
}

impl KeyCache {
    /// Creates an empty cache for the JWK Set at this `jwks_uri`.
    ///
    /// The cache has the default [policy](Self::policy), and treats `jwks_uri` as an address from
    /// your own configuration. If a party that you do not trust chose the `jwks_uri`, for example a
    /// client that registered itself, call [`address_from`](Self::address_from) with
    /// [`AddressFrom::Stranger`], so that the sender refuses addresses in your own network.
    #[must_use]
    pub fn new(jwks_uri: Endpoint) -> Self {
        Self {
            jwks_uri,
            address: AddressFrom::Configuration,
            policy: KeyCachePolicy::default(),
            quirks: Quirks::default(),
            held: None,
            fetches: Fetches::default(),
        }
    }

    /// Creates an empty cache for the JWK Set of an issuer, as [`new`](Self::new) does. `jwks_uri`
    /// is from the metadata of the issuer.
    ///
    /// If `jwks_uri` has another origin than the issuer, the provider chose the address, and each
    /// request states [`AddressFrom::Provider`]. If the origins are equal, each request states
    /// [`AddressFrom::Configuration`], because your program configured the issuer.
    #[must_use]
    pub fn of_issuer(jwks_uri: Endpoint, issuer: &Issuer) -> Self {
        let address = AddressFrom::of(jwks_uri.uri(), issuer);
        Self::new(jwks_uri).address_from(address)
    }

    /// Sets how long the cache uses a JWK Set and how often it fetches the set. Without this call,
    /// the cache uses the default values of [`KeyCachePolicy`].
    #[must_use]
    pub fn policy(mut self, policy: KeyCachePolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Sets the quirks of the party that publishes the keys. Without this call, no quirk is
    /// accepted.
    #[must_use]
    pub fn quirks(mut self, quirks: Quirks) -> Self {
        self.quirks = quirks;
        self
    }

    /// Sets who chose the `jwks_uri`. The cache copies this value into each [`Fetch`], so that the
    /// code that sends the request knows whether it must check the IP address of the host. Use
    /// [`AddressFrom::Stranger`] for the `jwks_uri` of a client that registered itself.
    #[must_use]
    pub fn address_from(mut self, address: AddressFrom) -> Self {
        self.address = address;
        self
    }

    /// Returns the URL from which the JWK Set is fetched.
    #[must_use]
    pub fn jwks_uri(&self) -> &Endpoint {
        &self.jwks_uri
    }

    /// Returns the JWK Set with which to verify a token, or a request that fetches the set, or the
    /// reason why no usable set is available. `kid` is the key ID in the token's header, or `None`
    /// if the header has no `kid`.
    pub fn keys(&mut self, kid: Option<&str>, now: OffsetDateTime) -> Lookup {
        if let Some(held) = &self.held
            && held.is_fresh(now)
            && held.has(kid)
        {
            return Lookup::Have(Arc::clone(&held.document));
        }
        let unknown = match self.begin(kid, now) {
            Ok(ticket) => return self.ask(kid, ticket),
            Err(unknown) => unknown,
        };
        let paused = matches!(unknown, Unknown::CoolDown { .. });
        match self.without_fetch(kid, now, paused) {
            Some(keys) => Lookup::Have(keys),
            None => Lookup::Unknown(unknown),
        }
    }

    /// Returns the set if it can be used for this key ID without a fetch. `paused` is `true` if the
    /// cache cannot fetch now.
    pub(super) fn without_fetch(
        &self,
        kid: Option<&str>,
        now: OffsetDateTime,
        paused: bool,
    ) -> Option<Arc<PublicJwkSet>> {
        let held = self.held.as_ref().filter(|held| held.is_usable(now))?;
        // RFC 7517 §4.5: `kid` is optional, so a key without an ID can belong to any `kid`. A fetch
        // gives more certainty, so the set is returned for a key without an ID only during the
        // cool-down.
        let serves = held.has(kid) || (paused && held.has_key_without_id());
        serves.then(|| Arc::clone(&held.document))
    }

    /// Reads the JWK Set in the response to a fetch and stores the set in the cache. `now` is the
    /// time at which the response arrived.
    ///
    /// # Errors
    /// [`FetchError::JwkSet`] when the response is not a usable JWK Set: the cache keeps its old
    /// set, and the next fetch is allowed after [`KeyCachePolicy::retry_delay`].
    /// [`FetchError::Superseded`] when the cache has already received the response to a later
    /// fetch. [`FetchError::OtherCache`] when the ticket is from a cache for another `jwks_uri`.
    pub fn receive<B: AsRef<[u8]>>(
        &mut self,
        ticket: FetchTicket,
        response: &Response<B>,
        now: OffsetDateTime,
    ) -> Result<(), FetchError> {
        if ticket.jwks_uri != self.jwks_uri {
            return Err(FetchError::OtherCache {
                expected: Box::new(self.jwks_uri.clone()),
                found: Box::new(ticket.jwks_uri),
            });
        }
        let condition = ticket.condition.as_ref();
        let renewed = self.held.as_ref().and_then(|held| held.renewed(response, condition));
        let (keys, validator) = match renewed {
            Some(renewed) => renewed,
            None => match self.read(response) {
                Ok(keys) => (Arc::new(keys), Validator::of(response)),
                Err(error) => {
                    self.fail(ticket, now);
                    return Err(FetchError::JwkSet(error));
                }
            },
        };
        // The cool-down after an early fetch allows no second early fetch.
        let Started { since, early, .. } = ticket.fetch;
        let (period, early_fetch) = (self.policy.cool_down, self.policy.early_fetch && !early);
        self.fetches.finish(ticket.fetch, Pause { since, period, early_fetch });
        if self.held.as_ref().is_some_and(|held| held.supersedes(&ticket.fetch)) {
            return Err(FetchError::Superseded);
        }
        self.held = Some(Held::new(keys, validator, &ticket.fetch, &self.policy.lifetimes()));
        Ok(())
    }

    /// Records that a fetch got no response. The next fetch is allowed after
    /// [`KeyCachePolicy::retry_delay`].
    ///
    /// The call has no effect if the ticket is from a cache for another `jwks_uri`.
    pub fn fail(&mut self, ticket: FetchTicket, now: OffsetDateTime) {
        if ticket.jwks_uri == self.jwks_uri {
            self.fetches.finish(ticket.fetch, Pause::after(now, self.policy.retry_delay));
        }
    }

    /// Reads a set with the quirks of this cache, and does not store the set.
    pub(super) fn read<B: AsRef<[u8]>>(
        &self,
        response: &Response<B>,
    ) -> Result<PublicJwkSet, JwkSetError> {
        jwk_set::from_http_with_quirks(response, &self.quirks)
    }

    /// Creates the request of a ticket. If the cache has the key, the request is conditional: the
    /// server does not send a set that has not changed.
    ///
    /// The request for an unknown key is not conditional. Some servers do not change the entity tag
    /// when the set changes, and the cache would then never find the key.
    fn ask(&self, kid: Option<&str>, mut ticket: FetchTicket) -> Lookup {
        let mut fetch = self.fetch();
        if let Some(held) = self.held.as_ref().filter(|held| held.has(kid)) {
            ticket.condition = held.validator.apply(&mut fetch.request);
        }
        Lookup::Fetch { fetch, ticket }
    }

    /// Creates the request for the set, without a ticket.
    pub(super) fn fetch(&self) -> Fetch {
        let mut fetch = document::limited(jwk_set::request(&self.jwks_uri), self.address);
        // A response that arrives after `fetch_timeout` could arrive after the response to a second
        // fetch.
        fetch.timeout = fetch.timeout.min(self.policy.fetch_timeout);
        fetch
    }

    /// Begins a fetch, unless a fetch is under way or the last fetch was too recent.
    fn begin(&mut self, kid: Option<&str>, now: OffsetDateTime) -> Result<FetchTicket, Unknown> {
        // Core §10.1.1: the provider can change its keys at any time, even right after a fetch.
        let urgent = self.held.as_ref().is_some_and(|held| !held.has(kid));
        let fetch = self.fetches.begin(now, self.policy.fetch_timeout, urgent)?;
        Ok(FetchTicket { jwks_uri: self.jwks_uri.clone(), fetch, condition: None })
    }
}

impl Held<PublicJwkSet> {
    /// Checks whether the set has a key with this ID, or whether such a key was left out of the
    /// set. Without an ID, every set matches.
    fn has(&self, kid: Option<&str>) -> bool {
        kid.is_none()
            || self.document.keys().iter().any(|key| key.kid() == kid)
            // A fetch would bring the same key, which would be left out again.
            || self.document.dropped().iter().any(|key| key.kid.as_deref() == kid)
    }

    fn has_key_without_id(&self) -> bool {
        self.document.keys().iter().any(|key| key.kid().is_none())
    }
}
