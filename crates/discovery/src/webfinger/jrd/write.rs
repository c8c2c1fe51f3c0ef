//! The writer of a JRD.

use std::collections::BTreeMap;

use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_TYPE};
use http::{HeaderValue, Response};
use symbolon_jose::Object;
use symbolon_jose::json::document::Value;

use super::{Jrd, Link};

impl Jrd {
    /// Returns the descriptor as a JSON object, which includes the members of
    /// [`extra`](Self::extra). Empty members are omitted.
    #[must_use]
    pub fn to_object(&self) -> Object {
        let mut object = Object::new();
        object.insert_some("subject", self.subject.clone());
        object.insert_some("aliases", array(self.aliases.iter().cloned().map(Value::String)));
        object.insert_some("properties", map(&self.properties));
        object.insert_some("links", array(self.links.iter().map(Link::to_value)));
        object.extend(without(&self.extra, &["subject", "aliases", "properties", "links"]));
        object
    }

    /// Creates the response with the descriptor. Every web page is allowed to read the response
    /// ([RFC 7033 §5](https://www.rfc-editor.org/rfc/rfc7033#section-5)).
    #[must_use]
    pub fn to_http(&self) -> Response<Vec<u8>> {
        let mut response = Response::new(self.to_object().to_json().into_bytes());
        let content_type = HeaderValue::from_static(super::super::CONTENT_TYPE);
        response.headers_mut().insert(CONTENT_TYPE, content_type);
        response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        response
    }
}

impl Link {
    fn to_value(&self) -> Value {
        let mut object = Object::new();
        object.insert("rel", self.rel.clone());
        object.insert_some("type", self.media_type.clone());
        object.insert_some("href", self.href.clone());
        object.insert_some("titles", map(&self.titles));
        object.insert_some("properties", map(&self.properties));
        object.extend(without(&self.extra, &["rel", "type", "href", "titles", "properties"]));
        object.into()
    }
}

fn array(values: impl Iterator<Item = Value>) -> Option<Value> {
    let values: Vec<Value> = values.collect();
    (!values.is_empty()).then_some(Value::Array(values))
}

fn map<T: Clone + Into<Value>>(members: &BTreeMap<String, T>) -> Option<Value> {
    let mut object = Object::new();
    for (name, value) in members {
        object.insert(name, value.clone());
    }
    (!object.is_empty()).then(|| object.into())
}

/// Returns the members of `extra` without those that have a field.
fn without(extra: &Object, fields: &[&str]) -> Object {
    let mut extra = extra.clone();
    for field in fields {
        extra.remove(field);
    }
    extra
}
