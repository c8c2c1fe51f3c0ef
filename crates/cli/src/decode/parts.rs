//! Prints the parts of a token.

use std::io::{self, Write};

use symbolon::jose::{Object, base64url};

use crate::show;
use crate::terminal::{BAD, BOLD};

/// Prints an encoded header, and returns it if it can be read.
pub(super) fn print_header(
    out: &mut impl Write,
    title: &str,
    encoded: &str,
) -> io::Result<Option<Object>> {
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
            // RFC 7518 §3.6: with `none`, the signature is empty.
            if header.get("alg").and_then(|alg| alg.as_str()) == Some("none") {
                writeln!(
                    out,
                    "  {BAD}`alg` is `none`: this token is not signed, so anybody can have written it.{BAD:#}"
                )?;
            }
            Ok(Some(header))
        }
        Err(error) => {
            show::text(out, &format!("{title}, which cannot be read: {error}"), &lossy(&bytes))?;
            Ok(None)
        }
    }
}

/// Prints an encoded payload, and returns whether it can be read.
pub(super) fn print_encoded_payload(out: &mut impl Write, encoded: &str) -> io::Result<bool> {
    match base64url::decode(encoded) {
        Ok(payload) => print_payload(out, &payload),
        Err(error) => {
            show::text(out, &format!("Payload, which is {error}"), encoded)?;
            Ok(false)
        }
    }
}

/// Prints claims as claims, and any other payload as text, of which every kind can be read.
pub(super) fn print_payload(out: &mut impl Write, payload: &[u8]) -> io::Result<bool> {
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

/// Prints how long a signature is.
pub(super) fn print_signature(out: &mut impl Write, encoded: &str) -> io::Result<()> {
    writeln!(out, "\n{BOLD}Signature{BOLD:#}")?;
    match base64url::decode(encoded) {
        Ok(signature) if signature.is_empty() => writeln!(out, "  empty: this token is not signed"),
        Ok(signature) => writeln!(out, "  {}, not shown", bytes(&signature)),
        Err(error) => writeln!(out, "  {error}"),
    }
}

/// Prints how long a ciphertext is.
pub(super) fn print_ciphertext(out: &mut impl Write, encoded: &str) -> io::Result<()> {
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
