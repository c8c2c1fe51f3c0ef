//! The serialised form of a member that has values in several languages.
//!
//! A value without translations is a string. Otherwise the form is an object. The default value
//! has the name `""`, and a translation has the name `#` and its language tag.

use std::fmt::Display;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use symbolon_jose::Object;
use symbolon_jose::json::document::{MemberType, ReadError, Value};

/// The name of the default value.
const DEFAULT: &str = "";

pub(super) fn serialize<T: MemberType, S: Serializer>(
    localized: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut object = Object::new();
    localized.put(&mut object, DEFAULT);
    match object.get(DEFAULT) {
        Some(default) if object.len() == 1 => default.serialize(serializer),
        _ => object.serialize(serializer),
    }
}

pub(super) fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: MemberType + Default,
    ReadError<T::Error>: Display,
    D: Deserializer<'de>,
{
    let mut object = Object::new();
    match Value::deserialize(deserializer)? {
        Value::Object(values) => {
            for (name, value) in values {
                object.insert(&name, value);
            }
        }
        Value::Null => {}
        default => {
            object.insert(DEFAULT, default);
        }
    }
    T::take(&mut object, DEFAULT).map(Option::unwrap_or_default).map_err(de::Error::custom)
}
