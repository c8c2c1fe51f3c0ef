//! The checks of a callback, before its code is used or its error is reported.

use symbolon_jose::Excerpt;
use symbolon_oauth::iss::{self, Expectation, IssError};
use symbolon_oauth::{
    AuthorizationResponse, AuthorizationResponseError, ErrorResponse, Issuer, RedirectUri,
    ResponseType,
};

use super::{Callback, LoginFlow, PendingLogin};
use crate::{IssParameter, ProviderKeys, RelyingParty};

impl RelyingParty {
    /// Checks a callback against its pending login, and returns the flow that exchanges the
    /// authorization code for tokens
    /// ([Core §3.1.2.7](https://openid.net/specs/openid-connect-core-1_0.html#AuthResponseValidation)).
    ///
    /// Nothing is sent to the provider before all checks have passed. The pending login cannot be
    /// used again, even if a check fails.
    ///
    /// `keys` gives access to the provider's [`KeyCache`](symbolon_discovery::KeyCache): see
    /// [`ProviderKeys`].
    ///
    /// # Errors
    /// [`CallbackError::Refused`] when `state` and `iss` are correct and the provider reports an
    /// error. Another variant of [`CallbackError`] when the callback does not belong to the login,
    /// does not come from the provider, or has no code.
    pub fn finish<K: ProviderKeys>(
        &self,
        pending: PendingLogin,
        callback: Callback,
        keys: K,
    ) -> Result<LoginFlow<K>, CallbackError> {
        // RFC 9700 §4.4.2.1: the issuer is bound to the request.
        if pending.issuer != *self.issuer() || pending.client_id != *self.client_id() {
            let (found, expected) = (pending.issuer, self.issuer().clone());
            return Err(CallbackError::OtherProvider {
                found: Box::new(found),
                expected: Box::new(expected),
            });
        }
        // RFC 6749 §10.12: `state` is that of this browser's request. Compared in constant time.
        if *callback.state() != pending.state {
            return Err(CallbackError::State);
        }
        // RFC 9700 §4.4.2.2: the response must arrive at the redirect URI of the request.
        if !callback.arrival().is_at(&pending.redirect_uri) {
            let found = Excerpt::new(&callback.arrival().to_string());
            return Err(CallbackError::RedirectUri {
                found,
                expected: Box::new(pending.redirect_uri),
            });
        }
        // RFC 9207 §2.4: checked before anything else is believed, an error included.
        iss::verify(callback.parameters().get("iss"), self.issuer(), self.iss_expectation())?;
        // RFC 6749 §4.1.2 and §4.1.2.1: a code, or an error.
        let response = AuthorizationResponse::from_parameters(
            callback.into_parameters(),
            &ResponseType::CODE,
        )?;
        let code = response.code.ok_or(AuthorizationResponseError::MissingCode)?;
        Ok(LoginFlow::new(self.clone(), pending, code, keys))
    }

    /// Returns whether `finish` refuses a response without `iss`.
    pub(crate) fn requires_iss(&self) -> bool {
        self.iss_expectation() == Expectation::Required
    }

    fn iss_expectation(&self) -> Expectation {
        match self.client().policy.iss_parameter {
            IssParameter::Required => Expectation::Required,
            // RFC 9207 §2.4: `iss` is required where the metadata announces it.
            IssParameter::AsAdvertised if self.provider().sends_authorization_response_iss() => {
                Expectation::Required
            }
            IssParameter::AsAdvertised => Expectation::IfPresent,
        }
    }
}

/// The reason why [`RelyingParty::finish`] refuses a callback. The user has to start a new login.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CallbackError {
    /// The login was started by a different relying party: for a different provider, or for a
    /// different client of this provider
    /// ([RFC 9700 §4.4.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.4.2)).
    #[error(
        "the login began at {found}; this relying party is for {expected}, or another client there"
    )]
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
    /// [`Callback::arrived_at`].
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
    /// The callback is malformed: for example, it has both a code and an error, or neither of them
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
