//! The stores that the tests run on, and the records that they keep.

use std::time::Duration;

use serde_json::json;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{NumericDate, SecretString};
use symbolon_oauth::Issuer;
use symbolon_oauth::obligation::GrantId;
use symbolon_provider::{CodeRecord, SignedIn, TokenRecords};
use symbolon_store::{Database, SqliteOptions, Store};
use symbolon_test_databases::Postgres;
use symbolon_test_support::clock::at;

pub(crate) fn issuer() -> Issuer {
    Issuer::new("https://op.example").unwrap()
}

/// Returns an empty store on memory, and one in a new SQLite file.
pub(crate) async fn stores() -> Vec<(&'static str, Store)> {
    let file = std::env::temp_dir().join(format!("symbolon-{}.db", secret().expose()));
    let sqlite = Store::migrate(&Database::Sqlite(SqliteOptions::new(file))).await.unwrap();
    let mut stores = vec![("memory", Store::memory()), ("SQLite", sqlite)];
    if let Some(postgres) = Postgres::shared() {
        let database = postgres.create_database().parse().unwrap();
        stores.push(("PostgreSQL", Store::migrate(&database).await.unwrap()));
    }
    stores
}

fn secret() -> SecretString {
    SecretString::random(&CRYPTO).unwrap()
}

fn expires(seconds: u64) -> NumericDate {
    NumericDate::from(at(0)).after(Duration::from_secs(seconds))
}

/// Returns the record of a new code, which expires after a minute.
pub(crate) fn code() -> CodeRecord {
    serde_json::from_value(json!({
        "fingerprint": secret().fingerprint(&CRYPTO), "issuer": issuer().as_str(),
        "grant": GrantId::random(&CRYPTO).unwrap(), "client_id": "c",
        "redirect_uri": "https://client.example/cb", "scope": "openid",
        "signed_in": SignedIn::new("alice", at(0)), "nonce": null, "code_challenge": null,
        "expires": expires(60),
    }))
    .unwrap()
}

/// Returns the records of new tokens that are issued for a code.
pub(crate) fn tokens(code: &CodeRecord) -> TokenRecords {
    serde_json::from_value(json!({
        "spends": {"code": code.fingerprint},
        "access": {
            "fingerprint": secret().fingerprint(&CRYPTO), "issuer": issuer().as_str(),
            "grant": code.grant, "client_id": "c", "subject": "alice", "scope": "openid",
            "expires": expires(600),
        },
        "refresh": {
            "fingerprint": secret().fingerprint(&CRYPTO), "issuer": issuer().as_str(),
            "grant": code.grant, "client_id": "c", "scope": "openid",
            "signed_in": code.signed_in, "expires": expires(3600),
        },
    }))
    .unwrap()
}
