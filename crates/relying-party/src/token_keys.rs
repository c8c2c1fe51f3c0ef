//! The algorithms with which a provider may sign its tokens, and the keys that verify them.

use symbolon_discovery::ProviderMetadata;
use symbolon_discovery::keys::{KeySearchError, KeySource, SearchStep};
use symbolon_jose::{Crypto, Secret, SignatureAlgorithm, VerificationKey, VerificationKeys};
use symbolon_oidc::AcceptedIssuers;

use time::OffsetDateTime;

use crate::{ClientConfiguration, ProviderKeys, RelyingPartyConfigurationError};

/// The keys that verify the provider's ID Tokens, or its UserInfo responses.
#[derive(Debug)]
pub(crate) enum TokenKeys {
    /// The client secret, for MAC algorithms.
    Shared(VerificationKeys),
    /// The keys at the provider's `jwks_uri`, for signature algorithms.
    Published(Box<KeySource>),
}

impl TokenKeys {
    /// Searches for the keys that can verify a JWS.
    pub(crate) fn search_for_jws(
        &self,
        jws: &str,
        cache: &mut impl ProviderKeys,
        now: OffsetDateTime,
    ) -> Result<SearchStep, KeySearchError> {
        match self {
            Self::Shared(keys) => Ok(SearchStep::Keys(keys.clone())),
            Self::Published(source) => source.search_for_jws(jws, cache, now),
        }
    }

    /// Searches for the keys before there is a token.
    pub(crate) fn search_any(
        &self,
        cache: &mut impl ProviderKeys,
        now: OffsetDateTime,
    ) -> Result<SearchStep, KeySearchError> {
        match self {
            Self::Shared(keys) => Ok(SearchStep::Keys(keys.clone())),
            Self::Published(source) => source.search_any(cache, now),
        }
    }
}

/// Returns the keys of signed UserInfo responses. `None` if the responses are not signed.
pub(crate) fn of_user_info(
    provider: &ProviderMetadata,
    client: &ClientConfiguration,
    crypto: &Crypto,
) -> Result<Option<TokenKeys>, RelyingPartyConfigurationError> {
    let allowed = &client.policy.user_info_algorithms;
    let supported = |algorithm| crypto.signature_algorithms().any(|it| it == algorithm);
    if let Some(unsupported) = allowed.iter().find(|algorithm| !supported(**algorithm)) {
        return Err(RelyingPartyConfigurationError::UnsupportedAlgorithm(*unsupported));
    }
    if allowed.is_empty() { Ok(None) } else { keys(provider, client, allowed, crypto).map(Some) }
}

/// Returns the keys of authorization responses in JWTs.
pub(crate) fn of_responses(
    provider: &ProviderMetadata,
    client: &ClientConfiguration,
    crypto: &Crypto,
) -> Result<TokenKeys, RelyingPartyConfigurationError> {
    let supported = || crypto.signature_algorithms();
    let algorithms = match &client.policy.authorization_response_algorithms {
        Some(allowed) => {
            let unsupported = allowed.iter().find(|it| !supported().any(|other| other == **it));
            if let Some(unsupported) = unsupported {
                return Err(RelyingPartyConfigurationError::UnsupportedAlgorithm(*unsupported));
            }
            allowed.clone()
        }
        // RFC 8725 §3.1: a MAC algorithm is accepted only if the policy lists it, because its key
        // is the client secret.
        None => supported().filter(|algorithm| !algorithm.is_mac()).collect(),
    };
    keys(provider, client, &algorithms, crypto)
}

/// Returns the algorithms with which the provider may sign ID Tokens.
pub(crate) fn algorithms(
    provider: &ProviderMetadata,
    client: &ClientConfiguration,
    crypto: &Crypto,
) -> Result<Vec<SignatureAlgorithm>, RelyingPartyConfigurationError> {
    let supported: Vec<SignatureAlgorithm> = crypto.signature_algorithms().collect();
    let advertised = provider.id_token_signing_algorithms();
    let stated = !provider.id_token_signing_alg_values_supported.is_empty();
    let no_common = |allowed: Vec<SignatureAlgorithm>| {
        let advertised = provider.id_token_signing_alg_values_supported.clone();
        RelyingPartyConfigurationError::NoCommonAlgorithm { advertised, allowed }
    };
    let Some(allowed) = &client.policy.id_token_algorithms else {
        // Core §15.1: every provider supports RS256, so RS256 is used if the metadata has no list.
        let advertised = if stated { advertised } else { vec![SignatureAlgorithm::Rs256] };
        // RFC 8725 §3.1: a MAC algorithm is accepted only if the policy lists it, because its key
        // is the client secret.
        let of_keys = |algorithm: &SignatureAlgorithm| !algorithm.is_mac();
        let chosen = advertised.into_iter().filter(|it| of_keys(it) && supported.contains(it));
        let chosen: Vec<_> = chosen.collect();
        if chosen.is_empty() {
            return Err(no_common(supported.into_iter().filter(of_keys).collect()));
        }
        return Ok(chosen);
    };
    if let Some(unsupported) = allowed.iter().find(|algorithm| !supported.contains(algorithm)) {
        return Err(RelyingPartyConfigurationError::UnsupportedAlgorithm(*unsupported));
    }
    // Core §3.1.3.7 (7): the ID Token has an algorithm that the client asked for, so the provider
    // has to support an algorithm of the policy. If the metadata lists no algorithms, this cannot
    // be checked.
    if stated && !allowed.iter().any(|algorithm| advertised.contains(algorithm)) {
        return Err(no_common(allowed.clone()));
    }
    Ok(allowed.clone())
}

/// Returns the keys for MAC algorithms, or the source of the keys for signature algorithms.
pub(crate) fn keys(
    provider: &ProviderMetadata,
    client: &ClientConfiguration,
    algorithms: &[SignatureAlgorithm],
    crypto: &Crypto,
) -> Result<TokenKeys, RelyingPartyConfigurationError> {
    let (macs, signatures): (Vec<_>, Vec<_>) = algorithms.iter().partition(|alg| alg.is_mac());
    if macs.is_empty() {
        let source = KeySource::new(provider.jwks_uri.clone(), signatures, crypto);
        let source = source.quirks(client.quirks.id_token.jws);
        // A key of one tenant must not verify tokens about the users of another tenant.
        let source = match &client.quirks.id_token.issuers {
            AcceptedIssuers::Tenants(template) => source.tenants(template),
            _ => source,
        };
        return Ok(TokenKeys::Published(Box::new(source)));
    }
    // RFC 8725 §3.1: an attacker could use a published key as the secret of a MAC if both kinds of
    // algorithms were accepted.
    if !signatures.is_empty() {
        return Err(RelyingPartyConfigurationError::MixedAlgorithms);
    }
    // Core §10.1: the key of a MAC is the client secret.
    let secret = client.authentication.secret().ok_or(RelyingPartyConfigurationError::NoSecret)?;
    let secret = Secret::new(secret.expose().as_bytes().to_vec());
    let keys = macs.into_iter().map(|alg| VerificationKey::from_secret(&secret, alg, crypto));
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    Ok(TokenKeys::Shared(VerificationKeys::new(keys)))
}
