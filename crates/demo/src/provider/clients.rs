//! The clients file: an array of [`RegisteredClient`] records, with secrets instead of fingerprints.

use std::io;
use std::path::Path;

use serde::Deserialize;
use symbolon::jose::key;
use symbolon::oauth::ClientSecret;
use symbolon::provider::{RegisteredClient, RequestObjectAlgorithm};
use symbolon::ring::CRYPTO;
use thiserror::Error;

use crate::system::read_file;

/// Why the clients file cannot be used.
#[derive(Debug, Error)]
pub(crate) enum ClientsError {
    #[error("the clients file cannot be read")]
    File(#[from] io::Error),
    #[error("the clients file is not an array of clients")]
    Json(#[from] serde_json::Error),
    #[error("the secret of a client cannot be the key of its request_object_signing_alg")]
    Secret(#[from] key::Error),
}

/// A client in the file. A person writes the file, who knows the secret and not its fingerprint.
#[derive(Deserialize)]
struct Entry {
    client_secret: Option<String>,
    #[serde(flatten)]
    client: RegisteredClient,
}

/// Reads a clients file.
pub(crate) fn read_clients(path: &Path) -> Result<Vec<RegisteredClient>, ClientsError> {
    let entries: Vec<Entry> = serde_json::from_slice(&read_file(path)?)?;
    entries.into_iter().map(Entry::into_client).collect()
}

impl Entry {
    fn into_client(self) -> Result<RegisteredClient, ClientsError> {
        let Some(secret) = self.client_secret.map(ClientSecret::new) else {
            return Ok(self.client);
        };
        match self.client.request_object_signing_alg {
            // Only for a MAC, the record has to contain the secret itself.
            Some(RequestObjectAlgorithm::Signed(algorithm)) if algorithm.is_mac() => {
                Ok(self.client.shared_secret(&secret, algorithm, &CRYPTO)?)
            }
            _ => Ok(self.client.secret(&secret, &CRYPTO)),
        }
    }
}
