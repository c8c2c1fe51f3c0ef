use http::Response;
use symbolon_discovery::{MetadataError, ProviderMetadata};
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_jose::{Crypto, SignatureAlgorithm, SigningKey, VerificationKeys};
use symbolon_oauth::{ClientAuthenticationMethod, GrantType, Issuer, ResponseType};

use crate::{ConfigurationError, IdTokenKey, Policy};

/// An OpenID Provider: what it says of itself, its keys and its policy.
///
/// It holds no state. Whatever has to be remembered comes out of its methods as a record, and
/// whatever has to be looked up goes into them as an argument.
#[derive(Clone, Debug)]
pub struct Provider {
    pub(crate) metadata: ProviderMetadata,
    keys: Vec<IdTokenKey>,
    public: PublicJwkSet,
    pub(crate) hint_keys: VerificationKeys,
    pub(crate) policy: Policy,
    pub(crate) crypto: Crypto,
}

impl Provider {
    /// A provider with this metadata, which it holds itself to, and these keys for ID Tokens.
    ///
    /// The first key of an algorithm signs; the others are published, so that a key can be
    /// announced before it is used and verified with after it was
    /// ([Core §10.1.1](https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys)).
    ///
    /// # Errors
    /// [`ConfigurationError`].
    pub fn new(
        metadata: ProviderMetadata,
        keys: Vec<IdTokenKey>,
        policy: Policy,
        crypto: Crypto,
    ) -> Result<Self, ConfigurationError> {
        metadata.validate()?;
        check_promises(&metadata, &policy)?;
        check_keys(&metadata, &keys)?;
        let public = PublicJwkSet::new(keys.iter().map(|key| key.public().clone()).collect());
        let algorithms: Vec<SignatureAlgorithm> =
            keys.iter().map(|key| key.signing().algorithm()).collect();
        let hint_keys = public.verification_keys(&distinct(algorithms), &crypto);
        Ok(Self { metadata, keys, public, hint_keys, policy, crypto })
    }

    /// What the provider says of itself.
    #[must_use]
    pub fn metadata(&self) -> &ProviderMetadata {
        &self.metadata
    }

    /// The issuer.
    #[must_use]
    pub fn issuer(&self) -> &Issuer {
        &self.metadata.issuer
    }

    /// The policy.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The answer at the well-known location, for caches to keep this many seconds
    /// ([Discovery §4.2](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationResponse)).
    ///
    /// # Errors
    /// [`MetadataError`], which a provider that was built does not meet.
    pub fn discovery_response(&self, max_age: u32) -> Result<Response<Vec<u8>>, MetadataError> {
        self.metadata.to_http(max_age)
    }

    /// The public keys.
    #[must_use]
    pub fn jwks(&self) -> &PublicJwkSet {
        &self.public
    }

    /// The answer at `jwks_uri`, for caches to keep this many seconds
    /// ([Core §10.1.1](https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys)).
    #[must_use]
    pub fn jwks_response(&self, max_age: u32) -> Response<Vec<u8>> {
        symbolon_discovery::jwk_set::to_http(&self.public, max_age)
    }

    /// The key that signs ID Tokens of this algorithm.
    pub(crate) fn signing_key(&self, algorithm: SignatureAlgorithm) -> Option<&SigningKey> {
        self.keys.iter().map(IdTokenKey::signing).find(|key| key.algorithm() == algorithm)
    }

    pub(crate) fn supports_scope(&self, token: &str) -> bool {
        self.metadata.scopes_supported.iter().any(|supported| supported == token)
    }
}

/// The metadata promises nothing that the engine does not do.
fn check_promises(metadata: &ProviderMetadata, policy: &Policy) -> Result<(), ConfigurationError> {
    if metadata.token_endpoint.is_none() {
        return Err(ConfigurationError::NoTokenEndpoint);
    }
    let grants = [GrantType::AUTHORIZATION_CODE, GrantType::REFRESH_TOKEN];
    let methods = [
        ClientAuthenticationMethod::NONE,
        ClientAuthenticationMethod::CLIENT_SECRET_BASIC,
        ClientAuthenticationMethod::CLIENT_SECRET_POST,
        ClientAuthenticationMethod::PRIVATE_KEY_JWT,
    ];
    for (member, kept) in [
        (
            "response_types_supported",
            only(&metadata.response_types_supported, &[ResponseType::CODE]),
        ),
        // An omitted list means `implicit` too, so it has to be there, and codes with it.
        (
            "grant_types_supported",
            metadata.grant_types_supported.contains(&GrantType::AUTHORIZATION_CODE)
                && only(&metadata.grant_types_supported, &grants),
        ),
        // An omitted list means `fragment` too.
        ("response_modes_supported", metadata.response_modes_supported == ["query"]),
        ("subject_types_supported", metadata.subject_types_supported == ["public"]),
        (
            "token_endpoint_auth_methods_supported",
            only(&metadata.token_endpoint_auth_methods_supported, &methods),
        ),
        (
            "token_endpoint_auth_signing_alg_values_supported",
            (metadata.token_endpoint_auth_signing_alg_values_supported.iter())
                .all(|name| policy.assertion_algorithms.iter().any(|alg| alg.as_str() == name)),
        ),
        (
            "id_token_encryption_alg_values_supported",
            metadata.id_token_encryption_alg_values_supported.is_empty(),
        ),
        (
            "userinfo_signing_alg_values_supported",
            metadata.userinfo_signing_alg_values_supported.is_empty(),
        ),
        (
            "userinfo_encryption_alg_values_supported",
            metadata.userinfo_encryption_alg_values_supported.is_empty(),
        ),
        (
            "code_challenge_methods_supported",
            metadata.code_challenge_methods_supported == [symbolon_oauth::CodeChallenge::METHOD],
        ),
        ("claims_parameter_supported", metadata.claims_parameter_supported != Some(true)),
        ("request_parameter_supported", metadata.request_parameter_supported != Some(true)),
        // Omitted means yes here, so a no has to be said.
        (
            "request_uri_parameter_supported",
            metadata.request_uri_parameter_supported == Some(false),
        ),
        (
            "authorization_response_iss_parameter_supported",
            metadata.authorization_response_iss_parameter_supported == Some(true),
        ),
    ] {
        if !kept {
            return Err(ConfigurationError::Unsupported(member));
        }
    }
    Ok(())
}

fn check_keys(metadata: &ProviderMetadata, keys: &[IdTokenKey]) -> Result<(), ConfigurationError> {
    let promised = &metadata.id_token_signing_alg_values_supported;
    for (index, key) in keys.iter().enumerate() {
        let kid = key.public().kid().ok_or(ConfigurationError::KeyWithoutKid)?;
        let later = keys.iter().skip(index.saturating_add(1));
        if later.map(|other| other.public().kid()).any(|other| other == Some(kid)) {
            return Err(ConfigurationError::RepeatedKid);
        }
        let algorithm = key.signing().algorithm();
        if !promised.iter().any(|name| name == algorithm.as_str()) {
            return Err(ConfigurationError::UnmentionedAlgorithm(algorithm));
        }
    }
    let has_key = |name: &String| keys.iter().any(|key| key.signing().algorithm().as_str() == name);
    if promised.iter().all(has_key) { Ok(()) } else { Err(ConfigurationError::AlgorithmWithoutKey) }
}

fn only<T: PartialEq>(values: &[T], known: &[T]) -> bool {
    values.iter().all(|value| known.contains(value))
}

fn distinct(mut algorithms: Vec<SignatureAlgorithm>) -> Vec<SignatureAlgorithm> {
    algorithms.sort_unstable();
    algorithms.dedup();
    algorithms
}
