//! The secret of the app, which all its copies share.

use std::path::Path;

use symbolon::jose::crypto::RandomError;
use symbolon::jose::{Fingerprint, Secret, base64url, key};
use symbolon::oauth::ClientSecret;
use symbolon::ring::CRYPTO;
use symbolon_store::SealKey;
use thiserror::Error;

use crate::relying_party::PageKey;
use crate::system::{create_secret_file, read_file};

/// The length of the secret, in bytes.
const LENGTH: usize = 32;

/// The length of the name of records, in characters.
const NAME: usize = 12;

/// The secret of the app, from which its client secret and the keys of its records are derived.
#[derive(Debug)]
pub(crate) struct AppSecret(Secret);

/// The reason why the secret cannot be used.
#[derive(Debug, Error)]
pub(crate) enum SecretError {
    #[error("the secret file cannot be read or created")]
    File(#[from] std::io::Error),
    #[error("the secret file has {0} bytes instead of {LENGTH}")]
    Length(usize),
    #[error(
        "pass --secret-file: without it, the app cannot read its records after a restart, so it \
         keeps them with --store memory only"
    )]
    Missing,
    #[error(transparent)]
    Random(#[from] RandomError),
}

impl AppSecret {
    /// Creates a secret for this process only.
    pub(crate) fn random() -> Result<Self, RandomError> {
        let mut bytes = [0; LENGTH];
        CRYPTO.random.fill(&mut bytes)?;
        Ok(Self(Secret::new(bytes.to_vec())))
    }

    /// Reads the secret from a file. If the file does not exist, creates it with a random secret.
    pub(crate) fn from_file(path: &Path) -> Result<Self, SecretError> {
        if !path.exists() {
            create_secret_file(path, Self::random()?.0.expose())?;
        }
        let bytes = read_file(path)?;
        if bytes.len() != LENGTH {
            return Err(SecretError::Length(bytes.len()));
        }
        Ok(Self(Secret::new(bytes)))
    }

    /// Returns the secret of the app at the demo's own provider.
    pub(crate) fn client_secret(&self) -> ClientSecret {
        ClientSecret::new(self.derived("client secret").as_str().to_owned())
    }

    /// Returns the key of the app's records.
    pub(crate) fn seal_key(&self) -> Result<SealKey, key::Error> {
        SealKey::new(&self.key("records"), &CRYPTO)
    }

    /// Returns the key of the cookie with what the app's page shows.
    pub(crate) fn page_key(&self) -> Result<PageKey, key::Error> {
        PageKey::new(&self.key("page"))
    }

    /// Returns a name for records that only this secret opens. The name does not reveal the secret.
    pub(crate) fn name(&self) -> String {
        self.derived("name of records").as_str().chars().take(NAME).collect()
    }

    fn key(&self, purpose: &str) -> Secret {
        // A fingerprint is 32 bytes in base64url.
        Secret::new(base64url::decode(self.derived(purpose).as_str()).unwrap_or_default())
    }

    fn derived(&self, purpose: &str) -> Fingerprint {
        let bytes = [self.0.expose(), purpose.as_bytes()].concat();
        Fingerprint::of(&bytes, &CRYPTO)
    }
}
