//! The one JSON reader: duplicate members, depth and width are checked while reading.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, btree_map};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value, map};

use super::error::Error;
use super::name::Name;
use crate::Limits;

/// What the members of an object are read into.
pub(super) trait Members {
    /// Makes the place for a member's value; `None` when there is a member of that name already.
    fn place(&mut self, name: Cow<'_, str>) -> Option<&mut Value>;
}

/// Reads one JSON object and nothing after it.
pub(super) fn parse(json: &[u8], limits: &Limits, members: &mut dyn Members) -> Result<(), Error> {
    match str::from_utf8(json) {
        // Looked at once, and not for each string again.
        Ok(text) => read(serde_json::Deserializer::from_str(text), limits, members),
        // To say where.
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
        Some(refused) => refused,
        // JSON of another type: inside the object, every type is taken.
        None if error.is_data() => Error::NotAnObject,
        None => Error::Syntax { line: error.line(), column: error.column() },
    })
}

/// The same rules over any serde input, for objects that sit inside a caller's own document.
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

/// Builds a [`Value`]; `depth` is how many levels may still open, `values` how many members may still
/// come. serde's errors are opaque, so the typed reason is left in `refused`.
#[derive(Clone, Copy)]
struct Strict<'a> {
    limits: &'a Limits,
    depth: usize,
    values: &'a Cell<usize>,
    refused: &'a Cell<Option<Error>>,
}

impl Strict<'_> {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        match self.depth.checked_sub(1) {
            Some(depth) => Ok(Self { depth, ..self }),
            None => Err(self.refuse(Error::TooDeep)),
        }
    }

    /// Makes room for one more member beside these.
    fn count<E: serde::de::Error>(self, beside: usize) -> Result<(), E> {
        match self.values.get().checked_sub(1) {
            Some(left) if beside < self.limits.json_members => {
                self.values.set(left);
                Ok(())
            }
            _ => Err(self.refuse(Error::TooManyMembers)),
        }
    }

    /// Reads the members of one object.
    fn object<'de, A: MapAccess<'de>>(
        self,
        mut access: A,
        members: &mut dyn Members,
    ) -> Result<(), A::Error> {
        let inner = self.deeper()?;
        let mut beside = 0_usize;
        while let Some(Name(name)) = access.next_key()? {
            // RFC 7515 §4, RFC 7519 §4: member names are unique. serde has already undone escapes,
            // so `\u0073ub` is `sub` here.
            let place = members.place(name).ok_or_else(|| self.refuse(Error::DuplicateMember))?;
            self.count(beside)?;
            beside = beside.saturating_add(1);
            *place = access.next_value_seed(inner)?;
        }
        Ok(())
    }

    fn refuse<E: serde::de::Error>(self, error: Error) -> E {
        self.refused.set(Some(error));
        E::custom(error)
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
        // JSON has no infinity and no NaN; a deserializer other than JSON's might.
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

/// The object around everything else.
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
    fn place(&mut self, name: Cow<'_, str>) -> Option<&mut Value> {
        match self.entry(name.into_owned()) {
            btree_map::Entry::Vacant(entry) => Some(entry.insert(Value::Null)),
            btree_map::Entry::Occupied(_) => None,
        }
    }
}

impl Members for Map<String, Value> {
    fn place(&mut self, name: Cow<'_, str>) -> Option<&mut Value> {
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
        for json in [
            r#"{"sub":"a","sub":"b"}"#,
            r#"{"sub":"a","\u0073ub":"b"}"#,
            r#"{"cnf":{"jkt":"a","jkt":"b"}}"#,
            r#"{"events":[{"x":{"a":1,"a":1}}]}"#,
        ] {
            assert_eq!(Object::parse(json.as_bytes()), Err(Error::DuplicateMember), "{json}");
        }
    }

    #[test]
    fn attack_021_deep_json() {
        let nested = |n: usize| format!("{{\"a\":{}{}}}", "[".repeat(n), "]".repeat(n));
        assert!(Object::parse(nested(31).as_bytes()).is_ok());
        assert_eq!(Object::parse(nested(32).as_bytes()), Err(Error::TooDeep));
        assert_eq!(Object::parse(nested(100_000).as_bytes()), Err(Error::TooDeep));
        // serde_json has a limit of its own.
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
        // Each inner element counts twice: the object, and its member.
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
            #[expect(dead_code, reason = "only its parsing matters")]
            inner: Object,
        }
        assert!(serde_json::from_str::<Document>(r#"{"inner":{"a":1}}"#).is_ok());
        assert!(serde_json::from_str::<Document>(r#"{"inner":{"a":1,"a":2}}"#).is_err());
        assert!(serde_json::from_str::<Document>(r#"{"inner":[]}"#).is_err());
    }
}
