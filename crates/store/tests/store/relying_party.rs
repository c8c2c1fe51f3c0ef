//! The records of a relying party.

use serde_json::json;
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::ProviderMetadata;
use symbolon_jose::{Fingerprint, Secret};
use symbolon_oauth::{ClientId, Issuer, RedirectUri, State};
use symbolon_relying_party::{
    ClientAuthentication, ClientConfiguration, PendingLogin, RelyingParty, Session,
};
use symbolon_store::{Error, Lease, Refresh, RelyingPartyStore, SealKey, Store};
use symbolon_test_support::clock::at;
use symbolon_test_support::metadata::MINIMAL;

use crate::support::{client_id, fingerprint, issuer, stores};

fn key(byte: u8) -> SealKey {
    SealKey::new(&Secret::new(vec![byte; 32]), &CRYPTO).unwrap()
}

fn of(store: &Store) -> RelyingPartyStore {
    store.relying_party(&issuer(), &client_id(), &key(1))
}

/// Begins a login, and returns it with its `state`.
pub(crate) fn login() -> (PendingLogin, State) {
    let metadata = ProviderMetadata::parse(MINIMAL.as_bytes(), &issuer()).unwrap();
    let client = ClientConfiguration::new(client_id(), ClientAuthentication::None);
    let rp = RelyingParty::new(metadata, client, &CRYPTO).unwrap();
    let redirect_uri = RedirectUri::new("https://client.example/cb").unwrap();
    let (_, pending) = rp.login(&redirect_uri).begin(at(0)).unwrap();
    let state = pending.state().clone();
    (pending, state)
}

pub(crate) fn session(access_token: &str) -> Session {
    serde_json::from_value(json!({
        "authentication": {"iss": issuer().as_str(), "sub": "alice", "aud": ["client"], "iat": 0},
        "client_id": "client", "access_token": access_token, "expires_at": null,
        "refresh_token": "a-refresh-token", "scope": "openid", "granted_scope": "openid",
    }))
    .unwrap()
}

#[tokio::test]
async fn attack_077_a_login_is_taken_once_and_only_in_its_browser() {
    for (place, store) in stores().await {
        let store = of(&store);
        let (browser, (pending, state)) = (fingerprint(), login());
        store.put_login(&browser, &pending, at(600)).await.unwrap();
        let take = async |browser: &Fingerprint, at| {
            store.take_login(browser, &state, at).await.unwrap().is_some()
        };
        assert!(!take(&fingerprint(), at(1)).await, "{place}: another browser");
        assert!(take(&browser, at(1)).await, "{place}");
        assert!(!take(&browser, at(1)).await, "{place}: taken before");
        store.put_login(&browser, &pending, at(600)).await.unwrap();
        assert!(!take(&browser, at(600)).await, "{place}: expired");
        let again = store.put_login(&browser, &pending, at(600)).await;
        assert!(matches!(again, Err(Error::Exists)), "{place}: it could be taken twice");
    }
}

#[tokio::test]
async fn eight_logins_wait_in_one_browser() {
    for (place, store) in stores().await {
        let store = of(&store);
        let (browser, mut states) = (fingerprint(), Vec::new());
        for _ in 0..10 {
            let (pending, state) = login();
            store.put_login(&browser, &pending, at(600)).await.unwrap();
            states.push(state);
        }
        let last = states.last().unwrap();
        assert!(store.take_login(&browser, last, at(1)).await.unwrap().is_some(), "{place}");
        let mut left = Vec::new();
        for (number, state) in states.iter().enumerate() {
            let found = store.take_login(&browser, state, at(1)).await.unwrap();
            left.extend(found.map(|_| number));
        }
        // All logins began in the same second.
        assert_eq!(left, [2, 3, 4, 5, 6, 7, 8], "{place}: the first two were removed");
    }
}

#[tokio::test]
async fn one_copy_refreshes_a_session_at_a_time() {
    for (place, store) in stores().await {
        let (first, second) = (of(&store), of(&store));
        let id = fingerprint();
        first.put_session(&id, &session("one"), at(10_000)).await.unwrap();
        let Refresh::Yours(lease, found) = first.start_refresh(&id, at(100)).await.unwrap() else {
            panic!("{place}: no other copy refreshes")
        };
        assert_eq!(*found, session("one"), "{place}");
        let busy = second.start_refresh(&id, at(159)).await.unwrap();
        assert!(matches!(busy, Refresh::Busy(_)), "{place}");
        assert!(first.replace_session(lease, &session("two")).await.unwrap(), "{place}");
        let found = second.session(&id, at(160)).await.unwrap();
        assert_eq!(found, Some(session("two")), "{place}");
        let again = second.start_refresh(&id, at(160)).await.unwrap();
        assert!(matches!(again, Refresh::Yours(..)), "{place}: the lease has ended");
        let unknown = second.start_refresh(&id, at(10_000)).await.unwrap();
        assert!(matches!(unknown, Refresh::Unknown), "{place}: expired");
    }
}

/// Writes a session, and begins its refresh at the time 100.
async fn refreshed_session(store: &RelyingPartyStore, place: &str) -> (Fingerprint, Lease) {
    let id = fingerprint();
    store.put_session(&id, &session("one"), at(10_000)).await.unwrap();
    let Refresh::Yours(lease, _) = store.start_refresh(&id, at(100)).await.unwrap() else {
        panic!("{place}: no other copy refreshes")
    };
    (id, lease)
}

#[tokio::test]
async fn a_copy_that_ended_during_a_refresh_loses_its_lease() {
    for (place, store) in stores().await {
        let store = of(&store);
        let (id, late) = refreshed_session(&store, place).await;
        let Refresh::Yours(lease, _) = store.start_refresh(&id, at(160)).await.unwrap() else {
            panic!("{place}: the lease of the first copy has ended")
        };
        assert!(!store.replace_session(late, &session("late")).await.unwrap(), "{place}");
        assert!(store.replace_session(lease, &session("two")).await.unwrap(), "{place}");
        assert_eq!(store.session(&id, at(161)).await.unwrap(), Some(session("two")), "{place}");
        store.delete_session(&id).await.unwrap();
        assert_eq!(store.session(&id, at(161)).await.unwrap(), None, "{place}");
    }
}

#[tokio::test]
async fn a_lease_of_the_session_before_does_not_replace_the_session_of_a_new_login() {
    for (place, store) in stores().await {
        let store = of(&store);
        let (id, late) = refreshed_session(&store, place).await;
        store.put_session(&id, &session("new"), at(10_000)).await.unwrap();
        let Refresh::Yours(lease, _) = store.start_refresh(&id, at(101)).await.unwrap() else {
            panic!("{place}: the lease of the session before has ended")
        };
        assert!(!store.replace_session(late, &session("late")).await.unwrap(), "{place}");
        assert_eq!(store.session(&id, at(102)).await.unwrap(), Some(session("new")), "{place}");
        assert!(store.replace_session(lease, &session("newer")).await.unwrap(), "{place}");
    }
}

#[tokio::test]
async fn another_key_opens_no_record_and_an_older_key_still_does() {
    for (place, store) in stores().await {
        let id = fingerprint();
        of(&store).put_session(&id, &session("one"), at(100)).await.unwrap();
        let with = async |key: SealKey| {
            store.relying_party(&issuer(), &client_id(), &key).session(&id, at(1)).await
        };
        assert!(matches!(with(key(2)).await, Err(Error::Seal)), "{place}");
        let newer = key(2).or_older(&Secret::new(vec![1; 32]), &CRYPTO).unwrap();
        assert_eq!(with(newer).await.unwrap(), Some(session("one")), "{place}");
    }
}

#[tokio::test]
async fn relying_parties_do_not_see_the_records_of_each_other() {
    for (place, store) in stores().await {
        let (id, browser, (pending, state)) = (fingerprint(), fingerprint(), login());
        of(&store).put_session(&id, &session("one"), at(100)).await.unwrap();
        of(&store).put_login(&browser, &pending, at(100)).await.unwrap();
        let elsewhere = Issuer::new("https://other.example").unwrap();
        let somebody = ClientId::new("somebody").unwrap();
        for (issuer, client) in [(elsewhere.clone(), client_id()), (issuer(), somebody)] {
            let other = store.relying_party(&issuer, &client, &key(1));
            assert_eq!(other.session(&id, at(1)).await.unwrap(), None, "{place}");
            let taken = other.take_login(&browser, &state, at(1)).await.unwrap();
            assert!(taken.is_none(), "{place}");
        }
        let other = store.relying_party(&elsewhere, &client_id(), &key(1));
        let refused = other.put_login(&browser, &pending, at(100)).await;
        assert!(matches!(refused, Err(Error::OtherIssuer { .. })), "{place}");
    }
}

#[test]
fn a_seal_key_has_32_bytes_and_debug_does_not_show_them() {
    assert!(SealKey::new(&Secret::new(vec![7; 31]), &CRYPTO).is_err());
    let debug = format!("{:?}", key(7));
    assert!(!debug.contains("7, 7"), "{debug}");
}
