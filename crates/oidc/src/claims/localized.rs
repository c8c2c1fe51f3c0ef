//! A claim in several languages and scripts.

use std::collections::BTreeMap;

use symbolon_jose::Object;
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

/// Returns the language tags with which the object contains this claim.
fn tags(object: &Object, name: &str) -> Vec<String> {
    let tag = |member: &str| {
        // Core §5.2: the member name is the claim name, `#` and the tag.
        let tag = member.strip_prefix(name)?.strip_prefix('#')?;
        (!tag.is_empty()).then(|| tag.to_owned())
    };
    object.names().filter_map(tag).collect()
}
