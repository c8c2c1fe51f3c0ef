//! Refused authorization requests.

use std::fmt;

use http::{Response, StatusCode};
use symbolon_oauth::{ClientId, ErrorResponse, RedirectUri, ReturnPath};

use super::AuthorizeError;

/// A refused authorization request. The variant says whether the client is allowed to see the
/// error.
///
/// [RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1): if the client or
/// its redirect URI cannot be trusted, the browser must not be redirected to that URI.
/// [`RefusalToUser`] therefore has no method that builds a redirect:
///
/// ```compile_fail,E0599
/// # fn f(refusal: symbolon_provider::RefusalToUser) {
/// refusal.into_response();
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub enum Refusal {
    /// The error goes to the client. Send the response that [`RefusalToClient::into_response`]
    /// builds.
    ToClient(Box<RefusalToClient>),
    /// The client or its redirect URI cannot be trusted. Show the user an error page.
    ToUser(RefusalToUser),
}

/// A refused authorization request whose error is sent to the client.
///
/// `Debug` shows the reason, the client and the redirect URI. It does not show the client's
/// `state`.
#[derive(Clone, PartialEq)]
#[must_use]
pub struct RefusalToClient {
    reason: AuthorizeError,
    path: ReturnPath,
    client_id: ClientId,
}

/// A refused authorization request whose error must not be sent to the client. Show the user an
/// error page.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct RefusalToUser {
    reason: AuthorizeError,
}

impl Refusal {
    /// Returns the reason why the request is refused.
    #[must_use]
    pub fn reason(&self) -> &AuthorizeError {
        match self {
            Self::ToClient(refusal) => refusal.reason(),
            Self::ToUser(refusal) => refusal.reason(),
        }
    }
}

impl RefusalToClient {
    pub(super) fn new(reason: AuthorizeError, path: ReturnPath, client_id: ClientId) -> Self {
        Self { reason, path, client_id }
    }

    /// Returns the reason why the request is refused.
    #[must_use]
    pub fn reason(&self) -> &AuthorizeError {
        &self.reason
    }

    /// Returns the identifier of the client that receives the error. Use it if you show the user a
    /// page before you redirect the browser.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        &self.client_id
    }

    /// Returns the redirect URI to which the error is sent. Use it if you show the user a page
    /// before you redirect the browser.
    #[must_use]
    pub fn redirect_uri(&self) -> &RedirectUri {
        self.path.redirect_uri()
    }

    /// Builds the redirect that sends the error to the client
    /// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    #[must_use]
    pub fn into_response(self) -> Response<Vec<u8>> {
        self.path.refuse(ErrorResponse::from(&self.reason))
    }
}

impl RefusalToUser {
    pub(super) fn new(reason: AuthorizeError) -> Self {
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
            _ => "The app sent a request that cannot be read.",
        }
    }

    /// Returns the HTTP status of the error page: 400.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        StatusCode::BAD_REQUEST
    }
}

impl fmt::Debug for RefusalToClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefusalToClient")
            .field("reason", &self.reason)
            .field("client_id", &self.client_id)
            .field("redirect_uri", self.path.redirect_uri())
            .finish_non_exhaustive()
    }
}

impl From<RefusalToClient> for Refusal {
    fn from(refusal: RefusalToClient) -> Self {
        Self::ToClient(Box::new(refusal))
    }
}

impl From<RefusalToUser> for Refusal {
    fn from(refusal: RefusalToUser) -> Self {
        Self::ToUser(refusal)
    }
}
