//! The error of a request, with its stable name.

use std::error::Error;

use symbolon::DriveError;
use symbolon_reqwest::SendError;

/// Why the relying party refused a request of the test.
#[derive(Debug)]
pub(crate) struct Refusal {
    /// The stable name of the error.
    pub(crate) code: String,
    /// The error and what caused it.
    pub(crate) text: String,
    /// The error code that the provider sent.
    pub(crate) provider_said: Option<String>,
}

impl Refusal {
    pub(crate) fn new(code: &str, error: &dyn Error) -> Self {
        let mut text = error.to_string();
        let mut source = error.source();
        while let Some(error) = source {
            text.push_str(": ");
            text.push_str(&error.to_string());
            source = error.source();
        }
        Self { code: code.to_owned(), text, provider_said: None }
    }

    /// Adds the error code that the provider sent.
    pub(crate) fn said(mut self, error: Option<String>) -> Self {
        self.provider_said = error;
        self
    }

    /// Converts the error of a flow. `of_flow` converts the errors of the engine.
    pub(crate) fn of_drive<F: Error>(
        error: &DriveError<F, SendError>,
        of_flow: impl FnOnce(&F) -> Self,
    ) -> Self {
        match error {
            DriveError::Flow(error) => of_flow(error),
            DriveError::Send(error) => Self::new(error.code(), error),
            other => Self::new(other.code(), &io_error(other.code())),
        }
    }

    /// Creates the error of a request with a value that the relying party cannot read.
    pub(crate) fn value(name: &'static str) -> Self {
        Self::new("peer.value", &io_error(name))
    }
}

fn io_error(text: &str) -> std::io::Error {
    std::io::Error::other(text.to_owned())
}
