//! Connections that are lost, and calls that are not waited for.

use std::time::Duration;

use serde_json::json;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{NumericDate, SecretString};
use symbolon_oauth::obligation::GrantId;
use symbolon_oauth::{ClientId, Issuer};
use symbolon_provider::{CodeRecord, SignedIn};
use symbolon_store::{Database, ProviderStore, Store};
use symbolon_test_support::clock::at;
use tokio::time::timeout;

use crate::support::Place;

const ISSUER: &str = "https://op.example";

/// Ends the connections of all other clients of the database.
const END_ALL: &str = "
    SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()";

/// Returns a store with one connection, so that each call uses the connection of the call before.
async fn store(place: &Place) -> ProviderStore {
    let mut database = place.database();
    if let Database::Postgres(options) = &mut database {
        options.connections = 1;
    }
    Store::migrate(&database).await.unwrap().provider(&Issuer::new(ISSUER).unwrap())
}

fn code() -> CodeRecord {
    let expires = NumericDate::from(at(60));
    serde_json::from_value(json!({
        "fingerprint": SecretString::random(&CRYPTO).unwrap().fingerprint(&CRYPTO),
        "issuer": ISSUER, "grant": GrantId::random(&CRYPTO).unwrap(), "client_id": "c",
        "redirect_uri": "https://client.example/cb", "scope": "openid",
        "signed_in": SignedIn::new("alice", at(0)), "nonce": null, "code_challenge": null,
        "expires": expires,
    }))
    .unwrap()
}

#[tokio::test]
async fn a_read_succeeds_at_once_after_its_connection_was_lost() {
    let client = ClientId::new("c").unwrap();
    for place in Place::all() {
        let Place::Postgres(_) = &place else { continue };
        let store = store(&place).await;
        for _ in 0..20 {
            assert_eq!(store.client(&client).await.unwrap(), None);
            assert!(place.number(END_ALL).await > 0);
            assert_eq!(store.client(&client).await.unwrap(), None);
        }
    }
}

/// The caller can drop a future at any of its steps, for example because the browser went away.
#[tokio::test]
async fn a_call_that_is_not_waited_for_is_done_completely_or_not_at_all() {
    for place in Place::all() {
        let store = store(&place).await;
        for number in 0..100 {
            let code = code();
            let records = code.clone().into();
            let call = store.put_authorization(&records);
            _ = timeout(Duration::from_micros(number * 20), call).await;
            // This call gets a connection without an open transaction.
            store.find_code(&code.fingerprint).await.unwrap();
        }
        store.put_authorization(&code().into()).await.unwrap();
        // Grants of which the code is missing, or codes of which the grant is missing.
        let halves = "
            SELECT (SELECT COUNT(*) FROM symbolon_grants) - (SELECT COUNT(*) FROM symbolon_codes)";
        assert_eq!(place.number(halves).await, 0, "{place:?}");
    }
}
