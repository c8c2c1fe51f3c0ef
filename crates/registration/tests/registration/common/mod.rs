//! Documents that the tests change.

use symbolon_jose::Object;

/// A document with every member of the table. It is readable, but breaks rules that exclude
/// members from each other.
pub(crate) const FULL: &str = include_str!("full.json");

/// Parses a JSON object.
pub(crate) fn object(json: &str) -> Object {
    Object::parse(json.as_bytes()).unwrap()
}
