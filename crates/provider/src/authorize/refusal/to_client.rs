//! A refusal that the client receives by a redirect.

use std::fmt;

use http::Response;
use symbolon_oauth::{
    ClientId, ErrorResponse, RedirectUri, ReturnPath, UndeliverableResponse, WayBack,
};

use crate::AuthorizeError;

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

impl RefusalToClient {
    pub(in crate::authorize) fn new(
        reason: AuthorizeError,
        path: ReturnPath,
        client_id: ClientId,
    ) -> Self {
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

    /// Builds the response that sends the error to the client, in the response mode of the request:
    /// a redirect, or a page with a form that the browser posts
    /// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    #[must_use]
    pub fn into_response(self) -> Response<Vec<u8>> {
        self.path.refuse(ErrorResponse::from(&self.reason))
    }

    pub(super) fn way_back(&self) -> Result<WayBack, UndeliverableResponse> {
        self.path.way_back(ErrorResponse::from(&self.reason))
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
