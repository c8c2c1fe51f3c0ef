//! A provider's keys, kept and refreshed: a machine that asks for its fetches.

mod fetch;
mod policy;

use std::sync::Arc;
use std::time::Duration;

use http::Response;
use symbolon_jose::jwk::PublicJwkSet;
use time::OffsetDateTime;

use crate::freshness::Freshness;
use crate::{Endpoint, jwk_set};

pub use fetch::{Fetch, FetchError, FetchTicket};
pub use policy::KeyCachePolicy;

/// The JWK Set of one provider, kept fresh without a socket or a clock.
///
/// Ask for [`keys`](Self::keys). [`Lookup::Have`] is the set to verify with; [`Lookup::Fetch`] is a
/// request to send, whose answer goes to [`receive`](Self::receive), after which you ask again;
/// [`Lookup::Unknown`] means that there is no such key now.
///
/// A set is fresh as long as its `Cache-Control` says
/// ([RFC 9111 §4.2](https://www.rfc-editor.org/rfc/rfc9111#section-4.2)), within the bounds of the
/// [`KeyCachePolicy`]. An unknown `kid` causes a fetch
/// ([OpenID Connect Core §10.1.1](https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys)),
/// but not sooner than the cool-down after the last, so tokens with made-up key IDs do not make a
/// flood. During the cool-down a set in which some key has no ID serves for an ID that none has: the
/// key may be meant, as [`VerificationKeys`](symbolon_jose::VerificationKeys) also takes it. One fetch is under way at a time; meanwhile, and when it fails, the set at hand serves,
/// within bounds. An answer that arrives after a newer one is dropped.
///
/// Never holds the keys of two providers: a key ID means nothing without its issuer. Put it behind
/// your lock of choice; no method waits. Intentionally not `Clone`, since each copy would fetch.
///
/// ```
/// use symbolon_discovery::{Endpoint, KeyCache, Lookup};
/// # use time::OffsetDateTime;
/// # let send = |_| http::Response::builder()
/// #     .header("content-type", "application/json").body(br#"{"keys":[]}"#.to_vec()).unwrap();
/// # let now = OffsetDateTime::UNIX_EPOCH;
/// let mut cache = KeyCache::new(Endpoint::new("https://op.example/jwks")?);
/// if let Lookup::Fetch(fetch) = cache.keys(None, now) {
///     let response = send(fetch.request);
///     cache.receive(fetch.ticket, &response, now)?;
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct KeyCache {
    jwks_uri: Endpoint,
    policy: KeyCachePolicy,
    held: Option<Held>,
    in_flight: Option<InFlight>,
    rest: Option<Rest>,
    last_generation: u64,
}

/// What [`KeyCache::keys`] has to say.
#[derive(Debug)]
#[must_use]
#[expect(clippy::large_enum_variant, reason = "taken apart at once, never stored")]
pub enum Lookup {
    /// The set to verify with.
    Have(Arc<PublicJwkSet>),
    /// Send this request, give the answer to [`KeyCache::receive`] (or its absence to
    /// [`KeyCache::fail`]), and ask again.
    Fetch(Fetch),
    /// No such key, and no fetch to be sent for it now.
    Unknown(Unknown),
}

/// Why there is no key and no fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unknown {
    /// Somebody else's fetch is under way: ask again when it is done, or refuse the token.
    InFlight,
    /// The last fetch was too recent, and every key has another ID: refuse the token. No fetch is sent
    /// before the time given.
    CoolDown {
        /// When the next fetch may be sent.
        until: OffsetDateTime,
    },
}

#[derive(Debug)]
struct Held {
    keys: Arc<PublicJwkSet>,
    generation: u64,
    /// When the request for it was sent.
    since: OffsetDateTime,
    /// From `since`: how long the set is fresh, and how long it may serve at all.
    fresh: Duration,
    usable: Duration,
}

#[derive(Debug)]
struct InFlight {
    generation: u64,
    since: OffsetDateTime,
}

/// A time without fetches.
#[derive(Debug)]
struct Rest {
    since: OffsetDateTime,
    period: Duration,
}

impl KeyCache {
    /// An empty cache for the set at a provider's `jwks_uri`.
    pub fn new(jwks_uri: Endpoint) -> Self {
        Self {
            jwks_uri,
            policy: KeyCachePolicy::default(),
            held: None,
            in_flight: None,
            rest: None,
            last_generation: 0,
        }
    }

    /// Sets the policy.
    #[must_use]
    pub fn policy(mut self, policy: KeyCachePolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Where the set comes from.
    pub fn jwks_uri(&self) -> &Endpoint {
        &self.jwks_uri
    }

    /// The set to verify a token with that names this key, or names none.
    pub fn keys(&mut self, kid: Option<&str>, now: OffsetDateTime) -> Lookup {
        if let Some(held) = &self.held
            && within(held.since, now, held.fresh)
            && held.names(kid)
        {
            return Lookup::Have(Arc::clone(&held.keys));
        }
        let unknown = match self.begin(now) {
            Ok(fetch) => return Lookup::Fetch(fetch),
            Err(unknown) => unknown,
        };
        // RFC 7517 §4.5: `kid` is optional, so a key without one may be meant by any. A fetch tells more
        // than that; only where none is to be had, and none is awaited, is it enough.
        let resting = matches!(unknown, Unknown::CoolDown { .. });
        match &self.held {
            Some(held)
                if within(held.since, now, held.usable)
                    && (held.names(kid) || (resting && held.has_unnamed())) =>
            {
                Lookup::Have(Arc::clone(&held.keys))
            }
            _ => Lookup::Unknown(unknown),
        }
    }

    /// Takes the answer to a fetch, which arrived at `now`. Each fetch has one answer.
    ///
    /// # Errors
    /// [`FetchError`]: the answer is not used. What the cache holds stays as it is, and the next
    /// fetch may be sent after [`KeyCachePolicy::retry_delay`].
    pub fn receive<B: AsRef<[u8]>>(
        &mut self,
        ticket: FetchTicket,
        response: &Response<B>,
        now: OffsetDateTime,
    ) -> Result<(), FetchError> {
        if ticket.jwks_uri != self.jwks_uri {
            return Err(FetchError::OtherCache);
        }
        let keys = match jwk_set::from_http(response) {
            Ok(keys) => Arc::new(keys),
            Err(error) => {
                self.fail(ticket, now);
                return Err(FetchError::JwkSet(error));
            }
        };
        self.finish(&ticket, Rest { since: ticket.since, period: self.policy.cool_down });
        if self.held.as_ref().is_some_and(|held| held.generation >= ticket.generation) {
            return Err(FetchError::Superseded);
        }
        let freshness = Freshness::of(response.headers());
        let fresh = self.policy.fresh(&freshness);
        let usable = self.policy.usable(&freshness, fresh);
        let FetchTicket { generation, since, .. } = ticket;
        self.held = Some(Held { keys, generation, since, fresh, usable });
        Ok(())
    }

    /// Takes note that a fetch got no answer.
    pub fn fail(&mut self, ticket: FetchTicket, now: OffsetDateTime) {
        if ticket.jwks_uri == self.jwks_uri {
            self.finish(&ticket, Rest { since: now, period: self.policy.retry_delay });
        }
    }

    /// Begins a fetch, unless one is under way or the last is too recent.
    fn begin(&mut self, now: OffsetDateTime) -> Result<Fetch, Unknown> {
        // A ticket that was dropped would keep the cache waiting for ever, hence the bound.
        if let Some(in_flight) = &self.in_flight
            && within(in_flight.since, now, self.policy.fetch_timeout)
        {
            return Err(Unknown::InFlight);
        }
        if let Some(rest) = &self.rest
            && within(rest.since, now, rest.period)
        {
            let until = rest.since.checked_add(saturating(rest.period)).unwrap_or(now);
            return Err(Unknown::CoolDown { until });
        }
        self.last_generation = self.last_generation.saturating_add(1);
        let generation = self.last_generation;
        self.in_flight = Some(InFlight { generation, since: now });
        let request = jwk_set::request(&self.jwks_uri);
        let ticket = FetchTicket { jwks_uri: self.jwks_uri.clone(), generation, since: now };
        Ok(Fetch { ticket, request })
    }

    /// Ends the fetch under way, when the ticket is its own and not that of one given up.
    fn finish(&mut self, ticket: &FetchTicket, rest: Rest) {
        if self.in_flight.take_if(|it| it.generation == ticket.generation).is_some() {
            self.rest = Some(rest);
        }
    }
}

impl Held {
    /// Whether the set has a key of this ID, which none given always is.
    fn names(&self, kid: Option<&str>) -> bool {
        kid.is_none() || self.keys.keys().iter().any(|key| key.kid() == kid)
    }

    /// Whether the set has a key without ID.
    fn has_unnamed(&self) -> bool {
        self.keys.keys().iter().any(|key| key.kid().is_none())
    }
}

/// Whether `now` is less than a period away from `since`. A clock that was set back by more than
/// the period counts as past it, or else a correction would freeze the cache.
fn within(since: OffsetDateTime, now: OffsetDateTime, period: Duration) -> bool {
    now.unix_timestamp_nanos().abs_diff(since.unix_timestamp_nanos()) < period.as_nanos()
}

fn saturating(period: Duration) -> time::Duration {
    time::Duration::try_from(period).unwrap_or(time::Duration::MAX)
}
