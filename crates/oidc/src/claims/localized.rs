//! One claim in several languages and scripts.

use std::collections::BTreeMap;

use serde_json::Value;
use symbolon_jose::{MemberError, Object};

/// A claim that people read, without a language tag and with any number of them: `website` and
/// `website#de`
/// ([Core §5.2](https://openid.net/specs/openid-connect-core-1_0.html#ClaimsLanguagesAndScripts)).
///
/// ```
/// use symbolon_oidc::Localized;
///
/// let name = Localized::new("Tanaka").language("ja-Kana-JP", "タナカ");
/// assert_eq!(name.get("ja-kana-jp"), Some("タナカ"));
/// assert_eq!(name.default.as_deref(), Some("Tanaka"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Localized {
    /// The value without a language tag.
    pub default: Option<String>,
    /// The values with one, by the language tag as it was spelled.
    pub by_language: BTreeMap<String, String>,
}

impl Localized {
    /// A value in no particular language.
    #[must_use]
    pub fn new(value: &str) -> Self {
        Self { default: Some(value.to_owned()), by_language: BTreeMap::new() }
    }

    /// The value in this language, too.
    #[must_use]
    pub fn language(mut self, tag: &str, value: &str) -> Self {
        self.by_language.insert(tag.to_owned(), value.to_owned());
        self
    }

    /// The value with this language tag, however its letters are cased.
    #[must_use]
    pub fn get(&self, tag: &str) -> Option<&str> {
        // Core §5.2: language tags are interpreted in a case-insensitive manner.
        let found = self.by_language.iter().find(|(known, _)| known.eq_ignore_ascii_case(tag));
        found.map(|(_, value)| value.as_str())
    }

    /// Whether the claim was not given at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.default.is_none() && self.by_language.is_empty()
    }

    pub(super) fn take_from(object: &mut Object, name: &'static str) -> Result<Self, MemberError> {
        let default = object.take_string(name)?;
        let mut by_language = BTreeMap::new();
        for tag in tags(object, name) {
            match object.remove(&format!("{name}#{tag}")) {
                Some(Value::String(value)) => by_language.insert(tag, value),
                _ => return Err(MemberError { name, expected: "a string in every language" }),
            };
        }
        Ok(Self { default, by_language })
    }

    pub(super) fn put_into(&self, object: &mut Object, name: &str) {
        object.insert_some(name, self.default.as_deref());
        for (tag, value) in &self.by_language {
            object.insert(&format!("{name}#{tag}"), value.as_str());
        }
    }
}

/// The language tags under which the object has the claim of this name.
fn tags(object: &Object, name: &str) -> Vec<String> {
    let tag = |member: &str| {
        // Core §5.2: the tag is added to the member name, delimited by "#".
        let tag = member.strip_prefix(name)?.strip_prefix('#')?;
        (!tag.is_empty()).then(|| tag.to_owned())
    };
    object.names().filter_map(tag).collect()
}
