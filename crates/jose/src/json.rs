//! JSON objects, read strictly and kept whole.

pub mod document;
mod error;
mod known_members;
pub(crate) mod members;
mod name;
mod strict;

use std::collections::BTreeMap;
use std::fmt;

use serde::de::DeserializeOwned;
use serde::de::value::MapDeserializer;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Limits;

pub use self::error::Error;
use self::known_members::KnownMembers;
pub use self::members::MemberError;

/// A JSON object in which every member name occurs once, at every depth.
///
/// All JSON of symbolon passes through here before it becomes anything else, so no two readers can
/// see two different values under one name ([RFC 7515 §4], [RFC 8725 §2.4]). Typed readers take
/// their members out with `take_*`; what is left is kept and printed again. Members print in the
/// order of their names, whatever features of `serde_json` other crates turn on. (One of them,
/// `arbitrary_precision`, makes numbers with a fraction unreadable here: they are refused.)
///
/// `Debug` prints the member names alone, since a value may be a token.
///
/// ```
/// use symbolon_jose::Object;
///
/// let mut object = Object::parse(br#"{"sub":"alice","team":"blue"}"#)?;
/// assert_eq!(object.take_string("sub")?.as_deref(), Some("alice"));
/// assert_eq!(object.to_json(), r#"{"team":"blue"}"#);
///
/// assert!(Object::parse(br#"{"sub":"alice","\u0073ub":"mallory"}"#).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [RFC 7515 §4]: https://www.rfc-editor.org/rfc/rfc7515#section-4
/// [RFC 8725 §2.4]: https://www.rfc-editor.org/rfc/rfc8725#section-2.4
#[derive(Clone, Default, PartialEq)]
pub struct Object(BTreeMap<String, Value>);

impl Object {
    /// An object without members.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads an object under [`Limits::DEFAULT`].
    ///
    /// # Errors
    /// See [`Error`].
    pub fn parse(json: &[u8]) -> Result<Self, Error> {
        Self::parse_within(json, &Limits::DEFAULT)
    }

    /// Reads an object under these limits: `token` bounds the bytes.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn parse_within(json: &[u8], limits: &Limits) -> Result<Self, Error> {
        let ([], object) = Self::parse_known(json, [], limits)?;
        Ok(object)
    }

    /// Reads an object, and takes the members of these names out as it goes: cheaper than to put
    /// them in first.
    pub(crate) fn parse_known<const N: usize>(
        json: &[u8],
        names: [&'static str; N],
        limits: &Limits,
    ) -> Result<([Option<Value>; N], Self), Error> {
        if json.len() > limits.token {
            return Err(Error::TooLarge);
        }
        let mut members = KnownMembers::new(names);
        strict::parse(json, limits, &mut members)?;
        Ok((members.known, Self(members.others)))
    }

    /// The members of a serialisable value, such as a struct of custom claims.
    ///
    /// # Errors
    /// [`Error::NotAnObject`] when it does not serialise as an object, [`Error::Shape`] when it
    /// does not serialise at all.
    pub fn from_serialize<T: Serialize + ?Sized>(value: &T) -> Result<Self, Error> {
        Self::from_value(serde_json::to_value(value).map_err(|_| Error::Shape)?)
    }

    /// The members of a JSON value that was read before.
    ///
    /// # Errors
    /// [`Error::NotAnObject`] for any other value.
    pub fn from_value(value: Value) -> Result<Self, Error> {
        match value {
            Value::Object(map) => Ok(Self(map.into_iter().collect())),
            _ => Err(Error::NotAnObject),
        }
    }

    /// Reads the members into a type of the caller's, ignoring those it does not name.
    ///
    /// # Errors
    /// [`Error::Shape`] when the members do not fit.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let members = self.0.iter().map(|(name, value)| (name.as_str(), value));
        T::deserialize(MapDeserializer::<_, serde_json::Error>::new(members))
            .map_err(|_| Error::Shape)
    }

    /// The object as compact JSON text, members in the order of their names.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Printing string-keyed JSON to memory has no way to fail.
        serde_json::to_string(&self.0).unwrap_or_default()
    }

    /// The member of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Whether a member of this name is present, `null` included.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// How many members there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no member.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The members in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The member names in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Puts a member in, and returns the one it replaces.
    pub fn insert(&mut self, name: &str, value: impl Into<Value>) -> Option<Value> {
        self.0.insert(name.to_owned(), value.into())
    }

    /// Puts a member in if there is a value for it.
    pub fn insert_some(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.insert(name, value);
        }
    }

    /// Takes a member out, whatever its type.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name)
    }

    /// Puts all members of `other` in that are not there yet.
    pub fn extend(&mut self, other: Self) {
        for (name, value) in other.0 {
            self.0.entry(name).or_insert(value);
        }
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Object(object.0.into_iter().collect())
    }
}

impl Serialize for Object {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut members = BTreeMap::new();
        strict::deserialize(deserializer, &mut members)?;
        Ok(Self(members))
    }
}
