//! The client's secret, which is the key of a MAC.

use std::io;
use std::path::{Path, PathBuf};

use symbolon::jose::{Secret, VerificationKey, VerificationKeys, key};
use symbolon::ring::CRYPTO;
use thiserror::Error;

use crate::system;

/// A client secret, and a description of its source.
pub(crate) struct SecretSource {
    secret: Secret,
    pub(crate) source: String,
}

/// The reason why the secret cannot be used.
#[derive(Debug, Error)]
pub(crate) enum SecretError {
    #[error("the file {} with the secret cannot be read", .0.display())]
    File(PathBuf, #[source] io::Error),
    #[error("the secret cannot be read from standard input")]
    StandardInput(#[source] io::Error),
    #[error("the environment variable {0} does not exist")]
    Variable(String),
    #[error("the secret is empty")]
    Empty,
    #[error("standard input cannot hold both the secret and the token")]
    Both,
    #[error("the secret cannot be the key of a MAC")]
    Unfit(#[source] key::Error),
}

impl SecretSource {
    /// Reads a secret from a file, or from standard input if the path is `-`.
    pub(crate) fn read(path: &Path) -> Result<Self, SecretError> {
        if path.as_os_str() == "-" {
            let bytes = system::read_standard_input().map_err(SecretError::StandardInput)?;
            return Self::new(bytes, "standard input".to_owned());
        }
        let bytes =
            system::read_file(path).map_err(|error| SecretError::File(path.into(), error))?;
        Self::new(bytes, path.display().to_string())
    }

    /// Reads a secret from an environment variable.
    pub(crate) fn variable(name: &str) -> Result<Self, SecretError> {
        let value = system::variable(name).ok_or_else(|| SecretError::Variable(name.to_owned()))?;
        Self::new(value, format!("the environment variable {name}"))
    }

    fn new(mut bytes: Vec<u8>, source: String) -> Result<Self, SecretError> {
        // Editors end a file with a line break, which is not part of the secret.
        for end in [b'\n', b'\r'] {
            if bytes.last() == Some(&end) {
                bytes.pop();
            }
        }
        if bytes.is_empty() {
            return Err(SecretError::Empty);
        }
        Ok(Self { secret: Secret::new(bytes), source })
    }

    /// Prepares the secret as a key for each MAC algorithm for which the secret is long enough
    /// ([RFC 7518 §3.2](https://www.rfc-editor.org/rfc/rfc7518#section-3.2)).
    pub(crate) fn keys(&self) -> Result<VerificationKeys, SecretError> {
        let macs = CRYPTO.signature_algorithms().filter(|algorithm| algorithm.is_mac());
        let mut keys = Vec::new();
        let mut unfit = None;
        for algorithm in macs {
            match VerificationKey::from_secret(&self.secret, algorithm, &CRYPTO) {
                Ok(key) => keys.push(key),
                Err(error) => unfit = unfit.or(Some(error)),
            }
        }
        match (keys.is_empty(), unfit) {
            (true, Some(error)) => Err(SecretError::Unfit(error)),
            _ => Ok(VerificationKeys::new(keys)),
        }
    }
}
