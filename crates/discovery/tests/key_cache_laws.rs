//! Laws of the key cache that hold in every order of events.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use common::keys::answer;
use proptest::prelude::*;
use symbolon_discovery::{Endpoint, FetchTicket, KeyCache, KeyCachePolicy, Lookup};
use time::{Duration, OffsetDateTime};

#[derive(Clone, Debug)]
enum Event {
    /// A caller asks for the key with this number, or for any key.
    Ask(Option<u8>),
    /// One of the open fetches gets a response.
    Answer { which: prop::sample::Index, good: bool, cache_control: &'static str },
    /// One of the open fetches fails.
    Fail(prop::sample::Index),
    /// One of the open fetches gets neither response nor failure.
    Lose(prop::sample::Index),
    /// Seconds pass.
    Wait(u16),
}

const DIRECTIVES: &[&str] =
    &["", "max-age=90", "no-store", "max-age=300, must-revalidate", "max-age=x"];

fn event() -> impl Strategy<Value = Event> {
    let which = any::<prop::sample::Index>;
    prop_oneof![
        4 => prop::option::of(0..20_u8).prop_map(Event::Ask),
        3 => (which(), any::<bool>(), prop::sample::select(DIRECTIVES))
            .prop_map(|(which, good, cache_control)| Event::Answer { which, good, cache_control }),
        1 => which().prop_map(Event::Fail),
        1 => which().prop_map(Event::Lose),
        3 => prop_oneof![0..8_u16, 20..70_u16, 500..5000_u16].prop_map(Event::Wait),
    ]
}

/// An observer that knows the cache by its answers only.
struct Observer {
    cache: KeyCache,
    policy: KeyCachePolicy,
    now: OffsetDateTime,
    fetches: usize,
    /// Number, start and ticket of each open fetch.
    open: Vec<(usize, OffsetDateTime, FetchTicket)>,
    /// The fetch that counts as under way, with its start.
    in_flight: Option<(usize, OffsetDateTime)>,
    not_before: Option<OffsetDateTime>,
    /// Whether an unknown key ID can cause a fetch before that time.
    early_fetch: bool,
    /// The fetches that began early.
    early: Vec<usize>,
    newest: Option<usize>,
}

impl Observer {
    fn new() -> Self {
        let cache = KeyCache::new(Endpoint::new("https://op.example/jwks").unwrap());
        Self {
            cache,
            policy: KeyCachePolicy::default(),
            now: OffsetDateTime::UNIX_EPOCH + Duration::days(20_000),
            fetches: 0,
            open: Vec::new(),
            in_flight: None,
            not_before: None,
            early_fetch: false,
            early: Vec::new(),
            newest: None,
        }
    }

    fn see(&mut self, event: Event) {
        match event {
            Event::Wait(seconds) => self.now += Duration::seconds(seconds.into()),
            Event::Ask(kid) => self.ask(kid.map(|kid| format!("key-{kid}"))),
            Event::Answer { which, good, cache_control } => {
                let Some((number, since, ticket)) = self.close(which) else { return };
                if !good {
                    let error = common::json_response("text/html", "");
                    assert!(self.cache.receive(ticket, &error, self.now).is_err());
                    return self.over(number, self.now + self.policy.retry_delay, false);
                }
                let response = answer(&format!("key-{number}"), cache_control);
                let taken = self.cache.receive(ticket, &response, self.now).is_ok();
                assert_eq!(taken, self.newest.is_none_or(|newest| newest < number));
                self.newest = self.newest.max(Some(number));
                self.over(number, since + self.policy.cool_down, !self.early.contains(&number));
            }
            Event::Fail(which) => {
                let Some((number, _, ticket)) = self.close(which) else { return };
                self.cache.fail(ticket, self.now);
                self.over(number, self.now + self.policy.retry_delay, false);
            }
            Event::Lose(which) => drop(self.close(which)),
        }
    }

    fn ask(&mut self, kid: Option<String>) {
        match self.cache.keys(kid.as_deref(), self.now) {
            Lookup::Fetch { ticket, .. } => {
                if let Some((_, since)) = self.in_flight {
                    assert!(self.now - since >= self.policy.fetch_timeout, "two fetches in flight");
                }
                if self.not_before.is_some_and(|time| time > self.now) {
                    assert!(self.early_fetch && kid.is_some(), "no cool-down");
                    self.early_fetch = false;
                    self.early.push(self.fetches);
                }
                self.in_flight = Some((self.fetches, self.now));
                self.open.push((self.fetches, self.now, ticket));
                self.fetches += 1;
            }
            Lookup::Have(set) => {
                let held = set.keys()[0].kid().unwrap().to_owned();
                assert_eq!(Some(&held), self.newest.map(|it| format!("key-{it}")).as_ref());
                assert!(kid.is_none_or(|kid| kid == held));
            }
            Lookup::Unknown(_) => {
                let timeout = self.policy.fetch_timeout;
                let under_way = self.in_flight.is_some_and(|(_, since)| self.now - since < timeout);
                let resting = self.not_before.is_some_and(|time| time > self.now);
                let resting = resting && !(self.early_fetch && kid.is_some());
                assert!(under_way || resting, "the cache refused a fetch that was allowed");
            }
        }
    }

    fn close(
        &mut self,
        which: prop::sample::Index,
    ) -> Option<(usize, OffsetDateTime, FetchTicket)> {
        (!self.open.is_empty()).then(|| self.open.remove(which.index(self.open.len())))
    }

    fn over(&mut self, number: usize, not_before: OffsetDateTime, early_fetch: bool) {
        if self.in_flight.take_if(|(it, _)| *it == number).is_some() {
            self.not_before = Some(not_before);
            self.early_fetch = early_fetch;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn one_fetch_at_a_time_with_a_cool_down_and_never_an_older_set(
        events in prop::collection::vec(event(), 1..80),
    ) {
        let mut observer = Observer::new();
        for event in events {
            observer.see(event);
        }
    }
}
