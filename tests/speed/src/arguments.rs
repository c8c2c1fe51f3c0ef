//! The arguments of the command.

use std::path::PathBuf;

use clap::Parser;

use crate::operation::Operation;

/// Measures providers over HTTP, each on the processor core 0
#[derive(Debug, Parser)]
pub struct Arguments {
    /// The program `symbolon-demo`, built for release with the feature `aws-lc`
    #[arg(long, value_name = "FILE")]
    pub demo: PathBuf,
    /// The folder with the scripts and the packages of the other servers
    #[arg(long, value_name = "FOLDER")]
    pub servers: PathBuf,
    /// The program of zitadel's example server
    #[arg(long, value_name = "FILE")]
    pub zitadel: Option<PathBuf>,
    /// The measured rounds
    #[arg(long, default_value_t = 5)]
    pub rounds: usize,
    /// Runs only the servers whose name contains this text; can be given several times
    #[arg(long, value_name = "TEXT")]
    pub only: Vec<String>,
    /// Measures only this operation; can be given several times
    #[arg(long, value_enum, value_name = "OPERATION")]
    pub operation: Vec<Operation>,
    /// Sends a tenth of the requests, to see that everything works; the figures are not precise
    #[arg(long)]
    pub quick: bool,
    /// Prints no targets, and does not fail when a target is missed
    #[arg(long)]
    pub no_targets: bool,
}

impl Arguments {
    /// Returns whether this server is measured.
    pub fn selects(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|text| name.contains(text))
    }

    /// Returns the operations that are measured.
    pub fn operations(&self) -> &[Operation] {
        if self.operation.is_empty() { &Operation::ALL } else { &self.operation }
    }

    /// Returns how often an operation runs in each round.
    pub fn count(&self, operation: Operation) -> usize {
        let count = match operation {
            Operation::Discovery => 12_000,
            Operation::UserInfo => 6_000,
            Operation::Refresh => 800,
            Operation::Login => 600,
        };
        if self.quick { count / 10 } else { count }
    }
}
