//! The members of a request object and the parameters that they stand for.

use serde_json::Value;
use symbolon_jose::{Excerpt, Object};

use super::error::RequestObjectError;
use crate::syntax::is_registered;
use crate::{Parameters, ParametersError};

/// The parameters whose values are JSON text in a query, and JSON in a request object: Core §5.5,
/// Core §7.2.1 and RFC 9396 §2.
const JSON: [&str; 3] = ["authorization_details", "claims", "registration"];

/// Returns the parameters of a request object from the members that are not claims of RFC 7519.
pub(super) fn parameters_of(members: &Object) -> Result<Parameters, RequestObjectError> {
    let mut parameters = Parameters::new();
    for (name, value) in members.iter().filter(|(name, _)| !name.is_empty()) {
        match texts_of(name, value) {
            Some(texts) => texts.iter().for_each(|text| parameters.push(name, text)),
            None if is_registered(name) => {
                return Err(RequestObjectError::Member { name: Excerpt::new(name) });
            }
            // OAuth and OpenID Connect define no parameter with this name, so the member is
            // ignored.
            None => {}
        }
    }
    within_limits(parameters)
}

/// Returns the values of a parameter, or `None` if the member has the wrong type. `null` counts as
/// absent.
fn texts_of(name: &str, value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Null => Some(Vec::new()),
        // RFC 9101 §4: strings and numbers. RFC 6749 §3.1: an empty value would count as absent.
        Value::String(text) => Some(vec![text.clone()]).filter(|_| !text.is_empty()),
        Value::Number(number) => Some(vec![number.to_string()]),
        // RFC 8707 §2: the only parameter that can be repeated.
        Value::Array(list) if name == "resource" => list.iter().map(text_of).collect(),
        Value::Array(_) | Value::Object(_) if JSON.contains(&name) => Some(vec![value.to_string()]),
        _ => None,
    }
}

fn text_of(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Returns the parameters if they are within the limits for parameters in a query or form.
pub(super) fn within_limits(parameters: Parameters) -> Result<Parameters, RequestObjectError> {
    if parameters.len() > Parameters::MAX_COUNT {
        return Err(ParametersError::TooMany.into());
    }
    let length = parameters.encode().len();
    if length > Parameters::MAX_LENGTH {
        return Err(ParametersError::TooLong { length }.into());
    }
    Ok(parameters)
}

/// Returns the members of a request object with these parameters, or the name of a parameter that a
/// request object cannot contain.
pub(super) fn members_of(parameters: &Parameters) -> Result<Object, Excerpt> {
    let mut members = Object::new();
    for (name, value) in parameters.iter() {
        if NEVER.contains(&name) {
            return Err(Excerpt::new(name));
        }
        members.insert(name, value_of(parameters, name, value).ok_or(Excerpt::new(name))?);
    }
    Ok(members)
}

/// The members that a request object must not contain (RFC 9101 §4), and the claims of RFC 7519
/// §4.1, which have another meaning than a parameter of the same name.
const NEVER: [&str; 9] =
    ["request", "request_uri", "iss", "sub", "aud", "exp", "nbf", "iat", "jti"];

fn value_of(parameters: &Parameters, name: &str, value: &str) -> Option<Value> {
    if JSON.contains(&name) {
        // The text is read within the limits of `Object`, which also finds repeated members.
        let mut read = Object::parse(format!(r#"{{"value":{value}}}"#).as_bytes()).ok()?;
        return read.remove("value").filter(|_| read.is_empty());
    }
    if name == "resource" && parameters.all(name).nth(1).is_some() {
        return Some(parameters.all(name).collect());
    }
    // RFC 9101 §4: numerical values are JSON numbers.
    match value.parse::<u64>() {
        Ok(seconds) if name == "max_age" => Some(seconds.into()),
        _ => Some(value.into()),
    }
}
