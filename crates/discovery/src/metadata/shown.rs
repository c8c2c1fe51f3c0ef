//! Members by name, and values as a report shows them.

use symbolon_jose::Excerpt;
use symbolon_jose::json::document::{Member, Value};

use super::ProviderMetadata;

/// Returns the member of provider metadata with this name.
pub(crate) fn member(name: &str) -> Option<&'static Member> {
    ProviderMetadata::MEMBERS.iter().find(|member| member.name() == name)
}

/// Returns a value of a document as it is shown in a sentence.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => Excerpt::new(text).to_string(),
        other => {
            let text = other.to_string();
            // The quotation marks around an excerpt are those of a string.
            let excerpt = Excerpt::new(&text).to_string();
            excerpt.trim_matches('"').to_owned()
        }
    }
}

/// Returns the name of a member as it is shown in a sentence.
pub(crate) fn shown_name(name: &str) -> String {
    Excerpt::new(name).to_string().trim_matches('"').to_owned()
}
