//! JSON objects that are read strictly, and keep members that are not known.
//!
//! ```
//! use symbolon_jose::Object;
//!
//! let object = Object::parse(br#"{"title":"one","page":{"number":2}}"#)?;
//! assert_eq!(object.get("title").and_then(|it| it.as_str()), Some("one"));
//! assert!(Object::parse(br#"{"title":"one","title":"two"}"#).is_err());
//! # Ok::<(), symbolon_jose::json::Error>(())
//! ```

pub mod document;
mod error;
mod known_members;
mod member_name;
pub(crate) mod members;
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

/// A JSON object in which every member name is unique, also in nested objects.
///
/// symbolon parses all JSON into this type first. JSON text that repeats a name in one object is
/// refused, because two programs could read different values for that name ([RFC 7515 §4],
/// [RFC 8725 §2.4]).
///
/// To read a member, call a `take_*` method, which removes the member and checks its type.
/// [`to_json`](Self::to_json) writes the members that remain, in the order of their names. This
/// order does not depend on the features of `serde_json`. If your program enables the feature
/// `arbitrary_precision` of `serde_json`, numbers with a fraction are refused.
///
/// `Debug` shows only the member names, because a value can be a secret, such as a token.
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
    /// Creates an object without members.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Parses JSON text that is an object, within [`Limits::DEFAULT`].
    ///
    /// # Errors
    /// - [`Error::Syntax`] if the text is not valid JSON or not encoded as UTF-8;
    /// - [`Error::NotAnObject`] if the text is JSON, but not an object;
    /// - [`Error::DuplicateMember`] if a member name occurs twice in one object, at any depth;
    /// - [`Error::TooLarge`], [`Error::TooDeep`] and [`Error::TooManyMembers`] if the text exceeds
    ///   a limit.
    pub fn parse(json: &[u8]) -> Result<Self, Error> {
        Self::parse_within(json, &Limits::DEFAULT)
    }

    /// Parses JSON text that is an object, and refuses text that exceeds `limits`. `limits.token`
    /// is the largest number of bytes that the text is allowed to have.
    ///
    /// # Errors
    /// An error if the text is not a JSON object, contains a member name twice in one object, or
    /// exceeds `limits`: see [`parse`](Self::parse).
    pub fn parse_within(json: &[u8], limits: &Limits) -> Result<Self, Error> {
        let ([], object) = Self::parse_known(json, [], limits)?;
        Ok(object)
    }

    /// Parses a JSON document that is a file or the body of an HTTP message, such as a JWK Set, and
    /// refuses text that exceeds `limits`.
    ///
    /// A byte order mark before the text is ignored, because some text editors write this mark
    /// ([RFC 8259 §8.1](https://www.rfc-editor.org/rfc/rfc8259#section-8.1)). For the JSON inside a
    /// token, use [`parse_within`](Self::parse_within), which refuses a byte order mark.
    ///
    /// ```
    /// use symbolon_jose::{Limits, Object};
    ///
    /// let body = b"\xef\xbb\xbf{\"keys\":[]}";
    /// assert!(Object::parse_document(body, &Limits::DEFAULT)?.contains("keys"));
    /// assert!(Object::parse(body).is_err());
    /// # Ok::<(), symbolon_jose::json::Error>(())
    /// ```
    ///
    /// # Errors
    /// The errors of [`parse_within`](Self::parse_within).
    pub fn parse_document(json: &[u8], limits: &Limits) -> Result<Self, Error> {
        const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
        Self::parse_within(json.strip_prefix(BYTE_ORDER_MARK).unwrap_or(json), limits)
    }

    /// Parses an object, and returns the members with these names separately from the others.
    ///
    /// This is faster than parsing the object first and then removing the members.
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

    /// Converts a value that implements `Serialize`, such as a struct of custom claims, to an
    /// object.
    ///
    /// # Errors
    /// - [`Error::NotAnObject`] if the value's JSON is not an object;
    /// - [`Error::Shape`] if the value cannot be serialised as JSON.
    pub fn from_serialize<T: Serialize + ?Sized>(value: &T) -> Result<Self, Error> {
        Self::from_value(serde_json::to_value(value).map_err(|_| Error::Shape)?)
    }

    /// Converts a `serde_json` value to an object.
    ///
    /// # Errors
    /// [`Error::NotAnObject`] if the value is not an object.
    pub fn from_value(value: Value) -> Result<Self, Error> {
        match value {
            Value::Object(map) => Ok(Self(map.into_iter().collect())),
            _ => Err(Error::NotAnObject),
        }
    }

    /// Converts the members to a type that implements `Deserialize`, such as a struct of custom
    /// claims. Members for which the type has no field are ignored.
    ///
    /// # Errors
    /// [`Error::Shape`] if a member is missing, or has a value that the type does not accept.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let members = self.0.iter().map(|(name, value)| (name.as_str(), value));
        T::deserialize(MapDeserializer::<_, serde_json::Error>::new(members))
            .map_err(|_| Error::Shape)
    }

    /// Returns the object as JSON text without white space, with the members in the order of their
    /// names.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Writing JSON with string keys to memory cannot fail.
        serde_json::to_string(&self.0).unwrap_or_default()
    }

    /// Returns the value of the member `name`, or `None` if the member is absent.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Returns whether the object has a member `name`. A member with the value `null` is present.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Returns the number of members.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether the object has no members.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the members in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Returns the names of the members, sorted by their bytes.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Adds a member. If the object already has a member `name`, its old value is replaced and
    /// returned; otherwise `None` is returned.
    pub fn insert(&mut self, name: &str, value: impl Into<Value>) -> Option<Value> {
        self.0.insert(name.to_owned(), value.into())
    }

    /// Sets the value of the member `name` if `value` is `Some`. If `value` is `None`, nothing
    /// changes.
    pub fn insert_some(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.insert(name, value);
        }
    }

    /// Removes the member `name`, and returns its value, or `None` if the member was absent.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name)
    }

    /// Adds the members of `other`. A member whose name this object already contains is not
    /// changed.
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
