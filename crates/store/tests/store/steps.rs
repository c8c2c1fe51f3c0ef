//! The steps between an authorization request and its answer, and how long browsers are remembered.

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{Fingerprint, SecretString};
use symbolon_oauth::ClientId;
use symbolon_provider::{
    AuthorizeError, Decision, NotWaiting, PendingAuthorization, Provider, ReceivedRequest, Refusal,
    RegisteredClient, SignedIn,
};
use symbolon_store::{Allowed, Error, NextStep, ProviderStore, StepError};
use symbolon_test_support::clients;
use symbolon_test_support::clock::at;
use symbolon_test_support::names::{CLIENT_ID, CODE_CHALLENGE, NONCE, STATE};
use time::OffsetDateTime;

use crate::answer::provider;
use crate::support::{fingerprint, issuer, stores};

/// Half an hour, in seconds: how long a request waits.
const PATIENCE: i64 = 30 * 60;

/// Eight hours, in seconds: how long an idle session is kept.
const IDLE: i64 = 8 * 60 * 60;

/// A provider with one browser.
struct Op {
    provider: Provider,
    store: ProviderStore,
    client: RegisteredClient,
    browser: Fingerprint,
}

impl Op {
    fn new(store: &symbolon_store::Store) -> Self {
        let (provider, store) = (provider(), store.provider(&issuer()));
        let client = clients::secret_in_body(CLIENT_ID, &CRYPTO);
        Self { provider, store, client, browser: fingerprint() }
    }

    /// Returns a request with these parameters, which arrives at this time.
    fn request(&self, extra: &str, now: OffsetDateTime) -> PendingAuthorization {
        let redirect_uri = self.client.redirect_uris[0].as_str();
        let query = format!(
            "response_type=code&client_id={CLIENT_ID}&redirect_uri={redirect_uri}&scope=openid\
             &state={STATE}&nonce={NONCE}&code_challenge={CODE_CHALLENGE}\
             &code_challenge_method=S256{extra}"
        );
        let request = http::Request::get(format!("/authorize?{query}")).body("").unwrap();
        let request = ReceivedRequest::from_http(&request).unwrap();
        self.provider.authorize(request, Some(&self.client), now).unwrap()
    }

    async fn first(&self, extra: &str, now: OffsetDateTime) -> Result<NextStep, StepError> {
        let request = self.request(extra, now);
        self.store.first_step(&self.provider, &self.browser, request, now).await
    }

    async fn next(&self, form: &SecretString, now: OffsetDateTime) -> Result<NextStep, StepError> {
        self.store.next_step(&self.provider, &self.browser, form.expose(), now).await
    }

    /// Signs a user in, and gives the browser a new cookie.
    async fn sign_in(
        &mut self,
        form: &SecretString,
        user: &str,
        now: OffsetDateTime,
    ) -> Result<(), StepError> {
        let (new, user) = (fingerprint(), SignedIn::new(user, now));
        let (before, form) = (&self.browser, form.expose());
        self.store.sign_in_on_page(&self.provider, before, form, &new, &user, now).await?;
        self.browser = new;
        Ok(())
    }

    async fn answer(
        &self,
        form: &SecretString,
        allow: bool,
        now: OffsetDateTime,
    ) -> Result<Decision, StepError> {
        let (browser, form) = (&self.browser, form.expose());
        let allowed = if allow { Allowed::ScopeAndClaims } else { Allowed::Nothing };
        let answer =
            self.store.consent_on_page(&self.provider, browser, form, allowed, now).await?;
        Ok(answer.1)
    }

    async fn user(&self, now: OffsetDateTime) -> Option<String> {
        self.store.session(&self.browser, now).await.unwrap().map(|user| user.subject)
    }

    async fn is_known(&self, now: OffsetDateTime) -> bool {
        self.store.knows_browser(&self.browser, now).await.unwrap()
    }
}

#[track_caller]
fn sign_in_page(step: Result<NextStep, StepError>) -> SecretString {
    match step.unwrap() {
        NextStep::SignIn { form, .. } => form,
        step => panic!("{step:?}"),
    }
}

#[track_caller]
fn consent_page(step: Result<NextStep, StepError>) -> SecretString {
    match step.unwrap() {
        NextStep::Consent { form, .. } => form,
        step => panic!("{step:?}"),
    }
}

/// Checks that no request waits for a form.
#[track_caller]
fn assert_gone<T>(result: Result<T, StepError>, expected: &NotWaiting) {
    let refusal = Refusal::from(result.err().unwrap());
    assert_eq!(*refusal.reason(), AuthorizeError::NotWaiting(expected.clone()));
}

fn answered() -> NotWaiting {
    NotWaiting::Answered(ClientId::new(CLIENT_ID).unwrap())
}

#[tokio::test]
async fn a_user_signs_in_and_consents_once_and_sees_no_page_later() {
    for (place, store) in stores().await {
        let mut op = Op::new(&store);
        let form = sign_in_page(op.first("", at(0)).await);
        assert_eq!(sign_in_page(op.next(&form, at(1)).await), form, "{place}: a wrong password");
        op.sign_in(&form, "alice", at(2)).await.unwrap();
        assert_eq!(consent_page(op.next(&form, at(3)).await), form, "{place}");
        let decision = op.answer(&form, true, at(4)).await.unwrap();
        assert!(matches!(decision, Decision::Consented(_)), "{place}: {decision:?}");
        assert_gone(op.answer(&form, true, at(4)).await, &answered());
        assert_gone(op.next(&form, at(4)).await, &answered());

        let step = op.first("", at(5)).await.unwrap();
        let NextStep::Answer(_, Decision::Consented(consent)) = step else { panic!("{step:?}") };
        assert_eq!(consent.scope.to_string(), "openid", "{place}");
        let form = consent_page(op.first("&prompt=consent", at(6)).await);
        let decision = op.answer(&form, false, at(7)).await.unwrap();
        assert!(matches!(decision, Decision::Denied), "{place}: {decision:?}");
    }
}

#[tokio::test]
async fn only_a_request_that_waits_for_a_user_is_kept() {
    for (place, store) in stores().await {
        let op = Op::new(&store);
        let refused = op.first("&prompt=none", at(0)).await.unwrap_err();
        assert!(matches!(refused, StepError::Refused(_)), "{place}: {refused:?}");
        assert!(!op.is_known(at(0)).await, "{place}");
        assert_gone(
            op.next(&SecretString::new("forged".to_owned()), at(0)).await,
            &NotWaiting::Unknown,
        );
        assert!(!op.is_known(at(0)).await, "{place}");
        assert_eq!(store.sweep(at(2 * IDLE)).await.unwrap().deleted, 0, "{place}");
    }
}

#[tokio::test]
async fn a_sign_in_form_signs_one_user_in() {
    for (place, store) in stores().await {
        let mut op = Op::new(&store);
        let form = sign_in_page(op.first("", at(0)).await);
        let before = op.browser.clone();
        op.sign_in(&form, "alice", at(1)).await.unwrap();
        let new = op.browser.clone();
        assert_gone(op.sign_in(&form, "alice", at(2)).await, &NotWaiting::Unknown);
        op.browser = before;
        assert_gone(op.sign_in(&form, "mallory", at(2)).await, &NotWaiting::Unknown);
        assert_eq!(op.user(at(2)).await, None, "{place}");
        op.browser = new;
        assert_eq!(op.user(at(2)).await.as_deref(), Some("alice"), "{place}");
    }
}

/// Two clicks at the same time both find the request. The first click moves the request to its new
/// cookie.
#[tokio::test]
async fn the_second_click_leaves_no_session() {
    for (place, store) in stores().await {
        let op = Op::new(&store);
        let form = sign_in_page(op.first("", at(0)).await);
        let (first, second) = (fingerprint(), fingerprint());
        let alice = SignedIn::new("alice", at(1));
        let click = |new| {
            let (provider, before) = (&op.provider, &op.browser);
            op.store.sign_in_on_page(provider, before, form.expose(), new, &alice, at(1))
        };
        let (one, two) = tokio::join!(click(&first), click(&second));
        assert_eq!([one.is_ok(), two.is_ok()].iter().filter(|it| **it).count(), 1, "{place}");
        let mut sessions = Vec::new();
        for (browser, outcome) in [(&first, one), (&second, two)] {
            let session = op.store.session(browser, at(2)).await.unwrap();
            assert_eq!(session.is_some(), outcome.is_ok(), "{place}");
            sessions.extend(session);
        }
        assert_eq!(sessions.len(), 1, "{place}");
    }
}

/// Returns the scope and the claims that a decision covers.
#[track_caller]
fn covered(decision: Decision) -> (String, Vec<String>) {
    let Decision::Consented(consent) = decision else { panic!("{decision:?}") };
    (consent.scope.to_string(), consent.claims)
}

/// A remembered consent covers exactly what the user saw: the scope, and the claims if the page has
/// shown them.
#[tokio::test]
async fn core_5_5_a_remembered_consent_covers_the_claims_that_the_user_saw_and_no_more() {
    let asking = |names: &[&str]| {
        let members: Vec<_> = names.iter().map(|name| format!("%22{name}%22:null")).collect();
        format!("&claims=%7B%22userinfo%22:%7B{}%7D%7D", members.join(","))
    };
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    for (place, store) in stores().await {
        let mut op = Op::new(&store);
        let one = asking(&["phone_number"]);
        let form = sign_in_page(op.first(&one, at(0)).await);
        op.sign_in(&form, "alice", at(1)).await.unwrap();
        let form = consent_page(op.next(&form, at(1)).await);
        // This page has not shown the claim.
        let (of, form) = (&op.browser, form.expose());
        let answer = op.store.consent_on_page(&op.provider, of, form, Allowed::Scope, at(2)).await;
        assert_eq!(covered(answer.unwrap().1), ("openid".to_owned(), vec![]), "{place}");
        let form = consent_page(op.first(&one, at(3)).await);
        let decision = op.answer(&form, true, at(4)).await.unwrap();
        assert_eq!(covered(decision), ("openid".to_owned(), names(&["phone_number"])), "{place}");

        let step = op.first(&one, at(5)).await.unwrap();
        let NextStep::Answer(_, decision) = step else { panic!("{place}: {step:?}") };
        assert_eq!(covered(decision).1, names(&["phone_number"]), "{place}");
        // The user denies the request for a second claim, so the user is asked again.
        let two = asking(&["phone_number", "groups"]);
        for (allow, now) in [(false, 6), (true, 7)] {
            let form = consent_page(op.first(&two, at(now)).await);
            let decision = op.answer(&form, allow, at(now)).await.unwrap();
            assert_eq!(matches!(decision, Decision::Consented(_)), allow, "{place}");
        }
        let step = op.first(&two, at(8)).await.unwrap();
        let NextStep::Answer(_, decision) = step else { panic!("{place}: {step:?}") };
        assert_eq!(covered(decision).1, names(&["groups", "phone_number"]), "{place}");
        op.store.withdraw_consent("alice", &op.client.client_id).await.unwrap();
        consent_page(op.first(&one, at(9)).await);
    }
}

#[tokio::test]
async fn another_user_cannot_answer_a_consent_page() {
    for (place, store) in stores().await {
        let mut op = Op::new(&store);
        let form = sign_in_page(op.first("", at(0)).await);
        assert_gone(op.answer(&form, true, at(0)).await.map(drop), &NotWaiting::Unknown);
        op.sign_in(&form, "alice", at(1)).await.unwrap();
        let form = consent_page(op.next(&form, at(1)).await);
        let other = sign_in_page(op.first("&prompt=login", at(2)).await);
        op.sign_in(&other, "bob", at(3)).await.unwrap();
        assert_gone(op.answer(&form, true, at(4)).await, &NotWaiting::Unknown);
        for user in ["alice", "bob"] {
            let consent = op.store.consent(user, &op.client.client_id).await.unwrap();
            assert!(consent.is_empty(), "{place}: {user}");
        }
    }
}

#[tokio::test]
async fn a_browser_without_a_user_is_forgotten_before_one_with_a_user() {
    for (place, store) in stores().await {
        let mut op = Op::new(&store);
        assert!(!op.is_known(at(0)).await, "{place}");
        let form = sign_in_page(op.first("", at(0)).await);
        assert!(op.is_known(at(PATIENCE - 1)).await, "{place}");
        assert!(!op.is_known(at(PATIENCE)).await, "{place}");
        assert_gone(op.next(&form, at(PATIENCE)).await, &NotWaiting::Unknown);
        op.sign_in(&form, "alice", at(1)).await.unwrap();
        assert!(op.is_known(at(IDLE)).await, "{place}");
        assert!(!op.is_known(at(IDLE + 1)).await, "{place}");
        assert_eq!(op.user(at(IDLE + 1)).await, None, "{place}");
    }
}

#[tokio::test]
async fn a_browser_that_was_idle_for_too_long_has_no_user_and_changes_nothing() {
    for (place, store) in stores().await {
        let mut op = Op::new(&store);
        let form = sign_in_page(op.first("", at(0)).await);
        op.sign_in(&form, "alice", at(0)).await.unwrap();
        let form = consent_page(op.first("", at(IDLE - 1)).await);
        assert_eq!(op.user(at(2 * IDLE - 2)).await.as_deref(), Some("alice"), "{place}: was used");
        assert_eq!(op.user(at(2 * IDLE - 1)).await, None, "{place}");
        assert_gone(op.answer(&form, true, at(2 * IDLE - 1)).await, &NotWaiting::Unknown);
        let consent = op.store.consent("alice", &op.client.client_id).await.unwrap();
        assert!(consent.is_empty(), "{place}");
        sign_in_page(op.first("", at(2 * IDLE)).await);
        while store.sweep(at(4 * IDLE)).await.unwrap().more {}
        assert!(!op.is_known(at(0)).await, "{place}: swept");
    }
}

#[tokio::test]
async fn a_provider_of_another_issuer_takes_no_step() {
    for (place, store) in stores().await {
        let mut op = Op::new(&store);
        op.store = store.provider(&symbolon_oauth::Issuer::new("https://other.example").unwrap());
        let error = op.first("", at(0)).await.unwrap_err();
        let is_other = matches!(error, StepError::Store(Error::OtherIssuer { .. }));
        assert!(is_other, "{place}: {error:?}");
    }
}
