//! The error of root certificates that cannot be used.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// The reason why root certificates cannot be used.
#[derive(Debug, Error)]
pub(crate) enum RootsError {
    #[error("the file {} cannot be read: {error}", file.display())]
    Unreadable { file: PathBuf, error: io::Error },
    #[error("{} is not in the PEM format", place(file))]
    NotPem { file: Option<PathBuf> },
    #[error("{} contains no certificate", place(file))]
    Empty { file: Option<PathBuf> },
    #[error("a certificate in {} cannot be used: {error}", place(file))]
    Certificate { file: Option<PathBuf>, error: rustls::Error },
    #[error("the authorities that the operating system trusts cannot be read: {0}")]
    System(rustls::Error),
}

fn place(file: &Option<PathBuf>) -> String {
    let file = file.as_ref().map(|file| format!("the file {}", file.display()));
    file.unwrap_or_else(|| "the text".to_owned())
}
