//! An `error` that is an object instead of a string.

use serde_json::{Map, Value};

use crate::ErrorCode;

/// Reads the code and the description of an `error` that is an object. Facebook and the APIs of
/// Google send such objects. Returns `None` if no member of the object is an error code.
pub(super) fn read(error: &Map<String, Value>) -> Option<(ErrorCode, Option<&str>)> {
    let text = |name: &&str| error.get(*name).and_then(Value::as_str);
    let mut codes = ["code", "error", "status", "type"].iter().filter_map(text);
    let code = codes.find_map(|text| ErrorCode::new(text).ok())?;
    Some((code, ["message", "error_description", "description"].iter().find_map(text)))
}
