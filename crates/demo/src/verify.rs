//! `symbolon-demo verify`: one ID Token, explained rule by rule.

mod compared;
mod report;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use symbolon::jose::jwk::PublicJwkSet;
use symbolon::jose::{NumericDate, Object, json, jwk};
use symbolon::oauth::{EncodedJwt, IssuerError, SyntaxError};
use symbolon::oidc::{ExpectedIdToken, IdTokenValidator, NonceExpectation};
use symbolon::ring::CRYPTO;
use thiserror::Error;
use time::OffsetDateTime;

use self::compared::Compared;
use crate::{ambient, terminal};

/// Exit status 0: every rule held. 1: one did not. 2: there was nothing to verify, or no keys.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The issuer's keys: a JWK Set, or a JSON object whose member `jwks` is one
    #[arg(long, value_name = "FILE")]
    jwks: PathBuf,
    /// The issuer that the token has to name; without it, any will do
    #[arg(long)]
    issuer: Option<String>,
    /// The client identifier that the token has to be for; without it, any will do
    #[arg(long)]
    audience: Option<String>,
    /// The nonce of the authentication request; without it, any will do
    #[arg(long)]
    nonce: Option<String>,
    /// The moment at which the token has to be valid, in seconds since 1970 [default: now]
    #[arg(long, value_name = "UNIX_TIME")]
    at: Option<i64>,
    /// Takes an issuer that is an http URL: whoever sits on the network can speak for it
    #[arg(long)]
    allow_http_issuer: bool,
    /// The token in compact form [default: standard input]
    token: Option<String>,
}

/// Why there is nothing to explain.
#[derive(Debug, Error)]
enum Error {
    #[error("the file with the keys cannot be read")]
    File(#[source] io::Error),
    #[error("standard input cannot be read")]
    StandardInput(#[source] io::Error),
    #[error("the file with the keys is not a JSON object")]
    Json(#[from] json::Error),
    #[error("the file with the keys holds no JWK Set")]
    Jwks(#[from] jwk::Error),
    #[error("--issuer takes the URL of an issuer, and an http URL only with --allow-http-issuer")]
    Issuer(#[from] IssuerError),
    #[error("--audience takes a client identifier")]
    Audience(#[from] SyntaxError),
    #[error("--at takes a moment in seconds since 1970")]
    At,
    #[error("standard output cannot be written")]
    Output(#[source] io::Error),
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match verify(arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            terminal::complain(&error);
            ExitCode::from(2)
        }
    }
}

/// Whether every rule held.
fn verify(arguments: &Arguments) -> Result<bool, Error> {
    let token = match &arguments.token {
        Some(token) => token.clone(),
        None => ambient::read_standard_input().map_err(Error::StandardInput)?,
    };
    let token = token.trim();
    let now = moment(arguments.at)?;
    // Whatever the backend can verify is allowed: which algorithm was agreed, only the reader knows.
    let allowed: Vec<_> = CRYPTO.signature_algorithms().collect();
    let jwks = read_jwks(arguments)?;
    let keys = jwks.verification_keys(&allowed, &CRYPTO);
    let compared = Compared::new(arguments, token)?;

    let expected = ExpectedIdToken::login(match &compared.nonce {
        Some(nonce) => NonceExpectation::Sent(nonce),
        None => NonceExpectation::NotSent,
    });
    let validator = IdTokenValidator::new(compared.issuer.clone(), compared.audience.clone());
    let encoded = EncodedJwt::new(token.to_owned());
    let explanation = validator.explain(&encoded, &keys, &expected, &CRYPTO, now);

    let left_out = jwks.dropped().iter().chain(keys.dropped());
    report::print(token, now, &compared, &explanation, left_out).map_err(Error::Output)
}

fn moment(at: Option<i64>) -> Result<OffsetDateTime, Error> {
    let Some(seconds) = at else { return Ok(ambient::clock()) };
    NumericDate::from_seconds(seconds).map(NumericDate::datetime).ok_or(Error::At)
}

fn read_jwks(arguments: &Arguments) -> Result<PublicJwkSet, Error> {
    let file = ambient::read_file(&arguments.jwks).map_err(Error::File)?;
    let mut object = Object::parse(&file)?;
    match object.take_object("jwks") {
        Ok(Some(jwks)) => Ok(PublicJwkSet::from_object(jwks)?),
        _ => Ok(PublicJwkSet::from_object(object)?),
    }
}
