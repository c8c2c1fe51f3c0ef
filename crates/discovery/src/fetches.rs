//! When a cache of one document fetches the document: one fetch at a time, with pauses.

use std::time::Duration;

use time::OffsetDateTime;

/// The reason why a cache does not have a document or key and does not ask for a fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unknown {
    /// An earlier call returned a request, and the cache does not have its response yet. Ask again
    /// when the cache has received the response, or refuse the message that needs the document.
    InFlight,
    /// The next fetch is not allowed yet, because the last fetch was too recent. Refuse the message
    /// that needs the document, for example a token whose key ID the cache does not have. The same
    /// token can be accepted later, if the next fetch finds its key.
    CoolDown {
        /// The time from which the next fetch is allowed.
        until: OffsetDateTime,
    },
}

/// The fetches of one cache.
#[derive(Debug, Default)]
pub(crate) struct Fetches {
    in_flight: Option<Started>,
    pause: Option<Pause>,
    last_generation: u64,
}

/// A fetch that began.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Started {
    /// The number of the fetch. It grows with every fetch of the cache, which orders the responses.
    pub(crate) generation: u64,
    pub(crate) since: OffsetDateTime,
    /// Whether the fetch began during a pause.
    pub(crate) early: bool,
}

/// A period without fetches.
#[derive(Debug)]
pub(crate) struct Pause {
    pub(crate) since: OffsetDateTime,
    pub(crate) period: Duration,
    /// Whether an urgent fetch can still begin during the period.
    pub(crate) early_fetch: bool,
}

impl Pause {
    /// Creates a period without an urgent fetch.
    pub(crate) fn after(since: OffsetDateTime, period: Duration) -> Self {
        Self { since, period, early_fetch: false }
    }
}

impl Fetches {
    /// Begins a fetch, unless a fetch is under way or the last fetch was too recent. A fetch that
    /// takes longer than `timeout` counts as lost.
    pub(crate) fn begin(
        &mut self,
        now: OffsetDateTime,
        timeout: Duration,
        urgent: bool,
    ) -> Result<Started, Unknown> {
        // A program can drop the ticket. Without the limit, the cache would then wait for ever.
        if self.in_flight.is_some_and(|fetch| within(fetch.since, now, timeout)) {
            return Err(Unknown::InFlight);
        }
        let mut early = false;
        if let Some(pause) = &mut self.pause
            && within(pause.since, now, pause.period)
        {
            early = urgent && std::mem::take(&mut pause.early_fetch);
            if !early {
                let until = pause.since.checked_add(saturating(pause.period)).unwrap_or(now);
                return Err(Unknown::CoolDown { until });
            }
        }
        self.last_generation = self.last_generation.saturating_add(1);
        let started = Started { generation: self.last_generation, since: now, early };
        self.in_flight = Some(started);
        Ok(started)
    }

    /// Ends the fetch under way if it is this fetch. A fetch that timed out changes nothing.
    pub(crate) fn finish(&mut self, fetch: Started, pause: Pause) {
        if self.in_flight.take_if(|it| it.generation == fetch.generation).is_some() {
            self.pause = Some(pause);
        }
    }
}

/// Checks whether `now` is less than a period away from `since`, in either direction.
///
/// A clock that was set back by more than the period counts as past the period. Otherwise the
/// correction of a wrong clock would stop all fetches.
pub(crate) fn within(since: OffsetDateTime, now: OffsetDateTime, period: Duration) -> bool {
    now.unix_timestamp_nanos().abs_diff(since.unix_timestamp_nanos()) < period.as_nanos()
}

fn saturating(period: Duration) -> time::Duration {
    time::Duration::try_from(period).unwrap_or(time::Duration::MAX)
}
