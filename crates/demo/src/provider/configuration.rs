//! The settings of the provider: its scopes, its claims, and the key with which it signs.

use symbolon::discovery::{Endpoint, EndpointError};
use symbolon::jose::crypto::Crypto;
use symbolon::jose::jwk::{self, PrivateJwk};
use symbolon::jose::{ContentEncryptionAlgorithm, KeyManagementAlgorithm, SignatureAlgorithm, key};
use symbolon::oauth::{Issuer, ResponseType, Scope};
use symbolon::oidc::scope_claims;
use symbolon::provider::{
    IdTokenKey, Provider, ProviderConfigurationError, ProviderEndpoints, ProviderPolicy,
    RequestObjectKey, RequestObjects,
};
use thiserror::Error;

/// The key of the demo, which is public. A provider of yours keeps its key where only the provider
/// can read it, or lets a remote service sign (see `symbolon::jose::jws::UnsignedJws`).
const KEY: &str = include_str!("../../key.json");

/// The private key that decrypts request objects. It is public, as [`KEY`] is.
const REQUEST_OBJECT_KEY: &str = include_str!("../../request-object-key.json");

/// The `acr` of a sign-in with a password
/// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)). The value is an
/// absolute URI whose meaning the clients of the demo know.
pub(super) const PASSWORD: &str = "https://symbolon.example/acr/password";

/// Why the provider cannot be set up.
#[derive(Debug, Error)]
pub(crate) enum SettingsError {
    #[error("the provider's endpoints cannot be below its issuer")]
    Endpoint(#[from] EndpointError),
    #[error("a key of the demo is not a private JWK")]
    Jwk(#[from] jwk::Error),
    #[error("a key of the demo cannot be used")]
    Key(#[from] key::Error),
    #[error(transparent)]
    Provider(#[from] ProviderConfigurationError),
}

/// Builds the provider's engine, which signs with this cryptography.
pub(crate) fn engine(
    issuer: &Issuer,
    mut policy: ProviderPolicy,
    crypto: Crypto,
) -> Result<Provider, SettingsError> {
    let key = PrivateJwk::parse(KEY.as_bytes())?;
    let key = IdTokenKey::new(&key, SignatureAlgorithm::Rs256, &crypto)?;
    // The demo shows every flow. RFC 9700 §2.1.2: your own provider should list only `code`, unless
    // a client needs another response type.
    policy.response_types = ResponseType::ALL.to_vec();
    policy.request_objects = Some(request_objects(&crypto)?);
    policy.information.claims = claims(&policy.scopes);
    policy.information.creates_accounts = true;
    policy.information.acr_values = vec![PASSWORD.to_owned()];
    let mut endpoints = ProviderEndpoints::below(issuer)?.push_below(issuer)?;
    if policy.registration.is_some() {
        let register = format!("{}/register", issuer.as_str().trim_end_matches('/'));
        endpoints = endpoints.registration(Endpoint::beside(&register, issuer)?);
    }
    Ok(Provider::new(issuer.clone(), endpoints, vec![key], policy, crypto)?)
}

/// Returns the settings for request objects. Clients whose record has keys or a shared secret can
/// sign their requests, and host the request objects at their `request_uris`.
fn request_objects(crypto: &Crypto) -> Result<RequestObjects, SettingsError> {
    let key = PrivateJwk::parse(REQUEST_OBJECT_KEY.as_bytes())?;
    let contents = [ContentEncryptionAlgorithm::A256Gcm, ContentEncryptionAlgorithm::A128CbcHs256];
    let key = RequestObjectKey::new(&key, KeyManagementAlgorithm::EcdhEs, &contents, crypto)?;
    let mut objects = RequestObjects::default();
    objects.algorithms.push(SignatureAlgorithm::Hs256);
    objects.decryption_keys = vec![key];
    objects.by_reference = true;
    Ok(objects)
}

/// Returns `sub` and the claims that this scope asks for.
fn claims(scope: &Scope) -> Vec<String> {
    let mut claims = vec!["sub".to_owned()];
    claims.extend(scope_claims(scope).into_iter().map(str::to_owned));
    claims
}
