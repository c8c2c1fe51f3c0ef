//! A reader for claims. It leaves a claim of a wrong type in the object, and reads all other
//! claims.

use serde_json::Value;
use symbolon_jose::{NumericDate, Object};
use symbolon_oauth::PageUrl;

use super::OddClaim;

/// A JSON object with the claims that were not read yet, and the list of claims of a wrong type.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    pub(super) object: &'a mut Object,
    pub(super) odd: &'a mut Vec<OddClaim>,
    /// The text that is added before the name of each claim in `odd`, such as `address.`.
    pub(super) prefix: &'static str,
}

impl Reader<'_> {
    /// Removes a claim from the object and returns its value. A claim that `read` does not accept
    /// stays in the object and is listed.
    pub(super) fn take<T>(
        &mut self,
        name: &str,
        expected: &'static str,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.object.get(name)?;
        // Core §5.3.2: a claim that is not returned should be omitted. Some providers send `null`
        // or an empty string instead.
        if value.is_null() || value.as_str() == Some("") {
            self.object.remove(name);
            return None;
        }
        let read = read(value);
        if read.is_some() {
            self.object.remove(name);
        } else {
            self.odd.push(OddClaim::new(&format!("{}{name}", self.prefix), value, expected));
        }
        read
    }

    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        self.take(name, "a string", |value| value.as_str().map(str::to_owned))
    }

    pub(super) fn page(&mut self, name: &str) -> Option<PageUrl> {
        let url = |value: &Value| PageUrl::new(value.as_str()?).ok();
        self.take(name, "the URL of a page, which begins with https: or http:", url)
    }

    pub(super) fn boolean(&mut self, name: &str) -> Option<bool> {
        self.take(name, "true or false", Value::as_bool)
    }

    pub(super) fn date(&mut self, name: &str) -> Option<NumericDate> {
        self.take(name, "a number of seconds since 1970", NumericDate::from_json)
    }
}
