//! Refused registrations.

use core::fmt;
use core::time::Duration;

use http::header::RETRY_AFTER;
use http::{HeaderValue, Response, StatusCode};
use symbolon_oauth::bearer::Challenge;
use symbolon_oauth::flow::{DriveError, OutOfTurn};
use symbolon_oauth::{ErrorCode, ErrorResponse};
use symbolon_registration::RegistrationRequestError;
use symbolon_registration::software_statement::SoftwareStatementError;

use super::RegistrationError;
use crate::StoreFailed;

/// A refused request to the registration endpoint or the client configuration endpoint, with the
/// error response for the client.
///
/// Log the refusal's [`code`](Self::code) and its [`reason`](Self::reason), and send the response
/// that [`into_response`](Self::into_response) returns. There is nothing to store.
#[must_use = "send the response of the refusal"]
pub struct RegistrationRefusal(Box<Inner>);

struct Inner {
    reason: RegistrationError,
    response: Response<Vec<u8>>,
}

impl RegistrationRefusal {
    /// Refuses a request because too many requests were sent, with the status 429 and the header
    /// `Retry-After`.
    ///
    /// The provider does not count requests. Call this function if your program limits them.
    pub fn too_many_requests(retry_after: Duration) -> Self {
        let mut refusal = Self::from(RegistrationError::TooManyRequests);
        let seconds = HeaderValue::from(retry_after.as_secs());
        refusal.0.response.headers_mut().insert(RETRY_AFTER, seconds);
        refusal
    }

    /// Returns a stable name of the reason, for logs and metrics, such as `"registration.forbidden"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.reason().code()
    }

    /// Returns why the request is refused.
    #[must_use]
    pub fn reason(&self) -> &RegistrationError {
        &self.0.reason
    }

    /// Returns the error response: 400 with a JSON body for metadata
    /// ([RFC 7591 §3.2.2](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.2)), 401 with a
    /// challenge for a token ([RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750#section-3)), and
    /// 403 for an operation that the policy does not allow
    /// ([RFC 7592 §2](https://www.rfc-editor.org/rfc/rfc7592#section-2)).
    #[must_use]
    pub fn into_response(self) -> Response<Vec<u8>> {
        self.0.response
    }
}

impl fmt::Debug for RegistrationRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegistrationRefusal").field("reason", self.reason()).finish_non_exhaustive()
    }
}

/// The message of the reason.
impl fmt::Display for RegistrationRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.reason(), f)
    }
}

impl core::error::Error for RegistrationRefusal {}

impl From<RegistrationError> for RegistrationRefusal {
    fn from(reason: RegistrationError) -> Self {
        let response = response(&reason);
        Self(Box::new(Inner { reason, response }))
    }
}

impl From<RegistrationRequestError> for RegistrationRefusal {
    fn from(error: RegistrationRequestError) -> Self {
        RegistrationError::from(error).into()
    }
}

impl From<StoreFailed> for RegistrationRefusal {
    fn from(error: StoreFailed) -> Self {
        RegistrationError::from(error).into()
    }
}

/// Converts the error of a driven flow. The flow itself handles a request that could not be sent,
/// so the error of the sender does not occur here.
impl<E> From<DriveError<Self, E>> for RegistrationRefusal {
    fn from(error: DriveError<Self, E>) -> Self {
        match error {
            DriveError::Flow(refusal) => refusal,
            _ => RegistrationError::OutOfTurn(OutOfTurn).into(),
        }
    }
}

/// Builds the response to a token that is missing or wrong. RFC 6750 §3.1: a request without a token
/// gets no error code.
pub(super) fn unauthorized(error: Option<ErrorCode>) -> Response<Vec<u8>> {
    let challenge = match error {
        Some(error) => Challenge::refusing(error),
        None => Challenge::new("registration"),
    };
    // A challenge that is made here contains only characters that a header allows.
    challenge.into_http().unwrap_or_else(|_| {
        ErrorResponse::new(ErrorCode::INVALID_TOKEN).into_http(StatusCode::UNAUTHORIZED)
    })
}

fn response(reason: &RegistrationError) -> Response<Vec<u8>> {
    let code = reason.error_code();
    let status = match reason {
        RegistrationError::Request(error) => return error.to_http(),
        RegistrationError::NoInitialAccessToken => return unauthorized(None),
        _ if code == ErrorCode::INVALID_TOKEN => return unauthorized(Some(code)),
        RegistrationError::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        RegistrationError::Disabled | RegistrationError::Forbidden(_) => StatusCode::FORBIDDEN,
        _ if code == ErrorCode::TEMPORARILY_UNAVAILABLE => StatusCode::SERVICE_UNAVAILABLE,
        _ if code == ErrorCode::SERVER_ERROR => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::BAD_REQUEST,
    };
    let message = ErrorResponse::new(code.clone());
    // A client cannot act on the description of a fault of the server.
    let is_of_client =
        status != StatusCode::INTERNAL_SERVER_ERROR && status != StatusCode::SERVICE_UNAVAILABLE;
    let message = match reason {
        _ if !is_of_client => message,
        // The message of the error can name a function or a limit of this program.
        RegistrationError::SoftwareStatement(SoftwareStatementError::Jwt(error)) => {
            let code = error.code();
            message.description(&format!("`software_statement` cannot be verified: {code}"))
        }
        _ => message.description_of(reason),
    };
    message.into_http(status)
}
