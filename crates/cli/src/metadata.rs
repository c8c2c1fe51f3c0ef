//! `symbolon metadata`: the metadata documents of providers, checked and compared.

mod diff;
mod lint;
mod source;

use std::io;
use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};
use symbolon::discovery::WellKnown;
use symbolon::discovery::lint::LintProfile;
use thiserror::Error;

use self::source::SourceError;
use crate::terminal;

/// What to do with the documents.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Checks a metadata document: which rules it breaks, and what is unwise
    Lint(lint::Arguments),
    /// Says what in a new metadata document breaks the clients of the old document
    Diff(diff::Arguments),
}

/// The kind of server that publishes a document.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Profile {
    /// An OpenID Provider
    Openid,
    /// An OpenID Provider for clients that it does not know before they register themselves
    Dynamic,
    /// An authorization server that does not sign users in
    Oauth,
}

impl Profile {
    fn lint_profile(self) -> LintProfile {
        match self {
            Self::Openid => LintProfile::OpenIdProvider,
            Self::Dynamic => LintProfile::DynamicOpenIdProvider,
            Self::Oauth => LintProfile::AuthorizationServer,
        }
    }

    /// Returns the place at which such a server publishes its document.
    fn well_known(self) -> WellKnown {
        match self {
            Self::Openid | Self::Dynamic => WellKnown::OpenId,
            Self::Oauth => WellKnown::OAuth,
        }
    }
}

/// The reason why nothing was checked.
#[derive(Debug, Error)]
enum Error {
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error("standard input cannot hold both documents")]
    BothOnStandardInput,
    #[error("standard output cannot be written")]
    Output(#[from] io::Error),
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
                Error::BothOnStandardInput | Error::Output(_) => None,
            };
            terminal::complain(&error, way_out);
            ExitCode::from(2)
        }
    }
}
