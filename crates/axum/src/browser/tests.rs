//! Tests of the names of browsers: which names the cookie accepts.

use http::header::COOKIE;
use symbolon_crypto_ring::CRYPTO;
use symbolon_test_support::names;

use super::*;

fn sent(browser: &Browser) -> HeaderMap {
    let cookie = format!("{}={}", browser.cookie.name.as_str(), browser.name.expose());
    HeaderMap::from_iter([(COOKIE, cookie.parse().unwrap())])
}

#[test]
fn a_browser_keeps_its_name_until_it_is_renewed() {
    let cookie = BrowserCookie::new(&names::issuer(), CRYPTO);
    let new = cookie.browser(&HeaderMap::new()).unwrap();
    let headers = sent(&new);
    let mut known = cookie.browser(&headers).unwrap();
    assert_eq!((known.name.expose(), known.fingerprint()), (new.name.expose(), new.fingerprint()));
    assert_eq!(known.renew().unwrap(), new.fingerprint);
    assert_ne!(known.name.expose(), new.name.expose());
    assert_eq!(*known.fingerprint(), known.name.fingerprint(&CRYPTO));
    assert_eq!(cookie.browser(&sent(&known)).unwrap().fingerprint(), known.fingerprint());
}

#[test]
fn a_name_that_the_provider_cannot_have_given_is_not_used() {
    let cookie = BrowserCookie::new(&names::issuer(), CRYPTO);
    let own = cookie.browser(&HeaderMap::new()).unwrap();
    let own = sent(&own).get(COOKIE).unwrap().to_str().unwrap().to_owned();
    let short = own.get(..own.len() - 4).unwrap();
    for planted in [short, &format!("{own}AAAA"), &format!("{own}; {own}"), "__Host-provider="] {
        let headers = HeaderMap::from_iter([(COOKIE, planted.parse().unwrap())]);
        let browser = cookie.browser(&headers).unwrap();
        assert_ne!(format!("__Host-provider={}", browser.name.expose()), planted);
        assert!(!own.contains(browser.name.expose()), "{planted}");
    }
}

#[test]
fn a_browser_is_printed_without_its_name() {
    let cookie = BrowserCookie::new(&names::issuer(), CRYPTO);
    let browser = cookie.browser(&HeaderMap::new()).unwrap();
    assert!(!format!("{browser:?}").contains(browser.name.expose()));
}
