//! What the pages of both servers share: their header fields, style sheet and icon.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use symbolon::provider::page_headers;

/// Renders a page, with the header fields that a page of a provider needs. The app's pages need them too. The
/// template escapes every value that it shows.
pub(crate) fn page(status: StatusCode, template: &impl Template) -> Response {
    let Ok(html) = template.render() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut response = (status, Html(html)).into_response();
    response.headers_mut().extend(page_headers());
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
