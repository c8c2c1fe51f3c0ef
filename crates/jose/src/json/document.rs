//! Documents whose members are declared in one table, such as the metadata of a provider.
//!
//! [`document!`](crate::document) turns a table into a plain struct with public fields. It also
//! generates the reading, the writing and the list of known members from the table, so that each
//! member is declared only once.
//!
//! ```
//! # mod note {
//! # use std::convert::Infallible; use symbolon_jose::{Object, json::document::ReadError};
//! symbolon_jose::document! {
//!     /// A note with a title.
//!     pub struct Note, refused with ReadError<Infallible> {
//!         section "Notes §1" "https://notes.example/#1" {
//!             /// The title.
//!             title: String = required;
//!         }
//!     }
//! }
//! # impl Note { pub fn of(object: Object) -> Result<Self, ReadError<Infallible>> { Self::read(object, |_, _, error| Err(error)) }
//! #     pub fn both(&self) -> Object { let _ = Self::minimal(String::new()); self.write() } }
//! # }
//! # use note::Note;
//! assert_eq!(Note::MEMBERS[0].name(), "title");
//! # assert!(Note::of(symbolon_jose::Object::new()).is_err());
//! ```

mod stated_list;
mod table;
#[cfg(test)]
mod tests;

use std::convert::Infallible;

#[doc(hidden)]
pub use serde_json::Value;
pub use stated_list::StatedList;

use super::{MemberError, Object};
use crate::Excerpt;
use crate::rule::Section;

/// A member of a JSON document that [`document!`](crate::document) declares: its name, the section
/// that defines it, and what its absence means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    name: &'static str,
    section: Section,
    absent: Absent,
}

/// The meaning of a member that is absent from a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Absent {
    /// The member is required. A document without the member is refused when it is read. If readers
    /// accept documents without the member, the writer of the document must still write the member.
    Refused,
    /// The member is optional, and the specification states no default value.
    NoDefault,
    /// The JSON member is optional, and these strings are its default value. If the value of the
    /// member is a single string instead of an array, the list contains exactly one string.
    Texts(&'static [&'static str]),
    /// The member is optional, and this boolean is its default value.
    Flag(bool),
}

impl Member {
    /// Creates a member from its name in JSON, the section that defines it, and what its absence
    /// means.
    #[must_use]
    pub const fn new(name: &'static str, section: Section, absent: Absent) -> Self {
        Self { name, section, absent }
    }

    /// Returns the name of the member in JSON.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the name of the section that defines the member, such as `"RFC 8414 §2"`.
    #[must_use]
    pub const fn section(&self) -> &'static str {
        self.section.name()
    }

    /// Returns the URL of the section that defines the member.
    #[must_use]
    pub const fn link(&self) -> &'static str {
        self.section.link()
    }

    /// Returns the meaning of the absence of the member from a document.
    #[must_use]
    pub const fn absent(&self) -> Absent {
        self.absent
    }

    /// Returns whether `list` contains `value`. Pass the value that this member has in a document
    /// as `list`, or an empty list if the document does not have the member. For an empty list, the
    /// member's default value is searched instead.
    #[must_use]
    pub fn lists<T: TextValue>(&self, list: &[T], value: &str) -> bool {
        if list.is_empty() {
            matches!(self.absent, Absent::Texts(default) if default.contains(&value))
        } else {
            list.iter().any(|listed| listed.as_text() == value)
        }
    }

    /// Returns the value of this boolean member. `stated` is the value that the document contains.
    /// If `stated` is `None`, the member's default value is returned, or `false` if it has no
    /// default.
    #[must_use]
    pub fn flag(&self, stated: Option<bool>) -> bool {
        stated.unwrap_or(matches!(self.absent, Absent::Flag(true)))
    }
}

/// A Rust type for a member of a document. The type converts the member from JSON and to JSON.
///
/// The trait is implemented for every [`TextValue`], for lists (`Vec` and [`StatedList`]) of text
/// values, for `bool`, `u64` and [`Object`], and for an `Option` of any of these types. If your type is a single string
/// in JSON, implement [`TextValue`]. If your type has a different form in JSON, implement this
/// trait.
pub trait MemberType: Sized {
    /// The reason why a value of the right JSON type is refused.
    type Error;

    /// Removes the member `name` from an object, and converts its value to this type. Returns
    /// `None` if the member is absent.
    ///
    /// # Errors
    /// - [`ReadError::Type`] if the member does not have the JSON type that `Self` requires;
    /// - [`ReadError::Value`] if the member has the right JSON type, but its value is refused.
    fn take(
        object: &mut Object,
        name: &'static str,
    ) -> Result<Option<Self>, ReadError<Self::Error>>;

    /// Removes the member `name` from an object, and converts the values in it that can be read.
    /// Passes each value that cannot be read to `odd`, with the reason. Returns `None` if the
    /// member is absent, or if its whole value cannot be read.
    fn take_readable(
        object: &mut Object,
        name: &'static str,
        odd: &mut dyn FnMut(&Value, ReadError<Self::Error>),
    ) -> Option<Self> {
        let stated = object.get(name)?.clone();
        Self::take(object, name).unwrap_or_else(|error| {
            odd(&stated, error);
            None
        })
    }

    /// Adds the value to an object as the member `name`. A value that stands for an absent member,
    /// such as `None` or an empty list, is not added.
    fn put(&self, object: &mut Object, name: &'static str);
}

/// A type whose value is a single string in a JSON document.
///
/// `as_text` must return the text that was passed to `from_text`, or a text of the same meaning. Do
/// not implement this trait for a secret: when a text is refused, the error shows the beginning of
/// the text.
pub trait TextValue: Sized {
    /// The reason why a text is refused.
    type Error;

    /// Creates a value from the text of a JSON string.
    ///
    /// # Errors
    /// [`Self::Error`](Self::Error) if the text does not have the syntax of this type.
    fn from_text(text: &str) -> Result<Self, Self::Error>;

    /// Returns the text of the JSON string that represents the value.
    fn as_text(&self) -> &str;
}

/// The reason why a member of a document cannot be read.
///
/// `E` is the error type of the member's [`MemberType`]. The error type of a document must
/// implement `From<ReadError<E>>` for the `E` of each member. This enum is deliberately exhaustive,
/// because this conversion has to decide about each reason.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError<E> {
    /// A required member is absent. The string is the name of the member.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// The member does not have the expected JSON type.
    #[error(transparent)]
    Type(#[from] MemberError),
    /// The member has the right JSON type, but its value is refused.
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

    /// Reads the elements of a list that can be read, and leaves out the other elements.
    fn take_readable(
        object: &mut Object,
        name: &'static str,
        odd: &mut dyn FnMut(&Value, ReadError<T::Error>),
    ) -> Option<Self> {
        const EXPECTED: &str = "an array of strings";
        let wrong_type = || ReadError::Type(MemberError { name, expected: EXPECTED });
        let values = match object.remove(name)? {
            Value::Array(values) => values,
            other => {
                odd(&other, wrong_type());
                return None;
            }
        };
        let mut list = Self::new();
        for value in &values {
            let text = value.as_str().ok_or_else(wrong_type);
            match text.and_then(|text| read_text(name, text)) {
                Ok(value) => list.push(value),
                Err(error) => odd(value, error),
            }
        }
        Some(list)
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

    fn take_readable(
        object: &mut Object,
        name: &'static str,
        odd: &mut dyn FnMut(&Value, ReadError<T::Error>),
    ) -> Option<Self> {
        T::take_readable(object, name, odd).map(Some)
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
