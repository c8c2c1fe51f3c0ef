//! Members with known names, kept apart from the others while an object is read.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;

use super::strict::Members;

/// Members sorted while they are read: those with a known name, in the order of `names`, and all
/// others. A known member costs no map entry and no copy of its name.
pub(super) struct KnownMembers<const N: usize> {
    names: [&'static str; N],
    pub(super) known: [Option<Value>; N],
    pub(super) others: BTreeMap<String, Value>,
}

impl<const N: usize> KnownMembers<N> {
    /// Creates an empty collection that knows these names.
    pub(super) fn new(names: [&'static str; N]) -> Self {
        Self { names, known: [const { None }; N], others: BTreeMap::new() }
    }
}

impl<const N: usize> Members for KnownMembers<N> {
    fn add(&mut self, name: Cow<'_, str>) -> Option<&mut Value> {
        // Compared byte by byte, since most names of the same length differ in the first byte.
        let same = |other: &str| other.bytes().eq(name.bytes());
        match self.names.iter().zip(&mut self.known).find(|(other, _)| same(other)) {
            None => self.others.add(name),
            Some((_, Some(_))) => None,
            Some((_, member)) => Some(member.insert(Value::Null)),
        }
    }
}
