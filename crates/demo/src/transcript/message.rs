//! The lines that the transcript prints for a message.

use http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderName, Request, Response};
use symbolon::jose::Object;
use symbolon::oauth::Parameters;
use url::Url;

use super::shorten::{shorten, shorten_cookie, shorten_credentials};

/// A message as text.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) headline: String,
    /// Names and values. Secrets are shortened.
    pub(super) fields: Vec<(String, String)>,
    /// Whether the message refuses the message before it.
    pub(super) refuses: bool,
}

/// Describes a request.
pub(super) fn request(request: &Request<Vec<u8>>) -> Said {
    let uri = request.uri();
    let mut said = Said {
        headline: format!("{} {}", request.method(), address(&uri.to_string())),
        ..Said::default()
    };
    said.header(request.headers(), AUTHORIZATION, shorten_credentials);
    said.header(request.headers(), COOKIE, shorten_cookie);
    said.parameters(uri.query().unwrap_or_default());
    match text(request.headers(), &CONTENT_TYPE) {
        Some(json) if json.contains("json") => said.members(request.body()),
        _ => said.parameters(&String::from_utf8_lossy(request.body())),
    }
    said
}

/// Describes a response.
pub(super) fn response(response: &Response<Vec<u8>>) -> Said {
    let status = response.status();
    let mut said = Said {
        headline: status.to_string(),
        refuses: status.is_client_error() || status.is_server_error(),
        ..Said::default()
    };
    said.header(response.headers(), WWW_AUTHENTICATE, str::to_owned);
    said.header(response.headers(), SET_COOKIE, shorten_cookie);
    if let Some(location) = text(response.headers(), &LOCATION) {
        said.headline.push_str(&format!(", go to {}", address(location)));
        let (location, fragment) = location.split_once('#').unwrap_or((location, ""));
        said.parameters(location.split_once('?').map(|(_, query)| query).unwrap_or_default());
        said.parameters(fragment);
        said.refuses |= said.fields.iter().any(|(name, _)| name == "error");
    }
    match text(response.headers(), &CONTENT_TYPE) {
        Some(html) if html.starts_with("text/html") => said.page(response.body()),
        Some(json) if json.contains("json") => said.members(response.body()),
        _ => {}
    }
    said
}

impl Said {
    fn field(&mut self, name: &str, value: String) {
        self.fields.push((name.to_owned(), value));
    }

    fn header(&mut self, headers: &HeaderMap, name: HeaderName, tell: fn(&str) -> String) {
        for value in headers.get_all(&name).iter().filter_map(|value| value.to_str().ok()) {
            self.field(name.as_str(), tell(value));
        }
    }

    fn parameters(&mut self, encoded: &str) {
        for (name, value) in Parameters::parse(encoded).iter().flat_map(Parameters::iter) {
            self.field(name, shorten(name, value));
        }
    }

    fn members(&mut self, json: &[u8]) {
        for (name, value) in Object::parse(json).iter().flat_map(Object::iter) {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            self.field(name, shorten(name, &text));
        }
    }

    fn page(&mut self, html: &[u8]) {
        let html = String::from_utf8_lossy(html);
        let title = html.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>"));
        self.headline.push_str(", a page: ");
        self.headline.push_str(title.map(|(title, _)| title).unwrap_or("without a title"));
    }
}

/// Returns an address without its query and its fragment, whose parameters have lines of their own.
fn address(uri: &str) -> String {
    match Url::parse(uri) {
        Ok(mut url) => {
            url.set_query(None);
            url.set_fragment(None);
            url.into()
        }
        Err(_) => uri.split(['?', '#']).next().unwrap_or_default().to_owned(),
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
