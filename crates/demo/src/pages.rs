//! What the pages of both servers share: their header fields, style sheet and icon.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};
use http::header::{HeaderName, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderValue, StatusCode};

/// The header fields of every page. Pages are not cached, because each is about one person. They run no
/// scripts, load nothing from other sites, and cannot be shown in a frame of another site
/// ([RFC 9700 §4.16](https://www.rfc-editor.org/rfc/rfc9700#section-4.16)).
///
/// The policy has no `form-action`, because Chromium applies it to redirects too: the answer to a form
/// redirects to the client, whose address can be any.
const HEADERS: [(HeaderName, &str); 4] = [
    (CACHE_CONTROL, "no-store"),
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; \
         frame-ancestors 'none'",
    ),
    // Other sites get no `Referer`. Unlike `no-referrer`, this leaves the `Origin` of the page's own
    // forms as it is.
    (REFERRER_POLICY, "same-origin"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

/// Renders a page. The template escapes every value that it shows.
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

/// Answers `GET /style.css`.
pub(crate) async fn style() -> Response {
    asset("text/css", include_str!("../templates/style.css"))
}

/// Answers `GET /icon.svg`.
pub(crate) async fn icon() -> Response {
    asset("image/svg+xml", include_str!("../templates/icon.svg"))
}

fn asset(media_type: &'static str, text: &'static str) -> Response {
    ([(CONTENT_TYPE, media_type), (CACHE_CONTROL, "max-age=3600")], text).into_response()
}
