//! Converts between axum's messages and the crates' messages, which are `http` types with whole
//! bodies.

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::response::Response;
use http::header::{COOKIE, SET_COOKIE};
use http::{HeaderMap, HeaderValue, StatusCode};

/// A request with its whole body, for the functions of the crates. The server has limited the
/// length of the body.
pub(crate) struct Message(pub(crate) http::Request<Vec<u8>>);

impl<S: Send + Sync> FromRequest<S> for Message {
    type Rejection = StatusCode;

    async fn from_request(request: Request, _: &S) -> Result<Self, StatusCode> {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, usize::MAX).await.map_err(|_| StatusCode::BAD_REQUEST)?;
        Ok(Self(http::Request::from_parts(parts, body.into())))
    }
}

/// Converts a response of the crates to one that axum sends.
pub(crate) fn respond(response: http::Response<Vec<u8>>) -> Response {
    response.map(Body::from)
}

/// Returns the value of a cookie that the browser sent, or `None` if it sent two of this name:
/// another server on the same domain set one of them, and their order does not tell which
/// ([RFC 6265 §8.6](https://www.rfc-editor.org/rfc/rfc6265#section-8.6)).
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let fields = headers.get_all(COOKIE).iter().filter_map(|field| field.to_str().ok());
    let cookies =
        fields.flat_map(|field| field.split(';')).filter_map(|it| it.trim().split_once('='));
    let mut values = cookies.filter(|(of, _)| *of == name).map(|(_, value)| value);
    values.next().filter(|_| values.next().is_none())
}

/// Sets a cookie that scripts cannot read. `attributes` says with which requests browsers send it
/// ([RFC 6265bis §5.6.7](https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis)).
pub(crate) fn set_cookie(response: &mut Response, name: &str, value: &str, attributes: &str) {
    let cookie = format!("{name}={value}; Path=/; HttpOnly; {attributes}");
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
}
