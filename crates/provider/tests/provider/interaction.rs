//! The page that the user sees next, which follows from `prompt`, `max_age` and consent.

use symbolon_provider::{
    AuthorizeError, Consent, EarlierConsent, Interaction, ReceivedRequest, Refusal, SignedIn,
};

use crate::common::*;

const ALL: &str = "openid email offline_access";

/// Returns the page at second 100, for a user who signed in at the given second.
fn shown(
    form: &Form,
    signed_in: Option<i64>,
    consented: &EarlierConsent,
) -> Result<Interaction, Refusal> {
    let user = signed_in.map(|second| SignedIn::new("alice", at(second)));
    provider().interaction(&authorize(form).unwrap(), user.as_ref(), consented, at(100))
}

fn page(form: &Form, signed_in: Option<i64>, consented: &str) -> Interaction {
    shown(form, signed_in, &earlier(consented)).unwrap()
}

fn nothing(second: i64) -> Interaction {
    nothing_but(second, ALL)
}

fn nothing_but(second: i64, scope_granted: &str) -> Interaction {
    Interaction::Nothing(Consent::new(SignedIn::new("alice", at(second)), scope(scope_granted)))
}

fn consent(second: i64) -> Interaction {
    Interaction::Consent(SignedIn::new("alice", at(second)))
}

#[test]
fn core_3_1_2_3_without_a_signed_in_user_the_sign_in_page_is_shown() {
    assert_eq!(page(&asking(), None, ALL), Interaction::SignIn);
}

#[test]
fn core_3_1_2_4_consent_is_remembered() {
    assert_eq!(page(&asking(), Some(-9000), ALL), nothing(-9000));
}

#[test]
fn core_3_1_2_4_a_scope_beyond_earlier_consent_needs_the_consent_page() {
    assert_eq!(page(&asking(), Some(-9000), "openid email"), consent(-9000));
    assert_eq!(shown(&asking(), Some(-9000), &EarlierConsent::default()).unwrap(), consent(-9000));
}

#[test]
fn core_3_1_2_1_prompt_none_shows_no_page() {
    let silent = asking().set("prompt", "none");
    assert_eq!(page(&silent, Some(-9000), ALL), nothing(-9000));
    let refusal = shown(&silent, None, &earlier(ALL)).unwrap_err();
    assert_redirect(refusal, &AuthorizeError::LoginRequired, "login_required");
    let refusal = shown(&silent, Some(-9000), &earlier("openid")).unwrap_err();
    assert_redirect(refusal, &AuthorizeError::ConsentRequired, "consent_required");
}

#[test]
fn core_11_prompt_none_ignores_offline_access_without_earlier_consent() {
    let silent = asking().set("prompt", "none");
    assert_eq!(page(&silent, Some(-9000), "openid email"), nothing_but(-9000, "openid email"));
    assert_eq!(page(&silent, Some(-9000), ALL), nothing(-9000));
    // Without `prompt=none`, the consent page asks for it.
    assert_eq!(page(&asking(), Some(-9000), "openid email"), consent(-9000));
}

#[test]
fn without_a_page_the_scope_is_what_was_asked_for_and_consented_to() {
    let wide = "openid profile email offline_access";
    assert_eq!(page(&asking(), Some(-9000), wide), nothing_but(-9000, ALL));
}

#[test]
fn core_3_1_2_1_prompt_none_and_max_age() {
    let silent = asking().set("prompt", "none").set("max_age", "200");
    assert_eq!(page(&silent, Some(-100), ALL), nothing(-100));
    let refusal = shown(&silent, Some(-101), &earlier(ALL)).unwrap_err();
    assert_redirect(refusal, &AuthorizeError::LoginRequired, "login_required");
}

#[test]
fn core_3_1_2_1_prompt_login_needs_an_authentication_after_the_request() {
    for prompt in ["login", "select_account"] {
        let form = asking().set("prompt", prompt);
        assert_eq!(page(&form, Some(-1), ALL), Interaction::SignIn);
        assert_eq!(page(&form, Some(0), ALL), nothing(0));
        assert_eq!(page(&form, Some(50), ALL), nothing(50));
    }
}

#[test]
fn core_3_1_2_1_prompt_consent_asks_again() {
    let form = asking().set("prompt", "consent");
    assert_eq!(page(&form, Some(-9000), ALL), consent(-9000));
    assert_eq!(page(&asking().set("prompt", "login consent"), Some(-1), ALL), Interaction::SignIn);
}

#[test]
fn core_3_1_2_1_max_age_is_the_age_of_the_authentication() {
    let form = asking().set("max_age", "300");
    // The time is second 100.
    assert_eq!(page(&form, Some(-200), ALL), nothing(-200));
    assert_eq!(page(&form, Some(-201), ALL), Interaction::SignIn);
}

#[test]
fn core_3_1_2_1_max_age_0_is_prompt_login() {
    let form = asking().set("max_age", "0");
    assert_eq!(page(&form, Some(-1), ALL), Interaction::SignIn);
    let at_once = SignedIn::new("alice", at(-1));
    let pending = authorize(&form).unwrap();
    let shown = provider().interaction(&pending, Some(&at_once), &earlier(ALL), at(-1));
    assert_eq!(shown.unwrap(), Interaction::SignIn, "zero seconds ago, but before the request");
    assert_eq!(page(&form, Some(0), ALL), nothing(0));
}

#[test]
fn core_3_1_2_1_a_sign_in_after_the_request_satisfies_max_age_however_long_it_took() {
    let form = asking().set("max_age", "10");
    assert_eq!(page(&form, Some(50), ALL), nothing(50));
}

/// Returns the page for a sign-in and a request within the same second, given in milliseconds.
fn within_a_second(parameter: (&str, &str), signed_in: i64, received: i64) -> Interaction {
    let at = |millis| at(100).saturating_add(time::Duration::milliseconds(millis));
    let user = SignedIn::new("alice", at(signed_in));
    let form = asking().set(parameter.0, parameter.1);
    let request = ReceivedRequest::from_http(&form.get()).unwrap();
    let pending = provider().authorize(request, Some(&web()), at(received)).unwrap();
    let stored = serde_json::to_string(&pending).unwrap();
    let pending = serde_json::from_str(&stored).unwrap();
    provider().interaction(&pending, Some(&user), &earlier(ALL), at(950)).unwrap()
}

#[test]
fn core_3_1_2_1_times_are_compared_within_one_second() {
    for parameter in [("prompt", "login"), ("max_age", "0")] {
        assert_eq!(within_a_second(parameter, 100, 900), Interaction::SignIn, "{parameter:?}");
        let after = within_a_second(parameter, 900, 100);
        assert!(matches!(after, Interaction::Nothing(_)), "{parameter:?}");
    }
}

#[test]
fn core_2_an_authentication_in_the_future_counts_only_within_the_leeway() {
    assert_eq!(page(&asking(), Some(160), ALL), nothing(160));
    assert_eq!(page(&asking(), Some(161), ALL), Interaction::SignIn);
}
