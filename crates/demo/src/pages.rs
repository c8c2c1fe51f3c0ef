//! What the pages of both servers share: their header fields, style sheet and icon.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use symbolon::oauth::ErrorResponse;
use symbolon::provider::page_headers;

/// Renders a page, with the header fields that a page of a provider needs. The app's pages need them too. The
/// template escapes every value that it shows. If the server cannot answer now (503), the browser is told when to try
/// again.
pub(crate) fn page(status: StatusCode, template: &impl Template) -> Response {
    let Ok(html) = template.render() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut response = (status, Html(html)).into_response();
    response.headers_mut().extend(page_headers());
    if status == StatusCode::SERVICE_UNAVAILABLE {
        let seconds = ErrorResponse::RETRY_AFTER.as_secs();
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
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
