//! How long rows are kept.

use serde_json::json;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{NumericDate, SecretString};
use symbolon_oauth::obligation::{FirstUse, ReplayKey, Stored};
use symbolon_oauth::{ClientId, RedirectUri};
use symbolon_provider::cors::Origin;
use symbolon_provider::{
    ClientDocumentRecord, ClientRegistration, EarlierConsent, InitialAccessTokenRecord,
    NewRegistration, RegisteredClient, ReplacedRegistration,
};
use symbolon_test_support::clock::at;

use crate::support::{code, issuer, stores, tokens};

/// The time for which a row is kept after its code or refresh token has expired.
const IN_FLIGHT: i64 = 600;

#[tokio::test]
async fn an_unused_code_and_its_grant_are_kept_until_ten_minutes_after_the_code_expires() {
    for (name, store) in stores().await {
        store.provider(&issuer()).put_authorization(&code().into()).await.unwrap();
        let swept = store.sweep(at(60 + IN_FLIGHT - 1)).await.unwrap();
        assert_eq!(swept.deleted, 0, "{name}");
        let swept = store.sweep(at(60 + IN_FLIGHT)).await.unwrap();
        assert_eq!(swept.deleted, 2, "{name}");
    }
}

/// A second use of the code must revoke the grant as long as a token is valid.
#[tokio::test]
async fn a_used_code_and_its_grant_are_kept_as_long_as_the_tokens() {
    for (name, store) in stores().await {
        let provider = store.provider(&issuer());
        let code = code();
        provider.put_authorization(&code.clone().into()).await.unwrap();
        let tokens = tokens(&code);
        assert_eq!(provider.put_tokens(&tokens).await.unwrap(), Stored::Confirmed, "{name}");
        for (now, deleted, rows) in [
            (599, 0, "all rows are kept while the access token is valid"),
            (600, 1, "the access token"),
            (3600 + IN_FLIGHT - 1, 0, "the code, the refresh token and the grant are kept"),
            (3600 + IN_FLIGHT, 3, "the code, the refresh token and the grant"),
        ] {
            let swept = store.sweep(at(now)).await.unwrap();
            assert_eq!(swept.deleted, deleted, "{name}: {rows}");
        }
    }
}

#[tokio::test]
async fn a_replay_key_is_kept_until_no_server_accepts_its_value() {
    let key: ReplayKey = serde_json::from_value(json!({
        "fingerprint": SecretString::random(&CRYPTO).unwrap().fingerprint(&CRYPTO),
        "issuer": issuer().as_str(), "expires": NumericDate::from(at(240)),
    }))
    .unwrap();
    for (name, store) in stores().await {
        let provider = store.provider(&issuer());
        let keys = std::slice::from_ref(&key);
        assert_eq!(provider.first_use(keys).await.unwrap(), FirstUse::Confirmed, "{name}");
        assert_eq!(store.sweep(at(239)).await.unwrap().deleted, 0, "{name}");
        assert_eq!(provider.first_use(keys).await.unwrap(), FirstUse::Replayed, "{name}");
        assert_eq!(store.sweep(at(240)).await.unwrap().deleted, 1, "{name}");
    }
}

/// Returns the registration of a new client that is kept for an hour without use.
fn registration() -> NewRegistration {
    let random = SecretString::random(&CRYPTO).unwrap();
    let client = ClientId::new(random.expose()).unwrap();
    let redirect_uri = RedirectUri::new("https://unused.example/cb").unwrap();
    serde_json::from_value(json!({
        "registration": {
            "client": RegisteredClient::new(client.clone(), vec![redirect_uri]),
            "registration": {
                "client_id": client, "issuer": issuer().as_str(),
                "token": random.fingerprint(&CRYPTO), "issued_at": NumericDate::from(at(0)),
                "unused_until": NumericDate::from(at(3600)),
            },
        },
        "spends": null,
    }))
    .unwrap()
}

#[tokio::test]
async fn a_client_that_no_user_has_authorized_is_removed_with_its_registration() {
    for (name, store) in stores().await {
        let provider = store.provider(&issuer());
        let new = registration();
        let ClientRegistration { client, .. } = &new.registration;
        let origin = Origin::of(&client.redirect_uris[0]).unwrap();
        provider.put_registration(&new).await.unwrap();
        let consent = EarlierConsent::new("openid".parse().unwrap());
        provider.put_consent("alice", &client.client_id, &consent).await.unwrap();
        assert_eq!(store.sweep(at(3599)).await.unwrap().deleted, 0, "{name}");
        assert!(provider.registration(&client.client_id).await.unwrap().is_some(), "{name}");
        assert_eq!(store.sweep(at(3600)).await.unwrap().deleted, 1, "{name}");
        assert_eq!(provider.client(&client.client_id).await.unwrap(), None, "{name}");
        assert_eq!(provider.registration(&client.client_id).await.unwrap(), None, "{name}");
        assert!(!provider.has_origin(&origin).await.unwrap(), "{name}");
        let consent = provider.consent("alice", &client.client_id).await.unwrap();
        assert_eq!(consent, EarlierConsent::default(), "{name}");
    }
}

#[tokio::test]
async fn a_client_that_a_user_has_authorized_is_kept_also_after_an_update() {
    for (name, store) in stores().await {
        let provider = store.provider(&issuer());
        let new = registration();
        provider.put_registration(&new).await.unwrap();
        let id = &new.registration.client.client_id;
        let mut code = code();
        code.client_id = id.clone();
        provider.put_authorization(&code.into()).await.unwrap();
        let found = provider.registration(id).await.unwrap().unwrap();
        assert_eq!(found.registration.unused_until, None, "{name}");
        // The update has read the registration before the user has authorized the client.
        let replaced: ReplacedRegistration = serde_json::from_value(json!({
            "registration": new.registration, "replaces": found.registration.token,
        }))
        .unwrap();
        assert_eq!(provider.replace_registration(&replaced).await.unwrap(), Stored::Confirmed);
        while store.sweep(at(1_000_000)).await.unwrap().more {}
        assert!(provider.registration(id).await.unwrap().is_some(), "{name}");
        assert!(provider.client(id).await.unwrap().is_some(), "{name}");
    }
}

#[tokio::test]
async fn many_unused_clients_are_removed_in_several_batches() {
    for (name, store) in stores().await {
        let provider = store.provider(&issuer());
        for _ in 0..120 {
            provider.put_registration(&registration()).await.unwrap();
        }
        let (mut deleted, mut batches) = (0, 0);
        loop {
            let swept = store.sweep(at(3600)).await.unwrap();
            (deleted, batches) = (deleted + swept.deleted, batches + 1);
            if !swept.more {
                break;
            }
        }
        assert_eq!(deleted, 120, "{name}");
        assert!(batches > 1, "{name}");
    }
}

#[tokio::test]
async fn an_initial_access_token_is_kept_until_it_expires_and_a_document_for_a_day_longer() {
    let token: InitialAccessTokenRecord = serde_json::from_value(json!({
        "fingerprint": SecretString::random(&CRYPTO).unwrap().fingerprint(&CRYPTO),
        "issuer": issuer().as_str(), "terms": {}, "expires": NumericDate::from(at(60)),
    }))
    .unwrap();
    let document: ClientDocumentRecord = serde_json::from_value(json!({
        "client": registration().registration.client, "fetched": NumericDate::from(at(0)),
        "fresh_until": NumericDate::from(at(60)),
    }))
    .unwrap();
    for (name, store) in stores().await {
        let provider = store.provider(&issuer());
        provider.put_initial_access_token(&token).await.unwrap();
        provider.put_client_document(&document).await.unwrap();
        for (now, deleted) in [(59, 0), (60, 1), (60 + 86_400 - 1, 0), (60 + 86_400, 1)] {
            assert_eq!(store.sweep(at(now)).await.unwrap().deleted, deleted, "{name} at {now}");
        }
    }
}
