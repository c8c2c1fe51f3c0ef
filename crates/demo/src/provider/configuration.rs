//! The settings of the provider: its scopes, its claims, and the key with which it signs.

use symbolon::discovery::EndpointError;
use symbolon::jose::crypto::Crypto;
use symbolon::jose::jwk::{self, PrivateJwk};
use symbolon::jose::{SignatureAlgorithm, key};
use symbolon::oauth::{Issuer, ResponseType, Scope};
use symbolon::oidc::scope_claims;
use symbolon::provider::{
    IdTokenKey, Provider, ProviderConfigurationError, ProviderEndpoints, ProviderPolicy,
    RequestObjects,
};
use thiserror::Error;

/// The key of the demo, which is public. A provider of yours keeps its key where only the provider
/// can read it, or lets a remote service sign (see `symbolon::jose::jws::UnsignedJws`).
const KEY: &str = include_str!("../../key.json");

/// The `acr` of a sign-in with a password
/// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)). The value is an
/// absolute URI whose meaning the clients of the demo know.
pub(super) const PASSWORD: &str = "https://symbolon.example/acr/password";

/// Why the provider cannot be set up.
#[derive(Debug, Error)]
pub(crate) enum SettingsError {
    #[error("the provider's endpoints cannot be below its issuer")]
    Endpoint(#[from] EndpointError),
    #[error("key.json is not a private JWK")]
    Jwk(#[from] jwk::Error),
    #[error("key.json cannot sign with RS256")]
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
    // Clients whose record has keys can sign their requests.
    policy.request_objects = Some(RequestObjects::default());
    policy.information.claims = claims(&policy.scopes);
    policy.information.creates_accounts = true;
    policy.information.acr_values = vec![PASSWORD.to_owned()];
    let endpoints = ProviderEndpoints::below(issuer)?;
    Ok(Provider::new(issuer.clone(), endpoints, vec![key], policy, crypto)?)
}

/// Returns `sub` and the claims that this scope asks for.
fn claims(scope: &Scope) -> Vec<String> {
    let mut claims = vec!["sub".to_owned()];
    claims.extend(scope_claims(scope).into_iter().map(str::to_owned));
    claims
}
