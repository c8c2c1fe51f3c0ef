//! Documents whose members are declared in one table, such as the metadata of a provider.
//!
//! [`document!`](crate::document) turns a table into a plain struct with public fields. Reading,
//! writing and the list of known members follow from the same table, so that a member is written
//! once.

mod table;
#[cfg(test)]
mod tests;

use std::convert::Infallible;

use super::{MemberError, Object};
use crate::Excerpt;
use crate::rule::Section;

/// A member of a document, as the document's table declares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    name: &'static str,
    section: Section,
    absent: Absent,
}

/// What it means that a document does not have a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Absent {
    /// The document is refused, because the member is required.
    Refused,
    /// The specification states no default value.
    NoDefault,
    /// These texts are the default value. The default of a member that is not a list has one text.
    Texts(&'static [&'static str]),
    /// This boolean is the default value.
    Flag(bool),
}

impl Member {
    /// Creates a member from its name, its source, and the meaning of its absence.
    #[must_use]
    pub const fn new(name: &'static str, section: Section, absent: Absent) -> Self {
        Self { name, section, absent }
    }

    /// Returns the name of the member in JSON.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the section that defines the member, such as `"RFC 8414 §2"`.
    #[must_use]
    pub const fn section(&self) -> &'static str {
        self.section.name()
    }

    /// Returns the URL of the section that defines the member.
    #[must_use]
    pub const fn link(&self) -> &'static str {
        self.section.link()
    }

    /// Returns what it means that a document does not have the member.
    #[must_use]
    pub const fn absent(&self) -> Absent {
        self.absent
    }

    /// Checks whether a list contains a value. An empty list stands for the default of the member.
    #[must_use]
    pub fn lists<T: TextValue>(&self, list: &[T], value: &str) -> bool {
        if list.is_empty() {
            matches!(self.absent, Absent::Texts(default) if default.contains(&value))
        } else {
            list.iter().any(|listed| listed.as_text() == value)
        }
    }

    /// Returns the value of a boolean member: the stated value, else the member's default, else
    /// `false`.
    #[must_use]
    pub fn flag(&self, stated: Option<bool>) -> bool {
        stated.unwrap_or(matches!(self.absent, Absent::Flag(true)))
    }
}

/// A type that a member of a document can have.
///
/// Implemented for every [`TextValue`], for lists (`Vec`) of such values, for `bool`, `u64` and
/// [`Object`], and for an `Option` of any of these. Implement it for types with another shape in
/// JSON.
pub trait MemberType: Sized {
    /// Why a value of the right JSON type is refused.
    type Error;

    /// Takes the member of this name out of an object. Returns `None` if it is absent.
    ///
    /// # Errors
    /// [`ReadError::Type`] when the value has another JSON type, [`ReadError::Value`] when the type
    /// refuses the value.
    fn take(
        object: &mut Object,
        name: &'static str,
    ) -> Result<Option<Self>, ReadError<Self::Error>>;

    /// Puts the value into an object under this name, unless the value stands for an absent member.
    fn put(&self, object: &mut Object, name: &'static str);
}

/// A value that is one JSON string in a document.
///
/// Reading a text and writing the value again yields the same text, or one of the same meaning. Do
/// not implement it for a secret: when a text is refused, the error shows its beginning.
pub trait TextValue: Sized {
    /// Why a text is refused.
    type Error;

    /// Reads the value from its text.
    ///
    /// # Errors
    /// The type's own error when the text does not have the type's grammar.
    fn from_text(text: &str) -> Result<Self, Self::Error>;

    /// Returns the value's text.
    fn as_text(&self) -> &str;
}

/// Why a member of a document cannot be read.
///
/// The error type of a document has a `From` for each `E` that its members have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError<E> {
    /// The document does not have the member, which is required.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// The member has another JSON type.
    #[error(transparent)]
    Type(#[from] MemberError),
    /// The member has the right JSON type, and its value is refused.
    #[error("`{member}` has the value {found}, which is refused: {error}")]
    Value {
        /// The member's name.
        member: &'static str,
        /// The beginning of the refused text.
        found: Excerpt,
        /// Why the text is refused.
        error: E,
    },
}

impl<T: TextValue> MemberType for T {
    type Error = T::Error;

    fn take(object: &mut Object, name: &'static str) -> Result<Option<Self>, ReadError<T::Error>> {
        object.take_string(name)?.map(|text| read_text(name, &text)).transpose()
    }

    fn put(&self, object: &mut Object, name: &'static str) {
        object.insert(name, self.as_text());
    }
}

impl<T: TextValue> MemberType for Vec<T> {
    type Error = T::Error;

    fn take(object: &mut Object, name: &'static str) -> Result<Option<Self>, ReadError<T::Error>> {
        let Some(texts) = object.take_strings(name)? else { return Ok(None) };
        texts.iter().map(|text| read_text(name, text)).collect::<Result<_, _>>().map(Some)
    }

    fn put(&self, object: &mut Object, name: &'static str) {
        // Discovery §4.2: a member with zero elements is omitted.
        if !self.is_empty() {
            object.insert(name, self.iter().map(T::as_text).collect::<Vec<_>>());
        }
    }
}

impl<T: MemberType> MemberType for Option<T> {
    type Error = T::Error;

    fn take(object: &mut Object, name: &'static str) -> Result<Option<Self>, ReadError<T::Error>> {
        T::take(object, name).map(|value| value.map(Some))
    }

    fn put(&self, object: &mut Object, name: &'static str) {
        if let Some(value) = self {
            value.put(object, name);
        }
    }
}

impl MemberType for bool {
    type Error = Infallible;

    fn take(
        object: &mut Object,
        name: &'static str,
    ) -> Result<Option<Self>, ReadError<Infallible>> {
        Ok(object.take_bool(name)?)
    }

    fn put(&self, object: &mut Object, name: &'static str) {
        object.insert(name, *self);
    }
}

impl MemberType for u64 {
    type Error = Infallible;

    fn take(
        object: &mut Object,
        name: &'static str,
    ) -> Result<Option<Self>, ReadError<Infallible>> {
        Ok(object.take_u64(name)?)
    }

    fn put(&self, object: &mut Object, name: &'static str) {
        object.insert(name, *self);
    }
}

impl MemberType for Object {
    type Error = Infallible;

    fn take(
        object: &mut Object,
        name: &'static str,
    ) -> Result<Option<Self>, ReadError<Infallible>> {
        Ok(object.take_object(name)?)
    }

    fn put(&self, object: &mut Object, name: &'static str) {
        object.insert(name, self.clone());
    }
}

impl TextValue for String {
    type Error = Infallible;

    fn from_text(text: &str) -> Result<Self, Infallible> {
        Ok(text.to_owned())
    }

    fn as_text(&self) -> &str {
        self
    }
}

fn read_text<T: TextValue>(member: &'static str, text: &str) -> Result<T, ReadError<T::Error>> {
    T::from_text(text).map_err(|error| ReadError::Value {
        member,
        found: Excerpt::new(text),
        error,
    })
}
