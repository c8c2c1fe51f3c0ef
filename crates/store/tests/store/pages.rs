//! Authorization requests that wait for the user, and consents.

use serde_json::json;
use symbolon_jose::NumericDate;
use symbolon_oauth::RedirectUri;
use symbolon_oauth::obligation::Stored;
use symbolon_provider::cors::Origin;
use symbolon_provider::{ClientRegistration, EarlierConsent, RegisteredClient};
use symbolon_store::{ProviderStore, Waiting};
use symbolon_test_support::clock::at;

use crate::support::{client_id, code, fingerprint, issuer, pending, stores};

fn name(waiting: &Waiting) -> &'static str {
    match waiting {
        Waiting::Open(_) => "open",
        Waiting::Answered(_) => "answered",
        Waiting::Unknown => "unknown",
    }
}

#[tokio::test]
async fn a_request_is_answered_once_and_only_in_its_browser() {
    for (place, store) in stores().await {
        let store = store.provider(&issuer());
        let (browser, interaction, pending) = (fingerprint(), fingerprint(), pending());
        store.put_pending(&browser, &interaction, &pending, at(600)).await.unwrap();
        let other = fingerprint();
        let take = async |browser, at| store.take_pending(browser, &interaction, at).await.unwrap();
        assert_eq!(name(&take(&other, at(1)).await), "unknown", "{place}");
        assert_eq!(name(&take(&browser, at(600)).await), "unknown", "{place}: expired");
        let found = store.pending(&browser, &interaction, at(1)).await.unwrap();
        assert_eq!(name(&found), "open", "{place}");
        let Waiting::Open(taken) = take(&browser, at(1)).await else { panic!("{place}") };
        assert_eq!(taken.client_id(), pending.client_id(), "{place}");
        assert_eq!(name(&take(&browser, at(1)).await), "answered", "{place}");
        let found = store.pending(&browser, &interaction, at(1)).await.unwrap();
        assert_eq!(name(&found), "answered", "{place}");
    }
}

#[tokio::test]
async fn a_consent_page_is_answered_by_the_user_whom_it_was_shown_to() {
    for (place, store) in stores().await {
        let store = store.provider(&issuer());
        let (browser, interaction) = (fingerprint(), fingerprint());
        store.put_pending(&browser, &interaction, &pending(), at(600)).await.unwrap();
        let take = async |subject| store.take_shown(&browser, &interaction, subject, at(1)).await;
        assert_eq!(name(&take("alice").await.unwrap()), "unknown", "{place}: not shown");
        assert!(store.show_pending(&browser, &interaction, "alice", at(1)).await.unwrap());
        assert_eq!(name(&take("bob").await.unwrap()), "unknown", "{place}");
        assert_eq!(name(&take("alice").await.unwrap()), "open", "{place}");
        assert_eq!(name(&take("alice").await.unwrap()), "answered", "{place}");
        assert!(!store.show_pending(&browser, &interaction, "bob", at(1)).await.unwrap());
    }
}

async fn open(store: &ProviderStore, browser: &symbolon_jose::Fingerprint, count: usize) -> usize {
    let (mut interactions, mut found) = (Vec::new(), 0);
    for _ in 0..count {
        let interaction = fingerprint();
        store.put_pending(browser, &interaction, &pending(), at(600)).await.unwrap();
        interactions.push(interaction);
    }
    for interaction in &interactions {
        let waiting = store.pending(browser, interaction, at(1)).await.unwrap();
        found = usize::from(matches!(waiting, Waiting::Open(_))).saturating_add(found);
    }
    let last = store.pending(browser, interactions.last().unwrap(), at(1)).await.unwrap();
    assert_eq!(name(&last), "open", "the last request waits");
    found
}

#[tokio::test]
async fn eight_requests_wait_for_one_browser() {
    for (place, store) in stores().await {
        let store = store.provider(&issuer());
        let (first, second) = (fingerprint(), fingerprint());
        assert_eq!(open(&store, &first, 8).await, 8, "{place}");
        assert_eq!(open(&store, &second, 12).await, 8, "{place}");
    }
}

#[tokio::test]
async fn consents_add_up_and_end_with_the_grants_of_the_client() {
    for (place, store) in stores().await {
        let store = store.provider(&issuer());
        let mut code = code();
        code.client_id = client_id();
        store.put_authorization(&code.clone().into()).await.unwrap();
        let consent = |scope: &str, claims: &[&str]| {
            let claims = claims.iter().map(|name| (*name).to_owned()).collect();
            EarlierConsent::new(scope.parse().unwrap()).claims(claims)
        };
        let put = async |added: EarlierConsent| {
            store.put_consent("alice", &client_id(), &added).await.unwrap();
            store.consent("alice", &client_id()).await.unwrap()
        };
        assert_eq!(put(consent("openid", &[])).await, consent("openid", &[]), "{place}");
        let found = put(consent("email openid", &["name"])).await;
        assert_eq!(found, consent("openid email", &["name"]), "{place}");
        let found = put(consent("openid", &["groups", "name"])).await;
        let all = consent("openid email", &["groups", "name"]);
        assert_eq!(found, all, "{place}");
        assert_eq!(store.consents("alice").await.unwrap(), [(client_id(), all)], "{place}");
        assert!(store.consent("bob", &client_id()).await.unwrap().is_empty(), "{place}");
        assert_eq!(store.grants("alice").await.unwrap().len(), 1, "{place}");
        store.withdraw_consent("alice", &client_id()).await.unwrap();
        assert!(store.consent("alice", &client_id()).await.unwrap().is_empty(), "{place}");
        assert_eq!(store.grants("alice").await.unwrap(), [], "{place}");
    }
}

#[tokio::test]
async fn a_removed_client_and_its_origin_are_unknown() {
    for (place, store) in stores().await {
        let store = store.provider(&issuer());
        let redirect_uri = RedirectUri::new("https://client.example/cb").unwrap();
        let origin = Origin::of(&redirect_uri).unwrap();
        store.put_client(&RegisteredClient::new(client_id(), vec![redirect_uri])).await.unwrap();
        assert!(store.has_origin(&origin).await.unwrap(), "{place}");
        assert!(store.delete_client(&client_id()).await.unwrap(), "{place}");
        assert!(!store.has_origin(&origin).await.unwrap(), "{place}");
        assert_eq!(store.client(&client_id()).await.unwrap(), None, "{place}");
        assert!(!store.delete_client(&client_id()).await.unwrap(), "{place}");
    }
}

/// Returns a registration of the client whose requests wait.
fn registration() -> ClientRegistration {
    let redirect_uri = RedirectUri::new("https://client.example/cb").unwrap();
    serde_json::from_value(json!({
        "client": RegisteredClient::new(client_id(), vec![redirect_uri]),
        "registration": {
            "client_id": client_id(), "issuer": issuer().as_str(), "token": fingerprint(),
            "issued_at": NumericDate::from(at(0)), "unused_until": null,
        },
    }))
    .unwrap()
}

#[tokio::test]
async fn an_answer_to_a_page_from_before_an_update_is_no_consent_after_it() {
    for (place, store) in stores().await {
        let store = store.provider(&issuer());
        let registration = registration();
        let new = json!({ "registration": registration, "spends": null });
        store.put_registration(&serde_json::from_value(new).unwrap()).await.unwrap();
        for (ends_consents, expected) in [(false, "open"), (true, "unknown")] {
            let (browser, interaction) = (fingerprint(), fingerprint());
            store.put_pending(&browser, &interaction, &pending(), at(600)).await.unwrap();
            assert!(store.show_pending(&browser, &interaction, "alice", at(1)).await.unwrap());
            let update = json!({
                "registration": registration, "replaces": registration.registration.token,
                "ends_consents": ends_consents,
            });
            let update = serde_json::from_value(update).unwrap();
            let stored = store.replace_registration(&update).await.unwrap();
            assert_eq!(stored, Stored::Confirmed, "{place}");
            let found = store.take_shown(&browser, &interaction, "alice", at(1)).await.unwrap();
            assert_eq!(name(&found), expected, "{place}");
        }
    }
}
