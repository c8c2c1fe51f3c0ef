//! The relying party: one client of one provider.

use std::sync::Arc;

use symbolon_discovery::keys::KeySource;
use symbolon_discovery::{KeyCache, MetadataError, ProviderMetadata};
use symbolon_jose::{Crypto, Secret, VerificationKey, VerificationKeys};
use symbolon_oauth::{ClientId, Issuer, ResponseType};
use symbolon_oidc::IdTokenValidator;

use crate::{ClientAuthentication, ClientConfiguration, RelyingPartyConfigurationError};

/// A relying party: one client of one provider
/// ([Core §3.1](https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth)).
///
/// A relying party contains only settings, so use one value for all logins. A clone is cheap. You
/// store the state of logins in values of three other types: a
/// [`PendingLogin`](crate::PendingLogin) for each login in progress, a [`Session`](crate::Session)
/// for each user who signed in, and a [`KeyCache`] for the provider's keys.
#[derive(Clone, Debug)]
pub struct RelyingParty {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    provider: ProviderMetadata,
    client: ClientConfiguration,
    id_token_keys: IdTokenKeys,
    validator: IdTokenValidator,
    crypto: Crypto,
}

/// The keys that verify the provider's ID Tokens.
#[derive(Debug)]
pub(crate) enum IdTokenKeys {
    /// The client secret, for MAC algorithms.
    Shared(VerificationKeys),
    /// The keys at the provider's `jwks_uri`, for signature algorithms.
    Published(Box<KeySource>),
}

impl RelyingParty {
    /// Creates a relying party from the provider's metadata and the client's settings.
    ///
    /// # Errors
    /// [`RelyingPartyConfigurationError`] when the metadata and the settings do not fit together:
    /// for example when the provider does not sign ID Tokens with any algorithm that the policy
    /// allows.
    pub fn new(
        provider: ProviderMetadata,
        client: ClientConfiguration,
        crypto: &Crypto,
    ) -> Result<Self, RelyingPartyConfigurationError> {
        provider.validate_for_use()?;
        // Discovery §3: required, unless only the implicit flow is used.
        if provider.token_endpoint.is_none() {
            return Err(match provider.why_absent("token_endpoint") {
                MetadataError::Missing(_) => RelyingPartyConfigurationError::NoTokenEndpoint,
                left_out => left_out.into(),
            });
        }
        // Core §3.1.2.1: `code` is the response type of this flow. Metadata that lists no response
        // types does not say that the provider lacks it.
        if !provider.response_types_supported.is_empty()
            && !provider.supports_response_type(&ResponseType::CODE)
        {
            return Err(RelyingPartyConfigurationError::NoCodeFlow);
        }
        // Core §9: the key for private_key_jwt is a private key.
        if let ClientAuthentication::PrivateKeyJwt(key) = &client.authentication
            && key.algorithm().is_mac()
        {
            return Err(RelyingPartyConfigurationError::AssertionKey(key.algorithm()));
        }
        let id_token_keys = id_token_keys(&provider, &client, crypto)?;
        let validator = IdTokenValidator::new(provider.issuer.clone(), client.client_id.clone())
            .policy(client.policy.id_token.clone())?;
        let crypto = *crypto;
        let inner = Inner { provider, client, id_token_keys, validator, crypto };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Returns the provider's issuer.
    #[must_use]
    pub fn issuer(&self) -> &Issuer {
        &self.inner.provider.issuer
    }

    /// Returns the client's identifier at the provider.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        &self.inner.client.client_id
    }

    /// Returns the provider's metadata.
    #[must_use]
    pub fn provider(&self) -> &ProviderMetadata {
        &self.inner.provider
    }

    /// Creates an empty cache for the provider's keys. Create one cache, and use it for all logins
    /// and refreshes.
    #[must_use]
    pub fn key_cache(&self) -> KeyCache {
        KeyCache::new(self.inner.provider.jwks_uri.clone())
    }

    pub(crate) fn client(&self) -> &ClientConfiguration {
        &self.inner.client
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
    client: &ClientConfiguration,
    crypto: &Crypto,
) -> Result<IdTokenKeys, RelyingPartyConfigurationError> {
    let allowed = &client.policy.id_token_algorithms;
    for algorithm in allowed {
        if !crypto.signature_algorithms().any(|supported| supported == *algorithm) {
            return Err(RelyingPartyConfigurationError::UnsupportedAlgorithm(*algorithm));
        }
    }
    // Core §3.1.3.7 (7): `alg` is an algorithm that the client asked for, so the provider has to
    // support one of them. Metadata that lists no algorithms does not say which it supports.
    let advertised = provider.id_token_signing_algorithms();
    let stated = !provider.id_token_signing_alg_values_supported.is_empty();
    if stated && !allowed.iter().any(|algorithm| advertised.contains(algorithm)) {
        let advertised = provider.id_token_signing_alg_values_supported.clone();
        let allowed = allowed.clone();
        return Err(RelyingPartyConfigurationError::NoCommonAlgorithm { advertised, allowed });
    }
    let (macs, signatures): (Vec<_>, Vec<_>) = allowed.iter().partition(|alg| alg.is_mac());
    if macs.is_empty() {
        let jwks_uri = provider.jwks_uri.clone();
        let source = KeySource::new(jwks_uri, signatures, crypto);
        return Ok(IdTokenKeys::Published(Box::new(source)));
    }
    // RFC 8725 §3.1: a token must not be verifiable by a published key and by a secret alike.
    if !signatures.is_empty() {
        return Err(RelyingPartyConfigurationError::MixedAlgorithms);
    }
    // Core §10.1: the key of a MAC is the client secret.
    let secret = client.authentication.secret().ok_or(RelyingPartyConfigurationError::NoSecret)?;
    let secret = Secret::new(secret.expose().as_bytes().to_vec());
    let keys = macs.into_iter().map(|alg| VerificationKey::from_secret(&secret, alg, crypto));
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    Ok(IdTokenKeys::Shared(VerificationKeys::new(keys)))
}
