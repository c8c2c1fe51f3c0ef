//! The JSON reader of this crate, which checks duplicate members, depth and size while it reads.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, btree_map};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value, map};

use super::error::Error;
use super::member_name::MemberName;
use crate::Limits;

/// A collection that the members of an object are read into.
pub(super) trait Members {
    /// Adds a member with the value `null`, and returns a reference to that value.
    ///
    /// Returns `None` if a member of this name already exists.
    fn add(&mut self, name: Cow<'_, str>) -> Option<&mut Value>;
}

/// Reads a JSON object that is the whole text.
pub(super) fn parse(json: &[u8], limits: &Limits, members: &mut dyn Members) -> Result<(), Error> {
    match str::from_utf8(json) {
        // UTF-8 is checked once for the whole text, and not again for each string.
        Ok(text) => read(serde_json::Deserializer::from_str(text), limits, members),
        // Fails, with the position at which the text is not UTF-8.
        Err(_) => read(serde_json::Deserializer::from_slice(json), limits, members),
    }
}

fn read<'de, R: serde_json::de::Read<'de>>(
    mut deserializer: serde_json::Deserializer<R>,
    limits: &Limits,
    members: &mut dyn Members,
) -> Result<(), Error> {
    let refused = Cell::new(None);
    let values = Cell::new(limits.json_values);
    let strict = Strict { limits, depth: limits.json_depth, values: &values, refused: &refused };
    let read = deserializer
        .deserialize_map(Outermost { strict, members })
        .and_then(|()| deserializer.end());
    read.map_err(|error| match refused.get() {
        Some(Refused::Duplicate) => {
            Error::DuplicateMember { line: error.line(), column: error.column() }
        }
        Some(Refused::TooDeep) => Error::TooDeep,
        Some(Refused::TooManyMembers) => Error::TooManyMembers,
        // The outermost value has another type. Inside the object, every type is accepted.
        None if error.is_data() => Error::NotAnObject,
        None => Error::Syntax { line: error.line(), column: error.column() },
    })
}

/// Reads an object from any serde input, with the checks of [`parse`], so that an object can be a
/// field of a type that another crate deserialises.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
    members: &mut dyn Members,
) -> Result<(), D::Error> {
    let limits = &Limits::DEFAULT;
    let refused = Cell::new(None);
    let values = Cell::new(limits.json_values);
    let strict = Strict { limits, depth: limits.json_depth, values: &values, refused: &refused };
    deserializer.deserialize_map(Outermost { strict, members })
}

/// A visitor that builds a [`Value`].
#[derive(Clone, Copy)]
struct Strict<'a> {
    limits: &'a Limits,
    /// The number of levels that may still be opened.
    depth: usize,
    /// The number of members and elements that may still follow in the whole text.
    values: &'a Cell<usize>,
    /// The reason of the error. serde's own errors do not carry a typed reason.
    refused: &'a Cell<Option<Refused>>,
}

/// A rule that JSON syntax does not have.
#[derive(Clone, Copy, Debug, thiserror::Error)]
enum Refused {
    #[error("a member name occurs twice in one object")]
    Duplicate,
    #[error("{}", Error::TooDeep)]
    TooDeep,
    #[error("{}", Error::TooManyMembers)]
    TooManyMembers,
}

impl Strict<'_> {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        match self.depth.checked_sub(1) {
            Some(depth) => Ok(Self { depth, ..self }),
            None => Err(self.refuse(Refused::TooDeep)),
        }
    }

    /// Counts one more member of an object that has `others` members so far.
    fn count<E: serde::de::Error>(self, others: usize) -> Result<(), E> {
        match self.values.get().checked_sub(1) {
            Some(left) if others < self.limits.json_members => {
                self.values.set(left);
                Ok(())
            }
            _ => Err(self.refuse(Refused::TooManyMembers)),
        }
    }

    /// Reads the members of one object.
    fn object<'de, A: MapAccess<'de>>(
        self,
        mut access: A,
        members: &mut dyn Members,
    ) -> Result<(), A::Error> {
        let inner = self.deeper()?;
        let mut others = 0_usize;
        while let Some(MemberName(name)) = access.next_key()? {
            // RFC 7515 §4, RFC 7519 §4: member names are unique. serde has already resolved
            // escapes, so `\u0073ub` is `sub` here.
            let value = members.add(name).ok_or_else(|| self.refuse(Refused::Duplicate))?;
            self.count(others)?;
            others = others.saturating_add(1);
            *value = access.next_value_seed(inner)?;
        }
        Ok(())
    }

    fn refuse<E: serde::de::Error>(self, reason: Refused) -> E {
        self.refused.set(Some(reason));
        E::custom(reason)
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        // JSON has no infinity and no NaN, but the input may be another format.
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("not a finite number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut elements = Vec::new();
        while let Some(element) = sequence.next_element_seed(inner)? {
            self.count(elements.len())?;
            elements.push(element);
        }
        Ok(Value::Array(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        self.object(access, &mut members)?;
        Ok(Value::Object(members))
    }
}

/// A visitor for the outermost object.
struct Outermost<'a> {
    strict: Strict<'a>,
    members: &'a mut dyn Members,
}

impl<'de> Visitor<'de> for Outermost<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        self.strict.object(access, self.members)
    }
}

impl Members for BTreeMap<String, Value> {
    fn add(&mut self, name: Cow<'_, str>) -> Option<&mut Value> {
        match self.entry(name.into_owned()) {
            btree_map::Entry::Vacant(entry) => Some(entry.insert(Value::Null)),
            btree_map::Entry::Occupied(_) => None,
        }
    }
}

impl Members for Map<String, Value> {
    fn add(&mut self, name: Cow<'_, str>) -> Option<&mut Value> {
        match self.entry(name) {
            map::Entry::Vacant(entry) => Some(entry.insert(Value::Null)),
            map::Entry::Occupied(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::json::Error;
    use crate::{Limits, Object};

    #[test]
    fn attack_014_duplicate_members() {
        for (json, line, column) in [
            (r#"{"sub":"a","sub":"b"}"#, 1, 16),
            (r#"{"sub":"a","\u0073ub":"b"}"#, 1, 21),
            (r#"{"cnf":{"jkt":"a","jkt":"b"}}"#, 1, 23),
            (r#"{"events":[{"x":{"a":1,"a":1}}]}"#, 1, 26),
            ("{\"sub\":\"a\",\n \"sub\" : \"b\"}", 2, 7),
        ] {
            let refused = Err(Error::DuplicateMember { line, column });
            assert_eq!(Object::parse(json.as_bytes()), refused, "{json}");
        }
    }

    #[test]
    fn attack_021_deep_json() {
        let nested = |n: usize| format!("{{\"a\":{}{}}}", "[".repeat(n), "]".repeat(n));
        assert!(Object::parse(nested(31).as_bytes()).is_ok());
        assert_eq!(Object::parse(nested(32).as_bytes()), Err(Error::TooDeep));
        assert_eq!(Object::parse(nested(100_000).as_bytes()), Err(Error::TooDeep));
        // serde_json refuses more than 127 levels by itself.
        let limits = Limits { json_depth: 1000, ..Limits::DEFAULT };
        assert!(Object::parse_within(nested(126).as_bytes(), &limits).is_ok());
        let deeper = Object::parse_within(nested(127).as_bytes(), &limits);
        assert!(matches!(deeper, Err(Error::Syntax { .. })));
        let open = format!("{{\"a\":{}", "[".repeat(100_000));
        assert_eq!(Object::parse(open.as_bytes()), Err(Error::TooDeep));
    }

    #[test]
    fn attack_023_only_an_object_in_utf8() {
        for json in ["[]", "\"x\"", "null", "7"] {
            assert_eq!(Object::parse(json.as_bytes()), Err(Error::NotAnObject), "{json}");
        }
        for json in
            [&b"\xef\xbb\xbf{}"[..], b"{\"a\":\"\xff\"}", br#"{"a":"\ud800"}"#, b"{} x", b""]
        {
            assert!(matches!(Object::parse(json), Err(Error::Syntax { .. })), "{json:?}");
        }
    }

    #[test]
    fn attack_127_members_are_capped_and_printed_in_order() {
        let wide = |n: usize| {
            let members: Vec<String> = (0..n).map(|i| format!("\"m{i}\":{i}")).collect();
            format!("{{{}}}", members.join(","))
        };
        assert!(Object::parse(wide(1024).as_bytes()).is_ok());
        assert_eq!(Object::parse(wide(1025).as_bytes()), Err(Error::TooManyMembers));
        assert_eq!(Object::parse(br#"{"b":1,"a":2}"#).unwrap().to_json(), r#"{"a":2,"b":1}"#);
        let elements = vec!["0"; 1025].join(",");
        let array = format!("{{\"a\":[{elements}]}}");
        assert_eq!(Object::parse(array.as_bytes()), Err(Error::TooManyMembers));
    }

    #[test]
    fn attack_127_all_members_together_are_capped() {
        let inner = |n: usize| format!("[{}]", vec![r#"{"":0}"#; n].join(","));
        // Each inner element counts twice: as an object, and as its member.
        let document = |rows: usize| format!("{{\"a\":[{}]}}", vec![inner(1000); rows].join(","));
        assert!(Object::parse(document(16).as_bytes()).is_ok());
        assert_eq!(Object::parse(document(17).as_bytes()), Err(Error::TooManyMembers));
    }

    #[test]
    fn attack_020_size_is_checked_first() {
        let big = vec![b'['; (1 << 20) + 1];
        assert_eq!(Object::parse(&big), Err(Error::TooLarge));
    }

    #[test]
    fn a_fraction_survives_being_printed() {
        let read = Object::parse(br#"{"f":184.7440737095511616}"#).unwrap();
        assert_eq!(Object::parse(read.to_json().as_bytes()).unwrap(), read);
    }

    #[test]
    fn the_rules_hold_inside_a_callers_document() {
        #[derive(serde::Deserialize)]
        struct Document {
            #[expect(dead_code, reason = "the test only parses it")]
            inner: Object,
        }
        assert!(serde_json::from_str::<Document>(r#"{"inner":{"a":1}}"#).is_ok());
        assert!(serde_json::from_str::<Document>(r#"{"inner":{"a":1,"a":2}}"#).is_err());
        assert!(serde_json::from_str::<Document>(r#"{"inner":[]}"#).is_err());
    }
}
