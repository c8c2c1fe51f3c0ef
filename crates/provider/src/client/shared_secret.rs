//! The text of a client secret.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use symbolon_jose::{Crypto, Secret, SignatureAlgorithm, VerificationKey, key};
use symbolon_oauth::ClientSecret;

/// The text of a client secret, for a client whose messages have a MAC with this secret.
///
/// To verify a MAC (`HS256`, `HS384` or `HS512`), the provider needs the secret itself
/// ([Core §10.1](https://openid.net/specs/openid-connect-core-1_0.html#Signing)). A person who
/// can read the database can then act as the client. For all other purposes,
/// [`client_secret_fingerprint`](crate::RegisteredClient::client_secret_fingerprint) is enough. If
/// the client can sign with a private key, use its [`jwks`](crate::RegisteredClient::jwks) instead.
///
/// `Debug` prints only the name of the type. `Serialize` writes the text, so that a store can keep
/// the record. Created by [`RegisteredClient::shared_secret`](crate::RegisteredClient::shared_secret).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedSecret(ClientSecret);

impl SharedSecret {
    /// Keeps the text of a secret, if it is long enough for MACs with this algorithm.
    pub(super) fn new(
        secret: &ClientSecret,
        algorithm: SignatureAlgorithm,
        crypto: &Crypto,
    ) -> Result<Self, key::Error> {
        let shared = Self(secret.clone());
        shared.verification_key(algorithm, crypto)?;
        Ok(shared)
    }

    /// Returns the text of the secret.
    pub(crate) fn secret(&self) -> &ClientSecret {
        &self.0
    }

    /// Returns whether this is the text of `secret`.
    pub(super) fn is(&self, secret: &ClientSecret) -> bool {
        self.0 == *secret
    }

    /// Returns the key that verifies MACs with this algorithm.
    pub(crate) fn verification_key(
        &self,
        algorithm: SignatureAlgorithm,
        crypto: &Crypto,
    ) -> Result<VerificationKey, key::Error> {
        // Core §10.1: the key is the UTF-8 representation of the secret.
        let bytes = Secret::new(self.0.expose().as_bytes().to_vec());
        VerificationKey::from_secret(&bytes, algorithm, crypto)
    }
}

impl Serialize for SharedSecret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.expose())
    }
}

impl<'de> Deserialize<'de> for SharedSecret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(ClientSecret::new).map(Self)
    }
}
