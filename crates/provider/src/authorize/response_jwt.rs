//! The keys of the JWT in which a client receives authorization responses.

mod error;
pub(super) mod rules;

use serde::{Deserialize, Serialize};
use symbolon_jose::jwk::PublicJwk;
use symbolon_jose::{
    ContentEncryptionAlgorithm, Crypto, EncryptionKey, KeyManagementAlgorithm, Object,
    SignatureAlgorithm, SigningKey,
};
use symbolon_oauth::jarm::ResponseJwt;
use symbolon_oauth::{ClientId, ReturnPath};
use time::OffsetDateTime;

use crate::{Provider, RegisteredClient};

pub use error::ResponseJwtError;

/// How the client's authorization responses are signed and encrypted, from its registration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct ResponseJwtTraits {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    signed: Option<SignatureAlgorithm>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    encrypted: Option<Encrypted>,
}

/// The algorithms and the client's key for encryption.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Encrypted {
    alg: KeyManagementAlgorithm,
    enc: ContentEncryptionAlgorithm,
    jwk: Object,
}

impl ResponseJwtTraits {
    /// Returns the registration of the client if the path's response mode requires a JWT, after the
    /// check that this provider can build the JWT. Returns `None` for all other response modes.
    pub(super) fn for_path(
        path: &ReturnPath,
        client: &RegisteredClient,
        provider: &Provider,
    ) -> Result<Option<Self>, ResponseJwtError> {
        if !path.response_mode().is_jwt() {
            return Ok(None);
        }
        let traits = Self::of(client, provider.crypto())?;
        traits.signing_key(provider)?;
        traits.check_encryption(path)?;
        Ok(Some(traits))
    }

    /// Reads the registration of the client.
    pub(super) fn of(client: &RegisteredClient, crypto: &Crypto) -> Result<Self, ResponseJwtError> {
        let signed = client.authorization_signed_response_alg;
        let enc = client.authorization_encrypted_response_enc;
        let Some(alg) = client.authorization_encrypted_response_alg else {
            // JARM §3: `enc` is registered together with `alg`. Without this check, the response of a
            // client that wants encryption would be readable.
            return match enc {
                None => Ok(Self { signed, encrypted: None }),
                Some(content) => Err(ResponseJwtError::EncWithoutAlg { content }),
            };
        };
        // JARM §3: the default is A128CBC-HS256.
        let enc = enc.unwrap_or(ContentEncryptionAlgorithm::A128CbcHs256);
        let keys = client.jwks.iter().flat_map(|jwks| jwks.keys());
        let (no_use, for_one_use): (Vec<_>, Vec<_>) = keys.partition(|it| it.key_use().is_none());
        // RFC 7517 §4.2: a key with `use` was registered for this purpose.
        let mut keys = for_one_use.into_iter().chain(no_use);
        let jwk = keys.find(|jwk| EncryptionKey::from_jwk(jwk, alg, enc, crypto).is_ok());
        let jwk = jwk.ok_or(ResponseJwtError::NoEncryptionKey { algorithm: alg, content: enc })?;
        Ok(Self { signed, encrypted: Some(Encrypted { alg, enc, jwk: jwk.to_object() }) })
    }

    /// Returns the provider's key that signs the responses.
    pub(super) fn signing_key<'a>(
        &self,
        provider: &'a Provider,
    ) -> Result<&'a SigningKey, ResponseJwtError> {
        provider.key_of(self.signed).map_err(|error| ResponseJwtError::NoSigningKey {
            algorithm: error.algorithm,
            keys: error.keys,
        })
    }

    /// Returns an error if the response must be encrypted, but the client did not register for
    /// encryption.
    pub(super) fn check_encryption(&self, path: &ReturnPath) -> Result<(), ResponseJwtError> {
        // JARM §2.3.1: `query.jwt` MUST NOT be used with tokens unless the JWT is encrypted.
        if path.requires_encryption() && self.encrypted.is_none() {
            return Err(ResponseJwtError::NotEncrypted);
        }
        Ok(())
    }

    /// Prepares a JWT for a response that the provider sends now.
    pub(super) fn response_jwt(
        &self,
        provider: &Provider,
        client_id: &ClientId,
        now: OffsetDateTime,
    ) -> Result<ResponseJwt, ResponseJwtError> {
        let key = self.signing_key(provider)?.clone();
        let jwt = ResponseJwt::new(provider.issuer(), client_id, key, now);
        let Some(Encrypted { alg, enc, jwk }) = &self.encrypted else { return Ok(jwt) };
        let key = PublicJwk::from_object(jwk.clone())
            .ok()
            .and_then(|jwk| EncryptionKey::from_jwk(&jwk, *alg, *enc, provider.crypto()).ok())
            .ok_or(ResponseJwtError::NoEncryptionKey { algorithm: *alg, content: *enc })?;
        Ok(jwt.encrypt(key))
    }
}
