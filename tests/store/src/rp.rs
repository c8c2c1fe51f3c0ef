//! A relying party with its records in a store.

use serde_json::json;
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::ProviderMetadata;
use symbolon_jose::Secret;
use symbolon_relying_party::{
    ClientAuthentication, ClientConfiguration, PendingLogin, RelyingParty, Session,
};
use symbolon_store::{RelyingPartyStore, SealKey, Store};
use symbolon_test_support::clock::now;
use symbolon_test_support::metadata::MINIMAL;
use symbolon_test_support::names::{CLIENT_ID, ISSUER, client_id, issuer, redirect_uri};

/// Returns the records of the relying party.
///
/// # Panics
/// Never panics: the values are constants.
#[must_use]
pub fn store(all: &Store) -> RelyingPartyStore {
    let key = SealKey::new(&Secret::new(vec![1; 32]), &CRYPTO).unwrap();
    all.relying_party(&issuer(), &client_id(), &key)
}

/// Begins a login.
///
/// # Panics
/// Panics when there is no randomness.
#[must_use]
pub fn login() -> PendingLogin {
    let metadata = ProviderMetadata::parse(MINIMAL.as_bytes(), &issuer()).unwrap();
    let client = ClientConfiguration::new(client_id(), ClientAuthentication::None);
    let rp = RelyingParty::new(metadata, client, &CRYPTO).unwrap();
    rp.login(&redirect_uri()).begin(now()).unwrap().1
}

/// Returns the session of a user who has logged in, with this access token.
///
/// # Panics
/// Never panics: the other values are constants.
#[must_use]
pub fn session(access_token: &str) -> Session {
    serde_json::from_value(json!({
        "authentication": {"iss": ISSUER, "sub": "alice", "aud": [CLIENT_ID], "iat": 0},
        "client_id": CLIENT_ID, "access_token": access_token, "expires_at": null,
        "refresh_token": "a-refresh-token", "scope": "openid", "granted_scope": "openid",
    }))
    .unwrap()
}
