//! The arguments of `symbolon verify`.

use std::path::PathBuf;

use clap::{ArgGroup, Args};

use crate::token::TokenArguments;

/// Printed below the options.
const EXIT_STATUS: &str = "\
Exit status:
  0  every rule that was checked holds
  1  the token is refused
  2  nothing was verified: an argument is wrong, or there is no token or no key";

/// The arguments of `symbolon verify`.
#[derive(Args)]
#[command(after_help = EXIT_STATUS)]
#[command(group(ArgGroup::new("source").args(["keys", "issuer", "secret_file", "secret_env"]).required(true).multiple(true)))]
pub(crate) struct Arguments {
    /// The issuer's public keys: a JWK Set, one JWK, or PEM [default: fetched from --issuer]
    #[arg(long, value_name = "FILE")]
    pub(super) keys: Option<PathBuf>,
    /// A file with the client's secret, for a token with a MAC such as HS256; - is standard input.
    /// A line break at the end is removed
    #[arg(long, value_name = "FILE", conflicts_with = "keys")]
    pub(super) secret_file: Option<PathBuf>,
    /// The name of an environment variable with the client's secret. There is no option for the
    /// secret itself, because other users can read arguments in the list of processes
    #[arg(long, value_name = "NAME", conflicts_with_all = ["keys", "secret_file"])]
    pub(super) secret_env: Option<String>,
    /// The issuer that the token must name [default: not compared]
    #[arg(long, value_name = "URL")]
    pub(super) issuer: Option<String>,
    /// The client identifier that the token must be issued for [default: not compared]
    #[arg(long, value_name = "CLIENT_ID")]
    pub(super) audience: Option<String>,
    /// The nonce of the authentication request [default: not compared]
    #[arg(long)]
    pub(super) nonce: Option<String>,
    /// The time at which the token must be valid, in seconds since 1970 [default: now]
    #[arg(long, value_name = "UNIX_TIME")]
    pub(super) at: Option<i64>,
    /// Accepts an issuer whose URL is http: anybody on the network can answer in its place
    #[arg(long)]
    pub(super) allow_http_issuer: bool,
    #[command(flatten)]
    pub(super) token: TokenArguments,
}
