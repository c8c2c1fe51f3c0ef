//! A claim in several languages and scripts.

use std::collections::BTreeMap;

use symbolon_jose::Object;
use symbolon_jose::json::document::{MemberType, ReadError, TextValue};
use symbolon_oauth::PageUrl;

use super::Reader;

/// A claim with a default value and values in other languages: in JSON, `name` is the member of the
/// default value, and `name#de` is the member of the German value
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
    /// The values that have a language tag. The key is the tag, in the upper and lower case in
    /// which it was received or added.
    pub by_language: BTreeMap<String, String>,
}

impl Localized {
    /// Creates a claim with a value that has no language tag.
    #[must_use]
    pub fn new(value: &str) -> Self {
        Self { default: Some(value.to_owned()), by_language: BTreeMap::new() }
    }

    /// Adds a value with a language tag. A value that was added earlier with the same spelling of
    /// the tag is replaced.
    #[must_use]
    pub fn language(mut self, tag: &str, value: &str) -> Self {
        self.by_language.insert(tag.to_owned(), value.to_owned());
        self
    }

    /// Returns the value with this language tag. The comparison of tags ignores upper and lower
    /// case.
    #[must_use]
    pub fn get(&self, tag: &str) -> Option<&str> {
        // Core §5.2: language tags are compared without regard to case.
        let found = self.by_language.iter().find(|(known, _)| known.eq_ignore_ascii_case(tag));
        found.map(|(_, value)| value.as_str())
    }

    /// Returns whether the claim has no value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.default.is_none() && self.by_language.is_empty()
    }

    pub(super) fn take_from(reader: &mut Reader<'_>, name: &str) -> Self {
        let (default, by_language) = take(reader, name, |reader, name| reader.text(name));
        Self { default, by_language }
    }
}

/// A claim that is the URL of a web page or picture, with a default value and values in other
/// languages
/// ([Core §5.2](https://openid.net/specs/openid-connect-core-1_0.html#ClaimsLanguagesAndScripts)).
///
/// Every URL is a [`PageUrl`], so a program can show it as a link: it is never a `javascript:` or
/// `data:` URL.
///
/// ```
/// use symbolon_oauth::PageUrl;
/// use symbolon_oidc::LocalizedPage;
///
/// let website = LocalizedPage::new(PageUrl::new("https://jane.example")?)
///     .language("de", PageUrl::new("https://jane.example/de")?);
/// assert_eq!(website.get("DE").map(PageUrl::as_str), Some("https://jane.example/de"));
/// # Ok::<(), symbolon_oauth::PageUrlError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LocalizedPage {
    /// The URL without a language tag.
    pub default: Option<PageUrl>,
    /// The URLs that have a language tag. The key is the tag, in the upper and lower case in which
    /// it was received or added.
    pub by_language: BTreeMap<String, PageUrl>,
}

impl LocalizedPage {
    /// Creates a claim with a URL that has no language tag.
    #[must_use]
    pub fn new(url: PageUrl) -> Self {
        Self { default: Some(url), by_language: BTreeMap::new() }
    }

    /// Adds a URL with a language tag. A URL that was added earlier with the same spelling of the
    /// tag is replaced.
    #[must_use]
    pub fn language(mut self, tag: &str, url: PageUrl) -> Self {
        self.by_language.insert(tag.to_owned(), url);
        self
    }

    /// Returns the URL with this language tag. The comparison of tags ignores upper and lower case.
    #[must_use]
    pub fn get(&self, tag: &str) -> Option<&PageUrl> {
        // Core §5.2: language tags are compared without regard to case.
        let found = self.by_language.iter().find(|(known, _)| known.eq_ignore_ascii_case(tag));
        found.map(|(_, url)| url)
    }

    /// Returns whether the claim has no URL.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.default.is_none() && self.by_language.is_empty()
    }

    pub(super) fn take_from(reader: &mut Reader<'_>, name: &str) -> Self {
        let (default, by_language) = take(reader, name, |reader, name| reader.page(name));
        Self { default, by_language }
    }
}

/// Removes a claim in all its languages.
fn take<T>(
    reader: &mut Reader<'_>,
    name: &str,
    read: impl Fn(&mut Reader<'_>, &str) -> Option<T>,
) -> (Option<T>, BTreeMap<String, T>) {
    let default = read(reader, name);
    let mut by_language = BTreeMap::new();
    for tag in tags(reader.object, name) {
        if let Some(value) = read(reader, &format!("{name}#{tag}")) {
            by_language.insert(tag, value);
        }
    }
    (default, by_language)
}

/// Reads and writes a member of a document in all its languages, such as `client_name` and
/// `client_name#de` of client metadata
/// ([Registration §2.1](https://openid.net/specs/openid-connect-registration-1_0.html#LanguagesAndScripts)).
macro_rules! member_type {
    ($type:ident, $value:ty) => {
        impl MemberType for $type {
            type Error = <$value as TextValue>::Error;

            fn take(
                object: &mut Object,
                name: &'static str,
            ) -> Result<Option<Self>, ReadError<Self::Error>> {
                let default = <$value>::take(object, name)?;
                let mut by_language = BTreeMap::new();
                for tag in tags(object, name) {
                    // `take` puts the given name into its error, so the value is moved to it.
                    let Some(value) = object.remove(&format!("{name}#{tag}")) else { continue };
                    object.insert(name, value);
                    if let Some(value) = <$value>::take(object, name)? {
                        by_language.insert(tag, value);
                    }
                }
                let value = Self { default, by_language };
                Ok((!value.is_empty()).then_some(value))
            }

            fn take_readable(
                object: &mut Object,
                name: &'static str,
                odd: &mut dyn FnMut(&serde_json::Value, ReadError<Self::Error>),
            ) -> Option<Self> {
                let default = <$value>::take_readable(object, name, odd);
                let mut by_language = BTreeMap::new();
                for tag in tags(object, name) {
                    let Some(value) = object.remove(&format!("{name}#{tag}")) else { continue };
                    object.insert(name, value);
                    if let Some(value) = <$value>::take_readable(object, name, odd) {
                        by_language.insert(tag, value);
                    }
                }
                let value = Self { default, by_language };
                (!value.is_empty()).then_some(value)
            }

            fn put(&self, object: &mut Object, name: &'static str) {
                if let Some(default) = &self.default {
                    default.put(object, name);
                }
                for (tag, value) in &self.by_language {
                    object.insert(&format!("{name}#{tag}"), value.as_text());
                }
            }
        }
    };
}

member_type!(Localized, String);
member_type!(LocalizedPage, PageUrl);

/// Returns the language tags with which the object contains this claim.
fn tags(object: &Object, name: &str) -> Vec<String> {
    let tag = |member: &str| {
        // Core §5.2: the member name is the claim name, `#` and the tag.
        let tag = member.strip_prefix(name)?.strip_prefix('#')?;
        (!tag.is_empty()).then(|| tag.to_owned())
    };
    object.names().filter_map(tag).collect()
}

#[cfg(test)]
mod tests {
    use symbolon_oauth::PageUrlError;

    use super::*;

    #[test]
    fn registration_2_1_a_member_is_read_and_written_in_all_its_languages() {
        let json = r#"{"client_name":"Tanaka","client_name#ja":"田中","client_names":1}"#;
        let mut object = Object::parse(json.as_bytes()).unwrap();
        let name = Localized::take(&mut object, "client_name").unwrap().unwrap();
        assert_eq!(name, Localized::new("Tanaka").language("ja", "田中"));
        assert_eq!(object.to_json(), r#"{"client_names":1}"#);
        assert_eq!(Localized::take(&mut object, "client_name"), Ok(None));
        name.put(&mut object, "client_name");
        assert_eq!(object, Object::parse(json.as_bytes()).unwrap());
    }

    #[test]
    fn attack_081_each_language_of_a_page_is_checked() {
        let json = br#"{"tos_uri#de":"javascript:alert(1)","tos_uri#fr":"https://a.example/"}"#;
        let mut object = Object::parse(json).unwrap();
        let error = LocalizedPage::take(&mut object.clone(), "tos_uri").unwrap_err();
        let ReadError::Value { member: "tos_uri", error, .. } = error else { unreachable!() };
        assert_eq!(error, PageUrlError::Scheme);
        let mut odd = 0;
        let page = LocalizedPage::take_readable(&mut object, "tos_uri", &mut |_, _| odd += 1);
        assert_eq!((page.unwrap().by_language.len(), odd), (1, 1));
        assert!(object.is_empty());
    }
}
