//! The relying party: one client of one provider.

use std::sync::Arc;
use std::time::Duration;

use http::{Request, Uri};
use symbolon_discovery::quirks::Quirks;
use symbolon_discovery::{KeyCache, MetadataError, ProviderMetadata};
use symbolon_jose::{Crypto, SignatureAlgorithm};
use symbolon_oauth::obligation::{AddressFrom, Fetch};
use symbolon_oauth::{ClientId, Issuer, ResponseType};
use symbolon_oidc::IdTokenValidator;

use crate::token_keys::{self, TokenKeys};
use crate::{ClientAuthentication, ClientConfiguration, RelyingPartyConfigurationError};

/// A relying party: one client of one provider
/// ([Core §3.1](https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth)).
///
/// A relying party contains only settings, so use one value for all logins. A clone is cheap. You
/// store the state of logins in values of three other types: a
/// [`PendingLogin`](crate::PendingLogin) for each login in progress, a [`Session`](crate::Session)
/// for each user who signed in, and a [`KeyCache`] for the provider's keys.
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_relying_party::{ClientConfiguration, RelyingParty};
/// # fn example(
/// #     provider: symbolon_discovery::ProviderMetadata, client: ClientConfiguration,
/// #     redirect_uri: symbolon_oauth::RedirectUri, now: time::OffsetDateTime,
/// # ) -> Result<(), Box<dyn std::error::Error>> {
///
/// let rp = RelyingParty::new(provider, client, &CRYPTO)?;
/// let (url, pending) = rp.login(&redirect_uri).scope("email").begin(now)?;
/// // Store `pending` under `pending.state()`, and send the browser to `url`.
/// # Ok(())
/// # }
/// ```

#[derive(Clone, Debug)]
pub struct RelyingParty {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    provider: ProviderMetadata,
    client: ClientConfiguration,
    id_token_algorithms: Vec<SignatureAlgorithm>,
    id_token_keys: TokenKeys,
    user_info_keys: Option<TokenKeys>,
    response_keys: TokenKeys,
    validator: IdTokenValidator,
    crypto: Crypto,
}

/// The longest time that a sender waits for the answer of the token endpoint or the UserInfo
/// endpoint.
const TIMEOUT: Duration = Duration::from_secs(30);

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
        check_response_types(&provider, &client)?;
        // Core §9: the key for private_key_jwt is a private key.
        if let ClientAuthentication::PrivateKeyJwt(key) = &client.authentication
            && key.algorithm().is_mac()
        {
            return Err(RelyingPartyConfigurationError::AssertionKey(key.algorithm()));
        }
        // RFC 9700 §2.1.1: public clients must use PKCE.
        if matches!(client.authentication, ClientAuthentication::None) && !client.policy.sends_pkce
        {
            return Err(RelyingPartyConfigurationError::PublicClientWithoutPkce);
        }
        let id_token_algorithms = token_keys::algorithms(&provider, &client, crypto)?;
        let id_token_keys = token_keys::keys(&provider, &client, &id_token_algorithms, crypto)?;
        let user_info_keys = token_keys::of_user_info(&provider, &client, crypto)?;
        let response_keys = token_keys::of_responses(&provider, &client, crypto)?;
        let validator = IdTokenValidator::new(provider.issuer.clone(), client.client_id.clone())
            .policy(client.policy.id_token.clone())?
            .quirks(client.quirks.id_token.clone());
        let crypto = *crypto;
        let inner = Inner {
            provider,
            client,
            id_token_algorithms,
            id_token_keys,
            user_info_keys,
            response_keys,
            validator,
            crypto,
        };
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

    /// Returns the algorithms with which the provider may sign ID Tokens: the list in
    /// [`RelyingPartyPolicy::id_token_algorithms`](crate::RelyingPartyPolicy::id_token_algorithms).
    /// If the policy has no list, these are the signature algorithms that the metadata names and
    /// the cryptography backend supports.
    #[must_use]
    pub fn id_token_algorithms(&self) -> &[SignatureAlgorithm] {
        &self.inner.id_token_algorithms
    }

    /// Creates an empty cache for the provider's keys. Create one cache, and use it for all logins
    /// and refreshes.
    #[must_use]
    pub fn key_cache(&self) -> KeyCache {
        let client = &self.inner.client;
        key_cache(&self.inner.provider, client.address, client.quirks.clone())
    }

    /// Adds to a request the party that chose its address and the limits that the sender must obey.
    pub(crate) fn limited(&self, request: Request<Vec<u8>>) -> Request<Vec<u8>> {
        let address = self.address_from(request.uri());
        let mut fetch = Fetch::new(request, address);
        // A grant can be sent only once, so the sender waits longer for this answer.
        fetch.timeout = TIMEOUT;
        fetch.into_request()
    }

    /// Returns the party that chose the address of an endpoint of the provider.
    fn address_from(&self, endpoint: &Uri) -> AddressFrom {
        address_of(endpoint, self.issuer(), self.inner.client.address)
    }

    pub(crate) fn client(&self) -> &ClientConfiguration {
        &self.inner.client
    }

    pub(crate) fn id_token_keys(&self) -> &TokenKeys {
        &self.inner.id_token_keys
    }

    /// Returns the keys of signed UserInfo responses. `None` if the responses are not signed.
    pub(crate) fn user_info_keys(&self) -> Option<&TokenKeys> {
        self.inner.user_info_keys.as_ref()
    }

    /// Returns the keys of authorization responses in JWTs.
    pub(crate) fn response_keys(&self) -> &TokenKeys {
        &self.inner.response_keys
    }

    pub(crate) fn validator(&self) -> &IdTokenValidator {
        &self.inner.validator
    }

    pub(crate) fn crypto(&self) -> &Crypto {
        &self.inner.crypto
    }
}

/// Creates an empty cache for the keys of a provider. `chosen_by` is the party that chose the issuer.
pub(crate) fn key_cache(
    provider: &ProviderMetadata,
    chosen_by: AddressFrom,
    quirks: Quirks,
) -> KeyCache {
    let jwks_uri = provider.jwks_uri.clone();
    let address = address_of(jwks_uri.uri(), &provider.issuer, chosen_by);
    KeyCache::new(jwks_uri).address_from(address).quirks(quirks)
}

/// Returns the party that chose the address of an endpoint. `chosen_by` is the party that chose the
/// issuer.
pub(crate) fn address_of(endpoint: &Uri, issuer: &Issuer, chosen_by: AddressFrom) -> AddressFrom {
    match chosen_by {
        AddressFrom::Configuration => AddressFrom::of(endpoint, issuer),
        // The party that chose the issuer also chose its endpoints.
        other => other,
    }
}

/// Checks that the provider supports the response types of the client. If the metadata lists no
/// response types, the provider may still support them.
fn check_response_types(
    provider: &ProviderMetadata,
    client: &ClientConfiguration,
) -> Result<(), RelyingPartyConfigurationError> {
    // Discovery §3: required, unless only the implicit flow is used.
    let uses_codes = client.response_types.iter().any(|it| it.includes("code"));
    if uses_codes && provider.token_endpoint.is_none() {
        return Err(match provider.why_absent("token_endpoint") {
            MetadataError::Missing(_) => RelyingPartyConfigurationError::NoTokenEndpoint,
            left_out => left_out.into(),
        });
    }
    let advertised = &provider.response_types_supported;
    let is_supported = |it: &&ResponseType| advertised.is_empty() || advertised.contains(*it);
    match client.response_types.iter().find(|it| !is_supported(it)) {
        None => Ok(()),
        // Core §3.1.2.1: `code` is the response type of the authorization code flow.
        Some(code) if *code == ResponseType::CODE => {
            Err(RelyingPartyConfigurationError::NoCodeFlow)
        }
        Some(unsupported) => Err(RelyingPartyConfigurationError::UnsupportedResponseType {
            registered: unsupported.clone(),
            advertised: advertised.clone(),
        }),
    }
}
