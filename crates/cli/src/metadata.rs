//! `symbolon metadata`: the metadata documents of providers, checked and compared.

mod diff;
mod error;
mod lint;
mod profile;
mod source;

use std::process::ExitCode;

use clap::Subcommand;

use self::error::Error;
use crate::terminal;

/// What to do with the documents.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Checks a metadata document: which rules it breaks, and what is unwise
    Lint(lint::Arguments),
    /// Says what in a new metadata document breaks the clients of the old document
    Diff(diff::Arguments),
}

pub(crate) fn run(command: &Command) -> ExitCode {
    let done = match command {
        Command::Lint(arguments) => lint::lint(arguments),
        Command::Diff(arguments) => diff::diff(arguments),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let way_out = match &error {
                Error::Source(error) => error.way_out(),
                Error::BothOnStandardInput | Error::Resources | Error::Output(_) => None,
            };
            terminal::complain(&error, way_out);
            ExitCode::from(2)
        }
    }
}
