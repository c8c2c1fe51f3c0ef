use std::fmt;

use http::{HeaderValue, Response, StatusCode, header};

use crate::AuthorizeError;

/// A refused authorization request. Whether the browser may be sent back with the error is decided,
/// and cannot be decided again.
///
/// An error that must not redirect cannot: [`PageRefusal`] has no location
/// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)).
///
/// ```compile_fail,E0599
/// # fn f(refusal: symbolon_provider::PageRefusal) {
/// refusal.into_response();
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub enum Refusal {
    /// Send the browser back to the client with the error.
    Redirect(RedirectRefusal),
    /// Show the user a page: who asks, or where they want the answer, cannot be trusted.
    Page(PageRefusal),
}

/// A refusal that goes back to the client. `Debug` shows why, and not the location, which has the
/// client's `state` in it.
#[derive(Clone, PartialEq)]
#[must_use]
pub struct RedirectRefusal {
    reason: AuthorizeError,
    location: String,
}

/// A refusal that the user has to be told.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct PageRefusal {
    reason: AuthorizeError,
}

impl Refusal {
    /// Why.
    #[must_use]
    pub fn reason(&self) -> &AuthorizeError {
        match self {
            Self::Redirect(refusal) => refusal.reason(),
            Self::Page(refusal) => refusal.reason(),
        }
    }
}

impl RedirectRefusal {
    pub(crate) fn new(reason: AuthorizeError, location: String) -> Self {
        Self { reason, location }
    }

    /// Why.
    #[must_use]
    pub fn reason(&self) -> &AuthorizeError {
        &self.reason
    }

    /// The response.
    #[must_use]
    pub fn into_response(self) -> Response<Vec<u8>> {
        see_other(&self.location)
    }
}

impl PageRefusal {
    pub(crate) fn new(reason: AuthorizeError) -> Self {
        Self { reason }
    }

    /// Why.
    #[must_use]
    pub fn reason(&self) -> &AuthorizeError {
        &self.reason
    }

    /// The status of the page: 400.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        StatusCode::BAD_REQUEST
    }
}

impl fmt::Debug for RedirectRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedirectRefusal").field("reason", &self.reason).finish_non_exhaustive()
    }
}

impl From<PageRefusal> for Refusal {
    fn from(refusal: PageRefusal) -> Self {
        Self::Page(refusal)
    }
}

/// The browser goes on by GET, whatever method brought it here, and leaves a posted password behind
/// ([RFC 9700 §4.12](https://www.rfc-editor.org/rfc/rfc9700#section-4.12)).
pub(crate) fn see_other(location: &str) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A redirect URI is visible ASCII and its parameters are percent-encoded, so this is a value.
    if let Ok(mut location) = HeaderValue::try_from(location) {
        // It carries a code or a state, which have no business in a log.
        location.set_sensitive(true);
        headers.insert(header::LOCATION, location);
    }
    response
}
