//! What has to be compared before an authorization response is believed.

use symbolon_oauth::iss::{self, Expectation, IssError};
use symbolon_oauth::{
    AuthorizationResponse, AuthorizationResponseError, ErrorResponse, ResponseType,
};

use crate::{Callback, IssParameter, LoginFlow, PendingLogin, ProviderKeys, RelyingParty};

impl RelyingParty {
    /// Compares the authorization response with the login it answers, and goes on with its code
    /// ([Core §3.1.2.7](https://openid.net/specs/openid-connect-core-1_0.html#AuthResponseValidation)).
    ///
    /// Nothing is sent before all of it is right. The login is used up either way: whatever comes
    /// of it, its `state` and `nonce` serve no second answer.
    ///
    /// `keys` is the provider's [`KeyCache`](symbolon_discovery::KeyCache), however you hold it:
    /// see [`ProviderKeys`].
    ///
    /// # Errors
    /// [`CallbackError`]. [`Refused`](CallbackError::Refused) is the provider's own word, and no
    /// sooner than it is known to be the provider's.
    pub fn finish<K: ProviderKeys>(
        &self,
        pending: PendingLogin,
        callback: Callback,
        keys: K,
    ) -> Result<LoginFlow<K>, CallbackError> {
        // RFC 9700 §4.4.2.1: the issuer is bound to the request.
        if pending.issuer != *self.issuer() || pending.client_id != *self.client_id() {
            return Err(CallbackError::OtherProvider);
        }
        // RFC 6749 §10.12: `state` is what this browser was sent off with. In constant time: see
        // `State`.
        if *callback.state() != pending.state {
            return Err(CallbackError::State);
        }
        // RFC 9207 §2.4: before anything is believed, an error included.
        iss::verify(callback.parameters().get("iss"), self.issuer(), self.iss_expectation())?;
        // RFC 6749 §4.1.2 and §4.1.2.1: a code, or an error.
        let response = AuthorizationResponse::from_parameters(
            callback.into_parameters(),
            &ResponseType::CODE,
        )?;
        let code = response.code.ok_or(AuthorizationResponseError::MissingCode)?;
        Ok(LoginFlow::new(self.clone(), pending, code, keys))
    }

    fn iss_expectation(&self) -> Expectation {
        match self.client().policy.iss_parameter {
            IssParameter::Required => Expectation::Required,
            // RFC 9207 §2.4: refused without `iss` where the provider said that it sends it.
            IssParameter::AsAdvertised if self.provider().sends_authorization_response_iss() => {
                Expectation::Required
            }
            IssParameter::AsAdvertised => Expectation::IfPresent,
        }
    }
}

/// Why an authorization response ends the login.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CallbackError {
    /// The login was begun at another provider, or as another client
    /// ([RFC 9700 §4.4.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.4.2)).
    #[error("the login was begun at another provider")]
    OtherProvider,
    /// `state` is that of another login
    /// ([RFC 6749 §10.12](https://www.rfc-editor.org/rfc/rfc6749#section-10.12)).
    #[error("the authorization response has the state of another login")]
    State,
    /// The response does not come from the provider
    /// ([RFC 9207 §2.4](https://www.rfc-editor.org/rfc/rfc9207#section-2.4)).
    #[error(transparent)]
    Iss(#[from] IssError),
    /// The provider said no
    /// ([Core §3.1.2.6](https://openid.net/specs/openid-connect-core-1_0.html#AuthError)).
    #[error("the provider refused: {}", .0.error)]
    Refused(ErrorResponse),
    /// Neither a code nor an error, or both
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
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::OtherProvider => "callback.other_provider",
            Self::State => "callback.state",
            Self::Iss(error) => error.code(),
            Self::Refused(_) => "callback.refused",
            Self::Response(error) => error.code(),
        }
    }

    /// What the provider said, if it said no.
    #[must_use]
    pub fn refusal(&self) -> Option<&ErrorResponse> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }
}
