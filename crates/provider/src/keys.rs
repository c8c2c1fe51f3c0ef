//! The keys that sign ID Tokens.

use symbolon_jose::jwk::{PrivateJwk, PublicJwk};
use symbolon_jose::{Crypto, SignatureAlgorithm, SigningKey, key};

/// A key that signs ID Tokens, together with the public key that verifies them.
#[derive(Clone, Debug)]
pub struct IdTokenKey {
    signing: SigningKey,
    public: PublicJwk,
}

impl IdTokenKey {
    /// Prepares a private key for this algorithm.
    ///
    /// # Errors
    /// [`key::Error`] when the key does not fit the algorithm or the backend lacks it;
    /// [`key::Error::NoPublicHalf`] for a shared secret, which cannot be published.
    pub fn new(
        jwk: &PrivateJwk,
        algorithm: SignatureAlgorithm,
        crypto: &Crypto,
    ) -> Result<Self, key::Error> {
        let public = jwk.public().ok_or(key::Error::NoPublicHalf)?;
        Ok(Self { signing: SigningKey::from_jwk(jwk, algorithm, crypto)?, public })
    }

    /// Returns the private key, prepared for its algorithm.
    #[must_use]
    pub fn signing(&self) -> &SigningKey {
        &self.signing
    }

    /// Returns the public key.
    #[must_use]
    pub fn public(&self) -> &PublicJwk {
        &self.public
    }
}
