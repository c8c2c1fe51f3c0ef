//! Clients that registered themselves: a failing request does not take the user to their addresses
//! (RFC 9700 §4.11.2). Public clients: earlier consent does not count (RFC 8252 §8.6).

use symbolon_oauth::{ErrorCode, RedirectUri, WayBack};
use symbolon_provider::{
    AuthorizeError, Decision, EarlierConsent, Interaction, PendingAuthorization, Provider, Refusal,
    RefusalAfterPage, RegisteredClient,
};

use crate::common::*;

fn stranger() -> RegisteredClient {
    web().self_registered()
}

fn refused_by(provider: &Provider, client: &RegisteredClient, form: &Form) -> Refusal {
    authorize_as(provider, Some(client), &form.get()).unwrap_err()
}

fn pending(form: &Form) -> PendingAuthorization {
    authorize_as(&provider(), Some(&stranger()), &form.get()).unwrap()
}

/// Requests that fail at each stage: a parameter that is not supported, a parameter that cannot be
/// read, a request that the client is not allowed to make, and a hint that is not valid.
fn failing() -> [Form; 4] {
    [
        asking().set("request", "x"),
        asking().set("max_age", "-1"),
        asking().set("response_type", "token"),
        asking().set("id_token_hint", "e30.e30.c2ln"),
    ]
}

#[test]
fn attack_096_a_failing_request_does_not_redirect_to_a_client_that_registered_itself() {
    for form in failing() {
        let Refusal::AfterPage(refusal) = refused_by(&provider(), &stranger(), &form) else {
            panic!("no page: {form:?}")
        };
        assert_eq!(refusal.client_id().as_str(), "web");
        assert_eq!(refusal.redirect_uri().as_str(), CALLBACK);
        assert_eq!(refusal.status(), 400);
        assert!(!refusal.sentence().contains(['<', '/']));
    }
}

/// Returns the URL of the link on the page.
fn link(refusal: &RefusalAfterPage) -> String {
    match refusal.way_back().unwrap() {
        WayBack::Link(url) => url,
        form => panic!("no link: {form:?}"),
    }
}

#[test]
fn rfc9700_4_11_2_the_page_has_a_link_that_takes_the_error_to_the_client() {
    let refusal = refused_by(&provider(), &stranger(), &asking().set("request", "x"));
    let Refusal::AfterPage(refusal) = refusal else { panic!("no page") };
    assert_eq!(*refusal.reason(), AuthorizeError::RequestNotSupported);
    assert_eq!(
        link(&refusal),
        "https://client.example/cb?error=request_not_supported\
         &error_description=request+objects+are+not+supported\
         &state=af0ifjsldkj&iss=https%3A%2F%2Fop.example",
    );
}

#[test]
fn rfc9700_4_11_2_clients_of_the_operator_are_trusted() {
    for form in failing() {
        let refusal = refused_by(&provider(), &web(), &form);
        assert!(matches!(refusal, Refusal::ToClient(_)), "{refusal:?}");
    }
}

#[test]
fn rfc9700_4_11_2_the_policy_can_trust_clients_that_registered_themselves() {
    let provider = provider_with(|policy| policy.trust_self_registered_clients = true);
    for form in failing() {
        let refusal = refused_by(&provider, &stranger(), &form);
        assert!(matches!(refusal, Refusal::ToClient(_)), "{refusal:?}");
    }
}

#[test]
fn rfc9700_4_11_2_silent_authentication_is_exempt() {
    let silent = asking().set("prompt", "none");
    let refusal =
        provider().interaction(&pending(&silent), None, &EarlierConsent::default(), at(10));
    assert_redirect(refusal.unwrap_err(), &AuthorizeError::LoginRequired, "login_required");
    // `none` together with another value is not a request with `prompt=none`.
    let refusal = refused_by(&provider(), &stranger(), &asking().set("prompt", "none login"));
    assert!(matches!(refusal, Refusal::AfterPage(_)), "{refusal:?}");
}

/// RFC 9700 §4.11.2 (1) and (3): only a valid silent request may redirect. A request that breaks a
/// rule cannot avoid the page by `prompt=none`.
#[test]
fn attack_096_a_failing_silent_request_does_not_redirect_to_a_client_that_registered_itself() {
    for form in failing() {
        let silent = form.set("prompt", "none");
        let refusal = refused_by(&provider(), &stranger(), &silent);
        assert!(matches!(refusal, Refusal::AfterPage(_)), "{refusal:?}");
        let refusal = refused_by(&provider(), &web(), &silent);
        assert!(matches!(refusal, Refusal::ToClient(_)), "{refusal:?}");
    }
}

#[test]
fn attack_096_a_decision_of_the_provider_does_not_redirect_before_a_page() {
    let refused = Decision::Refused(ErrorCode::TEMPORARILY_UNAVAILABLE);
    for decision in [refused, yes(symbolon_provider::SignedIn::new("", at(5)))] {
        let refusal = provider().respond(pending(&asking()), decision.clone(), at(10));
        assert!(matches!(refusal.unwrap_err(), Refusal::AfterPage(_)), "{decision:?}");
    }
}

/// If a user denies a suspicious request on the consent page, the browser must not go to the
/// address of the client (RFC 9700 §4.11.2, attack 2).
#[test]
fn attack_096_the_denial_of_the_user_does_not_redirect_to_a_client_that_registered_itself() {
    let refusal = provider().respond(pending(&asking()), Decision::Denied, at(10)).unwrap_err();
    let Refusal::AfterPage(refusal) = refusal else { panic!("a redirect: {refusal:?}") };
    assert_eq!(*refusal.reason(), AuthorizeError::Denied);
    assert_eq!(refusal.status(), 200);
    assert!(refusal.sentence().contains("did not allow"), "not the app's mistake");
    assert!(link(&refusal).contains("error=access_denied"));
}

#[test]
fn rfc9700_4_11_2_the_denial_of_the_user_goes_to_a_trusted_client() {
    let trusting = provider_with(|policy| policy.trust_self_registered_clients = true);
    let form = asking().get();
    for (provider, client) in [(provider(), web()), (trusting, stranger())] {
        let pending = authorize_as(&provider, Some(&client), &form).unwrap();
        let refusal = provider.respond(pending, Decision::Denied, at(10)).unwrap_err();
        assert_redirect(refusal, &AuthorizeError::Denied, "access_denied");
    }
}

#[test]
fn rfc9700_4_11_2_the_page_does_not_blame_the_app_for_a_failure_of_the_provider() {
    let refused = Decision::Refused(ErrorCode::TEMPORARILY_UNAVAILABLE);
    let refusal = provider().respond(pending(&asking()), refused, at(10)).unwrap_err();
    let Refusal::AfterPage(refusal) = refusal else { panic!("a redirect: {refusal:?}") };
    assert!(!refusal.sentence().contains("mistake"), "{}", refusal.sentence());
}

/// RFC 9110 §10.2.3: `Retry-After` says when the browser can try again.
#[test]
fn rfc9110_15_6_4_a_failure_that_passes_is_503_with_retry_after_on_the_page() {
    let later = Decision::Refused(ErrorCode::TEMPORARILY_UNAVAILABLE);
    let later = provider().respond(pending(&asking()), later, at(10)).unwrap_err();
    let ever = Decision::Refused(ErrorCode::SERVER_ERROR);
    let ever = provider().respond(pending(&asking()), ever, at(10)).unwrap_err();
    for (refusal, status, retry_after) in [(later, 503, Some("5")), (ever, 400, None)] {
        let Refusal::AfterPage(refusal) = refusal else { panic!("a redirect: {refusal:?}") };
        assert_eq!(refusal.status(), status);
        let headers = refusal.page_headers();
        let found = headers.get("retry-after").map(|value| value.to_str().unwrap());
        assert_eq!(found, retry_after);
        assert!(headers.contains_key("content-security-policy"), "the headers of every page");
    }
}

#[test]
fn attack_096_the_trust_survives_the_session_store() {
    let stored = serde_json::to_string(&pending(&asking())).unwrap();
    let pending: PendingAuthorization = serde_json::from_str(&stored).unwrap();
    assert!(!pending.trusts_redirect_uri());
    assert!(authorize(&asking()).unwrap().trusts_redirect_uri());
    let refused = Decision::Refused(ErrorCode::SERVER_ERROR);
    let refusal = provider().respond(pending, refused, at(10)).unwrap_err();
    assert!(matches!(refusal, Refusal::AfterPage(_)));
}

/// Returns the page that a user sees who consented to every scope earlier.
fn page_of(client: &RegisteredClient, redirect_uri: &str) -> (Interaction, PendingAuthorization) {
    let mut client = client.clone();
    client.redirect_uris = vec![RedirectUri::new(redirect_uri).unwrap()];
    let form = asking().set("client_id", client.client_id.as_str());
    let form = form.set("redirect_uri", redirect_uri);
    let pending = authorize_as(&provider(), Some(&client), &form.get()).unwrap();
    let consented = earlier("openid email offline_access");
    let shown = provider().interaction(&pending, Some(&alice()), &consented, at(10)).unwrap();
    (shown, pending)
}

#[test]
fn rfc8252_8_6_earlier_consent_does_not_count_for_an_app_that_cannot_prove_its_identity() {
    for redirect_uri in ["http://127.0.0.1/cb", "http://localhost:80/cb", "com.example.app:/cb"] {
        let (shown, pending) = page_of(&app(), redirect_uri);
        assert_eq!(shown, Interaction::Consent(alice()), "{redirect_uri}");
        assert!(!pending.accepts_earlier_consent());
        let stored = serde_json::to_value(&pending).unwrap();
        let pending: PendingAuthorization = serde_json::from_value(stored).unwrap();
        assert!(!pending.accepts_earlier_consent(), "read back from the session store");
    }
}

#[test]
fn rfc8252_8_6_silent_authentication_of_such_an_app_needs_consent() {
    let silent = asking().set("client_id", "app").set("redirect_uri", "http://127.0.0.1:5000/cb");
    let silent = silent.set("prompt", "none");
    let pending = authorize_as(&provider(), Some(&app()), &silent.get()).unwrap();
    let consented = earlier("openid email offline_access");
    let refusal = provider().interaction(&pending, Some(&alice()), &consented, at(10));
    assert_eq!(*refusal.unwrap_err().reason(), AuthorizeError::ConsentRequired);
}

#[test]
fn rfc8252_8_6_an_https_redirect_uri_or_a_credential_proves_the_identity() {
    for (client, redirect_uri) in [
        (app(), "https://app.example/cb"),
        (web(), CALLBACK),
        (web(), "http://127.0.0.1/cb"),
        (web(), "com.example.app:/cb"),
    ] {
        let (shown, pending) = page_of(&client, redirect_uri);
        assert!(matches!(shown, Interaction::Nothing(_)), "{redirect_uri}: {shown:?}");
        assert!(pending.accepts_earlier_consent());
    }
}

#[test]
fn rfc8252_8_6_the_consent_page_can_show_where_the_user_goes() {
    for (redirect_uri, host) in [
        ("https://app.example:8443/cb", Some("app.example")),
        ("https://xn--80ak6aa92e.com/cb", Some("xn--80ak6aa92e.com")),
        ("http://127.0.0.1/cb", None),
        ("com.example.app:/cb", None),
        ("com.example.app://host/cb", None),
    ] {
        let (_, pending) = page_of(&app(), redirect_uri);
        assert_eq!(pending.redirect_host().as_deref(), host, "{redirect_uri}");
    }
}
