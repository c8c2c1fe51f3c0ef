//! Tokens whose parts are members of a JSON object.

use std::io::{self, Write};

use serde_json::Value;
use symbolon::jose::Object;

use super::parts::{
    print_ciphertext, print_encoded_payload, print_header, print_payload, print_signature,
};
use crate::show;

/// Returns whether an object is a JWS (RFC 7515 §7.2) or a JWE (RFC 7516 §7.2).
pub(super) fn is_token(object: &Object) -> bool {
    ["payload", "ciphertext"].iter().any(|name| text(object, name).is_some())
}

/// Prints the headers and the payload of a JWS, or the headers of a JWE. Returns whether every part
/// could be read.
pub(super) fn print(out: &mut impl Write, object: &Object) -> io::Result<bool> {
    match (text(object, "payload"), text(object, "ciphertext")) {
        (Some(payload), _) => print_jws(out, object, payload),
        (None, ciphertext) => print_jwe(out, object, ciphertext.unwrap_or_default()),
    }
}

fn print_jws(out: &mut impl Write, object: &Object, payload: &str) -> io::Result<bool> {
    let mut readable = true;
    let mut encoded = true;
    for signature in entries(object, "signatures") {
        let protected = print_headers(out, "JWS", &signature)?;
        readable &= protected.is_some();
        // RFC 7797 §3: the same for every signature.
        let b64 = protected.as_ref().and_then(|header| header.get("b64")?.as_bool());
        encoded &= b64 != Some(false);
        print_signature(out, text(&signature, "signature").unwrap_or_default())?;
    }
    let payload = if encoded {
        print_encoded_payload(out, payload)?
    } else {
        print_payload(out, payload.as_bytes())?
    };
    Ok(readable && payload)
}

fn print_jwe(out: &mut impl Write, object: &Object, ciphertext: &str) -> io::Result<bool> {
    let mut shared = object.clone();
    shared.remove("header");
    let readable = print_headers(out, "JWE", &shared)?.is_some();
    for recipient in entries(object, "recipients") {
        print_unprotected(out, "JWE header of a recipient", &recipient, "header")?;
    }
    print_ciphertext(out, ciphertext)?;
    Ok(readable)
}

/// Prints the protected header and those beside it. Returns the protected header, which may be
/// absent and is empty then, or `None` if it cannot be read.
fn print_headers(out: &mut impl Write, kind: &str, of: &Object) -> io::Result<Option<Object>> {
    let protected = match text(of, "protected") {
        Some(protected) => print_header(out, &format!("{kind} header, protected"), protected)?,
        None => Some(Object::new()),
    };
    for name in ["unprotected", "header"] {
        print_unprotected(out, &format!("{kind} header, not protected"), of, name)?;
    }
    Ok(protected)
}

fn print_unprotected(out: &mut impl Write, title: &str, of: &Object, name: &str) -> io::Result<()> {
    match of.get(name).cloned().map(Object::from_value) {
        Some(Ok(header)) => show::members(out, title, &header),
        Some(Err(error)) => show::text(out, title, &error.to_string()),
        None => Ok(()),
    }
}

/// Returns the objects in the array of this name, or in its absence the object itself: the flattened
/// form.
fn entries(object: &Object, name: &str) -> Vec<Object> {
    match object.get(name).and_then(Value::as_array) {
        Some(entries) => {
            entries.iter().cloned().filter_map(|it| Object::from_value(it).ok()).collect()
        }
        None => vec![object.clone()],
    }
}

fn text<'a>(object: &'a Object, name: &str) -> Option<&'a str> {
    object.get(name)?.as_str()
}
