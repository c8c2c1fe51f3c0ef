//! `symbolon verify`: one ID Token, held to every rule.

mod compared;
mod report;
mod rules;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgGroup, Args};
use symbolon::jose::NumericDate;
use symbolon::oauth::{EncodedJwt, IssuerError, SyntaxError};
use symbolon::oidc::{ExpectedIdToken, IdTokenValidator, NonceExpectation};
use symbolon::ring::CRYPTO;
use thiserror::Error;
use time::OffsetDateTime;

use self::compared::Compared;
use self::report::Report;
use crate::keys::{FetchError, FileError, Keys};
use crate::token::{TokenArguments, TokenError};
use crate::{system, terminal};

/// Printed below the options.
const EXIT_STATUS: &str = "\
Exit status:
  0  every rule that was checked holds
  1  the token is refused
  2  nothing was verified: an argument is wrong, or there is no token or no key";

/// The arguments of `symbolon verify`.
#[derive(Args)]
#[command(after_help = EXIT_STATUS)]
#[command(group(ArgGroup::new("source").args(["keys", "issuer"]).required(true).multiple(true)))]
pub(crate) struct Arguments {
    /// The issuer's public keys: a JWK Set, one JWK, or PEM [default: fetched from --issuer]
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// The issuer that the token must name [default: not compared]
    #[arg(long, value_name = "URL")]
    issuer: Option<String>,
    /// The client identifier that the token must be issued for [default: not compared]
    #[arg(long, value_name = "CLIENT_ID")]
    audience: Option<String>,
    /// The nonce of the authentication request [default: not compared]
    #[arg(long)]
    nonce: Option<String>,
    /// The time at which the token must be valid, in seconds since 1970 [default: now]
    #[arg(long, value_name = "UNIX_TIME")]
    at: Option<i64>,
    /// Accepts an issuer whose URL is http: anybody on the network can answer in its place
    #[arg(long)]
    allow_http_issuer: bool,
    #[command(flatten)]
    token: TokenArguments,
}

/// Why nothing was verified.
#[derive(Debug, Error)]
enum Error {
    #[error(transparent)]
    Token(#[from] TokenError),
    #[error(transparent)]
    KeyFile(#[from] FileError),
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

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match verify(arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            terminal::complain(&error, error.way_out());
            ExitCode::from(2)
        }
    }
}

impl Error {
    /// Returns what a user can do about the error.
    fn way_out(&self) -> Option<&'static str> {
        match self {
            Self::KeyFile(error) => error.way_out(),
            Self::Fetch(_) => Some("to verify with keys that you have, name them with --keys"),
            Self::NoKeys => Some("name a file with --keys, or the issuer with --issuer"),
            Self::HttpIssuer => Some("give its https URL, or accept http with --allow-http-issuer"),
            Self::At => Some("--at counts the seconds since 1970-01-01T00:00:00Z"),
            _ => None,
        }
    }
}

/// Prints what every rule says of the token, and returns whether no rule failed.
fn verify(arguments: &Arguments) -> Result<bool, Error> {
    let at = time(arguments.at)?;
    let issuer = compared::issuer(arguments)?;
    let token = arguments.token.read()?;
    let compared = Compared::new(arguments, issuer.clone(), &token)?;
    let source = match (&arguments.keys, &issuer) {
        (Some(file), _) => Keys::read(file)?,
        (None, Some(issuer)) => Keys::fetch(issuer)?,
        (None, None) => return Err(Error::NoKeys),
    };
    // Which algorithm the client and the provider agreed on is not known here.
    let allowed: Vec<_> = CRYPTO.signature_algorithms().collect();
    let keys = source.set.verification_keys(&allowed, &CRYPTO);

    let expected = ExpectedIdToken::login(match &compared.nonce {
        Some(nonce) => NonceExpectation::Sent(nonce),
        None => NonceExpectation::NotSent,
    });
    let validator = IdTokenValidator::new(compared.issuer.clone(), compared.audience.clone());
    let encoded = EncodedJwt::new(token.clone());
    let explanation = validator.explain(&encoded, &keys, &expected, &CRYPTO, at);

    let dropped = source.set.dropped().iter().chain(keys.dropped()).collect();
    let report = Report { token: &token, at, source: &source, compared: &compared, dropped };
    report.print(&explanation).map_err(Error::Output)
}

fn time(at: Option<i64>) -> Result<OffsetDateTime, Error> {
    let Some(seconds) = at else { return Ok(system::now()) };
    NumericDate::from_seconds(seconds).map(NumericDate::datetime).ok_or(Error::At)
}
