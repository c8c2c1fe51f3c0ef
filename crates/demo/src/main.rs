//! A provider and a relying party built with symbolon, which sign a user in over real HTTP.

mod aging;
mod app_key;
mod client;
mod cookie;
mod guesses;
mod http;
mod log;
mod login;
mod origin;
mod pages;
mod provider;
mod relying_party;
mod secret;
mod serve;
mod server;
mod servers;
mod start_error;
mod system;
mod terminal;
mod transcript;
mod users;

use std::error::Error;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Signs a test user in at a provider over real HTTP, and prints every message of the login
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    choice: relying_party::Choice,
    /// Signs the user in by an address such as alice@localhost: the app finds the provider and registers itself there
    #[arg(long, conflicts_with_all = ["flow", "response_mode", "request"])]
    register: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the provider and the relying party until it is stopped, so that you can sign in with a browser
    Serve(serve::Arguments),
}

#[tokio::main]
async fn main() -> ExitCode {
    let Arguments { command, choice, register } = Arguments::parse();
    match command {
        None => exit_code(login::run(choice, register).await),
        Some(Command::Serve(arguments)) => exit_code(serve::run(&arguments).await),
    }
}

fn exit_code(outcome: Result<(), impl Error>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::complain(&error);
            ExitCode::FAILURE
        }
    }
}
