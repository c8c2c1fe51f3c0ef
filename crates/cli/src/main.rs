#![doc = include_str!("../README.md")]

mod decode;
mod keys;
mod kind;
mod metadata;
mod printable;
mod sender;
mod show;
mod system;
mod terminal;
mod token;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Verifies and decodes the tokens of OpenID Connect, and checks the metadata of providers.
#[derive(Parser)]
#[command(name = "symbolon", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Verifies an ID Token, and says of each rule whether it holds
    Verify(verify::Arguments),
    /// Shows the header and the claims of a token, without verifying anything
    Decode(decode::Arguments),
    /// Checks and compares metadata documents of providers
    #[command(subcommand)]
    Metadata(metadata::Command),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Decode(arguments) => decode::run(&arguments),
        Command::Metadata(command) => metadata::run(&command),
    }
}
