//! Between axum and the messages of the crates, which are `http` types with whole bodies.

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use http::header::{COOKIE, SET_COOKIE};
use http::{HeaderMap, HeaderValue, StatusCode};

/// How many bytes the body of a request may have: what the crates take of parameters.
pub(crate) const LONGEST: usize = 64 * 1024;

/// A request with its whole body, as the crates read it.
pub(crate) struct Message(pub(crate) http::Request<Vec<u8>>);

/// A body that is longer than anything worth reading.
#[derive(Debug)]
pub(crate) struct TooLong;

impl<S: Send + Sync> FromRequest<S> for Message {
    type Rejection = TooLong;

    async fn from_request(request: Request, _: &S) -> Result<Self, TooLong> {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, LONGEST).await.map_err(|_| TooLong)?;
        Ok(Self(http::Request::from_parts(parts, body.into())))
    }
}

impl IntoResponse for TooLong {
    fn into_response(self) -> Response {
        StatusCode::PAYLOAD_TOO_LARGE.into_response()
    }
}

/// A response of the crates, as axum sends it.
pub(crate) fn respond(response: http::Response<Vec<u8>>) -> Response {
    response.map(Body::from)
}

/// The value of a cookie that the browser sent. Two of one name are none: one of them was planted by
/// a neighbour, and their order does not tell which
/// ([RFC 6265 §8.6](https://www.rfc-editor.org/rfc/rfc6265#section-8.6)).
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let fields = headers.get_all(COOKIE).iter().filter_map(|field| field.to_str().ok());
    let cookies =
        fields.flat_map(|field| field.split(';')).filter_map(|it| it.trim().split_once('='));
    let mut values = cookies.filter(|(of, _)| *of == name).map(|(_, value)| value);
    values.next().filter(|_| values.next().is_none())
}

/// Hands the browser a cookie that no script reads and that no other site's forms bring along
/// ([RFC 6265bis §5.6.7](https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis)).
///
/// The redirect back from a provider is a navigation by GET, which `Lax` lets through.
pub(crate) fn set_cookie(response: &mut Response, name: &str, value: &str, secure: bool) {
    let secure = if secure { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}");
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
}
