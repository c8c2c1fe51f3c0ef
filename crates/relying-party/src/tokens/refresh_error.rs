//! The reason why a refresh failed, with the tokens that must not be lost.

use http::StatusCode;
use symbolon_oauth::ErrorResponse;

use super::{ExchangeError, Session};

/// The reason why a refresh failed.
///
/// If the provider had already issued new tokens, the old refresh token is spent. The error then
/// contains the new tokens: store the session that [`into_session`](Self::into_session) returns.
///
/// ```
/// # use symbolon_relying_party::{DriveError, RefreshError, Refreshed, Session};
/// # fn store(_: &Session) {}
/// fn finish<E>(outcome: Result<Refreshed, DriveError<RefreshError, E>>) {
///     match outcome {
///         Ok(refreshed) => store(&refreshed.session),
///         Err(DriveError::Flow(error)) => {
///             // Log `error`. Decide by `error.code()` whether the user stays signed in.
///             if let Some(session) = error.into_session() {
///                 store(&session);
///             }
///         }
///         // The old session stays in the store, so that the refresh can be tried again.
///         Err(_) => {}
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RefreshError {
    /// The session has no refresh token, so the user has to sign in again
    /// ([Core §11](https://openid.net/specs/openid-connect-core-1_0.html#OfflineAccess)).
    #[error("the session has no refresh token")]
    NoRefreshToken,
    /// The session's tokens were issued by another provider, or to another client
    /// ([RFC 6749 §10.4](https://www.rfc-editor.org/rfc/rfc6749#section-10.4)).
    #[error("the tokens of the session were issued by another provider or to another client")]
    OtherProvider,
    /// The provider issued no new tokens: it refused the request, its keys could not be fetched, or
    /// its response contains no refresh token that could be read. If the provider's error code is
    /// `invalid_grant`, the refresh token is no longer valid, and the user has to sign in again
    /// ([Core §12.3](https://openid.net/specs/openid-connect-core-1_0.html#RefreshErrorResponse)).
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    /// The provider issued new tokens, but the response or its ID Token breaks a rule, or the keys
    /// for the ID Token could not be fetched. The old refresh token is spent: store `session`
    /// ([Core §12.2](https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse)).
    #[error("{error}; new tokens were issued, so store the session of this error")]
    TokensIssued {
        /// The rule that the response or its ID Token breaks, or the reason why there are no keys.
        error: ExchangeError,
        /// The session with the new tokens. Its `authentication` is unchanged: the session contains
        /// no claim of the refused ID Token. If the response itself could not be read, only the
        /// refresh token is new.
        session: Box<Session>,
    },
}

impl RefreshError {
    /// Returns a stable name for logs and metrics, such as `"refresh.no_refresh_token"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoRefreshToken => "refresh.no_refresh_token",
            Self::OtherProvider => "refresh.other_provider",
            Self::Exchange(error) | Self::TokensIssued { error, .. } => error.code(),
        }
    }

    /// Returns the provider's error response. `None` if the provider did not refuse the token
    /// request.
    #[must_use]
    pub fn refusal(&self) -> Option<&ErrorResponse> {
        match self {
            Self::Exchange(error) | Self::TokensIssued { error, .. } => error.refusal(),
            Self::NoRefreshToken | Self::OtherProvider => None,
        }
    }

    /// Returns the HTTP status of a token response that reports an error or that has an unexpected
    /// status, such as 503 during an outage. `None` for every other error.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Exchange(error) | Self::TokensIssued { error, .. } => error.status(),
            Self::NoRefreshToken | Self::OtherProvider => None,
        }
    }

    /// Returns the session with the new tokens, if the provider issued tokens before the refresh
    /// failed. Replace the old session in your store with it, because the old refresh token is
    /// spent. `None` if the provider issued no tokens: keep the old session.
    ///
    /// The new tokens came from the provider's token endpoint, but the ID Token that came with them
    /// was refused or could not be verified. Decide by [`code`](Self::code) whether the user stays
    /// signed in. If only the keys were missing (`keys.no_response`, `keys.cool_down`), refresh
    /// again later. If the ID Token names another user, the session has no access token, because
    /// that access token belongs to the other user.
    #[must_use]
    pub fn into_session(self) -> Option<Session> {
        match self {
            Self::TokensIssued { session, .. } => Some(*session),
            Self::NoRefreshToken | Self::OtherProvider | Self::Exchange(_) => None,
        }
    }

    /// Returns a reference to the session that [`into_session`](Self::into_session) returns.
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        match self {
            Self::TokensIssued { session, .. } => Some(session),
            Self::NoRefreshToken | Self::OtherProvider | Self::Exchange(_) => None,
        }
    }
}
