//! The reason why a callback is refused.

use symbolon_jose::Excerpt;
use symbolon_oauth::iss::IssError;
use symbolon_oauth::jarm::JarmError;
use symbolon_oauth::{
    AuthorizationResponseError, ErrorResponse, Issuer, RedirectUri, ResponseMode, ResponseType,
    TokenType,
};

/// The reason why [`RelyingParty::finish`](crate::RelyingParty::finish) refuses a callback. The
/// user has to start a new login.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CallbackError {
    /// The login was started by a different relying party: for a different provider, or for a
    /// different client of this provider
    /// ([RFC 9700 §4.4.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.4.2)).
    #[error("the login began at {found}; expected a login that this client began at {expected}")]
    OtherProvider {
        /// The issuer of the provider at which the login began.
        found: Box<Issuer>,
        /// The issuer of this relying party's provider.
        expected: Box<Issuer>,
    },
    /// The `state` of the callback is not the `state` of the pending login
    /// ([RFC 6749 §10.12](https://www.rfc-editor.org/rfc/rfc6749#section-10.12)).
    #[error("the authorization response has the state of another login")]
    State,
    /// The response did not arrive at the redirect URI of the pending login. An attacker may have
    /// sent the browser to another provider than the user chose
    /// ([RFC 9700 §4.4.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.4.2)).
    ///
    /// If every login fails with this error, your server sees another path than the browser: see
    /// [`Callback::arrived_at`](crate::Callback::arrived_at).
    #[error(
        "the response arrived at {found}; expected {expected}. If a proxy or a router changes the \
         path, use `Callback::arrived_at`"
    )]
    RedirectUri {
        /// The URI at which the response arrived, without its query. If the host is not known, this
        /// is only the path.
        found: Excerpt,
        /// The redirect URI of the login.
        expected: Box<RedirectUri>,
    },
    /// [`RelyingParties`](crate::RelyingParties) has no relying party for the provider at which the
    /// login began ([RFC 9700 §4.4.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.4.2)).
    #[error("the login began at {found}; no relying party is configured for this provider")]
    UnknownProvider {
        /// The issuer of the provider at which the login began.
        found: Box<Issuer>,
    },
    /// The login began with a redirect URI that is not the redirect URI of this provider in
    /// [`RelyingParties`](crate::RelyingParties)
    /// ([RFC 9700 §4.4.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.4.2)).
    #[error("the login began with the redirect URI {found}; expected {expected} at this provider")]
    OtherRedirectUri {
        /// The redirect URI of the login.
        found: Box<RedirectUri>,
        /// The redirect URI that [`RelyingParties`](crate::RelyingParties) has for the provider.
        expected: Box<RedirectUri>,
    },
    /// The parameter `iss` of the callback is not the provider's issuer, or is missing although it
    /// is required ([RFC 9207 §2.4](https://www.rfc-editor.org/rfc/rfc9207#section-2.4)).
    #[error(transparent)]
    Iss(#[from] IssError),
    /// The provider refused the authentication request with this error response
    /// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    #[error("the provider refused: {}", .0.error)]
    Refused(ErrorResponse),
    /// The called method cannot finish a login with this response type.
    /// [`finish`](crate::RelyingParty::finish) is for response types with `code` or `id_token`, and
    /// [`finish_without_tokens`](crate::RelyingParty::finish_without_tokens) is for `none`.
    #[error(
        "the login began with the response type `{0}`; `finish` is for `code` and `id_token`, and \
         `finish_without_tokens` is for `none`"
    )]
    ResponseType(ResponseType),
    /// A successful response arrived in another way than the response mode of the login: for
    /// example, tokens arrived in the query, where servers log them
    /// ([Multiple Response Types §2.1](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#ResponseModes)).
    #[error("the response arrived in the {found}; expected the response mode `{expected}`")]
    ResponseMode {
        /// The part of the message in which the response arrived: `query`, `fragment`, `form`, or
        /// the parameter `response`, which contains a JWT.
        found: &'static str,
        /// The response mode of the login.
        expected: ResponseMode,
    },
    /// The login asked for a response in a JWT, but the response is not in a JWT, the JWT is not
    /// encrypted although the client registered for encryption, or the JWT is refused
    /// ([JARM §2.4](https://openid.net/specs/oauth-v2-jarm.html#name-processing-rules)).
    #[error(transparent)]
    Jarm(#[from] JarmError),
    /// The access token in the callback has this type instead of `Bearer`
    /// ([Core §3.2.2.5](https://openid.net/specs/openid-connect-core-1_0.html#ImplicitAuthResponse)).
    #[error("the access token in the callback has the type `{0}`; expected `Bearer`")]
    TokenType(TokenType),
    /// The callback is malformed: for example, it has both a code and an error, or a parameter is
    /// missing that the response type of the login requires
    /// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)).
    #[error(transparent)]
    Response(AuthorizationResponseError),
}

impl From<AuthorizationResponseError> for CallbackError {
    fn from(error: AuthorizationResponseError) -> Self {
        match error {
            AuthorizationResponseError::Refused(refusal) => Self::Refused(refusal.error),
            other => Self::Response(other),
        }
    }
}

impl CallbackError {
    /// Returns a stable name for logs and metrics, such as `"callback.state"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::OtherProvider { .. } => "callback.other_provider",
            Self::State => "callback.state",
            Self::RedirectUri { .. } => "callback.redirect_uri",
            Self::UnknownProvider { .. } => "callback.unknown_provider",
            Self::OtherRedirectUri { .. } => "callback.other_redirect_uri",
            Self::Iss(error) => error.code(),
            Self::Refused(_) => "callback.refused",
            Self::ResponseType(_) => "callback.response_type",
            Self::ResponseMode { .. } => "callback.response_mode",
            Self::Jarm(error) => error.code(),
            Self::TokenType(_) => "callback.token_type",
            Self::Response(error) => error.code(),
        }
    }

    /// Returns the provider's error response. `None` if the provider did not refuse the request.
    #[must_use]
    pub fn refusal(&self) -> Option<&ErrorResponse> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }
}
