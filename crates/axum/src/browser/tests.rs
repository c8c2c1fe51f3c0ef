//! How long browsers are remembered, and what an unknown browser can cause.

use http::header::COOKIE;
use symbolon_crypto_ring::CRYPTO;
use symbolon_test_support::names;

use super::*;

fn browsers() -> Browsers {
    Browsers::new(&names::issuer(), CRYPTO)
}

/// Returns a browser that consented to a client, as it comes back with its cookie.
fn known(browsers: &Browsers) -> (Browser, HeaderMap) {
    let new = browsers.browser(&HeaderMap::new()).unwrap();
    new.consent(&names::client_id(), &Scope::new()).unwrap();
    let cookie = format!("{}={}", browsers.cookie.as_str(), new.name.expose());
    let headers = HeaderMap::from_iter([(COOKIE, cookie.parse().unwrap())]);
    (browsers.browser(&headers).unwrap(), headers)
}

fn expiry(browsers: &Browsers) -> OffsetDateTime {
    browsers.table().browsers.values().map(|known| known.expires).max().unwrap()
}

#[test]
fn a_browser_without_a_user_is_forgotten_before_one_with_a_user() {
    let browsers = browsers();
    let (mut browser, _) = known(&browsers);
    assert!(expiry(&browsers) <= now().saturating_add(PATIENCE));
    browser.sign_in(SignedIn::new("alice", now())).unwrap();
    assert!(expiry(&browsers) > now().saturating_add(PATIENCE));
    browser.consent(&names::client_id(), &Scope::new()).unwrap();
    assert!(expiry(&browsers) > now().saturating_add(PATIENCE));
}

#[test]
fn a_browser_that_was_idle_for_too_long_has_no_user_and_changes_nothing() {
    let browsers = browsers();
    let (mut browser, _) = known(&browsers);
    browser.sign_in(SignedIn::new("alice", now())).unwrap();
    assert!(browser.signed_in().is_some());
    browsers.table().browsers.values_mut().for_each(|known| known.expires = now());
    assert_eq!(browser.signed_in(), None);
    let problem = browser.consent(&names::client_id(), &Scope::new()).unwrap_err();
    assert_eq!(problem.code(), "axum.gone");
    let headers = known(&browsers).1;
    browsers.table().browsers.values_mut().for_each(|known| known.expires = now());
    assert!(browsers.browser(&headers).unwrap().is_new);
}

#[test]
fn forgotten_browsers_leave_the_memory_when_others_are_added() {
    let browsers = browsers();
    let _ = known(&browsers);
    for _ in 0..1000 {
        browsers.table().browsers.values_mut().for_each(|known| known.expires = now());
        let _ = known(&browsers);
    }
    let _ = known(&browsers);
    assert!(browsers.table().browsers.len() <= 2, "{}", browsers.table().browsers.len());
}

#[test]
fn a_form_of_an_unknown_browser_takes_no_memory() {
    let browsers = browsers();
    let unknown = browsers.browser(&HeaderMap::new()).unwrap();
    assert_eq!(unknown.take_sign_in("forged").unwrap_err().code(), "axum.gone");
    assert!(browsers.table().browsers.is_empty());
}
