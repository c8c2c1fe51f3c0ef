//! The stores that the tests run on, and the records that they keep.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{Fingerprint, NumericDate, SecretString};

use symbolon_oauth::obligation::GrantId;
use symbolon_oauth::{ClientId, Issuer, RedirectUri};
use symbolon_provider::{
    CodeRecord, IdTokenKey, PendingAuthorization, Provider, ProviderEndpoints, ProviderPolicy,
    ReceivedRequest, RegisteredClient, SignedIn, TokenRecords,
};
use symbolon_store::{Database, SqliteOptions, Store};
use symbolon_test_databases::Postgres;
use symbolon_test_support::clock::at;
use symbolon_test_support::keys;

pub(crate) fn issuer() -> Issuer {
    Issuer::new("https://op.example").unwrap()
}

/// Returns an empty store on memory, and one in a new SQLite file.
pub(crate) async fn stores() -> Vec<(&'static str, Store)> {
    let sqlite = Store::migrate(&Database::Sqlite(SqliteOptions::new(file()))).await.unwrap();
    let mut stores = vec![("memory", Store::memory()), ("SQLite", sqlite)];
    if let Some(postgres) = Postgres::shared() {
        let database = postgres.create_database().parse().unwrap();
        stores.push(("PostgreSQL", Store::migrate(&database).await.unwrap()));
    }
    stores
}

/// Returns the path of a SQLite file that does not exist yet.
pub(crate) fn file() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    folder.join(format!("symbolon-{}.db", secret().expose()))
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

/// Returns a fingerprint that no other call returns.
pub(crate) fn fingerprint() -> Fingerprint {
    secret().fingerprint(&CRYPTO)
}

/// Returns an authorization request of the client `client` that waits for the user.
pub(crate) fn pending() -> PendingAuthorization {
    let issuer = issuer();
    let endpoints = ProviderEndpoints::below(&issuer).unwrap();
    let pair = keys::p256("op-1");
    let keys = vec![IdTokenKey::new(&pair.jwk, pair.algorithm, &CRYPTO).unwrap()];
    let policy = ProviderPolicy::default();
    let provider = Provider::new(issuer, endpoints, keys, policy, CRYPTO).unwrap();
    let redirect_uri = "https://client.example/cb";
    let client = RegisteredClient::new(client_id(), vec![RedirectUri::new(redirect_uri).unwrap()]);
    let query = format!(
        "response_type=code&client_id=client&scope=openid&redirect_uri={redirect_uri}&nonce=n\
         &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
    );
    let request = http::Request::get(format!("/authorize?{query}")).body("").unwrap();
    let request = ReceivedRequest::from_http(&request).unwrap();
    provider.authorize(request, Some(&client), at(0)).unwrap()
}

pub(crate) fn client_id() -> ClientId {
    ClientId::new("client").unwrap()
}
