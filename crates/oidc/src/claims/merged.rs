//! Two sorted lists of members, written as one JSON object.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

/// Writes a JSON object with the members of both lists. If both have a member of the same name, the
/// member in `known` is written. Both lists must be sorted by name.
pub(crate) fn serialize<'a, S: Serializer>(
    serializer: S,
    known: &[(impl AsRef<str>, impl Serialize)],
    extra: impl Iterator<Item = (&'a str, &'a Value)>,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    let mut known = known.iter().peekable();
    for (name, value) in extra {
        while let Some((earlier, value)) = known.next_if(|(known, _)| known.as_ref() < name) {
            map.serialize_entry(earlier.as_ref(), value)?;
        }
        if known.peek().is_none_or(|(known, _)| known.as_ref() != name) {
            map.serialize_entry(name, value)?;
        }
    }
    for (name, value) in known {
        map.serialize_entry(name.as_ref(), value)?;
    }
    map.end()
}
