//! Laws of the metadata cache that hold in every order of events.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use common::{json_response, minimal};
use http::{HeaderValue, Response, StatusCode};
use proptest::prelude::*;
use symbolon_discovery::{
    Discover, MetadataCache, MetadataCachePolicy, MetadataLookup, MetadataTicket,
};
use symbolon_test_support::names::issuer;
use time::{Duration, OffsetDateTime};

#[derive(Clone, Debug)]
enum Event {
    /// A caller asks for the metadata.
    Ask,
    /// The provider publishes a new document.
    Publish,
    /// One of the open fetches gets a response.
    Answer { which: prop::sample::Index, good: bool, cache_control: &'static str },
    /// One of the open fetches fails.
    Fail(prop::sample::Index),
    /// One of the open fetches gets neither response nor failure.
    Lose(prop::sample::Index),
    /// Seconds pass.
    Wait(u32),
}

const DIRECTIVES: &[&str] =
    &["", "max-age=90", "no-store", "max-age=300, must-revalidate", "max-age=x"];

fn event() -> impl Strategy<Value = Event> {
    let which = any::<prop::sample::Index>;
    prop_oneof![
        4 => Just(Event::Ask),
        1 => Just(Event::Publish),
        3 => (which(), any::<bool>(), prop::sample::select(DIRECTIVES))
            .prop_map(|(which, good, cache_control)| Event::Answer { which, good, cache_control }),
        1 => which().prop_map(Event::Fail),
        1 => which().prop_map(Event::Lose),
        3 => prop_oneof![0..8_u32, 20..70_u32, 500..5000_u32, 50_000..200_000_u32]
            .prop_map(Event::Wait),
    ]
}

/// A fetch without a response.
struct Open {
    number: usize,
    since: OffsetDateTime,
    ticket: MetadataTicket,
    condition: Option<HeaderValue>,
}

/// An observer that knows the cache by its answers only, and answers as the provider.
struct Observer {
    cache: MetadataCache,
    policy: MetadataCachePolicy,
    now: OffsetDateTime,
    /// The version of the document that the provider publishes.
    version: u32,
    fetches: usize,
    open: Vec<Open>,
    /// The fetch that counts as under way, with its start.
    in_flight: Option<(usize, OffsetDateTime)>,
    not_before: Option<OffsetDateTime>,
    /// The latest fetch whose response was used, with the version and the start of the fetch.
    newest: Option<(usize, u32, OffsetDateTime)>,
}

fn tag(version: u32) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{version}\"")).unwrap()
}

impl Observer {
    fn new() -> Self {
        Self {
            cache: MetadataCache::new(Discover::new(issuer())).unwrap(),
            policy: MetadataCachePolicy::default(),
            now: OffsetDateTime::UNIX_EPOCH + Duration::days(20_000),
            version: 0,
            fetches: 0,
            open: Vec::new(),
            in_flight: None,
            not_before: None,
            newest: None,
        }
    }

    fn see(&mut self, event: Event) {
        match event {
            Event::Wait(seconds) => self.now += Duration::seconds(seconds.into()),
            Event::Publish => self.version += 1,
            Event::Ask => self.ask(),
            Event::Answer { which, good, cache_control } => {
                let Some(open) = self.close(which) else { return };
                if good { self.answer(open, cache_control) } else { self.answer_badly(open) }
            }
            Event::Fail(which) => {
                let Some(open) = self.close(which) else { return };
                self.cache.fail(open.ticket, self.now);
                self.over(open.number, self.now + self.policy.retry_delay);
            }
            Event::Lose(which) => drop(self.close(which)),
        }
    }

    /// Sends the document, or 304 if the condition of the request names its version.
    fn answer(&mut self, open: Open, cache_control: &str) {
        let Open { number, since, ticket, condition } = open;
        let unchanged = condition == Some(tag(self.version));
        let mut response = if unchanged { not_modified() } else { document(self.version) };
        if !cache_control.is_empty() {
            let value = HeaderValue::from_str(cache_control).unwrap();
            response.headers_mut().insert("cache-control", value);
        }
        let received = self.cache.receive(ticket, &response, self.now);
        let held = self.newest.map(|(_, version, _)| version);
        if unchanged && held != Some(self.version) {
            // The cache no longer has the document that has not changed.
            assert!(received.is_err());
            return self.over(number, self.now + self.policy.retry_delay);
        }
        let is_newer = self.newest.is_none_or(|(newest, ..)| newest < number);
        assert_eq!(received.is_ok(), is_newer);
        if is_newer {
            self.newest = Some((number, self.version, since));
        }
        self.over(number, since + self.policy.cool_down);
    }

    /// Sends a document of another issuer.
    fn answer_badly(&mut self, open: Open) {
        let mut response = document(self.version);
        let other = String::from_utf8(response.body().clone()).unwrap();
        *response.body_mut() =
            other.replace("\"https://op.example\"", "\"https://a.example\"").into();
        assert!(self.cache.receive(open.ticket, &response, self.now).is_err());
        self.over(open.number, self.now + self.policy.retry_delay);
    }

    fn ask(&mut self) {
        match self.cache.metadata(self.now) {
            MetadataLookup::Fetch { fetch, ticket } => {
                if let Some((_, since)) = self.in_flight {
                    assert!(self.now - since >= self.policy.fetch_timeout, "two fetches in flight");
                }
                assert!(self.not_before.is_none_or(|time| time <= self.now), "no pause");
                let condition = fetch.request.headers().get("if-none-match").cloned();
                // The condition names the document that the cache has.
                assert_eq!(condition, self.newest.map(|(_, version, _)| tag(version)));
                let (number, since) = (self.fetches, self.now);
                self.in_flight = Some((number, since));
                self.open.push(Open { number, since, ticket, condition });
                self.fetches += 1;
            }
            MetadataLookup::Have(metadata) => {
                let (_, version, since) = self.newest.unwrap();
                assert_eq!(metadata.scopes_supported.concat(), version.to_string());
                let longest = self.policy.max_lifetime + self.policy.stale_if_error;
                assert!(self.now - since < longest, "a document was kept for too long");
            }
            MetadataLookup::Unknown(_) => {
                let timeout = self.policy.fetch_timeout;
                let under_way = self.in_flight.is_some_and(|(_, since)| self.now - since < timeout);
                let resting = self.not_before.is_some_and(|time| time > self.now);
                assert!(under_way || resting, "the cache refused a fetch that was allowed");
            }
        }
    }

    fn close(&mut self, which: prop::sample::Index) -> Option<Open> {
        (!self.open.is_empty()).then(|| self.open.remove(which.index(self.open.len())))
    }

    fn over(&mut self, number: usize, not_before: OffsetDateTime) {
        if self.in_flight.take_if(|(it, _)| *it == number).is_some() {
            self.not_before = Some(not_before);
        }
    }
}

/// Returns the response with this version of the document.
fn document(version: u32) -> Response<Vec<u8>> {
    let mut document = minimal();
    document.insert("scopes_supported", vec![version.to_string()]);
    let mut response = json_response("application/json", document.to_json());
    response.headers_mut().insert("etag", tag(version));
    response
}

fn not_modified() -> Response<Vec<u8>> {
    Response::builder().status(StatusCode::NOT_MODIFIED).body(Vec::new()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn one_fetch_at_a_time_with_pauses_and_never_an_older_document(
        events in prop::collection::vec(event(), 1..80),
    ) {
        let mut observer = Observer::new();
        for event in events {
            observer.see(event);
        }
    }
}
