//! The assertions with which a client of the suite authenticates (`private_key_jwt`).

use http::Request;
use serde_json::Value;
use symbolon_crypto_ring::CRYPTO;
use symbolon_oauth::client::assertion::{ClientAssertion, TYP};
use symbolon_oauth::{ClientCredentials, ClientId};
use symbolon_test_support::metadata::TOKEN;
use symbolon_test_support::names::{ISSUER, issuer};
use time::OffsetDateTime;

use super::clients::{SuiteClient, signing_key};
use super::login::Form;

/// The address of the keys of the suite.
pub(crate) const JWKS: &str = "https://suite.example/jwks";

/// Registers that the client authenticates with an assertion. Its keys are in the metadata.
pub(crate) fn registers_assertions(metadata: &mut Value) {
    metadata["token_endpoint_auth_method"] = "private_key_jwt".into();
}

/// Registers that the client authenticates with an assertion. Its keys are at an address.
pub(crate) fn registers_jwks_uri(metadata: &mut Value) {
    registers_assertions(metadata);
    metadata.as_object_mut().unwrap().remove("jwks");
    metadata["jwks_uri"] = JWKS.into();
}

/// Returns the audience that the suite names in its assertions.
pub(crate) fn token_endpoint() -> String {
    format!("{ISSUER}{TOKEN}")
}

impl Form {
    /// Builds a token request with an assertion that has this audience, and that is signed with the key
    /// of this name, or with the key without a name.
    pub(crate) fn asserted(
        self,
        client: &SuiteClient,
        kid: Option<&str>,
        audience: &str,
        now: OffsetDateTime,
    ) -> Request<Vec<u8>> {
        let client_id = ClientId::new(&client.id).unwrap();
        let mut claims = ClientAssertion::new(&client_id, &issuer()).claims(&CRYPTO, now).unwrap();
        claims.aud = vec![audience.to_owned()];
        let signed = claims.sign(TYP, &signing_key(kid)).unwrap();
        self.set("client_assertion_type", ClientCredentials::JWT_BEARER)
            .set("client_assertion", &signed)
            .post(TOKEN)
    }
}
