//! A provider and a relying party made of symbolon's crates, signing a user in over real HTTP.

mod ambient;
mod http;
mod pages;
mod provider;
mod sessions;
mod terminal;
mod users;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Without a command: logs a test user in and prints every message of the login.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Validates an ID Token and explains rule by rule what held and what did not.
    Verify(verify::Arguments),
}

#[tokio::main]
async fn main() -> ExitCode {
    match Arguments::parse().command {
        None => ExitCode::SUCCESS,
        Some(Command::Verify(arguments)) => verify::run(&arguments),
    }
}
