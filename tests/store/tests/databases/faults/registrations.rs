//! The arguments of the functions for registrations, initial access tokens and client documents.

use serde_json::{Value, from_value, json};
use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{Secret, SecretString};
use symbolon_oauth::ClientId;
use symbolon_provider::{
    ClientDocumentRecord, EndedRegistration, InitialAccessTokenRecord, NewRegistration,
    ReplacedRegistration,
};
use symbolon_relying_party::Registration;
use symbolon_store::{ClientRegistrations, KeptRegistration, SealKey, Store};
use symbolon_store_tests::{Op, client};
use symbolon_test_support::clock::date;
use symbolon_test_support::names::issuer;

/// The arguments of the functions.
pub(super) struct Registrations {
    pub(super) token: InitialAccessTokenRecord,
    pub(super) new: NewRegistration,
    pub(super) replaced: ReplacedRegistration,
    pub(super) ended: EndedRegistration,
    pub(super) document: ClientDocumentRecord,
    /// A registration of a relying party, and the same as it is stored.
    pub(super) own: Registration,
    pub(super) kept: KeptRegistration,
}

impl Registrations {
    /// Makes the arguments, which needs a database that works.
    pub(super) async fn prepare(op: &Op, id: &SecretString) -> Result<Self, &'static str> {
        let own = json!({ "redirect_uris": ["https://app.example/callback"], "client_id": "app" });
        let own = json!({
            "issuer": issuer().as_str(), "information": own, "address": "configuration",
            "asked": { "redirect_uris": ["https://app.example/callback"] },
        });
        let own: Registration = from_value(own).map_err(|_| "no registration")?;
        let kept = store(op.all()).put_new(&issuer(), id.expose(), &own).await;
        let kept = kept.map_err(|_| "the registration is not stored")?;
        Self::make(id, own, kept).map_err(|_| "no record")
    }

    fn make(
        id: &SecretString,
        own: Registration,
        kept: KeptRegistration,
    ) -> Result<Self, serde_json::Error> {
        let fingerprint = id.fingerprint(&CRYPTO);
        let (issuer, mut client) = (issuer().as_str().to_owned(), client());
        client.client_id = ClientId::new(id.expose()).unwrap();
        let registration: Value = json!({
            "client": client,
            "registration": {
                "client_id": client.client_id, "issuer": issuer, "token": fingerprint,
                "issued_at": date(0), "initial_access_token": fingerprint,
            },
        });
        Ok(Self {
            token: from_value(json!({
                "fingerprint": fingerprint, "issuer": issuer, "terms": {}, "expires": date(60),
            }))?,
            new: from_value(json!({ "registration": registration, "spends": fingerprint }))?,
            replaced: from_value(json!({
                "registration": registration, "replaces": fingerprint,
            }))?,
            ended: from_value(json!({
                "client_id": client.client_id, "issuer": issuer, "token": fingerprint,
            }))?,
            document: from_value(json!({
                "client": client, "fetched": date(0), "fresh_until": date(60),
            }))?,
            own,
            kept,
        })
    }

    pub(super) fn id(&self) -> &ClientId {
        &self.new.registration.client.client_id
    }
}

/// Returns the registrations of the relying party.
pub(super) fn store(all: &Store) -> ClientRegistrations {
    all.client_registrations(&SealKey::new(&Secret::new(vec![7; 32]), &CRYPTO).unwrap())
}
