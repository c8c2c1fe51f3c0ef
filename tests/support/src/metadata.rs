//! Metadata of the provider [`names::ISSUER`](crate::names::ISSUER).

use symbolon_discovery::{Endpoint, ProviderMetadata};
#[cfg(feature = "provider")]
use symbolon_provider::ProviderEndpoints;

use crate::names::{ISSUER, issuer};

/// The path of the authorization endpoint.
pub const AUTHORIZE: &str = "/authorize";

/// The path of the token endpoint.
pub const TOKEN: &str = "/token";

/// The path of the key set.
pub const JWKS: &str = "/jwks";

/// The path of the UserInfo endpoint.
pub const USER_INFO: &str = "/userinfo";

/// A document with the required members only
/// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
pub const MINIMAL: &str = r#"{"authorization_endpoint":"https://op.example/authorize?tenant=a","id_token_signing_alg_values_supported":["RS256"],"issuer":"https://op.example","jwks_uri":"https://op.example/jwks","response_types_supported":["code"],"subject_types_supported":["public"],"token_endpoint":"https://op.example/token"}"#;

/// Returns what a relying party knows of the provider: its endpoints, and the algorithms that it
/// signs ID Tokens with.
#[must_use]
pub fn endpoints(algorithms: &[&str]) -> ProviderMetadata {
    let mut metadata = ProviderMetadata::new(
        issuer(),
        endpoint(AUTHORIZE),
        endpoint(TOKEN),
        endpoint(JWKS),
        owned(algorithms),
    );
    metadata.userinfo_endpoint = Some(endpoint(USER_INFO));
    metadata
}

/// Returns the same endpoints as the settings of a provider.
#[cfg(feature = "provider")]
#[must_use]
pub fn provider_endpoints() -> ProviderEndpoints {
    ProviderEndpoints::below(&issuer()).unwrap()
}

fn endpoint(path: &str) -> Endpoint {
    Endpoint::new(&format!("{ISSUER}{path}")).unwrap()
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
