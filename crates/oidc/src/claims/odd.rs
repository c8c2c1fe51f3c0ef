//! Claims that do not have the type that their definition requires.

use std::fmt;

use serde_json::Value;

/// A claim that does not have the type that its definition requires. The field of the claim is
/// empty, and the object `extra` next to the field contains the value.
///
/// `Display` prints the name, the type that was found and the type that was expected, but not the
/// value.
///
/// ```
/// use symbolon_jose::Object;
/// use symbolon_oidc::{JsonType, StandardClaims};
///
/// let mut members = Object::parse(br#"{"email":"a@example.com","email_verified":"true"}"#)?;
/// let claims = StandardClaims::take_from(&mut members);
/// assert_eq!(claims.email.as_deref(), Some("a@example.com"));
/// assert_eq!(claims.email_verified, None);
/// assert_eq!(claims.odd[0].found, JsonType::String);
/// assert_eq!(claims.odd[0].to_string(), "`email_verified` is a string; expected true or false");
/// # Ok::<(), symbolon_jose::json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OddClaim {
    /// The name of the claim. If the claim has a language tag, the name contains the tag, as in
    /// `name#de`. The name of a member of `address` begins with `address.`, as in
    /// `address.postal_code`.
    pub name: String,
    /// The JSON type that was found.
    pub found: JsonType,
    /// A description of the expected value, such as `"true or false"`.
    pub expected: &'static str,
}

/// The type of a JSON value ([RFC 8259 §3](https://www.rfc-editor.org/rfc/rfc8259#section-3)). This
/// enum is deliberately exhaustive, because JSON has no other types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonType {
    /// The value `null`.
    Null,
    /// The value `true` or the value `false`.
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl OddClaim {
    pub(crate) fn new(name: &str, found: &Value, expected: &'static str) -> Self {
        Self { name: name.to_owned(), found: JsonType::of(found), expected }
    }
}

impl JsonType {
    /// Returns the type of a value.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(_) => Self::Number,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }
}

impl fmt::Display for OddClaim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is {}; expected {}", self.name.escape_default(), self.found, self.expected)
    }
}

impl fmt::Display for JsonType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}
