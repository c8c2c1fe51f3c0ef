//! The reader of a JRD.

use std::collections::BTreeMap;

use symbolon_jose::Object;
use symbolon_jose::json::document::Value;

use super::{Jrd, Link};

impl Jrd {
    /// Reads a descriptor from a JSON object.
    #[must_use]
    pub fn from_object(mut object: Object) -> Self {
        let mut left_out = Vec::new();
        let mut reader = Reader { object: &mut object, place: "", left_out: &mut left_out };
        let subject = reader.text("subject");
        let aliases = reader.list("aliases", |value, _, _| text(value));
        let properties = reader.map("properties", property);
        let links = reader.list("links", link);
        Self { subject, aliases, properties, links, extra: object, left_out }
    }
}

/// Reads a link. RFC 7033 §4.4.4.1: `rel` is present, and gives the other members their meaning.
fn link(value: Value, place: &str, left_out: &mut Vec<String>) -> Option<Link> {
    let mut object = Object::from_value(value).ok()?;
    let rel = object.remove("rel").and_then(text)?;
    let mut reader = Reader { object: &mut object, place, left_out };
    let (media_type, href) = (reader.text("type"), reader.text("href"));
    let titles = reader.map("titles", text);
    let properties = reader.map("properties", property);
    Some(Link { rel, media_type, href, titles, properties, extra: object })
}

/// Reads the value of a property (RFC 7033 §4.4.3): a string or `null`.
fn property(value: Value) -> Option<Option<String>> {
    match value {
        Value::Null => Some(None),
        value => text(value).map(Some),
    }
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// A reader of the members of one object, which notes the members that it leaves out.
struct Reader<'a> {
    object: &'a mut Object,
    /// The JSON Pointer of the object.
    place: &'a str,
    left_out: &'a mut Vec<String>,
}

impl Reader<'_> {
    /// Removes a member. `null` and `""` count as absent.
    fn take(&mut self, name: &str) -> Option<Value> {
        self.object.remove(name).filter(|value| !value.is_null() && value.as_str() != Some(""))
    }

    /// Notes that the member `name`, or a value in it, is left out.
    fn note(&mut self, name: &str) {
        self.left_out.push(format!("{}/{name}", self.place));
    }

    fn text(&mut self, name: &str) -> Option<String> {
        let read = text(self.take(name)?);
        if read.is_none() {
            self.note(name);
        }
        read
    }

    /// Reads an array. An element that cannot be read is left out.
    fn list<T>(
        &mut self,
        name: &str,
        read: impl Fn(Value, &str, &mut Vec<String>) -> Option<T>,
    ) -> Vec<T> {
        let mut list = Vec::new();
        match self.take(name) {
            None => {}
            Some(Value::Array(values)) => {
                for (index, value) in values.into_iter().enumerate() {
                    let place = format!("{}/{name}/{index}", self.place);
                    match read(value, &place, self.left_out) {
                        Some(element) => list.push(element),
                        None => self.left_out.push(place),
                    }
                }
            }
            Some(_) => self.note(name),
        }
        list
    }

    /// Reads an object whose members are all of one type. A member that cannot be read is left out.
    fn map<T>(&mut self, name: &str, read: impl Fn(Value) -> Option<T>) -> BTreeMap<String, T> {
        let mut map = BTreeMap::new();
        match self.take(name) {
            None => {}
            Some(Value::Object(members)) => {
                let before = members.len();
                let read = members.into_iter().filter_map(|(key, value)| Some((key, read(value)?)));
                map.extend(read);
                if map.len() < before {
                    self.note(name);
                }
            }
            Some(_) => self.note(name),
        }
        map
    }
}
