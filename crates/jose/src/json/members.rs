//! Members of an expected type. A member of a wrong type is an error, and never treated as absent.

use serde_json::Value;

use super::Object;
use crate::NumericDate;

/// The error when a member does not have the required JSON type.
///
/// A member of the wrong type is not treated as absent. For example, `"exp": "never"` and
/// `"exp": null` are errors: a token with such a member is refused, and not accepted as a token
/// that never expires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is not {expected}")]
pub struct MemberError {
    /// The name of the member.
    pub name: &'static str,
    /// A description of the expected value for the error message, such as `"a string"`.
    pub expected: &'static str,
}

impl MemberError {
    /// Returns the stable name of the error, `"json.member"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "json.member"
    }
}

impl Object {
    /// Removes the member `name`, which must be a string, and returns the string, or `None` if the
    /// member is absent.
    ///
    /// # Errors
    /// [`MemberError`] if the member is not a string.
    pub fn take_string(&mut self, name: &'static str) -> Result<Option<String>, MemberError> {
        string(name, self.remove(name))
    }

    /// Removes the member `name`, which must be an array of strings, and returns the strings, or
    /// `None` if the member is absent. An empty array is accepted.
    ///
    /// # Errors
    /// [`MemberError`] if the member is not an array of strings.
    pub fn take_strings(&mut self, name: &'static str) -> Result<Option<Vec<String>>, MemberError> {
        strings(name, self.remove(name))
    }

    /// Removes the member `name`, such as `aud`, which must be a string or an array of at least one
    /// string. Returns the strings, or `None` if the member is absent.
    ///
    /// # Errors
    /// [`MemberError`] if the member is neither a string nor an array of at least one string.
    pub fn take_one_or_many(
        &mut self,
        name: &'static str,
    ) -> Result<Option<Vec<String>>, MemberError> {
        one_or_many(name, self.remove(name))
    }

    /// Removes the member `name`, which must be a boolean, and returns the boolean, or `None` if
    /// the member is absent.
    ///
    /// # Errors
    /// [`MemberError`] if the member is neither `true` nor `false`.
    pub fn take_bool(&mut self, name: &'static str) -> Result<Option<bool>, MemberError> {
        read(name, "true or false", self.remove(name), |value| value.as_bool())
    }

    /// Removes the member `name`, which must be a whole number from 0 to 2^64-1, and returns the
    /// number, or `None` if the member is absent.
    ///
    /// # Errors
    /// [`MemberError`] if the member is not a whole number in this range.
    pub fn take_u64(&mut self, name: &'static str) -> Result<Option<u64>, MemberError> {
        read(name, "a whole number from 0", self.remove(name), |value| value.as_u64())
    }

    /// Removes the member `name`, which must be a time in seconds since 1970, and returns the time,
    /// or `None` if the member is absent. A fraction of a second is rounded down.
    ///
    /// # Errors
    /// [`MemberError`] if the member is not a number, or if its year is not between -9999 and 9999.
    pub fn take_date(&mut self, name: &'static str) -> Result<Option<NumericDate>, MemberError> {
        date(name, self.remove(name))
    }

    /// Removes the member `name`, which must be a time in seconds since 1970, and returns the time,
    /// or `None` if the member is absent. A fraction of a second is rounded up. Use this method for
    /// `nbf`, so that a token is never accepted too early.
    ///
    /// # Errors
    /// [`MemberError`] if the member is not a number, or if its year is not between -9999 and 9999.
    pub fn take_date_rounded_up(
        &mut self,
        name: &'static str,
    ) -> Result<Option<NumericDate>, MemberError> {
        date_rounded_up(name, self.remove(name))
    }

    /// Removes the member `name`, which must be an object, and returns the object, or `None` if the
    /// member is absent.
    ///
    /// # Errors
    /// [`MemberError`] if the member is not an object.
    pub fn take_object(&mut self, name: &'static str) -> Result<Option<Self>, MemberError> {
        object(name, self.remove(name))
    }
}

pub(crate) fn string(
    name: &'static str,
    value: Option<Value>,
) -> Result<Option<String>, MemberError> {
    read(name, "a string", value, text)
}

pub(crate) fn strings(
    name: &'static str,
    value: Option<Value>,
) -> Result<Option<Vec<String>>, MemberError> {
    read(name, "an array of strings", value, texts)
}

pub(crate) fn one_or_many(
    name: &'static str,
    value: Option<Value>,
) -> Result<Option<Vec<String>>, MemberError> {
    read(name, "a string or an array of strings", value, |value| match value {
        Value::String(text) => Some(vec![text]),
        other => texts(other).filter(|texts| !texts.is_empty()),
    })
}

const DATE: &str = "a number of seconds since 1970";

pub(crate) fn date(
    name: &'static str,
    value: Option<Value>,
) -> Result<Option<NumericDate>, MemberError> {
    read(name, DATE, value, |value| NumericDate::from_json(&value))
}

pub(crate) fn date_rounded_up(
    name: &'static str,
    value: Option<Value>,
) -> Result<Option<NumericDate>, MemberError> {
    read(name, DATE, value, |value| NumericDate::from_json_rounded_up(&value))
}

pub(crate) fn object(
    name: &'static str,
    value: Option<Value>,
) -> Result<Option<Object>, MemberError> {
    read(name, "an object", value, |value| Object::from_value(value).ok())
}

/// Reads a member: an absent member is `None`, and a member of a wrong type is an error.
fn read<T>(
    name: &'static str,
    expected: &'static str,
    value: Option<Value>,
    read: impl FnOnce(Value) -> Option<T>,
) -> Result<Option<T>, MemberError> {
    match value {
        None => Ok(None),
        Some(value) => read(value).map(Some).ok_or(MemberError { name, expected }),
    }
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

fn texts(value: Value) -> Option<Vec<String>> {
    match value {
        Value::Array(elements) => elements.into_iter().map(text).collect(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(json: &str) -> Object {
        Object::parse(json.as_bytes()).unwrap()
    }

    #[test]
    fn attack_061_a_wrong_type_is_never_absent() {
        for value in ["null", "1", "true", "[]", "{}"] {
            let json = format!("{{\"m\":{value}}}");
            assert!(parsed(&json).take_string("m").is_err(), "{json}");
        }
        for value in ["null", "1", "true", "[]", "{}", "[1]", "[\"a\",null]"] {
            let json = format!("{{\"m\":{value}}}");
            assert!(parsed(&json).take_one_or_many("m").is_err(), "{json}");
        }
        for value in ["null", "\"1\"", "1", "{}"] {
            let json = format!("{{\"m\":{value}}}");
            assert!(parsed(&json).take_bool("m").is_err(), "{json}");
            assert!(parsed(&json).take_strings("m").is_err(), "{json}");
        }
        for value in ["null", "\"1\"", "-1", "1.5", "1e30"] {
            assert!(parsed(&format!("{{\"m\":{value}}}")).take_u64("m").is_err(), "{value}");
        }
        for value in ["null", "\"1\"", "[]", "true"] {
            assert!(parsed(&format!("{{\"m\":{value}}}")).take_object("m").is_err(), "{value}");
        }
    }

    #[test]
    fn a_present_member_is_removed_and_an_absent_member_gives_no_value() {
        let mut o = parsed(r#"{"s":"x","a":["y"],"b":false,"n":0,"d":1.9,"u":1.1,"o":{"k":1}}"#);
        assert_eq!(o.take_string("missing"), Ok(None));
        assert_eq!(o.take_string("s"), Ok(Some("x".into())));
        assert_eq!(o.take_strings("a"), Ok(Some(vec!["y".into()])));
        assert_eq!(o.take_bool("b"), Ok(Some(false)));
        assert_eq!(o.take_u64("n"), Ok(Some(0)));
        assert_eq!(o.take_date("d"), Ok(NumericDate::from_seconds(1)));
        assert_eq!(o.take_date_rounded_up("u"), Ok(NumericDate::from_seconds(2)));
        assert_eq!(o.take_object("o").unwrap().unwrap().len(), 1);
        assert!(o.is_empty());
    }
}
