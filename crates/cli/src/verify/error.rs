//! Why `symbolon verify` verified nothing.

use std::io;

use symbolon::oauth::{IssuerError, SyntaxError};
use thiserror::Error;

use crate::keys::{FetchError, FileError, SecretError};
use crate::token::TokenError;

/// The reason why nothing was verified.
#[derive(Debug, Error)]
pub(super) enum Error {
    #[error(transparent)]
    Token(#[from] TokenError),
    #[error(transparent)]
    KeyFile(#[from] FileError),
    #[error(transparent)]
    Secret(#[from] SecretError),
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error("there are no keys")]
    NoKeys,
    #[error("--issuer is not the URL of an issuer, such as https://op.example")]
    Issuer(#[source] IssuerError),
    #[error("--issuer is an http URL")]
    HttpIssuer,
    #[error("--audience is not a client identifier")]
    Audience(#[from] SyntaxError),
    #[error("--at is not within the years -9999 to 9999")]
    At,
    #[error("standard output cannot be written")]
    Output(#[source] io::Error),
}

impl Error {
    /// Returns what a user can do about the error.
    pub(super) fn way_out(&self) -> Option<&'static str> {
        match self {
            Self::KeyFile(error) => error.way_out(),
            Self::Fetch(_) => Some("to verify with keys that you have, name them with --keys"),
            Self::Secret(SecretError::Both) => {
                Some("give the token as an argument or with --token-file")
            }
            Self::NoKeys => Some("name a file with --keys, or the issuer with --issuer"),
            Self::HttpIssuer => Some("give its https URL, or accept http with --allow-http-issuer"),
            Self::At => Some("--at counts the seconds since 1970-01-01T00:00:00Z"),
            _ => None,
        }
    }
}
