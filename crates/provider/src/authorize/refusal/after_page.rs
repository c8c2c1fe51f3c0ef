//! A refusal that the client receives after the user has seen a page.

use http::{HeaderMap, StatusCode};
use symbolon_oauth::{ClientId, RedirectUri, UndeliverableResponse, WayBack};

use super::RefusalToClient;
use super::to_user::{headers_of, status_of};
use crate::AuthorizeError;

/// An authorization request of a client that registered itself, which the provider refused or the
/// user denied. Show the user a page with a link or a form that leads to the client.
///
/// An attacker can register a client with the address of a phishing site, and send a request that
/// fails or that the user will deny. A redirect would take a user who trusts the provider's name to
/// that site ([RFC 9700 §4.11.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.11.2)). This type
/// therefore has no method that builds a redirect. The page shows the address, and the user decides
/// whether to follow the link, or to press the button if the response mode of the request is
/// `form_post` or `form_post.jwt`:
///
/// ```
/// fn page(refusal: &symbolon_provider::RefusalAfterPage) -> String {
///     let sentence = refusal.sentence();
///     match refusal.way_back() {
///         Ok(way_back) => {
///             let way_back = way_back.to_html(refusal.redirect_uri().as_str());
///             format!("<p>{sentence}</p><p>Go back only if you trust this address:</p>{way_back}")
///         }
///         Err(_) => format!("<p>{sentence}</p>"), // write the error to your log
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct RefusalAfterPage {
    refusal: RefusalToClient,
}

impl RefusalAfterPage {
    pub(super) fn new(refusal: RefusalToClient) -> Self {
        Self { refusal }
    }

    /// Returns the reason why the request is refused, for your log. Do not show the reason on a
    /// page: its text can contain parts of the request, which any website could have sent.
    #[must_use]
    pub fn reason(&self) -> &AuthorizeError {
        self.refusal.reason()
    }

    /// Returns the identifier of the client. Use it to find the client's name for the page.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        self.refusal.client_id()
    }

    /// Returns the redirect URI to which the link or the form leads. Show this URI on the page.
    #[must_use]
    pub fn redirect_uri(&self) -> &RedirectUri {
        self.refusal.redirect_uri()
    }

    /// Returns a sentence to show on the page. The sentence contains no text from the request.
    #[must_use]
    pub fn sentence(&self) -> &'static str {
        match self.reason() {
            AuthorizeError::Denied => "You did not allow the app to sign you in.",
            AuthorizeError::ByProvider(_)
            | AuthorizeError::LoginRequired
            | AuthorizeError::StoreFailed(_)
            | AuthorizeError::NoSigningKey(_)
            | AuthorizeError::ResponseJwt(_)
            | AuthorizeError::Subject
            | AuthorizeError::Random(_) => "You cannot sign in to the app at the moment.",
            _ => "The app that sent you here made a mistake, so you cannot sign in.",
        }
    }

    /// Returns the HTTP status of the page: 200 if the user denied the request, 503 if your store
    /// failed or you refused with `temporarily_unavailable`, 500 if the source of randomness failed,
    /// and otherwise 400.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self.reason() {
            AuthorizeError::Denied => StatusCode::OK,
            reason => status_of(reason),
        }
    }

    /// Returns the headers of the page: those of [`page_headers`](crate::page_headers()), and
    /// `Retry-After` if the status is 503
    /// ([`ErrorResponse::RETRY_AFTER`](symbolon_oauth::ErrorResponse::RETRY_AFTER)).
    #[must_use]
    pub fn page_headers(&self) -> HeaderMap {
        headers_of(self.status())
    }

    /// Returns the link or the form that takes the error to the client. Write it into the page with
    /// [`WayBack::to_html`]. Do not redirect the browser to the link, and do not open the link or
    /// send the form by a script.
    ///
    /// If the response mode requires a JWT, the client accepts the error for ten minutes
    /// ([`ResponseJwt::LIFETIME`](symbolon_oauth::jarm::ResponseJwt::LIFETIME)).
    ///
    /// # Errors
    /// [`UndeliverableResponse`] when the error cannot be sent in the response mode, for example
    /// because the cryptography library could not sign the JWT. Show the page without a link.
    pub fn way_back(&self) -> Result<WayBack, UndeliverableResponse> {
        self.refusal.way_back()
    }
}
