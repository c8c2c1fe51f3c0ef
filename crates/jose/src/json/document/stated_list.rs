//! A list for which an empty array differs from an absent member.

use super::{MemberType, ReadError, TextValue};
use crate::Object;

/// A list of a document for which an empty array differs from an absent member.
///
/// A member of type `Option<StatedList<T>>` is written as `[]` if the list is stated and empty. A
/// member of type `Vec<T>` is not written if the list is empty. An example is `response_types` of
/// client metadata: an absent member stands for `["code"]`
/// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
///
/// ```
/// use symbolon_jose::Object;
/// use symbolon_jose::json::document::{MemberType, StatedList};
///
/// let mut object = Object::parse(br#"{"response_types":[]}"#)?;
/// let stated = StatedList::<String>::take(&mut object, "response_types")?;
/// assert_eq!(stated, Some(StatedList(vec![])));
/// stated.unwrap_or_default().put(&mut object, "response_types");
/// assert_eq!(object.to_json(), r#"{"response_types":[]}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatedList<T>(
    /// The elements of the list.
    pub Vec<T>,
);

impl<T: TextValue> MemberType for StatedList<T> {
    type Error = T::Error;

    fn take(object: &mut Object, name: &'static str) -> Result<Option<Self>, ReadError<T::Error>> {
        Ok(Vec::take(object, name)?.map(Self))
    }

    fn take_readable(
        object: &mut Object,
        name: &'static str,
        odd: &mut dyn FnMut(&super::Value, ReadError<T::Error>),
    ) -> Option<Self> {
        Vec::take_readable(object, name, odd).map(Self)
    }

    fn put(&self, object: &mut Object, name: &'static str) {
        object.insert(name, self.0.iter().map(T::as_text).collect::<Vec<_>>());
    }
}
