//! `crit`: the extensions that a reader must understand, or else refuse the token.

use serde_json::Value;

use super::error::CriticalError;
use crate::{MemberError, Object};

/// Header parameters of RFC 7515 §4.1 and RFC 7518 §4, which `crit` must not name.
const REGISTERED: &[&str] = &[
    "alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit", "enc",
    "zip", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c",
];

/// Checks that `crit` of a JWS is well-formed. The reader then checks whether it understands the
/// extensions that `crit` names.
pub(super) fn check(crit: Option<&[String]>, extensions: &Object) -> Result<(), CriticalError> {
    check_names(crit, extensions)?;
    // RFC 7797 §6: a token with `b64` names it in `crit`.
    if extensions.contains("b64") && !crit.is_some_and(|names| names.iter().any(|it| it == "b64")) {
        return Err(CriticalError::B64);
    }
    Ok(())
}

/// Takes `crit` out of a JOSE header and checks it. RFC 7516 §4.1.13 gives a JWE the rules of
/// RFC 7515 §4.1.11.
pub(crate) fn take_names<E: From<MemberError> + From<CriticalError>>(
    header: &mut Object,
) -> Result<Vec<String>, E> {
    let crit = header.take_strings("crit")?;
    check_names(crit.as_deref(), header)?;
    Ok(crit.unwrap_or_default())
}

/// Checks the names in `crit`. `extensions` is the header, with or without the registered
/// parameters.
fn check_names(crit: Option<&[String]>, extensions: &Object) -> Result<(), CriticalError> {
    let Some(names) = crit else { return Ok(()) };
    // RFC 7515 §4.1.11: the list is not empty.
    if names.is_empty() {
        return Err(CriticalError::Empty);
    }
    for (index, name) in names.iter().enumerate() {
        // RFC 7515 §4.1.11: no name occurs twice.
        if names.iter().skip(index.saturating_add(1)).any(|other| other == name) {
            return Err(CriticalError::Repeated);
        }
        // RFC 7515 §4.1.11: no name is defined by RFC 7515 or RFC 7518.
        if REGISTERED.contains(&name.as_str()) {
            return Err(CriticalError::Registered);
        }
        // RFC 7515 §4.1.11: every named parameter is in the header.
        if !extensions.contains(name) {
            return Err(CriticalError::Absent);
        }
    }
    Ok(())
}

/// Refuses `crit` and `b64` in an unprotected header, where an attacker could remove them:
/// RFC 7515 §4.1.11, RFC 7797 §3.
pub(super) fn refuse_in_unprotected(header: &Object) -> Result<(), CriticalError> {
    if header.contains("crit") || header.contains("b64") {
        Err(CriticalError::Unprotected)
    } else {
        Ok(())
    }
}

/// Returns whether `b64` is false. RFC 7797 §3: `b64` is a boolean, and true if it is absent.
pub(super) fn is_unencoded(header: &Object) -> Result<bool, MemberError> {
    match header.get("b64") {
        None => Ok(false),
        Some(Value::Bool(encoded)) => Ok(!encoded),
        Some(_) => Err(MemberError { name: "b64", expected: "true or false" }),
    }
}
