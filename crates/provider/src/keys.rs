//! The keys that sign ID Tokens.

use symbolon_jose::jwk::{PrivateJwk, PublicJwk};
use symbolon_jose::{Crypto, SignatureAlgorithm, SigningKey, key};

/// The reason why no key of the provider can sign the ID Tokens of a client.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the client's ID Tokens must be signed with {algorithm}, but the provider has keys for {}; \
     register the client with an algorithm of these keys, or add a key",
    list(.keys)
)]
#[non_exhaustive]
pub struct NoSigningKey {
    /// The client's `id_token_signed_response_alg`.
    pub algorithm: SignatureAlgorithm,
    /// The algorithms for which the provider has keys.
    pub keys: Vec<SignatureAlgorithm>,
}

impl NoSigningKey {
    /// Creates the error from the algorithm of the client and the algorithms of the provider's
    /// keys.
    #[must_use]
    pub fn new(algorithm: SignatureAlgorithm, keys: Vec<SignatureAlgorithm>) -> Self {
        Self { algorithm, keys }
    }
}

fn list(algorithms: &[SignatureAlgorithm]) -> String {
    algorithms.iter().map(|algorithm| algorithm.as_str()).collect::<Vec<_>>().join(", ")
}

/// A key that signs ID Tokens, together with the public key that verifies them.
///
/// ```
/// use symbolon_crypto_ring::CRYPTO;
/// use symbolon_jose::SignatureAlgorithm;
/// use symbolon_jose::jwk::{KeyKind, PrivateJwk};
/// use symbolon_provider::IdTokenKey;
///
/// let jwk = PrivateJwk::generate(KeyKind::P256, &CRYPTO)?.named_by_thumbprint(&CRYPTO);
/// let key = IdTokenKey::new(&jwk, SignatureAlgorithm::Es256, &CRYPTO)?;
/// assert!(key.public().kid().is_some()); // relying parties find the key by its `kid`
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct IdTokenKey {
    signing: SigningKey,
    public: PublicJwk,
}

impl IdTokenKey {
    /// Prepares the private key in `jwk` for signing ID Tokens with `algorithm`.
    ///
    /// # Errors
    /// [`key::Error::NoPublicHalf`] when the key is a shared secret, which cannot be published.
    /// Other values of [`key::Error`] when the key has the wrong type for the algorithm, when the
    /// JWK does not permit the algorithm, or when the backend in `crypto` does not support the
    /// algorithm.
    pub fn new(
        jwk: &PrivateJwk,
        algorithm: SignatureAlgorithm,
        crypto: &Crypto,
    ) -> Result<Self, key::Error> {
        let public = jwk.public().ok_or(key::Error::NoPublicHalf)?;
        Ok(Self { signing: SigningKey::from_jwk(jwk, algorithm, crypto)?, public })
    }

    /// Returns the private key that signs ID Tokens.
    #[must_use]
    pub fn signing(&self) -> &SigningKey {
        &self.signing
    }

    /// Returns the public key that verifies the signatures of the private key.
    #[must_use]
    pub fn public(&self) -> &PublicJwk {
        &self.public
    }
}
