//! A refusal that only the user sees.

use http::header::RETRY_AFTER;
use http::{HeaderMap, HeaderValue, StatusCode};
use symbolon_oauth::{ErrorCode, ErrorResponse};

use crate::{AuthorizeError, page_headers};

/// A refused authorization request whose error must not be sent to the client. Show the user an
/// error page.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct RefusalToUser {
    reason: AuthorizeError,
}

impl RefusalToUser {
    pub(in crate::authorize) fn new(reason: AuthorizeError) -> Self {
        Self { reason }
    }

    /// Returns the reason why the request is refused, for your log. Do not show the reason on a
    /// page: its text can contain parts of the request, which any website could have sent.
    #[must_use]
    pub fn reason(&self) -> &AuthorizeError {
        &self.reason
    }

    /// Returns a sentence to show on the error page. The sentence contains no text from the
    /// request.
    #[must_use]
    pub fn sentence(&self) -> &'static str {
        match self.reason {
            AuthorizeError::UnknownClient(_) => "The app that sent you here is not registered.",
            AuthorizeError::MissingRedirectUri => "The app did not say where to return to.",
            AuthorizeError::RedirectUri(_) => {
                "The app wants to return to an address that it has not registered."
            }
            AuthorizeError::UnencryptedRedirectUri(_) => {
                "The app wants to return to an address that is not protected by encryption."
            }
            AuthorizeError::OtherIssuer { .. } => "The app sent you to another provider.",
            AuthorizeError::StoreFailed(_) | AuthorizeError::Random(_) => {
                "You cannot sign in at the moment. Try again later."
            }
            AuthorizeError::UnknownPushedRequest | AuthorizeError::ExpiredPushedRequest => {
                "This link was used before, or it is too old. Please return to the app and start \
                 again."
            }
            AuthorizeError::NotWaiting(_) => {
                "This form was answered before, or it waited too long. Please return to the app and \
                 start again."
            }
            _ => "The app sent a request that cannot be read.",
        }
    }

    /// Returns the HTTP status of the error page: 503 if your store failed, 500 if the source of
    /// randomness failed, and otherwise 400.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        status_of(&self.reason)
    }

    /// Returns the headers of the error page: those of [`page_headers`], and `Retry-After` if the
    /// status is 503 ([`ErrorResponse::RETRY_AFTER`]).
    #[must_use]
    pub fn page_headers(&self) -> HeaderMap {
        headers_of(self.status())
    }
}

/// Returns the HTTP status of a page about an error: 503 if the same request can succeed later, and
/// 500 if the source of randomness failed.
pub(super) fn status_of(reason: &AuthorizeError) -> StatusCode {
    match reason {
        AuthorizeError::StoreFailed(_) => StatusCode::SERVICE_UNAVAILABLE,
        AuthorizeError::ByProvider(code) if *code == ErrorCode::TEMPORARILY_UNAVAILABLE => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        AuthorizeError::Random(_) => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::BAD_REQUEST,
    }
}

/// Returns the headers of a page with this status.
pub(super) fn headers_of(status: StatusCode) -> HeaderMap {
    let mut headers = page_headers();
    if status == StatusCode::SERVICE_UNAVAILABLE {
        let seconds = ErrorResponse::RETRY_AFTER.as_secs();
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    headers
}
