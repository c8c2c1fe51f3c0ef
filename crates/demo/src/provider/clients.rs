//! The clients file: an array of [`RegisteredClient`] records, with secrets where a database has fingerprints.

use std::io;
use std::path::Path;

use serde::Deserialize;
use symbolon::oauth::ClientSecret;
use symbolon::provider::RegisteredClient;
use symbolon::ring::CRYPTO;
use thiserror::Error;

use crate::ambient::read_file;

#[derive(Debug, Error)]
pub(crate) enum ClientsError {
    #[error("the clients file cannot be read")]
    File(#[from] io::Error),
    #[error("the clients file is not an array of clients")]
    Json(#[from] serde_json::Error),
}

/// A client as a person writes it down, who has its secret and not the fingerprint.
#[derive(Deserialize)]
struct Entry {
    client_secret: Option<String>,
    #[serde(flatten)]
    client: RegisteredClient,
}

pub(crate) fn read_clients(path: &Path) -> Result<Vec<RegisteredClient>, ClientsError> {
    let entries: Vec<Entry> = serde_json::from_slice(&read_file(path)?)?;
    Ok(entries.into_iter().map(Entry::into_client).collect())
}

impl Entry {
    fn into_client(self) -> RegisteredClient {
        match self.client_secret {
            Some(secret) => self.client.secret(&ClientSecret::new(secret), &CRYPTO),
            None => self.client,
        }
    }
}
