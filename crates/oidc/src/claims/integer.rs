//! Claims that are integers and have to be texts.

use serde_json::Value;
use symbolon_jose::Object;

/// Replaces a member that is an integer by its digits.
pub(crate) fn integer_to_text(claims: &mut Object, name: &str) {
    if let Some(Value::Number(number)) = claims.get(name)
        && (number.is_i64() || number.is_u64())
    {
        let digits = number.to_string();
        claims.insert(name, digits);
    }
}
