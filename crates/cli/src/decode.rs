//! `symbolon decode`: the header and the claims of a token, without verifying anything.

mod json;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use symbolon::jose::{Object, base64url};
use thiserror::Error;

use crate::show;
use crate::terminal::{self, BAD, BOLD, DIM};
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

/// Prints an encoded header, and returns it if it can be read.
fn print_header(out: &mut impl Write, title: &str, encoded: &str) -> io::Result<Option<Object>> {
    let bytes = match base64url::decode(encoded) {
        Ok(bytes) => bytes,
        Err(error) => {
            show::text(out, &format!("{title}, which is {error}"), encoded)?;
            return Ok(None);
        }
    };
    match Object::parse(&bytes) {
        Ok(header) => {
            show::members(out, title, &header)?;
            Ok(Some(header))
        }
        Err(error) => {
            show::text(out, &format!("{title}, which cannot be read: {error}"), &lossy(&bytes))?;
            Ok(None)
        }
    }
}

/// Prints an encoded payload, and returns whether it can be read.
fn print_encoded_payload(out: &mut impl Write, encoded: &str) -> io::Result<bool> {
    match base64url::decode(encoded) {
        Ok(payload) => print_payload(out, &payload),
        Err(error) => {
            show::text(out, &format!("Payload, which is {error}"), encoded)?;
            Ok(false)
        }
    }
}

/// Prints claims as claims, and any other payload as text, of which every kind can be read.
fn print_payload(out: &mut impl Write, payload: &[u8]) -> io::Result<bool> {
    match (Object::parse(payload), str::from_utf8(payload)) {
        (Ok(claims), _) => show::members(out, "Claims", &claims)?,
        // RFC 7515, appendix F.
        (Err(_), Ok("")) => show::text(out, "Payload", "empty, or detached from the token")?,
        (Err(error), Ok(text)) => {
            show::text(out, &format!("Payload, which cannot be read as claims: {error}"), text)?
        }
        (Err(_), Err(_)) => {
            show::text(out, "Payload", &format!("{} that are not text", bytes(payload)))?;
        }
    }
    Ok(true)
}

fn print_signature(out: &mut impl Write, encoded: &str) -> io::Result<()> {
    writeln!(out, "\n{BOLD}Signature{BOLD:#}")?;
    match base64url::decode(encoded) {
        Ok(signature) if signature.is_empty() => writeln!(out, "  empty: this token is not signed"),
        Ok(signature) => writeln!(out, "  {}, not shown", bytes(&signature)),
        Err(error) => writeln!(out, "  {error}"),
    }
}

fn print_ciphertext(out: &mut impl Write, encoded: &str) -> io::Result<()> {
    writeln!(out, "\n{BOLD}Content{BOLD:#}")?;
    match base64url::decode(encoded) {
        Ok(content) => writeln!(out, "  {}, encrypted to a private key", bytes(&content)),
        Err(error) => writeln!(out, "  {error}"),
    }
}

fn bytes(content: &[u8]) -> String {
    if content.len() == 1 { "1 byte".to_owned() } else { format!("{} bytes", content.len()) }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
