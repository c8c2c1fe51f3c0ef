//! What the provider says of itself, and the key that it signs with.

use symbolon::discovery::{Endpoint, EndpointError, ProviderMetadata};
use symbolon::jose::jwk::{self, PrivateJwk};
use symbolon::jose::{SignatureAlgorithm, key};
use symbolon::oauth::{
    ClientAuthenticationMethod, CodeChallenge, GrantType, Issuer, Scope, SyntaxError,
};
use symbolon::oidc::scope_claims;
use symbolon::provider::{self, IdTokenKey, Policy, Provider};
use symbolon::ring::CRYPTO;
use thiserror::Error;

/// The demo's key is here for everybody to read, which makes it a demo's. A provider keeps its own
/// where nobody else can, or has it sign from there (see `symbolon::jose::jws::UnsignedJws`).
const KEY: &str = include_str!("../../key.json");

/// All that clients can ask for.
const SCOPES: &str = "openid profile email address phone offline_access";

#[derive(Debug, Error)]
pub(crate) enum ConfigurationError {
    #[error("the scopes are not a scope")]
    Scope(#[from] SyntaxError),
    #[error("an endpoint of the provider is no URL that relying parties take")]
    Endpoint(#[from] EndpointError),
    #[error("key.json is not a private JWK")]
    Jwk(#[from] jwk::Error),
    #[error("key.json cannot sign with RS256")]
    Key(#[from] key::Error),
    #[error(transparent)]
    Provider(#[from] provider::ConfigurationError),
}

/// The engine of this issuer.
pub(crate) fn engine(issuer: &Issuer, policy: Policy) -> Result<Provider, ConfigurationError> {
    let key = PrivateJwk::parse(KEY.as_bytes())?;
    let key = IdTokenKey::new(&key, SignatureAlgorithm::Rs256, &CRYPTO)?;
    let metadata = metadata(issuer, &policy)?;
    Ok(Provider::new(metadata, vec![key], policy, CRYPTO)?)
}

fn metadata(issuer: &Issuer, policy: &Policy) -> Result<ProviderMetadata, ConfigurationError> {
    let base = issuer.as_str().trim_end_matches('/');
    let endpoint = |path| Endpoint::on_loopback(&format!("{base}{path}"));
    let mut metadata = ProviderMetadata::new(
        issuer.clone(),
        endpoint("/authorize")?,
        endpoint("/token")?,
        endpoint("/jwks")?,
        vec![SignatureAlgorithm::Rs256.as_str().to_owned()],
    );
    metadata.userinfo_endpoint = Some(endpoint("/userinfo")?);
    let scope: Scope = SCOPES.parse()?;
    metadata.scopes_supported = scope.iter().map(str::to_owned).collect();
    metadata.claims_supported = texts(&["sub"]);
    metadata.claims_supported.extend(texts(&scope_claims(&scope)));
    metadata.response_modes_supported = texts(&["query"]);
    metadata.grant_types_supported = vec![GrantType::AUTHORIZATION_CODE, GrantType::REFRESH_TOKEN];
    metadata.token_endpoint_auth_methods_supported = vec![
        ClientAuthenticationMethod::CLIENT_SECRET_BASIC,
        ClientAuthenticationMethod::CLIENT_SECRET_POST,
        ClientAuthenticationMethod::PRIVATE_KEY_JWT,
        ClientAuthenticationMethod::NONE,
    ];
    metadata.token_endpoint_auth_signing_alg_values_supported =
        policy.assertion_algorithms.iter().map(|algorithm| algorithm.as_str().to_owned()).collect();
    metadata.code_challenge_methods_supported = texts(&[CodeChallenge::METHOD]);
    metadata.request_uri_parameter_supported = Some(false);
    metadata.authorization_response_iss_parameter_supported = Some(true);
    Ok(metadata)
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
