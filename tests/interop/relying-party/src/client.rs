//! Converts the client of a test to the settings of the relying party.

use symbolon::jose::jwk::{PrivateJwk, PrivateJwkSet, PublicJwk};
use symbolon::jose::{ContentEncryptionAlgorithm, DecryptionKeys, EncryptionKey, SigningKey};
use symbolon::oauth::ResponseType;
use symbolon::relying_party::{ClientAuthentication, ClientConfiguration};
use symbolon::ring::CRYPTO;
use symbolon::{ClientId, ClientSecret, Object};

use crate::refusal::Refusal;
use crate::request::Client;

/// Returns the settings of the client.
pub(crate) fn configuration(client: &Client) -> Result<ClientConfiguration, Refusal> {
    let id = ClientId::new(&client.client_id).map_err(|_| Refusal::value("client_id"))?;
    let authentication = match &client.client_secret {
        Some(secret) => ClientAuthentication::ClientSecretBasic(ClientSecret::new(secret.clone())),
        None => ClientAuthentication::None,
    };
    let types = client.response_types.iter().map(|name| ResponseType::new(name));
    let types = types.collect::<Result<_, _>>().map_err(|_| Refusal::value("response_types"))?;
    let configuration = ClientConfiguration::new(id, authentication).response_types(types);
    Ok(match &client.decryption_key {
        Some(jwk) => configuration.authorization_decryption_keys(decryption_keys(jwk)?),
        None => configuration,
    })
}

/// Returns the key of the client, if it has a key.
pub(crate) fn signing_key(jwk: Option<&Object>) -> Result<Option<SigningKey>, Refusal> {
    let Some(jwk) = jwk else { return Ok(None) };
    let alg = algorithm(jwk)?;
    let jwk = PrivateJwk::from_object(jwk.clone());
    let jwk = jwk.map_err(|error| Refusal::new(error.code(), &error))?;
    let alg = alg.parse().map_err(|_| Refusal::value("alg"))?;
    let key = SigningKey::from_jwk(&jwk, alg, &CRYPTO);
    key.map(Some).map_err(|error| Refusal::new(error.code(), &error))
}

/// Returns the key to which request objects are encrypted, if the client has it.
pub(crate) fn encryption_key(client: &Client) -> Result<Option<EncryptionKey>, Refusal> {
    let Some(jwk) = &client.encryption_key else { return Ok(None) };
    let alg = algorithm(jwk)?.parse().map_err(|_| Refusal::value("alg"))?;
    let jwk = PublicJwk::from_object(jwk.clone());
    let jwk = jwk.map_err(|error| Refusal::new(error.code(), &error))?;
    let enc = ContentEncryptionAlgorithm::A128CbcHs256;
    let key = EncryptionKey::from_jwk(&jwk, alg, enc, &CRYPTO);
    key.map(Some).map_err(|error| Refusal::new(error.code(), &error))
}

fn decryption_keys(jwk: &Object) -> Result<DecryptionKeys, Refusal> {
    let alg = algorithm(jwk)?.parse().map_err(|_| Refusal::value("alg"))?;
    let jwk = PrivateJwk::from_object(jwk.clone());
    let jwk = jwk.map_err(|error| Refusal::new(error.code(), &error))?;
    let keys = PrivateJwkSet::new(vec![jwk]);
    let keys = keys.decryption_keys(&[alg], ContentEncryptionAlgorithm::ALL, &CRYPTO);
    keys.map_err(|error| Refusal::new(error.code(), &error))
}

fn algorithm(jwk: &Object) -> Result<&str, Refusal> {
    jwk.get("alg").and_then(|alg| alg.as_str()).ok_or_else(|| Refusal::value("alg"))
}
