//! Browsers: their names, and the forms that they answer.

use axum::response::{IntoResponse as _, Response};
use http::HeaderMap;
use http::header::{COOKIE, SET_COOKIE};
use symbolon_axum::{Browser, BrowserCookie};
use symbolon_crypto_ring::CRYPTO;
use symbolon_oauth::Issuer;
use symbolon_provider::{PendingAuthorization, Refusal, SignedIn};
use symbolon_store::{Allowed, NextStep, StepError};
use symbolon_test_support::at_once::at_once;
use symbolon_test_support::names;

use crate::op::{Good as _, Op, Outcome, now};

/// Returns the headers with which the browser sends its cookie back.
fn sent_back(browser: Browser) -> Outcome<HeaderMap> {
    let response: Response = (browser, ()).into_response();
    let set = response.headers().get(SET_COOKIE).ok_or("no cookie")?.to_str()?;
    let pair = set.split(';').next().unwrap_or_default();
    Ok(HeaderMap::from_iter([(COOKIE, pair.parse()?)]))
}

fn problem<T>(result: Result<T, StepError>) -> Option<&'static str> {
    result.err().map(|error| Refusal::from(error).reason().code())
}

impl Op {
    /// Returns the value of the form that the browser is shown for a new request.
    fn form(&self, browser: &Browser) -> Outcome<String> {
        self.form_for(browser, self.pending()?)
    }

    fn form_for(&self, browser: &Browser, pending: PendingAuthorization) -> Outcome<String> {
        let of = browser.fingerprint();
        match at_once(self.store.first_step(&self.engine, of, pending, now()))? {
            NextStep::SignIn { form, .. } | NextStep::Consent { form, .. } => {
                Ok(form.expose().to_owned())
            }
            answer => Err(format!("{answer:?}").into()),
        }
    }

    /// Signs a user in who sends the form of a sign-in page. Returns the code of the refusal.
    fn sign_in(
        &self,
        browser: &mut Browser,
        form: &str,
        user: &str,
    ) -> Outcome<Option<&'static str>> {
        let (user, now) = (SignedIn::new(user, now()).amr("pwd"), now());
        let old = browser.renew().good()?;
        let new = browser.fingerprint();
        let done = self.store.sign_in_on_page(&self.engine, &old, form, new, &user, now);
        Ok(problem(at_once(done)))
    }

    /// Sends the form of a consent page.
    fn allow(&self, browser: &Browser, form: &str) -> Result<(), StepError> {
        let of = browser.fingerprint();
        at_once(self.store.consent_on_page(&self.engine, of, form, Allowed::Scope, now())).map(drop)
    }

    fn user(&self, browser: &Browser) -> Outcome<Option<String>> {
        let session = at_once(self.store.session(browser.fingerprint(), now()))?;
        Ok(session.map(|user| user.subject))
    }

    /// Signs alice in. Returns the browser, its form, and its old and its new cookie.
    fn signed_in(&self) -> Outcome<(Browser, String, HeaderMap, HeaderMap)> {
        let browser = self.cookie.browser(&HeaderMap::new()).good()?;
        let form = self.form(&browser)?;
        let old = sent_back(browser)?;
        let mut browser = self.cookie.browser(&old).good()?;
        assert_eq!(self.sign_in(&mut browser, &form, "alice")?, None);
        let new = sent_back(browser)?;
        Ok((self.cookie.browser(&new).good()?, form, old, new))
    }
}

#[test]
fn the_old_name_of_a_browser_is_void_after_the_sign_in() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let (browser, _, old, new) = op.signed_in()?;
    assert_ne!(old, new);
    assert_eq!(op.user(&browser)?.as_deref(), Some("alice"));
    let before = op.cookie.browser(&old).good()?;
    assert_eq!(op.user(&before)?, None);
    assert!(!at_once(op.store.knows_browser(before.fingerprint(), now()))?);
    Ok(())
}

#[test]
fn a_planted_name_is_not_used() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let planted = HeaderMap::from_iter([(COOKIE, "__Host-provider=planted".parse()?)]);
    assert_ne!(sent_back(op.cookie.browser(&planted).good()?)?, planted);
    // A name of the right form, which the provider did not give to a browser.
    let planted = sent_back(op.cookie.browser(&HeaderMap::new()).good()?)?;
    let mut browser = op.cookie.browser(&planted).good()?;
    assert!(!at_once(op.store.knows_browser(browser.fingerprint(), now()))?);
    browser.renew().good()?;
    op.form(&browser)?;
    assert!(at_once(op.store.knows_browser(browser.fingerprint(), now()))?);
    assert_ne!(sent_back(browser)?, planted);
    Ok(())
}

#[test]
fn a_form_is_answered_once_and_only_as_what_it_was_shown_for() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let (mut browser, signed_in, ..) = op.signed_in()?;
    assert_eq!(op.sign_in(&mut browser, &signed_in, "alice")?, Some("interaction.gone"));

    let mut browser = op.cookie.browser(&HeaderMap::new()).good()?;
    let form = op.form(&browser)?;
    assert_eq!(problem(op.allow(&browser, &form)), Some("interaction.gone"));
    assert_eq!(op.sign_in(&mut browser, &form, "alice")?, None);
    // The user has not seen the consent page yet.
    assert_eq!(problem(op.allow(&browser, &form)), Some("interaction.gone"));
    let of = browser.fingerprint();
    let next = at_once(op.store.next_step(&op.engine, of, &form, now()))?;
    assert!(matches!(next, NextStep::Consent { .. }), "{next:?}");
    assert_eq!(problem(op.allow(&browser, &form)), None);
    assert_eq!(problem(op.allow(&browser, &form)), Some("interaction.answered"));
    Ok(())
}

/// The request still waits for its own form.
#[test]
fn a_consent_without_a_user_uses_no_request_up() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let new = op.cookie.browser(&HeaderMap::new()).good()?;
    let form = op.form(&new)?;
    let mut browser = op.cookie.browser(&sent_back(new)?).good()?;
    assert_eq!(problem(op.allow(&browser, &form)), Some("interaction.gone"));
    assert_eq!(op.sign_in(&mut browser, &form, "alice")?, None);
    Ok(())
}

#[test]
fn the_cookie_of_a_browser_is_for_this_host_over_https_only_except_on_loopback() -> Outcome {
    let of = |issuer: &Issuer| -> Outcome<String> {
        let browser = BrowserCookie::new(issuer, CRYPTO).browser(&HeaderMap::new()).good()?;
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
    let (browser, ..) = op.signed_in()?;
    let form = op.form(&browser)?;
    let other = op.cookie.browser(&HeaderMap::new()).good()?;
    assert_eq!(problem(op.allow(&other, &form)), Some("interaction.gone"));
    let (mut other, ..) = op.signed_in()?;
    assert_eq!(problem(op.allow(&other, &form)), Some("interaction.gone"));
    assert_eq!(op.sign_in(&mut other, &form, "alice")?, Some("interaction.gone"));
    assert_eq!(problem(op.allow(&browser, &form)), None);
    Ok(())
}

#[test]
fn a_consent_page_is_answered_by_the_user_who_saw_it() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let (mut browser, ..) = op.signed_in()?;
    let form = op.form(&browser)?;
    let again = op.pending_with_prompt("login")?;
    let sign_in = op.form_for(&browser, again)?;
    assert_eq!(op.sign_in(&mut browser, &sign_in, "bob")?, None);
    assert_eq!(op.user(&browser)?.as_deref(), Some("bob"));
    assert_eq!(problem(op.allow(&browser, &form)), Some("interaction.gone"));
    let consented = |user| at_once(op.store.consent(user, &names::client_id()));
    assert!(consented("alice")?.is_empty());
    assert!(consented("bob")?.is_empty());
    Ok(())
}

#[test]
fn a_browser_in_which_too_many_requests_wait_loses_the_oldest() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let (browser, ..) = op.signed_in()?;
    let mut forms = Vec::new();
    for _ in 0..9 {
        forms.push(op.form(&browser)?);
    }
    assert_eq!(problem(op.allow(&browser, &forms[0])), Some("interaction.gone"));
    assert_eq!(problem(op.allow(&browser, &forms[1])), None);
    Ok(())
}

#[test]
fn a_user_who_signed_out_is_forgotten() -> Outcome {
    let op = Op::new(names::ISSUER)?;
    let (browser, _, _, cookie) = op.signed_in()?;
    at_once(op.store.sign_out(browser.fingerprint()))?;
    assert_eq!(op.user(&op.cookie.browser(&cookie).good()?)?, None);
    Ok(())
}
