//! `symbolon verify`: one ID Token, held to every rule.

mod arguments;
mod compared;
mod error;
mod report;
mod rules;
mod with;

use std::process::ExitCode;

use symbolon::jose::NumericDate;
use symbolon::oauth::EncodedJwt;
use symbolon::oidc::{ExpectedIdToken, IdTokenValidator, NonceExpectation};
use symbolon::ring::CRYPTO;
use time::OffsetDateTime;

pub(crate) use self::arguments::Arguments;
use self::compared::Compared;
use self::error::Error;
use self::report::Report;
use self::with::With;
use crate::{system, terminal};

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

/// Prints what every rule says of the token, and returns whether no rule failed.
fn verify(arguments: &Arguments) -> Result<bool, Error> {
    let at = time(arguments.at)?;
    let issuer = compared::issuer(arguments)?;
    let token = arguments.token.read()?;
    let compared = Compared::new(arguments, issuer.clone(), &token)?;
    let with = With::new(arguments, issuer.as_ref())?;
    let keys = with.verification_keys()?;

    let expected = ExpectedIdToken::login(match &compared.nonce {
        Some(nonce) => NonceExpectation::Sent(nonce),
        None => NonceExpectation::NotSent,
    });
    let validator = IdTokenValidator::new(compared.issuer.clone(), compared.audience.clone());
    let encoded = EncodedJwt::new(token.clone());
    let explanation = validator.explain(&encoded, &keys, &expected, &CRYPTO, at);

    let report = Report { token: &token, at, with: &with, compared: &compared, keys: &keys };
    report.print(&explanation).map_err(Error::Output)
}

fn time(at: Option<i64>) -> Result<OffsetDateTime, Error> {
    let Some(seconds) = at else { return Ok(system::now()) };
    NumericDate::from_seconds(seconds).map(NumericDate::datetime).ok_or(Error::At)
}
