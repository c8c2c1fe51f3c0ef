//! Requests with their whole body.

use axum::body::to_bytes;
use axum::extract::{OriginalUri, Request};
use http::StatusCode;
use symbolon_oauth::Parameters;

use crate::Problem;

/// The longest body of a request. It is the limit of `Parameters`, which all messages use.
const LONGEST: usize = Parameters::MAX_LENGTH;

/// Reads the body of a request, and sets the URI to the URI that the client sent.
pub(crate) async fn whole(request: Request) -> Result<http::Request<Vec<u8>>, Problem> {
    let (mut parts, body) = request.into_parts();
    let body = to_bytes(body, LONGEST).await;
    let body = body.map_err(|_| Problem::new("axum.too_long", StatusCode::PAYLOAD_TOO_LARGE))?;
    // A nested router has removed its prefix from the URI, so the original URI is used.
    if let Some(OriginalUri(uri)) = parts.extensions.get::<OriginalUri>() {
        parts.uri = uri.clone();
    }
    Ok(http::Request::from_parts(parts, body.into()))
}
