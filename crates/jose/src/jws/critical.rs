//! `crit`: the extensions that a reader must understand, or refuse the token.

use serde_json::Value;

use super::error::CriticalError;
use crate::{MemberError, Object};

/// RFC 7515 §4.1 and RFC 7518 §4: names that `crit` may not hold.
const REGISTERED: &[&str] = &[
    "alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit", "enc",
    "zip", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c",
];

/// Whether `crit` of a JWS names what it may. Whether an extension is understood is the reader's to
/// say.
pub(super) fn check(crit: Option<&[String]>, extensions: &Object) -> Result<(), CriticalError> {
    check_names(crit, extensions)?;
    // RFC 7797 §6: whoever uses `b64` says so in `crit`.
    if extensions.contains("b64") && !crit.is_some_and(|names| names.iter().any(|it| it == "b64")) {
        return Err(CriticalError::B64);
    }
    Ok(())
}

/// Takes `crit` out of any JOSE header: RFC 7516 §4.1.13 has the rules of RFC 7515 §4.1.11.
pub(crate) fn take_names<E: From<MemberError> + From<CriticalError>>(
    header: &mut Object,
) -> Result<Vec<String>, E> {
    let crit = header.take_strings("crit")?;
    check_names(crit.as_deref(), header)?;
    Ok(crit.unwrap_or_default())
}

/// `extensions` is the header; the names of the specification may have been taken out of it.
fn check_names(crit: Option<&[String]>, extensions: &Object) -> Result<(), CriticalError> {
    let Some(names) = crit else { return Ok(()) };
    // RFC 7515 §4.1.11: never empty.
    if names.is_empty() {
        return Err(CriticalError::Empty);
    }
    for (index, name) in names.iter().enumerate() {
        // RFC 7515 §4.1.11: no name twice.
        if names.iter().skip(index.saturating_add(1)).any(|other| other == name) {
            return Err(CriticalError::Repeated);
        }
        // RFC 7515 §4.1.11: no name of RFC 7515 or RFC 7518.
        if REGISTERED.contains(&name.as_str()) {
            return Err(CriticalError::Registered);
        }
        // RFC 7515 §4.1.11: no name of what is not there.
        if !extensions.contains(name) {
            return Err(CriticalError::Absent);
        }
    }
    Ok(())
}

/// RFC 7515 §4.1.11, RFC 7797 §3: both must be protected, or anybody could take them away.
pub(super) fn refuse_in_unprotected(header: &Object) -> Result<(), CriticalError> {
    if header.contains("crit") || header.contains("b64") {
        Err(CriticalError::Unprotected)
    } else {
        Ok(())
    }
}

/// RFC 7797 §3: `b64` is a boolean, and true where it is absent.
pub(super) fn is_unencoded(header: &Object) -> Result<bool, MemberError> {
    match header.get("b64") {
        None => Ok(false),
        Some(Value::Bool(encoded)) => Ok(!encoded),
        Some(_) => Err(MemberError { name: "b64", expected: "true or false" }),
    }
}
