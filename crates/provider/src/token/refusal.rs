//! Refused token requests.

use std::fmt;

use http::{HeaderValue, Response, StatusCode, header};
use symbolon_oauth::obligation::{GrantId, Replayed, Stored, Unstored};
use symbolon_oauth::{
    ClientCredentials, ErrorCode, ErrorResponse, ParametersError, TokenRequestError,
};

use super::TokenError;
use crate::StoreFailed;

/// A refused token request, with the error response. After some refusals, a grant has to be revoked
/// before the response is sent.
///
/// If [`grant_to_revoke`](Self::grant_to_revoke) returns a grant, revoke this grant in your store,
/// then pass the store's answer to [`into_response`](Self::into_response). A function that returns
/// the refusal by `?` passes this obligation on to its caller:
///
/// ```
/// # use symbolon_provider::{GrantId, Stored, TokenRefusal};
/// # struct Db;
/// # impl Db { fn revoke(&self, _: &GrantId) -> Stored { Stored::Confirmed } }
/// fn answer(db: &Db, refusal: TokenRefusal) -> http::Response<Vec<u8>> {
///     let stored = refusal.grant_to_revoke().map_or(Stored::Confirmed, |grant| db.revoke(grant));
///     refusal.into_response(stored)
/// }
/// ```
/// ```compile_fail,E0061
/// # fn f(refusal: symbolon_provider::TokenRefusal) {
/// refusal.into_response();
/// # }
/// ```
///
/// This type intentionally does not implement `Error`, because a conversion to `Box<dyn Error>`
/// would hide the grant and the response. Log the refusal's [`code`](Self::code) and its
/// [`reason`](Self::reason).
///
/// ```compile_fail,E0277
/// # fn f(refusal: symbolon_provider::TokenRefusal) -> Result<(), Box<dyn std::error::Error>> {
/// Err(refusal)?;
/// # Ok(())
/// # }
/// ```
#[must_use = "revoke the grant that the refusal names, then send its response"]
pub struct TokenRefusal(Box<Inner>);

struct Inner {
    reason: TokenError,
    unstored: Unstored<Option<GrantId>>,
}

impl TokenRefusal {
    fn new(reason: TokenError, response: Response<Vec<u8>>) -> Self {
        // A grant that another request revoked in the meantime needs no second revocation.
        let revoked = reason.grant_to_revoke().cloned();
        let unstored = Unstored::new(revoked, response.clone(), response);
        Self(Box::new(Inner { reason, unstored }))
    }

    /// Refuses a client that failed to authenticate. The status and the challenge depend on how the
    /// client tried.
    pub(super) fn of_client(error: TokenError, credentials: &ClientCredentials) -> Self {
        let response = response_to_client(&error, credentials);
        Self::new(error, response)
    }

    /// Returns a stable name of the reason, for logs and metrics, such as `"token.spent_code"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.reason.code()
    }

    /// Returns why the request is refused.
    #[must_use]
    pub fn reason(&self) -> &TokenError {
        &self.0.reason
    }

    /// Returns the grant that has to be revoked, with all its codes and tokens, before the response
    /// is sent. `None` if there is nothing to revoke.
    #[must_use]
    pub fn grant_to_revoke(&self) -> Option<&GrantId> {
        self.0.unstored.records().as_ref()
    }

    /// Returns the error response. `stored` is your store's answer to the revocation of the grant.
    /// Pass [`Stored::Confirmed`] if there is no grant to revoke
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[must_use]
    pub fn into_response(self, stored: Stored) -> Response<Vec<u8>> {
        self.0.unstored.into_response(stored)
    }
}

impl fmt::Debug for TokenRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenRefusal").field("reason", &self.0.reason).finish_non_exhaustive()
    }
}

impl From<TokenError> for TokenRefusal {
    fn from(error: TokenError) -> Self {
        // RFC 6749 §5.2: the status depends on how the client authenticated, which the error of the
        // request knows.
        if let TokenError::Request(error) = error {
            return error.into();
        }
        let response = response(&error);
        Self::new(error, response)
    }
}

/// Builds the response to a client that failed to authenticate. RFC 6749 §5.2: the status and the
/// challenge depend on how the client tried.
pub(crate) fn response_to_client(
    error: &TokenError,
    credentials: &ClientCredentials,
) -> Response<Vec<u8>> {
    let mut response = credentials.refuse();
    *response.body_mut() = ErrorResponse::from(error).to_object().to_json().into_bytes();
    response
}

/// Builds the response to a request of an authenticated client.
pub(super) fn response(error: &TokenError) -> Response<Vec<u8>> {
    let message = ErrorResponse::from(error);
    let status = if message.error == ErrorCode::SERVER_ERROR {
        StatusCode::INTERNAL_SERVER_ERROR
    } else if message.error == ErrorCode::TEMPORARILY_UNAVAILABLE {
        StatusCode::SERVICE_UNAVAILABLE
    } else {
        StatusCode::BAD_REQUEST
    };
    message.into_http(status)
}

impl From<TokenRequestError> for TokenRefusal {
    fn from(error: TokenRequestError) -> Self {
        let is_method = |error: &TokenRequestError| {
            matches!(error, TokenRequestError::Parameters(ParametersError::Method { .. }))
        };
        let mut response = error.clone().into_http();
        if is_method(&error) {
            only_post(&mut response);
        }
        Self::new(TokenError::Request(error), response)
    }
}

/// Refuses the HTTP method of a request. RFC 6749 §3.2: the client must use POST. RFC 9110 §15.5.6:
/// a response with the status 405 names the allowed methods.
pub(crate) fn only_post(response: &mut Response<Vec<u8>>) {
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
}

impl From<StoreFailed> for TokenRefusal {
    fn from(error: StoreFailed) -> Self {
        TokenError::StoreFailed(error).into()
    }
}

/// Only client assertions are replayed, and they come without an `Authorization` field.
impl From<Replayed> for TokenRefusal {
    fn from(_: Replayed) -> Self {
        TokenError::Replayed.into()
    }
}
