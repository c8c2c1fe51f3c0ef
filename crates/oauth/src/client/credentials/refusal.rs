//! The refusal of a request whose client credentials cannot be read.

use http::{HeaderValue, Response, StatusCode, header};
use thiserror::Error;

use super::error::ClientCredentialsError;
use crate::{ErrorCode, ErrorResponse};

/// The refusal of a request whose client credentials cannot be read: the reason and the response.
///
/// [RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2): if the error is
/// `invalid_client` and the client sent an `Authorization` header, the response has the status 401
/// and a `WWW-Authenticate` header.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{reason}")]
pub struct ClientCredentialsRefusal {
    reason: ClientCredentialsError,
    by_header: bool,
}

impl ClientCredentialsRefusal {
    pub(super) fn new(reason: ClientCredentialsError, by_header: bool) -> Self {
        Self { reason, by_header }
    }

    /// Returns why the credentials cannot be read.
    #[must_use]
    pub fn reason(&self) -> &ClientCredentialsError {
        &self.reason
    }

    /// Returns a stable name for logs and metrics, such as `"client_credentials.several_methods"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.reason.code()
    }

    /// Builds the HTTP response that refuses the request.
    ///
    /// If the error is `invalid_client` and the request has an `Authorization` header, the response
    /// has the status 401 and a `WWW-Authenticate` header. Otherwise its status is 400.
    #[must_use]
    pub fn into_http(self) -> Response<Vec<u8>> {
        answer(self.reason.into(), self.by_header)
    }
}

impl From<ClientCredentialsRefusal> for ErrorResponse {
    /// Builds the error message from the reason.
    fn from(refusal: ClientCredentialsRefusal) -> Self {
        refusal.reason.into()
    }
}

/// Builds the response to a request that has an `Authorization` header (`by_header`) or has no such
/// header.
pub(super) fn answer(error: ErrorResponse, by_header: bool) -> Response<Vec<u8>> {
    if !by_header || error.error != ErrorCode::INVALID_CLIENT {
        return error.into_http(StatusCode::BAD_REQUEST);
    }
    // RFC 6749 §5.2: a client that used the Authorization header gets 401 and the scheme.
    let mut response = error.into_http(StatusCode::UNAUTHORIZED);
    // RFC 7617 §2: a challenge has a realm.
    let challenge = HeaderValue::from_static("Basic realm=\"client\"");
    response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    response
}
