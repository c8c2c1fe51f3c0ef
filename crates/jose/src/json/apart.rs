use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;

use super::strict::Members;

/// The members of some names, in the order of the names, and the rest: whoever knows the names saves
/// the map.
pub(super) struct Apart<const N: usize> {
    names: [&'static str; N],
    pub(super) taken: [Option<Value>; N],
    pub(super) rest: BTreeMap<String, Value>,
}

impl<const N: usize> Apart<N> {
    pub(super) fn new(names: [&'static str; N]) -> Self {
        Self { names, taken: [const { None }; N], rest: BTreeMap::new() }
    }
}

impl<const N: usize> Members for Apart<N> {
    fn place(&mut self, name: Cow<'_, str>) -> Option<&mut Value> {
        // Byte by byte, since most names of the same length differ in the first.
        let same = |other: &str| other.bytes().eq(name.bytes());
        match self.names.iter().zip(&mut self.taken).find(|(other, _)| same(other)) {
            None => self.rest.place(name),
            Some((_, Some(_))) => None,
            Some((_, taken)) => Some(taken.insert(Value::Null)),
        }
    }
}
