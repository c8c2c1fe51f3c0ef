//! The document that a cache has, and how long the cache uses it.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderValue, Response};
use time::OffsetDateTime;

use crate::fetches::{Started, within};
use crate::freshness::Freshness;
use crate::validator::Validator;

/// The part of a cache's policy that decides how long a document is used.
pub(crate) struct Lifetimes {
    /// How long a document is fresh if the response does not say.
    pub(crate) default_lifetime: Duration,
    /// The longest time for which a document is fresh.
    pub(crate) max_lifetime: Duration,
    /// The shortest time for which a document is fresh.
    pub(crate) cool_down: Duration,
    /// How long a document can be used after it was fresh, if it cannot be fetched.
    pub(crate) stale_if_error: Duration,
}

impl Lifetimes {
    /// Returns how long a response is fresh, counted from its request.
    fn fresh(&self, freshness: &Freshness) -> Duration {
        let stated = freshness.lifetime.map_or(self.default_lifetime, Duration::from_secs);
        stated.min(self.max_lifetime).max(self.cool_down)
    }

    /// Returns how long a response can be used at all, counted from its request.
    fn usable(&self, freshness: &Freshness, fresh: Duration) -> Duration {
        // RFC 9111 §4.2.4: a stale response is not used if a directive forbids that.
        if freshness.stale_allowed { fresh.saturating_add(self.stale_if_error) } else { fresh }
    }
}

/// The document that a cache has.
#[derive(Debug)]
pub(crate) struct Held<T> {
    pub(crate) document: Arc<T>,
    pub(crate) validator: Validator,
    generation: u64,
    /// When the request for the document was sent.
    since: OffsetDateTime,
    /// How long the document is fresh, counted from `since`.
    fresh: Duration,
    /// How long the document can be used at all, counted from `since`.
    usable: Duration,
}

impl<T> Held<T> {
    /// Keeps the document of a response to a fetch.
    pub(crate) fn new(
        document: Arc<T>,
        validator: Validator,
        fetch: &Started,
        lifetimes: &Lifetimes,
    ) -> Self {
        let fresh = lifetimes.fresh(&validator.freshness);
        let usable = lifetimes.usable(&validator.freshness, fresh);
        let Started { generation, since, .. } = *fetch;
        Self { document, validator, generation, since, fresh, usable }
    }

    /// Returns whether the document is used without a fetch.
    pub(crate) fn is_fresh(&self, now: OffsetDateTime) -> bool {
        within(self.since, now, self.fresh)
    }

    /// Returns whether the document is used if no fetch is possible.
    pub(crate) fn is_usable(&self, now: OffsetDateTime) -> bool {
        within(self.since, now, self.usable)
    }

    /// Returns whether the document came with this fetch or with a later fetch.
    pub(crate) fn supersedes(&self, fetch: &Started) -> bool {
        self.generation >= fetch.generation
    }

    /// Returns the document with the new headers, if a response says that the document has not changed.
    /// `condition` is the condition of the request.
    pub(crate) fn renewed<B>(
        &self,
        response: &Response<B>,
        condition: Option<&HeaderValue>,
    ) -> Option<(Arc<T>, Validator)> {
        let mut validator = self.validator.clone();
        let is_current = validator.renew(response, condition);
        is_current.then(|| (Arc::clone(&self.document), validator))
    }
}
