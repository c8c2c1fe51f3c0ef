//! `crit`: the extensions that a reader must understand, or refuse the token.

use serde_json::Value;

use super::error::{CriticalError, Error};
use crate::{MemberError, Object};

/// RFC 7515 §4.1 and RFC 7518 §4: names that `crit` may not hold.
const REGISTERED: &[&str] = &[
    "alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit", "enc",
    "zip", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c",
];

/// Takes `crit` out of the protected header of a JWS: which extensions must be understood, by names
/// that are right. Whether they are understood is the reader's to say.
pub(super) fn take(header: &mut Object) -> Result<Vec<String>, Error> {
    let critical = take_names::<Error>(header)?;
    // RFC 7797 §6: whoever uses `b64` says so in `crit`.
    if header.contains("b64") && !critical.iter().any(|name| name == "b64") {
        return Err(CriticalError::B64.into());
    }
    Ok(critical)
}

/// The same for any JOSE header: RFC 7516 §4.1.13 has the rules of RFC 7515 §4.1.11.
pub(crate) fn take_names<E: From<MemberError> + From<CriticalError>>(
    header: &mut Object,
) -> Result<Vec<String>, E> {
    let critical = match header.take_strings("crit")? {
        // RFC 7515 §4.1.11: never empty.
        Some(names) if names.is_empty() => return Err(CriticalError::Empty.into()),
        Some(names) => names,
        None => Vec::new(),
    };
    for (index, name) in critical.iter().enumerate() {
        // RFC 7515 §4.1.11: no name twice.
        if critical.iter().skip(index.saturating_add(1)).any(|other| other == name) {
            return Err(CriticalError::Repeated.into());
        }
        // RFC 7515 §4.1.11: no name of RFC 7515 or RFC 7518.
        if REGISTERED.contains(&name.as_str()) {
            return Err(CriticalError::Registered.into());
        }
        // RFC 7515 §4.1.11: no name of what is not there.
        if !header.contains(name) {
            return Err(CriticalError::Absent.into());
        }
    }
    Ok(critical)
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
