//! The search for the keys of one token, without any engine around it.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod common;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::keys::{answer, key, set};
use http::Response;
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::keys::{KeySearch, KeySearchError, KeySource, SearchStep};
use symbolon_discovery::{
    Endpoint, FetchTicket, KeyCache, KeyCachePolicy, KeysError, Lookup, ProviderKeys,
};
use symbolon_jose::key::SelectError;
use symbolon_jose::{SignatureAlgorithm, VerificationKeys, base64url, jws};
use symbolon_oauth::obligation::{AddressFrom, Fetch};
use symbolon_oidc::IssuerTemplate;
use time::OffsetDateTime;

const URI: &str = "https://op.example/jwks";

fn at(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(1_700_000_000 + seconds).unwrap()
}

fn uri() -> Endpoint {
    Endpoint::new(URI).unwrap()
}

fn source() -> KeySource {
    KeySource::new(uri(), vec![SignatureAlgorithm::Es256], &CRYPTO)
}

/// Returns a cache that received the key `a` at time 0.
fn warm() -> KeyCache {
    let mut cache = KeyCache::new(uri());
    let ticket = begin(&mut cache, 0);
    cache.receive(ticket, &answer("a", "max-age=3600"), at(0)).unwrap();
    cache
}

fn begin(cache: &mut KeyCache, seconds: i64) -> FetchTicket {
    match cache.keys(None, at(seconds)) {
        Lookup::Fetch { ticket, .. } => ticket,
        other => panic!("{other:?}"),
    }
}

/// Returns a JWS with this header and a signature that verifies with no key.
fn jws(header: &str) -> String {
    format!("{}.e30.AA", base64url::encode(header.as_bytes()))
}

fn search(cache: &mut KeyCache, kid: &str, seconds: i64) -> Result<SearchStep, KeySearchError> {
    source().search(Some(kid), "ES256", cache, at(seconds))
}

fn found(step: SearchStep) -> Vec<String> {
    match step {
        SearchStep::Keys(keys) => kids(&keys),
        SearchStep::Fetch { .. } => panic!("the key is in the cache"),
    }
}

fn fetch(step: SearchStep) -> (Fetch, KeySearch) {
    match step {
        SearchStep::Fetch { fetch, search } => (*fetch, *search),
        SearchStep::Keys(keys) => panic!("{keys:?}"),
    }
}

fn kids(keys: &VerificationKeys) -> Vec<String> {
    keys.iter().map(|key| key.kid().unwrap().to_owned()).collect()
}

fn down() -> Response<Vec<u8>> {
    common::json_response("text/html", "down for maintenance")
}

fn selection(error: SelectError) -> KeySearchError {
    KeySearchError::Jws(jws::Error::Key(error))
}

#[test]
fn a_key_in_the_cache_is_found_without_a_fetch() {
    let mut cache = warm();
    assert_eq!(found(search(&mut cache, "a", 100).unwrap()), ["a"]);
    let step = source().search(None, "ES256", &mut cache, at(100)).unwrap();
    assert_eq!(found(step), ["a"]);
}

#[test]
fn the_header_of_a_jws_names_the_key_and_the_algorithm() {
    let mut cache = warm();
    let token = jws(r#"{"alg":"ES256","kid":"a"}"#);
    assert_eq!(found(source().search_for_jws(&token, &mut cache, at(100)).unwrap()), ["a"]);
    let token = jws(r#"{"alg":"RS256","kid":"a"}"#);
    let error = source().search_for_jws(&token, &mut cache, at(100)).unwrap_err();
    assert_eq!(
        error,
        selection(SelectError::AlgorithmNotAllowed(SignatureAlgorithm::Rs256.into()))
    );
}

#[test]
fn core_10_1_1_an_unknown_kid_causes_one_fetch_and_the_cache_keeps_the_set() {
    let mut cache = warm();
    let (fetch, waiting) = fetch(search(&mut cache, "b", 100).unwrap());
    assert_eq!(fetch.request.uri(), URI);
    assert_eq!(fetch.address, AddressFrom::Configuration);
    let keys = waiting.receive(&answer("b", "max-age=3600"), &mut cache, at(101)).unwrap();
    assert_eq!(kids(&keys), ["b"]);
    assert_eq!(found(search(&mut cache, "b", 102).unwrap()), ["b"]);
}

#[test]
fn core_10_1_1_a_kid_that_stays_unknown_is_an_error_without_a_second_fetch() {
    let mut policy = KeyCachePolicy::default();
    (policy.cool_down, policy.retry_delay) = (Duration::ZERO, Duration::ZERO);
    for (response, code) in
        [(answer("a", "max-age=3600"), "jws.unknown_kid"), (down(), "document.content_type")]
    {
        let mut cache = warm().policy(policy.clone());
        let (_, waiting) = fetch(search(&mut cache, "b", 100).unwrap());
        let error = waiting.receive(&response, &mut cache, at(101)).unwrap_err();
        assert_eq!(error.code(), code);
        // The second fetch, which was not sent, does not block the next fetch of the cache.
        assert!(matches!(cache.keys(Some("b"), at(101)), Lookup::Fetch { .. }));
    }
}

#[test]
fn an_unusable_response_is_reported_unless_the_cache_has_the_key() {
    let mut cache = KeyCache::new(uri());
    let (_, waiting) = fetch(search(&mut cache, "a", 0).unwrap());
    let error = waiting.receive(&down(), &mut cache, at(1)).unwrap_err();
    assert_eq!(error.code(), "document.content_type");
    assert!(matches!(error, KeySearchError::Keys(KeysError::Fetch(_))));

    let mut stale = warm();
    let (_, waiting) = fetch(search(&mut stale, "a", 3600).unwrap());
    let keys = waiting.receive(&down(), &mut stale, at(3601)).unwrap();
    assert_eq!(kids(&keys), ["a"]);
}

#[test]
fn core_10_1_1_without_a_response_the_held_set_is_used_while_it_is_usable() {
    let mut stale = warm();
    let (_, waiting) = fetch(search(&mut stale, "a", 3600).unwrap());
    assert_eq!(kids(&waiting.fail(&mut stale, at(3601)).unwrap()), ["a"]);

    let mut policy = KeyCachePolicy::default();
    (policy.cool_down, policy.retry_delay) = (Duration::ZERO, Duration::ZERO);
    for mut cache in [KeyCache::new(uri()), warm().policy(policy)] {
        let (_, waiting) = fetch(search(&mut cache, "b", 100).unwrap());
        let error = waiting.fail(&mut cache, at(101)).unwrap_err();
        assert_eq!((error.code(), error), ("keys.no_response", KeysError::NoResponse));
        // The failure ends the fetch, so the next fetch does not wait for its timeout.
        assert!(matches!(cache.keys(Some("b"), at(107)), Lookup::Fetch { .. }));
    }
}

#[test]
fn rfc8725_3_1_a_disallowed_algorithm_causes_no_fetch() {
    let mut cache = KeyCache::new(uri());
    for (alg, error) in [
        ("RS256", selection(SelectError::AlgorithmNotAllowed(SignatureAlgorithm::Rs256.into()))),
        ("HS256", selection(SelectError::AlgorithmNotAllowed(SignatureAlgorithm::Hs256.into()))),
        ("none", jws::Error::NotSigned.into()),
        ("es256", jws::Error::UnsupportedAlgorithm.into()),
        ("", jws::Error::UnsupportedAlgorithm.into()),
    ] {
        let result = source().search(Some("a"), alg, &mut cache, at(0)).map(found);
        assert_eq!(result, Err(error), "{alg}");
    }
    drop(begin(&mut cache, 0));
}

#[test]
fn a_text_that_is_not_a_jws_has_no_keys_and_causes_no_fetch() {
    let mut cache = KeyCache::new(uri());
    for text in ["", "a.b", "e30.e30.AA", &jws("[]"), "a.b.c.d.e"] {
        let step = source().search_for_jws(text, &mut cache, at(0)).unwrap();
        assert!(found(step).is_empty(), "{text}");
    }
    drop(begin(&mut cache, 0));
}

#[test]
fn attack_041_the_cache_of_another_party_is_refused() {
    let mut cache = KeyCache::new(Endpoint::new("https://evil.example/jwks").unwrap());
    let error = search(&mut cache, "a", 0).unwrap_err();
    let (expected, found) = (uri().into(), cache.jwks_uri().clone().into());
    assert_eq!(error, KeysError::OtherProvider { expected, found }.into());
    assert_eq!(
        error.to_string(),
        "the key cache is for https://evil.example/jwks, and the keys are at https://op.example/jwks"
    );
    drop(begin(&mut cache, 0));
}

#[test]
fn an_invented_kid_causes_no_fetch_during_the_cool_down() {
    let mut policy = KeyCachePolicy::default();
    policy.early_fetch = false;
    let mut cache = KeyCache::new(uri()).policy(policy);
    let ticket = begin(&mut cache, 0);
    cache.receive(ticket, &answer("a", "max-age=3600"), at(0)).unwrap();
    let error = search(&mut cache, "b", 30).unwrap_err();
    assert_eq!(error, KeysError::CoolDown { until: at(60) }.into());
    assert_eq!(error.code(), "keys.cool_down");
    assert_eq!(error.try_again_at(), Some(at(60)));
    assert!(error.to_string().ends_with("; try again at that time"), "{error}");
}

#[test]
fn core_10_1_1_a_key_that_changed_within_a_minute_of_the_first_fetch_is_found() {
    let mut cache = warm();
    let (_, waiting) = fetch(search(&mut cache, "b", 30).unwrap());
    let keys = waiting.receive(&answer("b", "max-age=3600"), &mut cache, at(31)).unwrap();
    assert_eq!(kids(&keys), ["b"]);
    let error = search(&mut cache, "c", 32).unwrap_err();
    assert_eq!(error.try_again_at(), Some(at(90)));
}

#[test]
fn a_search_that_fetched_leaves_the_early_fetch_to_the_next_search() {
    let mut cache = KeyCache::new(uri());
    let (_, waiting) = fetch(search(&mut cache, "b", 0).unwrap());
    let error = waiting.receive(&answer("a", ""), &mut cache, at(1)).unwrap_err();
    assert_eq!(error, selection(SelectError::UnknownKid));
    assert_eq!(error.try_again_at(), None);
    drop(fetch(search(&mut cache, "b", 2).unwrap()));
}

#[test]
fn a_search_during_another_callers_fetch_fetches_for_itself() {
    let mut cache = KeyCache::new(uri());
    let ticket = begin(&mut cache, 0);
    let (fetch, waiting) = fetch(search(&mut cache, "a", 1).unwrap());
    assert_eq!(fetch.request.uri(), URI);
    let keys = waiting.receive(&answer("a", ""), &mut cache, at(2)).unwrap();
    assert_eq!(kids(&keys), ["a"]);
    // The response was for this search only: the cache still waits for the other response.
    assert!(matches!(cache.keys(Some("a"), at(2)), Lookup::Unknown(_)));
    cache.receive(ticket, &answer("a", ""), at(3)).unwrap();
    assert!(matches!(cache.keys(Some("a"), at(3)), Lookup::Have(_)));
}

#[test]
fn an_own_fetch_that_fails_is_reported() {
    let mut cache = KeyCache::new(uri());
    let _ticket = begin(&mut cache, 0);
    let (_, waiting) = fetch(search(&mut cache, "a", 1).unwrap());
    let error = waiting.receive(&down(), &mut cache, at(2)).unwrap_err();
    assert_eq!(error.code(), "document.content_type");
}

#[test]
fn a_set_without_a_usable_key_yields_no_keys() {
    let mut cache = KeyCache::new(uri());
    let (_, waiting) = fetch(source().search(None, "ES256", &mut cache, at(0)).unwrap());
    let mut encryption = key("a");
    encryption["use"] = "enc".into();
    let response = common::json_response("application/json", set(&[encryption]));
    let keys = waiting.receive(&response, &mut cache, at(1)).unwrap();
    assert!(keys.is_empty());
}

#[test]
fn the_cache_of_a_stranger_says_so_in_every_fetch() {
    let mut cache = KeyCache::new(uri()).address_from(AddressFrom::Stranger);
    for seconds in 0..2 {
        let (fetch, _search) = fetch(search(&mut cache, "a", seconds).unwrap());
        assert_eq!(fetch.address, AddressFrom::Stranger);
    }
}

#[test]
fn a_shared_cache_is_not_locked_between_two_steps() {
    let shared = Arc::new(Mutex::new(KeyCache::new(uri())));
    let (_, waiting) =
        fetch(source().search(Some("a"), "ES256", &mut Arc::clone(&shared), at(0)).unwrap());
    assert!(shared.try_lock().is_ok());
    let keys = waiting.receive(&answer("a", ""), &mut &*shared, at(1)).unwrap();
    assert_eq!(kids(&keys), ["a"]);
    assert_eq!((&*shared).ask(|cache| cache.jwks_uri().clone()), uri());
}

#[test]
fn only_the_keys_that_the_header_can_mean_are_prepared() {
    let keys: Vec<_> = (0..20).map(|number| key(&format!("k{number}"))).collect();
    let response = common::json_response("application/json", set(&keys));
    let mut cache = KeyCache::new(uri());
    let (_, waiting) = fetch(search(&mut cache, "k19", 0).unwrap());
    assert_eq!(kids(&waiting.receive(&response, &mut cache, at(1)).unwrap()), ["k19"]);
    assert_eq!(found(search(&mut cache, "k18", 2).unwrap()), ["k18"]);
}

#[test]
fn a_response_that_a_later_fetch_overtook_leaves_the_kid_unknown() {
    let mut cache = KeyCache::new(uri());
    let (_, slow) = fetch(search(&mut cache, "b", 0).unwrap());
    // The fetch of the slow search timed out, and another search fetched the set.
    let (_, other) = fetch(search(&mut cache, "a", 30).unwrap());
    let keys = other.receive(&answer("a", "max-age=3600"), &mut cache, at(31)).unwrap();
    assert_eq!(kids(&keys), ["a"]);
    let error = slow.receive(&answer("b", "max-age=3600"), &mut cache, at(32)).unwrap_err();
    assert_eq!(error, selection(SelectError::UnknownKid));
}

/// Returns a set with the key `a`, whose member `issuer` has this text.
fn key_of(issuer: &str) -> Response<Vec<u8>> {
    let mut key = key("a");
    key.as_object_mut().unwrap().insert("issuer".to_owned(), issuer.into());
    common::json_response("application/json", set(&[key]))
}

#[test]
fn attack_041_the_key_of_one_tenant_is_left_out_for_the_tokens_of_other_tenants() {
    let template = IssuerTemplate::new("https://op.example/{tenantid}").unwrap();
    let (one, other) = ("https://op.example/1", "https://op.example/2");
    let claims = base64url::encode(format!(r#"{{"iss":"{one}"}}"#).as_bytes());
    let header = base64url::encode(br#"{"alg":"ES256","kid":"a"}"#);
    for (issuer, accepted) in [
        (template.as_str(), true),
        (one, true),
        (other, false),
        ("https://op.example", false),
        ("", false),
    ] {
        for (payload, accepted) in [
            (&*claims, accepted),
            ("e30", issuer == template.as_str()),
            ("AA", issuer == template.as_str()),
        ] {
            let mut cache = KeyCache::new(uri());
            let ticket = begin(&mut cache, 0);
            cache.receive(ticket, &key_of(issuer), at(0)).unwrap();
            let token = format!("{header}.{payload}.AA");
            let of_tenants = source().tenants(&template);
            let found_keys = found(of_tenants.search_for_jws(&token, &mut cache, at(1)).unwrap());
            assert_eq!(!found_keys.is_empty(), accepted, "{issuer} {payload}");
            // The keys of a provider with one issuer are not compared.
            let all = found(source().search_for_jws(&token, &mut cache, at(1)).unwrap());
            assert_eq!(all, ["a"]);
        }
    }
}
