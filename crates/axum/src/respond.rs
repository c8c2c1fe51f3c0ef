//! Responses.

use axum::body::Body;
use axum::response::{Html, IntoResponse, Response};
use symbolon_provider::page_headers;

/// A response that an engine returned. A handler of axum can return it.
#[derive(Clone, Debug)]
pub struct Answer(pub http::Response<Vec<u8>>);

/// A page of HTML with the headers of [`page_headers`]: no other site can show it in a frame, it
/// runs no script and is not cached.
///
/// The text is sent unchanged. Escape everything that comes from a request or from another party,
/// with [`escape`] or with a template engine that escapes by default.
#[derive(Clone, Debug)]
pub struct Page(pub String);

/// Escapes text for HTML, also for the value of an attribute in quotes.
///
/// ```
/// let name = symbolon_axum::escape("<b>Alice & Bob</b>");
/// assert_eq!(name, "&lt;b&gt;Alice &amp; Bob&lt;/b&gt;");
/// ```
#[must_use]
pub fn escape(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    escaped.replace('"', "&quot;").replace('\'', "&#39;")
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        self.0.map(Body::from)
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let mut response = Html(self.0).into_response();
        response.headers_mut().extend(page_headers());
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attack_095_an_address_cannot_end_its_place_in_a_page() {
        let escaped = escape("https://a.example/?x='\"><script>&amp;");
        assert_eq!(escaped, "https://a.example/?x=&#39;&quot;&gt;&lt;script&gt;&amp;amp;");
    }
}
