//! The provider: its issuer, endpoints, keys and policy, and the documents that follow from them.

use http::{Request, Response};
use symbolon_discovery::{MetadataError, PreparedDocument, ProviderMetadata, jwk_set};
use symbolon_jose::jwk::{PublicJwk, PublicJwkSet};
use symbolon_jose::{Crypto, DecryptionKeys, SignatureAlgorithm, SigningKey, VerificationKeys};
use symbolon_oauth::Issuer;
use symbolon_oauth::client::assertion::AssertionLimits;

use crate::{
    IdTokenKey, NoSigningKey, ProviderConfigurationError, ProviderEndpoints, ProviderPolicy,
    RegisteredClient, RequestObjectKey, advertise,
};

/// An OpenID Provider: its issuer, its endpoints, its keys and its policy.
///
/// A provider has no state. Its methods return records that you must store, and you pass stored
/// records to its methods. Its metadata document is computed from its settings.
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_jose::SignatureAlgorithm;
/// use symbolon_jose::jwk::PrivateJwk;
/// use symbolon_oauth::Issuer;
/// use symbolon_provider::{IdTokenKey, Provider, ProviderEndpoints, ProviderPolicy};
///
/// let issuer = Issuer::new("https://op.example")?;
/// # let jwk = br#"{"kty":"EC","crv":"P-256","kid":"op-1","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}"#;
/// let key = PrivateJwk::parse(jwk)?; // from a file of yours
/// let key = IdTokenKey::new(&key, SignatureAlgorithm::Es256, &CRYPTO)?;
/// let endpoints = ProviderEndpoints::below(&issuer)?;
/// let provider =
///     Provider::new(issuer, endpoints, vec![key], ProviderPolicy::default(), CRYPTO)?;
/// assert_eq!(provider.metadata().id_token_signing_alg_values_supported, ["ES256"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Provider {
    issuer: Issuer,
    endpoints: ProviderEndpoints,
    keys: Vec<IdTokenKey>,
    policy: ProviderPolicy,
    crypto: Crypto,
    metadata: ProviderMetadata,
    public: PublicJwkSet,
    discovery: PreparedDocument,
    jwks: PreparedDocument,
    hint_keys: VerificationKeys,
    object_keys: Option<DecryptionKeys>,
    limits: AssertionLimits,
}

impl Provider {
    /// Creates a provider, and computes its metadata document from the settings.
    ///
    /// The first key in `keys` for each algorithm signs ID Tokens. The provider publishes all keys,
    /// so that relying parties can fetch a new key before the provider signs with it, and can still
    /// verify ID Tokens that an old key signed
    /// ([Core §10.1.1](https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys)).
    ///
    /// # Errors
    /// [`ProviderConfigurationError`] when there is no key, when a key has no `kid` or two keys
    /// have the same `kid`, when a time in the policy is too long, when the policy has no scopes,
    /// when relying parties would refuse the metadata, or when the policy hides a member of the
    /// metadata that cannot be hidden.
    pub fn new(
        issuer: Issuer,
        endpoints: ProviderEndpoints,
        keys: Vec<IdTokenKey>,
        policy: ProviderPolicy,
        crypto: Crypto,
    ) -> Result<Self, ProviderConfigurationError> {
        policy.check_times()?;
        policy.check_responses()?;
        if policy.scopes.is_empty() {
            return Err(ProviderConfigurationError::NoScopes);
        }
        // `check_times` has checked the leeway, so `AssertionLimits::new` does not fail.
        let longest = AssertionLimits::default().max_lifetime();
        let limits = AssertionLimits::new(longest, policy.leeway).unwrap_or_default();
        let object_keys = policy.request_objects.as_ref().map(|it| it.decryption_keys.as_slice());
        let object_keys = object_keys.unwrap_or_default();
        check_keys(&keys, object_keys)?;
        let metadata = advertise::metadata(&issuer, &endpoints, &keys, &policy, &crypto)?;
        let signing = PublicJwkSet::new(keys.iter().map(|key| key.public().clone()).collect());
        let hint_keys = signing.verification_keys(&algorithms(&keys), &crypto);
        let public = published(&keys, object_keys);
        let object_keys: Vec<_> = object_keys.iter().map(|key| key.decryption().clone()).collect();
        let object_keys = (!object_keys.is_empty()).then(|| DecryptionKeys::new(object_keys));
        let (discovery, jwks) = (metadata.prepare()?, jwk_set::prepare(&public));
        Ok(Self {
            issuer,
            endpoints,
            keys,
            policy,
            crypto,
            metadata,
            public,
            discovery,
            jwks,
            hint_keys,
            object_keys,
            limits,
        })
    }

    /// Adds `signed_metadata` to the metadata document: a JWT in which another party vouches for
    /// the metadata ([RFC 8414 §2.1](https://www.rfc-editor.org/rfc/rfc8414#section-2.1)).
    ///
    /// The other party creates the JWT from [`metadata`](Self::metadata) with
    /// [`ProviderMetadata::sign`]. It must create a new JWT after each change of the settings,
    /// because relying parties that verify the JWT use its values instead of the plain values.
    ///
    /// # Errors
    /// The errors of [`ProviderMetadata::prepare`]. They do not occur, because the provider's
    /// metadata was checked when the provider was created.
    pub fn signed_metadata(mut self, jwt: String) -> Result<Self, MetadataError> {
        self.metadata.signed_metadata = Some(jwt);
        self.discovery = self.metadata.prepare()?;
        Ok(self)
    }

    /// Returns the metadata document.
    #[must_use]
    pub fn metadata(&self) -> &ProviderMetadata {
        &self.metadata
    }

    /// Returns the provider's issuer.
    #[must_use]
    pub fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    /// Returns the provider's policy.
    #[must_use]
    pub fn policy(&self) -> &ProviderPolicy {
        &self.policy
    }

    /// Builds the response with the metadata document, for requests to
    /// `/.well-known/openid-configuration` below the issuer. Caches are allowed to keep the
    /// response for `max_age` seconds, and every web page is allowed to read it
    /// ([Discovery §4.2](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationResponse)).
    ///
    /// [`Provider::new`] has written the document, so this method only copies its bytes.
    #[must_use]
    pub fn discovery_response(&self, max_age: u32) -> Response<Vec<u8>> {
        self.discovery.to_http(max_age)
    }

    /// Builds the response to a request for the metadata document, as
    /// [`discovery_response`](Self::discovery_response) does, or `304 Not Modified` if the header
    /// `If-None-Match` of the request names this document: see [`PreparedDocument::answer`].
    #[must_use]
    pub fn discovery_answer<B>(&self, request: &Request<B>, max_age: u32) -> Response<Vec<u8>> {
        self.discovery.answer(request, max_age)
    }

    /// Returns the public keys that verify ID Tokens, and the public keys to which clients encrypt
    /// request objects.
    #[must_use]
    pub fn jwks(&self) -> &PublicJwkSet {
        &self.public
    }

    /// Builds the response with the public keys, for requests to `jwks_uri`. Caches are allowed to
    /// keep the response for `max_age` seconds, and every web page is allowed to read it
    /// ([Core §10.1.1](https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys)).
    ///
    /// [`Provider::new`] has written the document, so this method only copies its bytes.
    #[must_use]
    pub fn jwks_response(&self, max_age: u32) -> Response<Vec<u8>> {
        self.jwks.to_http(max_age)
    }

    /// Builds the response to a request for the public keys, as
    /// [`jwks_response`](Self::jwks_response) does, or `304 Not Modified` if the header
    /// `If-None-Match` of the request names these keys: see [`PreparedDocument::answer`].
    #[must_use]
    pub fn jwks_answer<B>(&self, request: &Request<B>, max_age: u32) -> Response<Vec<u8>> {
        self.jwks.answer(request, max_age)
    }

    /// Returns the first key that signs ID Tokens with this algorithm.
    fn signing_key(&self, algorithm: SignatureAlgorithm) -> Option<&SigningKey> {
        self.keys.iter().map(IdTokenKey::signing).find(|key| key.algorithm() == algorithm)
    }

    /// Returns the key that signs the ID Tokens of this client.
    pub(crate) fn key_for(&self, client: &RegisteredClient) -> Result<&SigningKey, NoSigningKey> {
        self.key_of(client.id_token_signed_response_alg)
    }

    /// Returns the key for a client that registered this algorithm, or no algorithm.
    pub(crate) fn key_of(
        &self,
        registered: Option<SignatureAlgorithm>,
    ) -> Result<&SigningKey, NoSigningKey> {
        // Registration §2, id_token_signed_response_alg: the default is RS256.
        let algorithm = registered.unwrap_or(SignatureAlgorithm::Rs256);
        let first = self.keys.first().map(IdTokenKey::signing);
        self.signing_key(algorithm)
            .or(first.filter(|_| registered.is_none()))
            .ok_or_else(|| NoSigningKey { algorithm, keys: algorithms(&self.keys) })
    }

    /// Returns the longest lifetime and the leeway for client assertions.
    pub(crate) fn assertion_limits(&self) -> AssertionLimits {
        self.limits
    }

    pub(crate) fn endpoints(&self) -> &ProviderEndpoints {
        &self.endpoints
    }

    /// Returns the cryptography library with which the provider was created.
    #[must_use]
    pub fn crypto(&self) -> &Crypto {
        &self.crypto
    }

    /// Returns the keys that decrypt request objects, if there are such keys.
    pub(crate) fn object_keys(&self) -> Option<&DecryptionKeys> {
        self.object_keys.as_ref()
    }

    /// Returns the keys that verify ID Tokens which come back as `id_token_hint`.
    pub(crate) fn hint_keys(&self) -> &VerificationKeys {
        &self.hint_keys
    }
}

/// Returns the public keys that the provider publishes.
fn published(keys: &[IdTokenKey], object_keys: &[RequestObjectKey]) -> PublicJwkSet {
    // Discovery §3, jwks_uri: every key has a `use` if there are keys for encryption.
    let signing = keys.iter().map(|key| match key.public().key_use() {
        None if !object_keys.is_empty() => {
            let mut jwk = key.public().to_object();
            jwk.insert("use", "sig");
            PublicJwk::from_object(jwk).unwrap_or_else(|_| key.public().clone())
        }
        _ => key.public().clone(),
    });
    let encryption = object_keys.iter().map(|key| key.public().clone());
    PublicJwkSet::new(signing.chain(encryption).collect())
}

fn check_keys(
    keys: &[IdTokenKey],
    object_keys: &[RequestObjectKey],
) -> Result<(), ProviderConfigurationError> {
    if keys.is_empty() {
        return Err(ProviderConfigurationError::NoKeys);
    }
    let kids = keys.iter().map(|key| {
        let algorithm = key.signing().algorithm();
        key.public().kid().ok_or(ProviderConfigurationError::KeyWithoutKid(algorithm))
    });
    let object_kids = object_keys.iter().map(|key| {
        let error = ProviderConfigurationError::DecryptionKeyWithoutKid(key.algorithm());
        key.public().kid().ok_or(error)
    });
    let mut known: Vec<&str> = Vec::new();
    for kid in kids.chain(object_kids) {
        let kid = kid?;
        if known.contains(&kid) {
            return Err(ProviderConfigurationError::RepeatedKid(kid.to_owned()));
        }
        known.push(kid);
    }
    Ok(())
}

fn algorithms(keys: &[IdTokenKey]) -> Vec<SignatureAlgorithm> {
    let mut algorithms: Vec<_> = keys.iter().map(|key| key.signing().algorithm()).collect();
    algorithms.sort_unstable();
    algorithms.dedup();
    algorithms
}
