//! The key cache: one test for each rule.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use common::keys::{answer, key, set};
use http::{HeaderValue, Response, StatusCode};
use symbolon_discovery::jwk_set::JwkSetError;
use symbolon_discovery::keys::FetchError;
use symbolon_discovery::{
    DocumentError, Endpoint, FetchTicket, KeyCache, KeyCachePolicy, Lookup, Unknown,
};
use symbolon_oauth::obligation::{AddressFrom, Fetch};
use time::{Duration, OffsetDateTime};

const URI: &str = "https://op.example/jwks";

fn cache() -> KeyCache {
    KeyCache::new(Endpoint::new(URI).unwrap())
}

fn at(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::UNIX_EPOCH + Duration::days(20_000) + Duration::seconds(seconds)
}

fn fetch(lookup: Lookup) -> (Fetch, FetchTicket) {
    match lookup {
        Lookup::Fetch { fetch, ticket } => (fetch, ticket),
        other => panic!("{other:?}"),
    }
}

fn begin(lookup: Lookup) -> FetchTicket {
    fetch(lookup).1
}

fn have(lookup: Lookup) -> Vec<String> {
    match lookup {
        Lookup::Have(set) => set.keys().iter().map(|key| key.kid().unwrap().to_owned()).collect(),
        other => panic!("{other:?}"),
    }
}

fn unknown(lookup: Lookup) -> Unknown {
    match lookup {
        Lookup::Unknown(unknown) => unknown,
        other => panic!("{other:?}"),
    }
}

/// Returns a cache with the key `a`, which was fetched at time 0.
fn filled(cache_control: &str) -> KeyCache {
    fill(cache(), cache_control)
}

fn fill(mut cache: KeyCache, cache_control: &str) -> KeyCache {
    let ticket = begin(cache.keys(None, at(0)));
    cache.receive(ticket, &answer("a", cache_control), at(1)).unwrap();
    cache
}

fn server_error() -> Response<Vec<u8>> {
    Response::builder().status(StatusCode::INTERNAL_SERVER_ERROR).body(Vec::new()).unwrap()
}

#[test]
fn an_empty_cache_asks_for_a_fetch_and_then_has_the_keys() {
    let mut cache = cache();
    let (fetch, ticket) = fetch(cache.keys(Some("a"), at(0)));
    assert_eq!(fetch.request.uri(), URI);
    cache.receive(ticket, &answer("a", "max-age=300"), at(1)).unwrap();
    assert_eq!(have(cache.keys(Some("a"), at(1))), ["a"]);
    assert_eq!(have(cache.keys(None, at(1))), ["a"]);
}

#[test]
fn rfc9111_4_2_a_set_is_fresh_for_max_age_after_its_request() {
    let mut cache = filled("max-age=300");
    assert_eq!(have(cache.keys(Some("a"), at(299))), ["a"]);
    drop(fetch(cache.keys(Some("a"), at(300))));
}

#[test]
fn rfc9111_5_1_the_age_of_a_response_counts() {
    let mut cache = cache();
    let ticket = begin(cache.keys(None, at(0)));
    let mut response = answer("a", "max-age=300");
    response.headers_mut().insert("age", "100".parse().unwrap());
    cache.receive(ticket, &response, at(1)).unwrap();
    assert_eq!(have(cache.keys(Some("a"), at(199))), ["a"]);
    drop(fetch(cache.keys(Some("a"), at(200))));
}

#[test]
fn max_age_has_an_upper_limit() {
    let mut cache = filled("max-age=99999999999999999999");
    assert_eq!(have(cache.keys(Some("a"), at(24 * 3600 - 1))), ["a"]);
    drop(fetch(cache.keys(Some("a"), at(24 * 3600))));
}

#[test]
fn without_cache_control_the_default_lifetime_applies() {
    let mut cache = filled("");
    assert_eq!(have(cache.keys(Some("a"), at(599))), ["a"]);
    drop(fetch(cache.keys(Some("a"), at(600))));
}

#[test]
fn no_store_does_not_cause_a_fetch_for_every_token() {
    let mut cache = filled("no-store");
    assert_eq!(have(cache.keys(Some("a"), at(59))), ["a"]);
    drop(fetch(cache.keys(Some("a"), at(60))));
}

#[test]
fn rfc9111_4_2_4_a_stale_set_is_not_used_where_that_is_forbidden() {
    for forbidding in ["no-store", "no-cache", "max-age=60, must-revalidate", "no-store, ="] {
        let mut cache = filled(forbidding);
        let ticket = begin(cache.keys(Some("a"), at(60)));
        assert_eq!(unknown(cache.keys(Some("a"), at(60))), Unknown::InFlight, "{forbidding}");
        cache.fail(ticket, at(61));
        let until = at(66);
        assert_eq!(unknown(cache.keys(Some("a"), at(61))), Unknown::CoolDown { until });
    }
}

#[test]
fn core_10_1_1_an_unknown_kid_causes_a_fetch() {
    let mut cache = filled("max-age=3600");
    let ticket = begin(cache.keys(Some("b"), at(100)));
    cache.receive(ticket, &answer("b", "max-age=3600"), at(101)).unwrap();
    assert_eq!(have(cache.keys(Some("b"), at(101))), ["b"]);
}

/// Returns a cache as [`filled`] does, without an early fetch.
fn without_early_fetch(cache_control: &str) -> KeyCache {
    let mut policy = KeyCachePolicy::default();
    policy.early_fetch = false;
    fill(cache().policy(policy), cache_control)
}

#[test]
fn invented_kids_cause_no_fetch_during_the_cool_down() {
    let mut cache = without_early_fetch("max-age=3600");
    let until = at(60);
    for second in [1, 30, 59] {
        let kid = format!("made-up-{second}");
        assert_eq!(unknown(cache.keys(Some(&kid), at(second))), Unknown::CoolDown { until });
        assert_eq!(have(cache.keys(Some("a"), at(second))), ["a"]);
    }
    drop(fetch(cache.keys(Some("made-up"), at(60))));
}

#[test]
fn core_10_1_1_a_rotation_during_the_cool_down_is_followed_once() {
    let mut cache = filled("max-age=3600");
    let ticket = begin(cache.keys(Some("b"), at(10)));
    cache.receive(ticket, &answer("b", "max-age=3600"), at(11)).unwrap();
    assert_eq!(have(cache.keys(Some("b"), at(11))), ["b"]);
    // The cool-down after the early fetch allows no further fetch.
    let until = at(70);
    assert_eq!(unknown(cache.keys(Some("c"), at(12))), Unknown::CoolDown { until });
    assert_eq!(unknown(cache.keys(Some("c"), at(69))), Unknown::CoolDown { until });
    let ticket = begin(cache.keys(Some("c"), at(70)));
    cache.receive(ticket, &answer("c", "max-age=3600"), at(71)).unwrap();
    // A fetch outside the cool-down allows the next early fetch.
    drop(fetch(cache.keys(Some("d"), at(72))));
}

#[test]
fn an_early_fetch_without_response_is_not_repeated() {
    let mut cache = filled("max-age=3600");
    let ticket = begin(cache.keys(Some("b"), at(10)));
    cache.fail(ticket, at(11));
    let until = at(16);
    assert_eq!(unknown(cache.keys(Some("b"), at(12))), Unknown::CoolDown { until });

    let mut cache = filled("max-age=3600");
    drop(fetch(cache.keys(Some("b"), at(10))));
    let until = at(60);
    assert_eq!(unknown(cache.keys(Some("b"), at(45))), Unknown::CoolDown { until });
}

#[test]
fn a_token_without_kid_causes_no_early_fetch() {
    let mut cache = filled("max-age=3600");
    for second in [1, 30, 59] {
        assert_eq!(have(cache.keys(None, at(second))), ["a"]);
    }
}

#[test]
fn the_kid_of_a_key_that_was_left_out_causes_no_fetch() {
    let mut cache = cache();
    let ticket = begin(cache.keys(Some("bad"), at(0)));
    let mut bad = key("bad");
    bad["x"] = "AA==".into();
    let mut response = common::json_response("application/json", set(&[bad, key("good")]));
    response.headers_mut().insert("cache-control", "max-age=3600".parse().unwrap());
    cache.receive(ticket, &response, at(1)).unwrap();
    for second in [1, 30, 100, 3599] {
        let Lookup::Have(set) = cache.keys(Some("bad"), at(second)) else { panic!("a fetch") };
        assert_eq!(set.dropped()[0].kid.as_deref(), Some("bad"));
    }
}

/// Returns a key set whose only key has no ID.
fn unnamed(cache_control: &str) -> Response<Vec<u8>> {
    let mut key = key("");
    key.as_object_mut().unwrap().remove("kid");
    let mut response = common::json_response("application/json", set(&[key]));
    response.headers_mut().insert("cache-control", cache_control.parse().unwrap());
    response
}

fn serves(lookup: Lookup) -> bool {
    matches!(lookup, Lookup::Have(set) if set.keys().len() == 1)
}

#[test]
fn rfc7517_4_5_a_key_without_kid_serves_for_any_kid_while_no_fetch_is_allowed() {
    let mut policy = KeyCachePolicy::default();
    policy.early_fetch = false;
    let mut cache = cache().policy(policy);
    let ticket = begin(cache.keys(Some("a"), at(0)));
    cache.receive(ticket, &unnamed("max-age=300"), at(1)).unwrap();
    assert!(serves(cache.keys(Some("a"), at(1))));
    assert!(serves(cache.keys(Some("b"), at(59))));

    // The provider may have added key IDs: the cache fetches the set, and does not guess meanwhile.
    let ticket = begin(cache.keys(Some("a"), at(60)));
    assert_eq!(unknown(cache.keys(Some("a"), at(61))), Unknown::InFlight);
    assert!(serves(cache.keys(None, at(61))));
    cache.fail(ticket, at(62));
    assert!(serves(cache.keys(Some("a"), at(62))));

    let ticket = begin(cache.keys(Some("a"), at(67)));
    cache.receive(ticket, &answer("b", "max-age=300"), at(68)).unwrap();
    assert_eq!(unknown(cache.keys(Some("a"), at(68))), Unknown::CoolDown { until: at(127) });
}

#[test]
fn rfc9111_4_2_4_a_key_without_kid_is_not_used_longer_than_its_set() {
    let mut cache = cache();
    let ticket = begin(cache.keys(None, at(0)));
    cache.receive(ticket, &unnamed("max-age=60, must-revalidate"), at(1)).unwrap();
    let ticket = begin(cache.keys(Some("a"), at(60)));
    cache.fail(ticket, at(61));
    assert_eq!(unknown(cache.keys(Some("a"), at(61))), Unknown::CoolDown { until: at(66) });
}

#[test]
fn one_fetch_is_under_way_at_a_time() {
    let mut cache = cache();
    let _fetch = fetch(cache.keys(Some("a"), at(0)));
    assert_eq!(unknown(cache.keys(Some("a"), at(1))), Unknown::InFlight);
    assert_eq!(unknown(cache.keys(None, at(29))), Unknown::InFlight);
}

#[test]
fn a_lost_fetch_times_out() {
    let mut cache = cache();
    drop(fetch(cache.keys(None, at(0))));
    drop(fetch(cache.keys(None, at(30))));
}

#[test]
fn stale_keys_serve_while_a_fetch_is_under_way() {
    let mut cache = filled("max-age=300");
    let _fetch = fetch(cache.keys(Some("a"), at(300)));
    assert_eq!(have(cache.keys(Some("a"), at(301))), ["a"]);
    assert_eq!(unknown(cache.keys(Some("b"), at(301))), Unknown::InFlight);
}

#[test]
fn stale_keys_serve_for_a_limited_time_after_an_error() {
    let mut cache = filled("max-age=300");
    let ticket = begin(cache.keys(Some("a"), at(300)));
    let error = cache.receive(ticket, &server_error(), at(301)).unwrap_err();
    let status = DocumentError::Status(StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(error, FetchError::JwkSet(JwkSetError::Document(status)));
    assert_eq!(have(cache.keys(Some("a"), at(302))), ["a"]);

    // One hour later the set must not be used any more.
    let ticket = begin(cache.keys(Some("a"), at(300 + 3600)));
    cache.fail(ticket, at(300 + 3601));
    let until = at(300 + 3606);
    assert_eq!(unknown(cache.keys(Some("a"), at(300 + 3601))), Unknown::CoolDown { until });
}

#[test]
fn after_a_failure_the_next_fetch_waits_for_the_retry_delay() {
    let mut cache = cache();
    let ticket = begin(cache.keys(None, at(0)));
    cache.fail(ticket, at(2));
    assert_eq!(unknown(cache.keys(None, at(6))), Unknown::CoolDown { until: at(7) });
    drop(fetch(cache.keys(None, at(7))));
}

#[test]
fn an_unusable_answer_leaves_the_set_unchanged() {
    let mut cache = filled("max-age=3600");
    let ticket = begin(cache.keys(Some("b"), at(100)));
    let html = common::json_response("text/html", "<html>");
    assert!(cache.receive(ticket, &html, at(101)).is_err());
    assert_eq!(have(cache.keys(Some("a"), at(101))), ["a"]);
}

#[test]
fn an_answer_to_an_older_fetch_never_replaces_a_newer_one() {
    let mut cache = cache();
    let old = begin(cache.keys(None, at(0)));
    let new = begin(cache.keys(None, at(30)));
    cache.receive(new, &answer("new", "max-age=300"), at(31)).unwrap();
    assert_eq!(
        cache.receive(old, &answer("old", "max-age=300"), at(32)),
        Err(FetchError::Superseded)
    );
    assert_eq!(have(cache.keys(None, at(33))), ["new"]);
}

#[test]
fn a_late_answer_serves_until_the_newer_one_arrives() {
    let mut cache = cache();
    let old = begin(cache.keys(None, at(0)));
    let new = begin(cache.keys(None, at(30)));
    cache.receive(old, &answer("old", "max-age=300"), at(31)).unwrap();
    assert_eq!(have(cache.keys(None, at(31))), ["old"]);
    // The newer fetch is still under way.
    assert_eq!(unknown(cache.keys(Some("new"), at(31))), Unknown::InFlight);
    cache.receive(new, &answer("new", "max-age=300"), at(32)).unwrap();
    assert_eq!(have(cache.keys(None, at(32))), ["new"]);
}

#[test]
fn a_withdrawn_key_is_removed() {
    let mut cache = without_early_fetch("max-age=300");
    let ticket = begin(cache.keys(None, at(300)));
    let empty = common::json_response("application/json", set(&[]));
    cache.receive(ticket, &empty, at(301)).unwrap();
    assert!(matches!(unknown(cache.keys(Some("a"), at(302))), Unknown::CoolDown { .. }));
    assert!(have(cache.keys(None, at(302))).is_empty());
}

#[test]
fn attack_041_a_ticket_of_another_provider_is_refused() {
    let mut other = KeyCache::new(Endpoint::new("https://evil.example/jwks").unwrap());
    let mut cache = filled("max-age=300");
    let ticket = begin(other.keys(None, at(300)));
    let error = cache.receive(ticket, &answer("a", "max-age=300"), at(301)).unwrap_err();
    let (expected, found) = (cache.jwks_uri().clone().into(), other.jwks_uri().clone().into());
    assert_eq!(error, FetchError::OtherCache { expected, found });
    assert_eq!(
        error.to_string(),
        "the response is from https://evil.example/jwks, and the cache is for https://op.example/jwks"
    );
}

#[test]
fn attack_041_a_failure_at_another_provider_ends_no_fetch() {
    let mut other = KeyCache::new(Endpoint::new("https://evil.example/jwks").unwrap());
    let mut cache = cache();
    let (own, foreign) = (begin(cache.keys(None, at(0))), begin(other.keys(None, at(0))));
    cache.fail(foreign, at(1));
    assert_eq!(unknown(cache.keys(None, at(1))), Unknown::InFlight);
    cache.receive(own, &answer("a", "max-age=300"), at(2)).unwrap();
    assert_eq!(have(cache.keys(None, at(2))), ["a"]);
}

#[test]
fn a_fetch_has_the_limits_of_its_cache() {
    let (limits, _ticket) = fetch(cache().keys(None, at(0)));
    assert_eq!(limits.address, AddressFrom::Configuration);
    assert_eq!(limits.max_body, 256 * 1024);
    assert_eq!(limits.timeout, Fetch::TIMEOUT);

    let mut policy = KeyCachePolicy::default();
    policy.fetch_timeout = std::time::Duration::from_secs(3);
    let mut cache = cache().address_from(AddressFrom::Stranger).policy(policy);
    let (limits, _ticket) = fetch(cache.keys(None, at(0)));
    assert_eq!(limits.address, AddressFrom::Stranger);
    assert_eq!(limits.timeout, std::time::Duration::from_secs(3));
}

#[test]
fn attack_040_a_symmetric_key_is_never_found() {
    let mut cache = cache();
    let ticket = begin(cache.keys(Some("mac"), at(0)));
    let oct = serde_json::json!({"kty": "oct", "kid": "mac", "k": "AAECAwQFBgcICQoLDA0ODw"});
    let response = common::json_response("application/json", set(&[oct, key("ec")]));
    cache.receive(ticket, &response, at(1)).unwrap();
    // The set had a key with this ID, which was left out: the cache returns the set, and does not
    // fetch.
    assert_eq!(have(cache.keys(Some("mac"), at(1))), ["ec"]);
    assert_eq!(have(cache.keys(Some("ec"), at(1))), ["ec"]);
}

#[test]
fn a_clock_set_back_does_not_freeze_the_cache() {
    let mut cache = filled("max-age=300");
    drop(fetch(cache.keys(Some("a"), at(-86_400))));
}

#[test]
fn extreme_times_do_not_panic() {
    let earliest = time::PrimitiveDateTime::MIN.assume_utc();
    let latest = time::PrimitiveDateTime::MAX.assume_utc();
    let mut policy = KeyCachePolicy::default();
    policy.early_fetch = false;
    let mut cache = cache().policy(policy);
    let ticket = begin(cache.keys(None, latest));
    cache.receive(ticket, &answer("a", "max-age=300"), earliest).unwrap();
    assert!(matches!(unknown(cache.keys(Some("b"), latest)), Unknown::CoolDown { .. }));
    drop(fetch(cache.keys(Some("b"), earliest)));
}

/// Returns a response with the key `a`, this entity tag and `max-age=100`.
fn tagged(etag: &'static str) -> Response<Vec<u8>> {
    let mut response = answer("a", "max-age=100");
    response.headers_mut().insert("etag", HeaderValue::from_static(etag));
    response
}

fn not_modified(fields: &[(&'static str, &'static str)]) -> Response<Vec<u8>> {
    let mut response = Response::builder().status(StatusCode::NOT_MODIFIED);
    for (name, value) in fields {
        response = response.header(*name, *value);
    }
    response.body(Vec::new()).unwrap()
}

/// Returns a cache with the key `a` and the entity tag `"1"`, which was fetched at time 0.
fn with_tag() -> KeyCache {
    let mut cache = cache();
    let (request, ticket) = fetch(cache.keys(None, at(0)));
    assert!(!request.request.headers().contains_key("if-none-match"));
    cache.receive(ticket, &tagged("\"1\""), at(1)).unwrap();
    cache
}

#[test]
fn rfc9111_4_3_4_a_set_that_has_not_changed_is_fresh_again() {
    for (fields, fresh) in [
        (&[][..], 100),
        (&[("cache-control", "max-age=300")], 300),
        (&[("cache-control", "max-age=300"), ("etag", "W/\"1\"")], 300),
        (&[("expires", "0")], 60),
    ] {
        let mut cache = with_tag();
        let (request, ticket) = fetch(cache.keys(Some("a"), at(100)));
        assert_eq!(request.request.headers()["if-none-match"], "\"1\"");
        cache.receive(ticket, &not_modified(fields), at(101)).unwrap();
        assert_eq!(have(cache.keys(Some("a"), at(100 + fresh - 1))), ["a"], "{fields:?}");
        // The next request has the same condition.
        let (request, _) = fetch(cache.keys(Some("a"), at(100 + fresh)));
        assert_eq!(request.request.headers()["if-none-match"], "\"1\"");
    }
}

#[test]
fn rfc9111_4_3_4_a_304_about_another_set_is_refused() {
    let status = DocumentError::Status(StatusCode::NOT_MODIFIED);
    let refused = FetchError::JwkSet(JwkSetError::Document(status));
    for etag in ["\"2\"", "1", ""] {
        let mut cache = with_tag();
        let ticket = begin(cache.keys(Some("a"), at(100)));
        let received = cache.receive(ticket, &not_modified(&[("etag", etag)]), at(101));
        assert_eq!(received, Err(refused.clone()), "{etag}");
        drop(fetch(cache.keys(Some("a"), at(106))));
    }
    // The answer to a request without a condition cannot be 304.
    let mut cache = filled("max-age=100");
    let ticket = begin(cache.keys(Some("a"), at(100)));
    assert_eq!(cache.receive(ticket, &not_modified(&[]), at(101)), Err(refused.clone()));
    // A later fetch replaced the set to which the condition belongs.
    let mut cache = with_tag();
    let lost = begin(cache.keys(Some("a"), at(100)));
    let ticket = begin(cache.keys(Some("a"), at(131)));
    cache.receive(ticket, &tagged("\"2\""), at(132)).unwrap();
    assert_eq!(cache.receive(lost, &not_modified(&[]), at(133)), Err(refused));
    assert_eq!(have(cache.keys(Some("a"), at(134))), ["a"]);
}

#[test]
fn rfc9111_4_3_4_a_late_304_does_not_change_the_time_of_a_set() {
    let mut cache = with_tag();
    let lost = begin(cache.keys(Some("a"), at(100)));
    let ticket = begin(cache.keys(Some("a"), at(131)));
    cache.receive(ticket, &not_modified(&[]), at(132)).unwrap();
    assert_eq!(cache.receive(lost, &not_modified(&[]), at(133)), Err(FetchError::Superseded));
    assert_eq!(have(cache.keys(Some("a"), at(230))), ["a"]);
}

#[test]
fn core_10_1_1_the_request_for_an_unknown_kid_is_not_conditional() {
    let mut cache = with_tag();
    let (request, ticket) = fetch(cache.keys(Some("b"), at(90)));
    assert!(!request.request.headers().contains_key("if-none-match"));
    cache.receive(ticket, &answer("b", "max-age=100"), at(91)).unwrap();
    assert_eq!(have(cache.keys(Some("b"), at(92))), ["b"]);
    // The new response has no tag.
    let (request, _) = fetch(cache.keys(Some("b"), at(200)));
    assert!(!request.request.headers().contains_key("if-none-match"));
}
