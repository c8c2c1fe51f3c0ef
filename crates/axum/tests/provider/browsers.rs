//! Browsers: their names, and the forms that they answer.

use axum::response::{IntoResponse as _, Response};
use http::HeaderMap;
use http::header::{COOKIE, SET_COOKIE};
use symbolon_axum::{Browser, Browsers, Next, Problem};
use symbolon_crypto_ring::CRYPTO;
use symbolon_oauth::{Issuer, Scope};
use symbolon_provider::SignedIn;
use symbolon_test_support::names;

use crate::op::{Good as _, Op, Outcome, now};

/// Returns the headers with which the browser sends its cookie back.
fn cookie(response: &Response) -> Outcome<HeaderMap> {
    let set = response.headers().get(SET_COOKIE).ok_or("no cookie")?.to_str()?;
    let pair = set.split(';').next().unwrap_or_default();
    Ok(HeaderMap::from_iter([(COOKIE, pair.parse()?)]))
}

fn problem<T>(result: Result<T, Problem>) -> Option<&'static str> {
    result.err().map(|problem| problem.code())
}

/// Signs alice in. Returns the browser, with its old and its new cookie.
fn signed_in(op: &Op) -> Outcome<(Browser, HeaderMap, HeaderMap)> {
    let browser = op.browsers.browser(&HeaderMap::new()).good()?;
    let form = browser.wait_for_sign_in(op.pending()?).good()?;
    let old = cookie(&(browser, ()).into_response())?;
    let mut browser = op.browsers.browser(&old).good()?;
    browser.take_sign_in(&form).good()?;
    browser.sign_in(SignedIn::new("alice", now())).good()?;
    let new = cookie(&(browser, ()).into_response())?;
    Ok((op.browsers.browser(&new).good()?, old, new))
}

#[test]
fn the_old_name_of_a_browser_is_void_after_the_sign_in() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let (browser, old, new) = signed_in(&op)?;
    assert_ne!(old, new);
    assert_eq!(browser.signed_in().ok_or("not signed in")?.subject, "alice");
    assert_eq!(op.browsers.browser(&old).good()?.signed_in(), None);
    Ok(())
}

#[test]
fn a_planted_name_is_not_used() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let planted = HeaderMap::from_iter([(COOKIE, "__Host-provider=planted".parse()?)]);
    let browser = op.browsers.browser(&planted).good()?;
    browser.wait_for_sign_in(op.pending()?).good()?;
    assert_ne!(cookie(&(browser, ()).into_response())?, planted);
    Ok(())
}

#[test]
fn a_form_is_taken_once_and_only_as_what_it_was_shown_for() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let (browser, ..) = signed_in(&op)?;
    let form = browser.wait_for_sign_in(op.pending()?).good()?;
    assert_eq!(problem(browser.take_consent(&form)), Some("axum.gone"));
    assert_eq!(problem(browser.take_sign_in(&form)), None);
    assert_eq!(problem(browser.take_sign_in(&form)), Some("axum.gone"));
    let user = browser.signed_in().ok_or("not signed in")?;
    let form = browser.wait_for_consent(op.pending()?, user).good()?;
    assert_eq!(problem(browser.take_sign_in(&form)), Some("axum.gone"));
    assert_eq!(problem(browser.take_consent(&form)), None);
    assert_eq!(problem(browser.take_consent(&form)), Some("axum.gone"));
    Ok(())
}

/// The request still waits for its own form.
#[test]
fn a_consent_without_a_user_uses_no_request_up() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let new = op.browsers.browser(&HeaderMap::new()).good()?;
    let form = new.wait_for_sign_in(op.pending()?).good()?;
    let browser = op.browsers.browser(&cookie(&(new, ()).into_response())?).good()?;
    assert_eq!(problem(browser.take_consent(&form)), Some("axum.gone"));
    assert_eq!(problem(browser.take_sign_in(&form)), None);
    Ok(())
}

#[test]
fn the_cookie_of_a_browser_is_for_this_host_over_https_only_except_on_loopback() -> Outcome {
    let of = |issuer: &Issuer| -> Outcome<String> {
        let browser = Browsers::new(issuer, CRYPTO).browser(&HeaderMap::new()).good()?;
        let response = (browser, ()).into_response();
        let cookie = response.headers().get(SET_COOKIE).ok_or("no cookie")?;
        Ok(cookie.to_str()?.to_owned())
    };
    let cookie = of(&names::issuer())?;
    assert!(cookie.starts_with("__Host-provider="), "{cookie}");
    for attribute in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(cookie.split("; ").any(|it| it == attribute), "{attribute}: {cookie}");
    }
    let cookie = of(&Issuer::on_loopback("http://127.0.0.1:8080")?)?;
    assert!(cookie.starts_with("provider=") && !cookie.contains("Secure"), "{cookie}");
    Ok(())
}

#[test]
fn a_form_of_another_browser_is_not_taken() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let (browser, ..) = signed_in(&op)?;
    let form = browser.wait_for_sign_in(op.pending()?).good()?;
    let other = op.browsers.browser(&HeaderMap::new()).good()?;
    assert_eq!(problem(other.take_sign_in(&form)), Some("axum.gone"));
    let (other, ..) = signed_in(&op)?;
    assert_eq!(problem(other.take_sign_in(&form)), Some("axum.gone"));
    Ok(())
}

#[test]
fn a_consent_page_is_answered_by_the_user_who_saw_it() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let (mut browser, ..) = signed_in(&op)?;
    let next = browser.next(&op.engine, op.pending()?).good()?;
    let Next::Consent { form, user } = next else { return Err(format!("{next:?}").into()) };
    assert_eq!(user.subject, "alice");
    browser.consent(&names::client_id(), &Scope::parse("openid")?).good()?;
    browser.sign_in(SignedIn::new("bob", now())).good()?;
    assert_eq!(problem(browser.take_consent(&form)), Some("axum.gone"));
    assert!(browser.consented(&names::client_id()).is_empty());
    Ok(())
}

#[test]
fn a_browser_in_which_too_many_requests_wait_loses_the_oldest() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let (browser, ..) = signed_in(&op)?;
    let mut forms = Vec::new();
    for _ in 0..17 {
        forms.push(browser.wait_for_sign_in(op.pending()?).good()?);
    }
    assert_eq!(problem(browser.take_sign_in(&forms[0])), Some("axum.gone"));
    assert_eq!(problem(browser.take_sign_in(&forms[1])), None);
    Ok(())
}

#[test]
fn a_user_who_signed_out_is_forgotten() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let (browser, _, cookie) = signed_in(&op)?;
    browser.sign_out();
    assert_eq!(op.browsers.browser(&cookie).good()?.signed_in(), None);
    Ok(())
}
