//! Typed members: absent is one thing, present with another type is an error.

use serde_json::Value;

use super::Object;
use crate::NumericDate;

/// A member is present but does not have the type its specification gives it.
///
/// Never treated as absent: `"exp":"never"` and `"exp":null` are errors, not tokens without expiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is not {expected}")]
pub struct MemberError {
    /// The member's name.
    pub name: &'static str,
    /// What it has to be, for people to read.
    pub expected: &'static str,
}

impl MemberError {
    /// `"json.member"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "json.member"
    }
}

impl Object {
    /// Takes a string out.
    ///
    /// # Errors
    /// [`MemberError`] when the member is present and not a string.
    pub fn take_string(&mut self, name: &'static str) -> Result<Option<String>, MemberError> {
        self.take(name, "a string", |value| match value {
            Value::String(text) => Some(text),
            _ => None,
        })
    }

    /// Takes an array of strings out; it may be empty.
    ///
    /// # Errors
    /// [`MemberError`] when the member is present and not an array of strings.
    pub fn take_strings(&mut self, name: &'static str) -> Result<Option<Vec<String>>, MemberError> {
        self.take(name, "an array of strings", strings)
    }

    /// Takes one string, or an array of at least one string, out: the shape of `aud`.
    ///
    /// # Errors
    /// [`MemberError`] when the member is present and neither.
    pub fn take_one_or_many(
        &mut self,
        name: &'static str,
    ) -> Result<Option<Vec<String>>, MemberError> {
        self.take(name, "a string or an array of strings", |value| match value {
            Value::String(text) => Some(vec![text]),
            other => strings(other).filter(|texts| !texts.is_empty()),
        })
    }

    /// Takes a boolean out.
    ///
    /// # Errors
    /// [`MemberError`] when the member is present and neither `true` nor `false`.
    pub fn take_bool(&mut self, name: &'static str) -> Result<Option<bool>, MemberError> {
        self.take(name, "true or false", |value| value.as_bool())
    }

    /// Takes a whole number from 0 to 2^64-1 out.
    ///
    /// # Errors
    /// [`MemberError`] when the member is present and not such a number.
    pub fn take_u64(&mut self, name: &'static str) -> Result<Option<u64>, MemberError> {
        self.take(name, "a whole number from 0", |value| value.as_u64())
    }

    /// Takes a point in time out.
    ///
    /// # Errors
    /// [`MemberError`] when the member is present and not a number of seconds within the years
    /// -9999 to 9999.
    pub fn take_date(&mut self, name: &'static str) -> Result<Option<NumericDate>, MemberError> {
        self.take(name, "a number of seconds since 1970", |value| NumericDate::from_json(&value))
    }

    /// Takes an object out.
    ///
    /// # Errors
    /// [`MemberError`] when the member is present and not an object.
    pub fn take_object(&mut self, name: &'static str) -> Result<Option<Self>, MemberError> {
        self.take(name, "an object", |value| Self::from_value(value).ok())
    }

    fn take<T>(
        &mut self,
        name: &'static str,
        expected: &'static str,
        read: impl FnOnce(Value) -> Option<T>,
    ) -> Result<Option<T>, MemberError> {
        match self.remove(name) {
            None => Ok(None),
            Some(value) => read(value).map(Some).ok_or(MemberError { name, expected }),
        }
    }
}

fn strings(value: Value) -> Option<Vec<String>> {
    let Value::Array(elements) = value else { return None };
    elements
        .into_iter()
        .map(|element| match element {
            Value::String(text) => Some(text),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(json: &str) -> Object {
        Object::parse(json.as_bytes()).unwrap()
    }

    #[test]
    fn attack_061_a_wrong_type_is_never_absent() {
        for value in ["null", "1", "true", "[]", "{}"] {
            let json = format!("{{\"m\":{value}}}");
            assert!(object(&json).take_string("m").is_err(), "{json}");
        }
        for value in ["null", "1", "true", "[]", "{}", "[1]", "[\"a\",null]"] {
            let json = format!("{{\"m\":{value}}}");
            assert!(object(&json).take_one_or_many("m").is_err(), "{json}");
        }
        for value in ["null", "\"1\"", "1", "{}"] {
            let json = format!("{{\"m\":{value}}}");
            assert!(object(&json).take_bool("m").is_err(), "{json}");
            assert!(object(&json).take_strings("m").is_err(), "{json}");
        }
        for value in ["null", "\"1\"", "-1", "1.5", "1e30"] {
            assert!(object(&format!("{{\"m\":{value}}}")).take_u64("m").is_err(), "{value}");
        }
        for value in ["null", "\"1\"", "[]", "true"] {
            assert!(object(&format!("{{\"m\":{value}}}")).take_object("m").is_err(), "{value}");
        }
    }

    #[test]
    fn absent_is_none_and_present_is_taken() {
        let mut o = object(r#"{"s":"x","a":["y"],"b":false,"n":0,"d":1.9,"o":{"k":1}}"#);
        assert_eq!(o.take_string("missing"), Ok(None));
        assert_eq!(o.take_string("s"), Ok(Some("x".into())));
        assert_eq!(o.take_strings("a"), Ok(Some(vec!["y".into()])));
        assert_eq!(o.take_bool("b"), Ok(Some(false)));
        assert_eq!(o.take_u64("n"), Ok(Some(0)));
        assert_eq!(o.take_date("d"), Ok(NumericDate::from_seconds(1)));
        assert_eq!(o.take_object("o").unwrap().unwrap().len(), 1);
        assert!(o.is_empty());
    }
}
