//! The engine: one client at one provider.

use std::sync::Arc;

use symbolon_discovery::keys::KeySource;
use symbolon_discovery::{Endpoint, KeyCache, MetadataError, ProviderMetadata};
use symbolon_jose::{Crypto, Secret, SignatureAlgorithm, VerificationKey, VerificationKeys, key};
use symbolon_oauth::{ClientId, Issuer, ResponseType};
use symbolon_oidc::IdTokenValidator;
use symbolon_oidc::id_token::PolicyError;

use crate::{Client, ClientAuthentication};

/// A relying party as one client of one provider
/// ([Core §3.1](https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth)).
///
/// It holds settings and no state, so one value serves every login, and a clone is cheap. What a
/// login has to remember is a [`PendingLogin`](crate::PendingLogin), what follows from it a
/// [`Session`](crate::Session); the provider's keys are in a [`KeyCache`] of yours.
#[derive(Clone, Debug)]
pub struct RelyingParty {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    provider: ProviderMetadata,
    token_endpoint: Endpoint,
    client: Client,
    id_token_keys: IdTokenKeys,
    validator: IdTokenValidator,
    crypto: Crypto,
}

/// What verifies the ID Tokens of the provider.
#[derive(Debug)]
pub(crate) enum IdTokenKeys {
    /// The client secret, for MAC algorithms.
    Shared(VerificationKeys),
    /// The keys at the provider's `jwks_uri`, for signature algorithms.
    Published(Box<KeySource>),
}

impl RelyingParty {
    /// Puts the settings together, and refuses those that could never work.
    ///
    /// # Errors
    /// [`ConfigurationError`]: a setting of yours, or metadata that no relying party could use.
    /// Nothing that arrives later has this error.
    pub fn new(
        provider: ProviderMetadata,
        client: Client,
        crypto: &Crypto,
    ) -> Result<Self, ConfigurationError> {
        provider.validate()?;
        // Discovery §3: required unless only the implicit flow is used, which is not used here.
        let token_endpoint =
            provider.token_endpoint.clone().ok_or(ConfigurationError::NoTokenEndpoint)?;
        // Core §3.1.2.1: `code` is the response type of this flow.
        if !provider.supports_response_type(&ResponseType::CODE) {
            return Err(ConfigurationError::NoCodeFlow);
        }
        // Core §9: the key of private_key_jwt is a private one.
        if let ClientAuthentication::PrivateKeyJwt(key) = &client.authentication
            && key.algorithm().is_mac()
        {
            return Err(ConfigurationError::AssertionKey);
        }
        let id_token_keys = id_token_keys(&provider, &client, crypto)?;
        let validator = IdTokenValidator::new(provider.issuer.clone(), client.client_id.clone())
            .policy(client.policy.id_token.clone())?;
        let crypto = *crypto;
        let inner = Inner { provider, token_endpoint, client, id_token_keys, validator, crypto };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The provider's issuer.
    #[must_use]
    pub fn issuer(&self) -> &Issuer {
        &self.inner.provider.issuer
    }

    /// The client's identifier at the provider.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        &self.inner.client.client_id
    }

    /// The provider's metadata.
    #[must_use]
    pub fn provider(&self) -> &ProviderMetadata {
        &self.inner.provider
    }

    /// An empty cache for the provider's keys, to be kept as long as the relying party.
    #[must_use]
    pub fn key_cache(&self) -> KeyCache {
        KeyCache::new(self.inner.provider.jwks_uri.clone())
    }

    pub(crate) fn client(&self) -> &Client {
        &self.inner.client
    }

    pub(crate) fn token_endpoint(&self) -> &Endpoint {
        &self.inner.token_endpoint
    }

    pub(crate) fn id_token_keys(&self) -> &IdTokenKeys {
        &self.inner.id_token_keys
    }

    pub(crate) fn validator(&self) -> &IdTokenValidator {
        &self.inner.validator
    }

    pub(crate) fn crypto(&self) -> &Crypto {
        &self.inner.crypto
    }
}

fn id_token_keys(
    provider: &ProviderMetadata,
    client: &Client,
    crypto: &Crypto,
) -> Result<IdTokenKeys, ConfigurationError> {
    let allowed = &client.policy.id_token_algorithms;
    for algorithm in allowed {
        if !crypto.signature_algorithms().any(|supported| supported == *algorithm) {
            return Err(ConfigurationError::UnsupportedAlgorithm(*algorithm));
        }
    }
    // Core §3.1.3.7 (7): `alg` is one that the client asked for, so the provider has to have it.
    let advertised = provider.id_token_signing_algorithms();
    if !allowed.iter().any(|algorithm| advertised.contains(algorithm)) {
        return Err(ConfigurationError::NoCommonAlgorithm);
    }
    let (macs, signatures): (Vec<_>, Vec<_>) = allowed.iter().partition(|alg| alg.is_mac());
    if macs.is_empty() {
        let jwks_uri = provider.jwks_uri.clone();
        let source = KeySource::new(jwks_uri, signatures, crypto);
        return Ok(IdTokenKeys::Published(Box::new(source)));
    }
    // RFC 8725 §3.1: a published key and a secret do not verify one and the same token.
    if !signatures.is_empty() {
        return Err(ConfigurationError::MixedAlgorithms);
    }
    // Core §10.1: the key of a MAC is the client secret.
    let secret = client.authentication.secret().ok_or(ConfigurationError::NoSecret)?;
    let secret = Secret::new(secret.expose().as_bytes().to_vec());
    let keys = macs.into_iter().map(|alg| VerificationKey::from_secret(&secret, alg, crypto));
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    Ok(IdTokenKeys::Shared(VerificationKeys::new(keys)))
}

/// Why a relying party cannot be put together. Settings cause it, never what a peer sends later.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigurationError {
    /// The metadata breaks a rule of its own
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error(transparent)]
    Metadata(#[from] MetadataError),
    /// The metadata has no `token_endpoint`
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("the provider has no token endpoint")]
    NoTokenEndpoint,
    /// The provider does not have the authorization code flow
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)).
    #[error("the provider does not support the response type `code`")]
    NoCodeFlow,
    /// The key of `private_key_jwt` is a shared secret
    /// ([Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication)).
    #[error("the key for private_key_jwt is a shared secret")]
    AssertionKey,
    /// The backend does not have an algorithm of the policy
    /// ([Core §3.1.3.7 (7)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the cryptography backend does not have {0}")]
    UnsupportedAlgorithm(SignatureAlgorithm),
    /// The provider signs with none of the algorithms of the policy
    /// ([Core §3.1.3.7 (7)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the provider signs ID Tokens with none of the allowed algorithms")]
    NoCommonAlgorithm,
    /// The policy allows MACs and signatures at once
    /// ([RFC 8725 §3.1](https://www.rfc-editor.org/rfc/rfc8725#section-3.1)).
    #[error("MAC and signature algorithms are both allowed")]
    MixedAlgorithms,
    /// The policy allows MACs and there is no client secret
    /// ([Core §10.1](https://openid.net/specs/openid-connect-core-1_0.html#Signing)).
    #[error("there is no client secret to verify MACs with")]
    NoSecret,
    /// The client secret is no key for a MAC
    /// ([Core §16.19](https://openid.net/specs/openid-connect-core-1_0.html#SymmetricKeyEntropy)).
    #[error("the client secret cannot verify MACs: {0}")]
    Secret(#[from] key::Error),
    /// The policy for ID Tokens would switch a check off
    /// ([Core §3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error(transparent)]
    Policy(#[from] PolicyError),
}

impl ConfigurationError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Metadata(error) => error.code(),
            Self::NoTokenEndpoint => "configuration.no_token_endpoint",
            Self::NoCodeFlow => "configuration.no_code_flow",
            Self::AssertionKey => "configuration.assertion_key",
            Self::UnsupportedAlgorithm(_) => "configuration.unsupported_algorithm",
            Self::NoCommonAlgorithm => "configuration.no_common_algorithm",
            Self::MixedAlgorithms => "configuration.mixed_algorithms",
            Self::NoSecret => "configuration.no_secret",
            Self::Secret(error) => error.code(),
            Self::Policy(error) => error.code(),
        }
    }
}
