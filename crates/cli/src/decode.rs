//! `symbolon decode`: the header and the claims of a token, without verifying anything.

mod json;
mod parts;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use symbolon::jose::Object;
use thiserror::Error;

use self::parts::{
    print_ciphertext, print_encoded_payload, print_header, print_payload, print_signature,
};
use crate::kind::Kind;
use crate::printable::printable;
use crate::terminal::{self, BAD, DIM};
use crate::token::{TokenArguments, TokenError};

/// Printed below the options.
const EXIT_STATUS: &str = "\
Exit status:
  0  the token was shown, which says nothing about whether it is valid
  1  the text is neither a JWS nor a JWE, or a part of it cannot be read
  2  an argument is wrong, or there is no token";

/// The arguments of `symbolon decode`.
#[derive(Args)]
#[command(after_help = EXIT_STATUS)]
pub(crate) struct Arguments {
    #[command(flatten)]
    token: TokenArguments,
}

#[derive(Debug, Error)]
enum Error {
    #[error(transparent)]
    Token(#[from] TokenError),
    #[error(
        "the text is neither a JWS, which has 3 parts with dots between them, nor a JWE, which has 5: it has {0}"
    )]
    Parts(usize),
    #[error("the JSON text cannot be read")]
    Json(#[from] symbolon::jose::json::Error),
    #[error(
        "the JSON object is neither a JWS nor a JWE: it has neither `payload` nor `ciphertext`"
    )]
    NoToken,
    #[error("standard output cannot be written")]
    Output(#[from] io::Error),
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match arguments.token.read().map_err(Error::from).and_then(|token| decode(&token)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            terminal::complain(&error, error.way_out());
            match error {
                Error::Token(_) | Error::Output(_) => ExitCode::from(2),
                _ => ExitCode::FAILURE,
            }
        }
    }
}

impl Error {
    /// Returns what a user can do about the error.
    fn way_out(&self) -> Option<&'static str> {
        match self {
            Self::Parts(1) => {
                Some("an opaque access token shows nothing: only its issuer can read it")
            }
            _ => None,
        }
    }
}

/// Prints the token, and returns whether every part of it could be read.
fn decode(token: &str) -> Result<bool, Error> {
    let object = if token.starts_with('{') { Some(Object::parse(token.as_bytes())?) } else { None };
    let parts = token.split('.').count();
    match &object {
        Some(object) if !json::is_token(object) => return Err(Error::NoToken),
        None if parts != 3 && parts != 5 => return Err(Error::Parts(parts)),
        _ => {}
    }

    let mut out = anstream::stdout().lock();
    writeln!(out, "{BAD}NOT VERIFIED{BAD:#}: anybody can have written this token.")?;
    writeln!(
        out,
        "{DIM}`symbolon verify` checks who signed it, for whom, and whether it is still valid.{DIM:#}"
    )?;
    if let Some(kind) = Kind::of(token).filter(|_| object.is_none()) {
        writeln!(out, "{}", printable(&kind.in_words()))?;
    }
    Ok(match &object {
        Some(object) => json::print(&mut out, object)?,
        None => print_compact(&mut out, token)?,
    })
}

/// Prints the header and the claims of a JWS in compact form, or the header of a JWE. Returns whether
/// every part could be read. Prints nothing of a text that is neither.
pub(crate) fn print_compact(out: &mut impl Write, token: &str) -> io::Result<bool> {
    match token.split('.').collect::<Vec<_>>().as_slice() {
        [header, payload, signature] => {
            let header = print_header(out, "JWS header", header)?;
            let payload = match header.as_ref().and_then(|header| header.get("b64")) {
                // RFC 7797 §3: the payload is not encoded.
                Some(b64) if b64.as_bool() == Some(false) => {
                    print_payload(out, payload.as_bytes())?
                }
                _ => print_encoded_payload(out, payload)?,
            };
            print_signature(out, signature)?;
            Ok(header.is_some() && payload)
        }
        [header, _, _, ciphertext, _] => {
            let header = print_header(out, "JWE header", header)?;
            print_ciphertext(out, ciphertext)?;
            Ok(header.is_some())
        }
        _ => Ok(true),
    }
}
