//! The reason why a command checked nothing.

use std::io;

use thiserror::Error;

use super::source::SourceError;

/// The reason why nothing was checked.
#[derive(Debug, Error)]
pub(super) enum Error {
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error("standard input cannot contain both documents; name a file for one document")]
    BothOnStandardInput,
    #[error("the documents of two resources cannot be compared")]
    Resources,
    #[error("standard output cannot be written")]
    Output(#[from] io::Error),
}
