//! Refused pushed authorization requests.

use core::fmt;
use core::time::Duration;

use http::header::RETRY_AFTER;
use http::{HeaderValue, Response, StatusCode};
use symbolon_oauth::obligation::Replayed;
use symbolon_oauth::{ClientCredentials, ErrorCode, ErrorResponse, ParametersError};

use super::PushError;
use crate::token::{only_post, response_to_client};
use crate::{StoreFailed, TokenError};

/// A refused pushed authorization request, with the error response for the client.
///
/// Log the refusal's [`code`](Self::code) and its [`reason`](Self::reason), and send the response
/// that [`into_response`](Self::into_response) returns.
#[must_use = "send the response of the refusal"]
pub struct PushRefusal(Box<Inner>);

struct Inner {
    reason: PushError,
    response: Response<Vec<u8>>,
}

impl PushRefusal {
    /// Refuses a request of a client that sent too many requests, with the status 429 and the header
    /// `Retry-After` ([RFC 9126 §2.3](https://www.rfc-editor.org/rfc/rfc9126#section-2.3)).
    ///
    /// The provider does not count requests. Call this function if your program limits them.
    pub fn too_many_requests(retry_after: Duration) -> Self {
        let mut refusal = Self::from(PushError::TooManyRequests);
        let seconds = HeaderValue::from(retry_after.as_secs());
        refusal.0.response.headers_mut().insert(RETRY_AFTER, seconds);
        refusal
    }

    /// Refuses a client that failed to authenticate.
    pub(super) fn of_client(error: TokenError, credentials: &ClientCredentials) -> Self {
        let response = response_to_client(&error, credentials);
        Self(Box::new(Inner { reason: PushError::Client(error), response }))
    }

    /// Returns a stable name of the reason, for logs and metrics, such as `"push.request_uri"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.reason().code()
    }

    /// Returns why the request is refused.
    #[must_use]
    pub fn reason(&self) -> &PushError {
        &self.0.reason
    }

    /// Returns the error response
    /// ([RFC 9126 §2.3](https://www.rfc-editor.org/rfc/rfc9126#section-2.3)).
    #[must_use]
    pub fn into_response(self) -> Response<Vec<u8>> {
        self.0.response
    }
}

impl fmt::Debug for PushRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PushRefusal").field("reason", self.reason()).finish_non_exhaustive()
    }
}

impl From<PushError> for PushRefusal {
    fn from(reason: PushError) -> Self {
        let response = response(&reason);
        Self(Box::new(Inner { reason, response }))
    }
}

impl From<StoreFailed> for PushRefusal {
    fn from(error: StoreFailed) -> Self {
        PushError::StoreFailed(error).into()
    }
}

/// Converts the error of a client assertion that was used before. The response has no
/// `WWW-Authenticate`, because an assertion comes in the form.
impl From<Replayed> for PushRefusal {
    fn from(_: Replayed) -> Self {
        PushError::Client(TokenError::Replayed).into()
    }
}

fn response(reason: &PushError) -> Response<Vec<u8>> {
    if let PushError::Credentials(refusal) = reason {
        // RFC 6749 §5.2: the status depends on how the client authenticated.
        return refusal.clone().into_http();
    }
    let message = ErrorResponse::from(reason);
    let status = match reason {
        // RFC 9126 §2.3.
        PushError::Parameters(ParametersError::TooLong { .. }) => StatusCode::PAYLOAD_TOO_LARGE,
        PushError::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        _ if message.error == ErrorCode::SERVER_ERROR => StatusCode::INTERNAL_SERVER_ERROR,
        _ if message.error == ErrorCode::TEMPORARILY_UNAVAILABLE => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::BAD_REQUEST,
    };
    let mut response = message.into_http(status);
    if matches!(reason, PushError::Parameters(ParametersError::Method { .. })) {
        only_post(&mut response);
    }
    response
}
