use symbolon_jose::jwk::{PrivateJwk, PublicJwk};
use symbolon_jose::{Crypto, SignatureAlgorithm, SigningKey, key};

/// A key that signs ID Tokens, and its public half for everybody to verify them with.
#[derive(Clone, Debug)]
pub struct IdTokenKey {
    signing: SigningKey,
    public: PublicJwk,
}

impl IdTokenKey {
    /// Prepares a private key for this algorithm.
    ///
    /// # Errors
    /// [`key::Error`]; a shared secret is [`key::Error::NoPublicHalf`], as nothing of it could be
    /// published.
    pub fn new(
        jwk: &PrivateJwk,
        algorithm: SignatureAlgorithm,
        crypto: &Crypto,
    ) -> Result<Self, key::Error> {
        let public = jwk.public().ok_or(key::Error::NoPublicHalf)?;
        Ok(Self { signing: SigningKey::from_jwk(jwk, algorithm, crypto)?, public })
    }

    /// The key that signs.
    #[must_use]
    pub fn signing(&self) -> &SigningKey {
        &self.signing
    }

    /// The key that verifies.
    #[must_use]
    pub fn public(&self) -> &PublicJwk {
        &self.public
    }
}
