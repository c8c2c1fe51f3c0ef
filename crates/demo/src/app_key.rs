//! The key of the app, which signs its request objects and its assertions.

use std::path::Path;

use symbolon::jose::jwk::{PrivateJwk, PublicJwkSet};
use symbolon::jose::{SigningKey, key};
use symbolon::ring::CRYPTO;

use crate::start_error::ClientError;
use crate::system::read_file;

/// The key of the app at the demo's own provider, which is public. An app of yours keeps its key
/// where only the app can read it.
const EMBEDDED: &str = include_str!("../app-key.json");

/// The private key of the app, and its public half.
#[derive(Clone, Debug)]
pub(crate) struct AppKey {
    pub(crate) signing: SigningKey,
    /// The public half of the key, for the provider. Empty if the key is a shared secret.
    pub(crate) public: PublicJwkSet,
}

impl AppKey {
    /// Reads the key that the demo contains.
    pub(crate) fn embedded() -> Result<Self, ClientError> {
        Self::parse(EMBEDDED.as_bytes())
    }

    /// Reads a file with a private JWK that names its `alg`.
    pub(crate) fn from_file(file: &Path) -> Result<Self, ClientError> {
        Self::parse(&read_file(file).map_err(ClientError::File)?)
    }

    fn parse(json: &[u8]) -> Result<Self, ClientError> {
        let jwk = PrivateJwk::parse(json).map_err(ClientError::Jwk)?;
        let algorithm = jwk.expose().get("alg").and_then(|alg| alg.as_str()?.parse().ok());
        let algorithm = algorithm.ok_or(ClientError::NoAlgorithm)?;
        let signing: Result<_, key::Error> = SigningKey::from_jwk(&jwk, algorithm, &CRYPTO);
        let signing = signing.map_err(ClientError::Key)?;
        Ok(Self { signing, public: PublicJwkSet::new(jwk.public().into_iter().collect()) })
    }
}
