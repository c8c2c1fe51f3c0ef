//! Responses.

use axum::body::Body;
use axum::response::{Html, IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderValue, REFERRER_POLICY};

/// A response of the engines as a response of axum.
#[derive(Clone, Debug)]
pub struct Answer(pub http::Response<Vec<u8>>);

/// A page of HTML that no other site can show in a frame, that loads nothing, runs no script and is
/// not cached.
///
/// The text is sent as it is: escape everything that comes from a request, for example with a
/// template engine that escapes by default.
#[derive(Clone, Debug)]
pub struct Page(pub String);

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        self.0.map(Body::from)
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let mut response = Html(self.0).into_response();
        let headers = response.headers_mut();
        let mut insert = |name, value| headers.insert(name, HeaderValue::from_static(value));
        insert(
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
        );
        insert(REFERRER_POLICY, "no-referrer");
        insert(CACHE_CONTROL, "no-store");
        response
    }
}
