//! What all pages of both servers have in common: how they are sent, their style and their icon.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};
use http::header::{HeaderName, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderValue, StatusCode};

/// Every page is about one person, so none is cached; none runs scripts, loads anything from
/// elsewhere, or is shown inside another site's page
/// ([RFC 9700 §4.16](https://www.rfc-editor.org/rfc/rfc9700#section-4.16)).
///
/// There is no `form-action`: Chromium applies it to redirects as well, and an answered form
/// redirects to wherever the client lives.
const HEADERS: [(HeaderName, &str); 4] = [
    (CACHE_CONTROL, "no-store"),
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; \
         frame-ancestors 'none'",
    ),
    // Nothing for other sites; a page's own forms keep their `Origin`, which `no-referrer` would
    // make `null`.
    (REFERRER_POLICY, "same-origin"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

/// Renders a page. Whatever goes into a template is escaped there.
pub(crate) fn page(status: StatusCode, template: &impl Template) -> Response {
    let Ok(html) = template.render() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut response = (status, Html(html)).into_response();
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// `GET /style.css`.
pub(crate) async fn style() -> Response {
    asset("text/css", include_str!("../templates/style.css"))
}

/// `GET /icon.svg`.
pub(crate) async fn icon() -> Response {
    asset("image/svg+xml", include_str!("../templates/icon.svg"))
}

fn asset(media_type: &'static str, text: &'static str) -> Response {
    ([(CONTENT_TYPE, media_type), (CACHE_CONTROL, "max-age=3600")], text).into_response()
}
