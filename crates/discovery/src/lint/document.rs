//! A document that is being checked.

use symbolon_jose::Object;
use symbolon_jose::json::document::{Absent, Value};
use symbolon_oauth::Issuer;

use crate::metadata::{LeftOut, member};
use crate::{Endpoint, ProviderMetadata};

/// A metadata document: its JSON, and what a relying party reads from it.
pub(crate) struct Document<'a> {
    /// The members as they are published.
    pub(super) object: &'a Object,
    /// What a relying party reads. Required members that cannot be read have placeholders.
    pub(super) metadata: Option<ProviderMetadata>,
    /// The issuer, if the document states a readable issuer.
    pub(super) issuer: Option<Issuer>,
}

/// The members without which [`ProviderMetadata`] cannot be read.
pub(super) const REQUIRED: [&str; 2] = ["authorization_endpoint", "jwks_uri"];

impl<'a> Document<'a> {
    pub(super) fn new(object: &'a Object) -> Self {
        let text = object.get("issuer").and_then(Value::as_str).unwrap_or_default();
        let issuer = Issuer::new(text).or_else(|_| Issuer::on_loopback(text)).ok();
        Self { object, metadata: read(object.clone(), issuer.as_ref()), issuer }
    }

    /// Returns a member that has a value. `null` and `""` count as absent.
    pub(super) fn get(&self, name: &str) -> Option<&'a Value> {
        self.object.get(name).filter(|it| !it.is_null() && it.as_str() != Some(""))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Returns the text of a member.
    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        self.get(name).and_then(Value::as_str)
    }

    /// Returns the strings of a list that the document states. Returns an empty list if the document
    /// does not state the list.
    pub(super) fn stated(&self, name: &str) -> Vec<&'a str> {
        let list = self.get(name).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// Returns the strings of a list, or its default if the document does not state the list.
    pub(super) fn list(&self, name: &str) -> Vec<&'a str> {
        let stated = self.stated(name);
        match member(name).map(|member| member.absent()) {
            Some(Absent::Texts(default)) if stated.is_empty() => default.to_vec(),
            _ => stated,
        }
    }

    pub(super) fn lists(&self, name: &str, value: &str) -> bool {
        self.list(name).contains(&value)
    }

    /// Returns a flag, or its default if the document does not state the flag.
    pub(super) fn flag(&self, name: &str) -> bool {
        let stated = self.get(name).and_then(Value::as_bool);
        member(name).map_or(stated == Some(true), |member| member.flag(stated))
    }

    /// Returns the words of each response type.
    pub(super) fn response_types(&self) -> Vec<Vec<&'a str>> {
        let types = self.stated("response_types_supported");
        types.into_iter().map(|it| it.split(' ').collect()).collect()
    }

    /// Returns whether a response type contains this word, such as `code`.
    pub(super) fn has_response_type_with(&self, word: &str) -> bool {
        self.response_types().iter().any(|words| words.contains(&word))
    }

    /// Returns the values that a relying party leaves out because it cannot read them.
    pub(super) fn left_out(&self) -> &[LeftOut] {
        self.metadata.as_ref().map_or(&[], ProviderMetadata::left_out)
    }
}

/// Reads a document as a relying party does. A placeholder replaces each required member that the
/// relying party could not read, so that all other members are read.
fn read(mut object: Object, issuer: Option<&Issuer>) -> Option<ProviderMetadata> {
    let placeholder = "https://placeholder.invalid";
    let issuer = issuer.cloned().or_else(|| Issuer::new(placeholder).ok())?;
    object.insert("issuer", issuer.as_str());
    for name in REQUIRED {
        let stated = object.get(name).and_then(Value::as_str).unwrap_or_default();
        if Endpoint::beside(stated, &issuer).is_err() {
            object.insert(name, placeholder);
        }
    }
    ProviderMetadata::from_object(object, &issuer).ok()
}
