//! Reading client metadata, strictly from a client and leniently from a provider.

use symbolon_jose::Object;
use symbolon_jose::json::document::Value;

use super::{ClientMetadata, ClientMetadataError};
use crate::limits;

/// A member of client metadata, or one value of a list, that
/// [`ClientMetadata::from_answer`] left out because it could not read the value.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UnreadMember {
    /// The name of the member.
    pub member: &'static str,
    /// The reason why the value cannot be read.
    pub error: ClientMetadataError,
}

impl ClientMetadata {
    /// Reads metadata from the JSON text of a client. A byte order mark before the text is ignored.
    ///
    /// The text is allowed to have 64 KiB, 16 levels of nesting, 256 members in each object or
    /// list, and 4 096 values.
    ///
    /// # Errors
    /// [`ClientMetadataError::Json`] when the text is not a JSON object or exceeds a limit, and the
    /// errors of [`from_object`](Self::from_object).
    pub fn parse(json: &[u8]) -> Result<Self, ClientMetadataError> {
        Self::from_object(Object::parse_document(json, &limits::DOCUMENT)?)
    }

    /// Reads metadata that a client sent, from a JSON object.
    ///
    /// A member that is `null` or `""` counts as absent. An empty list counts as absent too, except
    /// in `response_types`, `grant_types` and `response_modes`. Members that are not known are
    /// kept in [`extra`](Self::extra).
    ///
    /// # Errors
    /// - [`ClientMetadataError::Member`] when a known member does not have its JSON type.
    /// - [`ClientMetadataError::Value`] when a value has the right JSON type, but its syntax is not
    ///   allowed.
    pub fn from_object(mut object: Object) -> Result<Self, ClientMetadataError> {
        remove_absent(&mut object);
        Self::read(object, |_, _, error| Err(error))
    }

    /// Reads metadata that a provider sent, from a JSON object, and leaves out the members and
    /// elements of lists that cannot be read. [`unread`](Self::unread) lists them.
    #[must_use]
    pub fn from_answer(mut object: Object) -> Self {
        remove_absent(&mut object);
        let mut unread = Vec::new();
        let metadata = Self::read(object, |member, _, error| {
            unread.push(UnreadMember { member, error });
            Ok(())
        });
        // No member is required, so the reader lists each error and returns none itself.
        Self { unread, ..metadata.unwrap_or_default() }
    }

    /// Returns the values that [`from_answer`](Self::from_answer) left out.
    #[must_use]
    pub fn unread(&self) -> &[UnreadMember] {
        &self.unread
    }
}

/// Removes the members of the table that are `null` or `""`, in every language.
///
/// RFC 7592 §2.2: a client that wants to delete a member sends `null` or leaves the member out.
fn remove_absent(object: &mut Object) {
    let is_absent = |value: &Value| value.is_null() || value.as_str() == Some("");
    let is_member = |name: &str| {
        let name = name.split_once('#').map_or(name, |(name, _)| name);
        ClientMetadata::MEMBERS.iter().any(|member| member.name() == name)
    };
    let absent = object.iter().filter(|(name, value)| is_absent(value) && is_member(name));
    let absent: Vec<String> = absent.map(|(name, _)| name.to_owned()).collect();
    for name in absent {
        object.remove(&name);
    }
}
