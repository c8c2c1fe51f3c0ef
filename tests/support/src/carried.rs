//! An authorization response as the browser takes it to the redirect URI.

use http::{Response, StatusCode, header};
use symbolon_oauth::{Parameters, RedirectUri};

/// The part of the browser's request that contains the parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// The query of the redirect URI.
    Query,
    /// The fragment of the redirect URI.
    Fragment,
    /// The form that a page posts to the redirect URI.
    FormPost,
}

/// Returns the parameters that a response of a [`ReturnPath`](symbolon_oauth::ReturnPath) takes to
/// the redirect URI, and their carrier. `None` means that the response takes nothing there.
///
/// # Panics
/// When the response is a redirect to another address, or a page with anything other than one form
/// that is posted to the redirect URI.
#[must_use]
pub fn carried(
    response: &Response<Vec<u8>>,
    redirect_uri: &RedirectUri,
) -> Option<(Carrier, Parameters)> {
    match response.status() {
        StatusCode::SEE_OTHER => {
            assert!(response.body().is_empty());
            let location = response.headers()[header::LOCATION].to_str().unwrap();
            let added = location.strip_prefix(redirect_uri.as_str()).unwrap();
            let (carrier, encoded) = match added.strip_prefix('#') {
                Some(fragment) => (Carrier::Fragment, fragment),
                None => (Carrier::Query, added.trim_start_matches(['?', '&'])),
            };
            Some((carrier, Parameters::parse(encoded).unwrap()))
        }
        StatusCode::OK => {
            let page = str::from_utf8(response.body()).unwrap();
            Some((Carrier::FormPost, posted(page, redirect_uri.as_str())))
        }
        _ => None,
    }
}

/// Reads the form of a page in the way of a browser.
fn posted(page: &str, redirect_uri: &str) -> Parameters {
    let (mut forms, mut scripts) = (0_u32, 0_u32);
    let mut parameters = Parameters::new();
    for tag in tags(page) {
        match tag.name {
            "form" => {
                assert_eq!(tag.value("method").as_deref(), Some("post"));
                assert_eq!(tag.value("action").as_deref(), Some(redirect_uri));
                forms = forms.saturating_add(1);
            }
            "input" => {
                assert_eq!(tag.value("type").as_deref(), Some("hidden"));
                parameters.push(&tag.value("name").unwrap(), &tag.value("value").unwrap());
            }
            "script" => scripts = scripts.saturating_add(1),
            "!doctype" | "html" | "head" | "meta" | "title" | "body" | "noscript" | "p"
            | "button" => {}
            name => assert_eq!(name, "", "an element that the page must not have"),
        }
    }
    assert_eq!((forms, scripts), (1, 1), "the page must have one form and one script");
    parameters
}

/// An opening tag.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
}

impl Tag<'_> {
    fn value(&self, name: &str) -> Option<String> {
        let (_, value) = self.attributes.iter().find(|(present, _)| *present == name)?;
        Some(unescape(value))
    }
}

/// Returns the opening tags of a page whose attributes have double quotes.
fn tags(page: &str) -> Vec<Tag<'_>> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once('<') {
        let end = after.find([' ', '>']).unwrap();
        let (name, mut inside) = after.split_at(end);
        let mut attributes = Vec::new();
        while let Some(text) = inside.strip_prefix(' ') {
            let name_end = text.find(['=', ' ', '>']).unwrap();
            let (attribute, after) = text.split_at(name_end);
            if let Some(value) = after.strip_prefix("=\"") {
                let (value, after) = value.split_once('"').unwrap();
                attributes.push((attribute, value));
                inside = after;
            } else {
                inside = after;
            }
        }
        rest = inside.strip_prefix('>').unwrap();
        if !name.starts_with('/') {
            found.push(Tag { name, attributes });
        }
    }
    found
}

/// Decodes the character references in the value of an attribute.
fn unescape(value: &str) -> String {
    let mut text = String::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('&') {
        let (reference, after) = after.split_once(';').unwrap();
        let code = reference.strip_prefix('#').unwrap().parse::<u32>().unwrap();
        text.push_str(before);
        text.push(char::from_u32(code).unwrap());
        rest = after;
    }
    text + rest
}
