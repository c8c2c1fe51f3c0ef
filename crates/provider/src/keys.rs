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
