//! The keys that decrypt request objects.

use symbolon_jose::jwk::{PrivateJwk, PublicJwk};
use symbolon_jose::{
    ContentEncryptionAlgorithm, Crypto, DecryptionKey, KeyManagementAlgorithm, key,
};

/// A key that decrypts request objects, together with the public key to which clients encrypt.
///
/// Add it to [`RequestObjects::decryption_keys`](crate::RequestObjects::decryption_keys). The
/// provider publishes the public key with the `use` `enc`
/// ([Core §10.2](https://openid.net/specs/openid-connect-core-1_0.html#Encryption)).
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_jose::jwk::{KeyKind, PrivateJwk};
/// use symbolon_jose::{ContentEncryptionAlgorithm, KeyManagementAlgorithm};
/// use symbolon_provider::RequestObjectKey;
///
/// let jwk = PrivateJwk::generate(KeyKind::P256, &CRYPTO)?.named_by_thumbprint(&CRYPTO);
/// let contents = [ContentEncryptionAlgorithm::A256Gcm];
/// let key = RequestObjectKey::new(&jwk, KeyManagementAlgorithm::EcdhEs, &contents, &CRYPTO)?;
/// assert_eq!(key.public().alg(), Some("ECDH-ES"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct RequestObjectKey {
    decryption: DecryptionKey,
    public: PublicJwk,
    algorithm: KeyManagementAlgorithm,
    contents: Vec<ContentEncryptionAlgorithm>,
}

impl RequestObjectKey {
    /// Prepares the private key in `jwk` for decrypting request objects. `algorithm` is their `alg`,
    /// and `contents` are the values of `enc` that they are allowed to have.
    ///
    /// # Errors
    /// [`key::Error::NoPublicHalf`] when the key is a shared secret, which cannot be published.
    /// Other values of [`key::Error`] when the key has the wrong type for the algorithm, when the
    /// JWK does not permit the algorithm, when `contents` is empty, or when the backend in `crypto`
    /// does not support one of the algorithms.
    pub fn new(
        jwk: &PrivateJwk,
        algorithm: KeyManagementAlgorithm,
        contents: &[ContentEncryptionAlgorithm],
        crypto: &Crypto,
    ) -> Result<Self, key::Error> {
        let mut public = jwk.public().ok_or(key::Error::NoPublicHalf)?.to_object();
        let decryption = DecryptionKey::from_jwk(jwk, algorithm, contents, crypto)?;
        // Core §10.2: a key for encryption is marked by its `use`.
        public.insert("use", "enc");
        public.insert("alg", algorithm.as_str());
        let public = PublicJwk::from_object(public).map_err(|_| key::Error::NotPermitted)?;
        Ok(Self { decryption, public, algorithm, contents: contents.to_vec() })
    }

    /// Returns the public key to which clients encrypt request objects.
    #[must_use]
    pub fn public(&self) -> &PublicJwk {
        &self.public
    }

    /// Returns the `alg` of the request objects that the key decrypts.
    #[must_use]
    pub fn algorithm(&self) -> KeyManagementAlgorithm {
        self.algorithm
    }

    /// Returns the values of `enc` that the request objects are allowed to have.
    #[must_use]
    pub fn contents(&self) -> &[ContentEncryptionAlgorithm] {
        &self.contents
    }

    pub(crate) fn decryption(&self) -> &DecryptionKey {
        &self.decryption
    }
}

/// Two keys are equal if they have the same public key and the same algorithms.
impl PartialEq for RequestObjectKey {
    fn eq(&self, other: &Self) -> bool {
        self.public.to_object() == other.public.to_object() && self.contents == other.contents
    }
}
