//! The provider's keys: in the cache, fetched once, or not available.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::{Endpoint, KeyCache, KeyCachePolicy, Lookup};
use symbolon_oauth::obligation::{AddressFrom, Fetch, FetchLimits};
use symbolon_relying_party::{ExchangeError, LoginError, ProviderKeys};

use crate::attempt::{self, Attempt, Run};
use crate::keys;
use crate::parties::{answer, begin, callback, jwks, now, rp, usual_jwks};

/// Returns a cache that received the provider's usual key this long ago.
fn warm(age: Duration) -> KeyCache {
    warm_with(age, KeyCachePolicy::default())
}

fn warm_with(age: Duration, policy: KeyCachePolicy) -> KeyCache {
    let mut cache = rp().key_cache().policy(policy);
    let then = now() - age;
    let Lookup::Fetch { ticket, .. } = cache.keys(None, then) else { panic!("an empty cache") };
    cache.receive(ticket, &usual_jwks(), then).unwrap();
    cache
}

fn rotated(cache: KeyCache) -> Attempt {
    let mut attempt = Attempt::new();
    attempt.keys = cache;
    attempt.signer = keys::ed().signing(&CRYPTO);
    attempt.jwks = jwks(&[keys::ed(), keys::es()]);
    attempt
}

const MINUTES_2: Duration = Duration::from_secs(120);

#[test]
fn keys_in_the_cache_are_not_fetched() {
    let mut attempt = Attempt::new();
    attempt.keys = warm(MINUTES_2);
    let outcome = attempt.run();
    assert_eq!(outcome.asked(), ["/token"]);
    assert!(outcome.result.is_ok());
}

#[test]
fn core_10_1_1_an_unknown_kid_causes_one_fetch() {
    let outcome = rotated(warm(MINUTES_2)).run();
    assert_eq!(outcome.asked(), ["/token", "/jwks"]);
    assert!(outcome.result.is_ok());

    // The cache keeps the new key: the next login fetches nothing.
    let outcome = rotated(outcome.keys).run();
    assert_eq!(outcome.asked(), ["/token"]);
    assert!(outcome.result.is_ok());
}

#[test]
fn the_request_for_keys_has_the_limits_of_the_cache() {
    let mut policy = KeyCachePolicy::default();
    policy.fetch_timeout = Duration::from_secs(3);
    let mut attempt = Attempt::new();
    attempt.keys = rp().key_cache().policy(policy).address_from(AddressFrom::Stranger);
    let outcome = attempt.run();
    assert_eq!(outcome.asked(), ["/token", "/jwks"]);
    let limits = |sent: usize| outcome.requests[sent].extensions().get::<FetchLimits>().copied();
    assert_eq!(limits(0).unwrap().address, AddressFrom::Configuration);
    let limits = limits(1).unwrap();
    assert_eq!(limits.address, AddressFrom::Stranger);
    assert_eq!(limits.timeout, Duration::from_secs(3));
    assert!(limits.max_body < Fetch::MAX_BODY);
}

#[test]
fn core_10_1_1_a_kid_that_stays_unknown_causes_one_fetch_and_an_error() {
    let mut attempt = rotated(warm(MINUTES_2));
    attempt.jwks = usual_jwks();
    let outcome = attempt.run();
    assert_eq!(outcome.asked(), ["/token", "/jwks"]);
    assert_eq!(outcome.result.unwrap_err().code(), "jws.unknown_kid");
}

#[test]
fn core_10_1_1_a_login_fetches_the_keys_once_even_without_cool_down() {
    let mut policy = KeyCachePolicy::default();
    policy.cool_down = Duration::ZERO;
    policy.retry_delay = Duration::ZERO;
    for jwks in [usual_jwks(), answer("text/html", b"down")] {
        let mut attempt = rotated(warm_with(MINUTES_2, policy.clone()));
        attempt.jwks = jwks;
        let mut outcome = attempt.run();
        assert_eq!(outcome.asked(), ["/token", "/jwks"]);
        assert!(outcome.result.is_err());
        // The fetch that was not sent does not block the next one.
        assert!(matches!(outcome.keys.keys(Some("ed"), now()), Lookup::Fetch { .. }));
    }
}

#[test]
fn made_up_key_ids_cause_no_fetch_during_the_cool_down() {
    let mut policy = KeyCachePolicy::default();
    policy.early_fetch = false;
    let outcome = rotated(warm_with(Duration::from_secs(10), policy)).run();
    assert_eq!(outcome.asked(), ["/token"]);
    assert_eq!(outcome.result.unwrap_err().code(), "keys.cool_down");
}

#[test]
fn core_10_1_1_a_rotation_soon_after_a_fetch_is_followed() {
    let outcome = rotated(warm(Duration::from_secs(10))).run();
    assert_eq!(outcome.asked(), ["/token", "/jwks"]);
    assert!(outcome.result.is_ok());
}

#[test]
fn a_fetch_of_another_login_does_not_fail_this_login() {
    let mut cache = rp().key_cache();
    let Lookup::Fetch { ticket, .. } = cache.keys(None, now()) else { panic!("an empty cache") };
    let mut attempt = Attempt::new();
    attempt.keys = cache;
    let mut outcome = attempt.run();
    assert_eq!(outcome.asked(), ["/token", "/jwks"]);
    assert!(outcome.result.is_ok());
    // The response to the fetch of the other login is still accepted.
    outcome.keys.receive(ticket, &usual_jwks(), now()).unwrap();
    assert!(matches!(outcome.keys.keys(Some("es"), now()), Lookup::Have(_)));
}

#[test]
fn a_key_set_that_cannot_be_read_ends_the_login() {
    for (jwks, code) in [
        (answer("text/html", b"<html>"), "document.content_type"),
        (answer("application/json", b"[]"), "json.not_an_object"),
        (answer("application/json", br#"{"keys":{}}"#), "jwk.member"),
        (answer("application/json", br#"{"keys":[],"keys":[]}"#), "json.duplicate_member"),
        (answer("application/json", &vec![b' '; 1 << 20]), "document.too_large"),
    ] {
        let mut attempt = Attempt::new();
        attempt.jwks = jwks;
        assert_eq!(attempt.run().result.unwrap_err().code(), code);
    }
    let mut moved = usual_jwks();
    *moved.status_mut() = http::StatusCode::FOUND;
    let mut attempt = Attempt::new();
    attempt.jwks = moved;
    assert_eq!(attempt.run().result.unwrap_err().code(), "document.status");
}

#[test]
fn stale_keys_are_used_while_the_key_set_cannot_be_fetched() {
    let mut attempt = Attempt::new();
    attempt.keys = warm(Duration::from_secs(3700));
    attempt.jwks = answer("text/html", b"down for maintenance");
    let outcome = attempt.run();
    assert_eq!(outcome.asked(), ["/token", "/jwks"]);
    assert!(outcome.result.is_ok());
}

#[test]
fn stale_keys_are_used_while_the_request_for_keys_cannot_be_sent() {
    for (keys, signed_in) in [
        (warm(Duration::from_secs(3700)), true),
        (warm(Duration::from_secs(86_400 + 3700)), false),
        (rp().key_cache(), false),
    ] {
        let mut attempt = Attempt::new();
        attempt.keys = keys;
        attempt.unreachable = Some("/jwks");
        let outcome = attempt.try_run();
        assert_eq!(outcome.asked(), ["/token", "/jwks"]);
        match outcome.result {
            Ok(login) => assert!(signed_in && login.session.sub() == "alice"),
            // The flow returns no error, so the caller gets the error of the sender.
            Err(error) => assert!(!signed_in && error.is_none(), "{error:?}"),
        }
    }
}

#[test]
fn attack_040_a_secret_in_the_key_set_verifies_nothing() {
    let mut attempt = Attempt::new();
    attempt.jwks = answer("application/json", br#"{"keys":[{"kty":"oct","kid":"es","k":"AAAA"}]}"#);
    assert_eq!(attempt.run().result.unwrap_err().code(), "jws.key_left_out");
}

#[test]
fn attack_041_the_keys_of_another_provider() {
    let mut attempt = Attempt::new();
    attempt.keys = KeyCache::new(Endpoint::new("https://as2.example/jwks").unwrap());
    let outcome = attempt.run();
    assert_eq!(outcome.asked(), ["/token"]);
    assert_eq!(outcome.result.unwrap_err().code(), "keys.other_provider");
}

#[test]
fn core_10_1_a_key_of_another_algorithm_with_the_same_kid() {
    let mut attempt = Attempt::new();
    attempt.jwks = jwks(&[symbolon_test_support::keys::ed25519("es")]);
    // The key is for another algorithm, so it is not tried.
    assert_eq!(attempt.run().result.unwrap_err().code(), "jws.algorithm_not_allowed");
}

#[test]
fn a_flow_does_not_lock_a_shared_cache_between_its_steps() {
    let shared = Arc::new(Mutex::new(rp().key_cache()));
    let rp = rp();
    let (_, pending) = begin(&rp);
    let arrived = callback(&pending);
    let flow = rp.finish(pending, arrived, Arc::clone(&shared)).unwrap();
    let Run { result, .. } = attempt::run(flow, [answer("text/plain", b"")], now());
    let error = result.unwrap_err();
    assert!(matches!(error, LoginError::Exchange(ExchangeError::TokenEndpoint(_))));
    assert!(shared.try_lock().is_ok());
    assert_eq!((&*shared).ask(|cache| cache.jwks_uri().clone()), rp.provider().jwks_uri);
}
