//! The metadata cache: one test for each rule.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use common::{json_response, minimal};
use http::{HeaderValue, Response, StatusCode};
use symbolon_discovery::cache::MetadataFetchError;
use symbolon_discovery::keys::Unknown;
use symbolon_discovery::quirks::Quirks;
use symbolon_discovery::{
    Discover, DiscoveryError, DocumentError, Endpoint, MetadataCache, MetadataCachePolicy,
    MetadataLookup, MetadataTicket, WellKnown,
};
use symbolon_oauth::Issuer;
use symbolon_oauth::obligation::{AddressFrom, Fetch};
use symbolon_test_support::names::issuer;
use time::{Duration, OffsetDateTime};

fn cache() -> MetadataCache {
    MetadataCache::new(Discover::new(issuer())).unwrap()
}

fn at(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::UNIX_EPOCH + Duration::days(20_000) + Duration::seconds(seconds)
}

/// Returns a response with a document that has this scope and these headers.
fn answer(scope: &str, headers: &[(&'static str, &str)]) -> Response<Vec<u8>> {
    let mut document = minimal();
    document.insert("scopes_supported", vec![scope]);
    let mut response = json_response("application/json", document.to_json());
    for (name, value) in headers {
        response.headers_mut().insert(*name, HeaderValue::from_str(value).unwrap());
    }
    response
}

fn not_modified() -> Response<Vec<u8>> {
    Response::builder().status(StatusCode::NOT_MODIFIED).body(Vec::new()).unwrap()
}

fn server_error() -> Response<Vec<u8>> {
    Response::builder().status(StatusCode::BAD_GATEWAY).body(Vec::new()).unwrap()
}

fn fetch(lookup: MetadataLookup) -> (Fetch, MetadataTicket) {
    match lookup {
        MetadataLookup::Fetch { fetch, ticket } => (fetch, ticket),
        other => panic!("{other:?}"),
    }
}

fn begin(lookup: MetadataLookup) -> MetadataTicket {
    fetch(lookup).1
}

/// Returns the scope of the document in the cache.
fn have(lookup: MetadataLookup) -> String {
    match lookup {
        MetadataLookup::Have(metadata) => metadata.scopes_supported.concat(),
        other => panic!("{other:?}"),
    }
}

fn unknown(lookup: MetadataLookup) -> Unknown {
    match lookup {
        MetadataLookup::Unknown(unknown) => unknown,
        other => panic!("{other:?}"),
    }
}

/// Returns a cache with the scope `a`, which was fetched at time 0.
fn filled(headers: &[(&'static str, &str)]) -> MetadataCache {
    let mut cache = cache();
    let ticket = begin(cache.metadata(at(0)));
    cache.receive(ticket, &answer("a", headers), at(1)).unwrap();
    cache
}

#[test]
fn discovery_4_1_an_empty_cache_asks_for_the_document() {
    let mut cache = cache();
    let (fetch, ticket) = fetch(cache.metadata(at(0)));
    let expected = symbolon_discovery::request(&issuer()).unwrap();
    assert_eq!(fetch.request.uri(), expected.uri());
    assert_eq!(fetch.request.headers(), expected.headers());
    assert_eq!(unknown(cache.metadata(at(0))), Unknown::InFlight);
    cache.receive(ticket, &answer("a", &[]), at(1)).unwrap();
    assert_eq!(have(cache.metadata(at(1))), "a");
    assert_eq!(cache.issuer(), &issuer());
}

#[test]
fn rfc9111_4_2_a_document_is_fresh_as_long_as_its_response_says_within_bounds() {
    for (header, fresh) in [
        (("cache-control", "max-age=300"), 300),
        (("cache-control", "max-age=99999999999999"), 24 * 3600),
        (("cache-control", "max-age=1"), 60),
        (("cache-control", "no-store"), 60),
        (("x", "y"), 3600),
    ] {
        let mut cache = filled(&[header]);
        assert_eq!(have(cache.metadata(at(fresh - 1))), "a", "{header:?}");
        drop(fetch(cache.metadata(at(fresh))));
    }
}

#[test]
fn rfc9111_4_2_4_a_stale_document_serves_during_a_fetch_and_after_a_failure() {
    let mut cache = filled(&[("cache-control", "max-age=300")]);
    let ticket = begin(cache.metadata(at(300)));
    assert_eq!(have(cache.metadata(at(300))), "a");
    cache.fail(ticket, at(301));
    assert_eq!(have(cache.metadata(at(305))), "a");
    let ticket = begin(cache.metadata(at(306)));
    let status = DocumentError::Status(StatusCode::BAD_GATEWAY);
    let refused = MetadataFetchError::Discovery(DiscoveryError::Document(status));
    assert_eq!(cache.receive(ticket, &server_error(), at(307)), Err(refused));
    assert_eq!(have(cache.metadata(at(308))), "a");
    // The stale document is used for one day.
    let end = 300 + 24 * 3600;
    let ticket = begin(cache.metadata(at(end - 2)));
    cache.fail(ticket, at(end - 2));
    assert_eq!(have(cache.metadata(at(end - 1))), "a");
    assert_eq!(unknown(cache.metadata(at(end))), Unknown::CoolDown { until: at(end + 3) });
}

#[test]
fn rfc9111_4_2_4_a_stale_document_is_not_used_where_that_is_forbidden() {
    for forbidding in ["no-store", "no-cache", "max-age=60, must-revalidate", "no-store, ="] {
        let mut cache = filled(&[("cache-control", forbidding)]);
        let ticket = begin(cache.metadata(at(60)));
        assert_eq!(unknown(cache.metadata(at(60))), Unknown::InFlight, "{forbidding}");
        cache.fail(ticket, at(61));
        assert_eq!(unknown(cache.metadata(at(61))), Unknown::CoolDown { until: at(66) });
    }
}

#[test]
fn discovery_4_3_a_document_of_another_issuer_never_replaces_the_held_one() {
    let other = |issuer: &str| {
        let mut document = minimal();
        document.insert("issuer", issuer);
        json_response("application/json", document.to_json())
    };
    for issuer in ["https://evil.example", "https://op.example/"] {
        let mut cache = filled(&[("cache-control", "max-age=300"), ("etag", "\"1\"")]);
        let ticket = begin(cache.metadata(at(300)));
        let refused = cache.receive(ticket, &other(issuer), at(301)).unwrap_err();
        assert_eq!(refused.code(), "metadata.issuer_mismatch");
        assert_eq!(have(cache.metadata(at(302))), "a");
        // The tag of the refused response is not used either.
        let (request, _) = fetch(cache.metadata(at(306)));
        assert_eq!(request.request.headers()["if-none-match"], "\"1\"");
    }
}

#[test]
fn rfc9111_4_3_4_a_document_that_has_not_changed_is_fresh_again() {
    let mut cache = filled(&[("cache-control", "max-age=300"), ("etag", "W/\"1\"")]);
    let (request, ticket) = fetch(cache.metadata(at(300)));
    assert_eq!(request.request.headers()["if-none-match"], "W/\"1\"");
    cache.receive(ticket, &not_modified(), at(301)).unwrap();
    assert_eq!(have(cache.metadata(at(599))), "a");
    // A document that cannot be used any more can still be confirmed.
    let later = 600 + 48 * 3600;
    let ticket = begin(cache.metadata(at(later)));
    assert_eq!(unknown(cache.metadata(at(later))), Unknown::InFlight);
    cache.receive(ticket, &not_modified(), at(later + 1)).unwrap();
    assert_eq!(have(cache.metadata(at(later + 1))), "a");
    // A new document has a new tag.
    let ticket = begin(cache.metadata(at(later + 300)));
    let changed = answer("b", &[("etag", "\"2\"")]);
    cache.receive(ticket, &changed, at(later + 301)).unwrap();
    assert_eq!(have(cache.metadata(at(later + 301))), "b");
    let (request, _) = fetch(cache.metadata(at(later + 300 + 3600)));
    assert_eq!(request.request.headers()["if-none-match"], "\"2\"");
}

#[test]
fn rfc9111_4_3_4_a_304_without_a_condition_is_refused() {
    let mut empty = cache();
    let ticket = begin(empty.metadata(at(0)));
    let status = DocumentError::Status(StatusCode::NOT_MODIFIED);
    let refused = MetadataFetchError::Discovery(DiscoveryError::Document(status));
    assert_eq!(empty.receive(ticket, &not_modified(), at(1)), Err(refused.clone()));
    let mut untagged = filled(&[("cache-control", "max-age=300"), ("etag", "not a tag")]);
    let (request, ticket) = fetch(untagged.metadata(at(300)));
    assert!(!request.request.headers().contains_key("if-none-match"));
    assert_eq!(untagged.receive(ticket, &not_modified(), at(301)), Err(refused));
}

#[test]
fn an_answer_to_an_older_fetch_never_replaces_a_newer_one() {
    let mut cache = cache();
    let lost = begin(cache.metadata(at(0)));
    let ticket = begin(cache.metadata(at(30)));
    cache.receive(ticket, &answer("new", &[]), at(31)).unwrap();
    let late = cache.receive(lost, &answer("old", &[]), at(32));
    assert_eq!(late, Err(MetadataFetchError::Superseded));
    assert_eq!(have(cache.metadata(at(33))), "new");
}

#[test]
fn attack_080_the_ticket_of_another_provider_is_refused() {
    let other = Issuer::new("https://other.example").unwrap();
    let mut other = MetadataCache::new(Discover::new(other)).unwrap();
    let mut cache = cache();
    let (ticket, own) = (begin(other.metadata(at(0))), begin(cache.metadata(at(0))));
    let refused = cache.receive(ticket, &answer("a", &[]), at(1)).unwrap_err();
    assert_eq!(refused.code(), "metadata_cache.other_cache");
    let ticket = begin(other.metadata(at(31)));
    cache.fail(ticket, at(31));
    cache.receive(own, &answer("a", &[]), at(31)).unwrap();
    assert_eq!(have(cache.metadata(at(32))), "a");
}

#[test]
fn a_fetch_has_the_place_the_address_and_the_limits_of_its_cache() {
    let issuer = Issuer::new("https://op.example/a").unwrap();
    let discover = Discover::new(issuer).well_known(WellKnown::OAuth);
    let discover = discover.address_from(AddressFrom::Stranger);
    let mut policy = MetadataCachePolicy::default();
    policy.fetch_timeout = std::time::Duration::from_secs(3);
    let mut cache = MetadataCache::new(discover).unwrap().policy(policy);
    let (fetch, _) = fetch(cache.metadata(at(0)));
    let uri = "https://op.example/.well-known/oauth-authorization-server/a";
    assert_eq!(fetch.request.uri(), uri);
    assert_eq!((fetch.address, fetch.timeout.as_secs()), (AddressFrom::Stranger, 3));
    assert_eq!(fetch.max_body, 256 * 1024);
}

#[test]
fn a_document_is_read_with_the_quirks_of_the_provider() {
    let mut quirks = Quirks::default();
    quirks.metadata.token_endpoint = Some(Endpoint::new("https://op.example/quirk").unwrap());
    let mut cache = MetadataCache::new(Discover::new(issuer()).quirks(&quirks)).unwrap();
    let ticket = begin(cache.metadata(at(0)));
    let mut document = minimal();
    document.remove("token_endpoint");
    let response = json_response("application/json", document.to_json());
    cache.receive(ticket, &response, at(1)).unwrap();
    let MetadataLookup::Have(metadata) = cache.metadata(at(1)) else { unreachable!() };
    assert_eq!(metadata.token_endpoint, quirks.metadata.token_endpoint);
}

#[test]
fn a_clock_set_back_does_not_freeze_the_cache() {
    let mut cache = filled(&[]);
    drop(fetch(cache.metadata(at(-100_000))));
    let (early, late) = (time::Date::MIN.midnight(), time::Date::MAX.midnight());
    for now in [early, late] {
        let ticket = begin(cache.metadata(now.assume_utc()));
        cache.receive(ticket, &answer("a", &[]), now.assume_utc()).unwrap();
    }
}
