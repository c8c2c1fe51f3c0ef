//! The reason why a login fails after its callback was accepted.

use http::StatusCode;
use symbolon_jose::Excerpt;
use symbolon_oauth::ErrorResponse;
use symbolon_oidc::IdTokenError;

use super::CallbackError;
use crate::tokens::ExchangeError;

/// The reason why a login failed after the callback was accepted.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LoginError {
    /// The code could not be exchanged for tokens, the ID Token of the token response breaks a rule,
    /// or the keys that verify an ID Token could not be fetched.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    /// The response in the callback is in a JWT. Either the JWT is refused, or the provider reports
    /// an error in the JWT. No code was sent to the provider
    /// ([JARM §2.4](https://openid.net/specs/oauth-v2-jarm.html#name-processing-rules)).
    #[error(transparent)]
    Callback(#[from] CallbackError),
    /// The ID Token in the callback breaks a rule: for example, its `c_hash` does not belong to the
    /// code in the callback. The code was not sent to the provider
    /// ([Core §3.2.2.11](https://openid.net/specs/openid-connect-core-1_0.html#ImplicitIDTValidation),
    /// [§3.3.2.12](https://openid.net/specs/openid-connect-core-1_0.html#HybridIDTValidation)).
    #[error("the ID Token in the callback is refused: {0}")]
    CallbackIdToken(IdTokenError),
    /// The token response has no ID Token
    /// ([Core §3.1.3.3](https://openid.net/specs/openid-connect-core-1_0.html#TokenResponse)).
    #[error("the token response has no ID Token")]
    MissingIdToken,
    /// The ID Token in the callback and the ID Token of the token response have different values of
    /// a claim, so they are not about the same authentication of the same user
    /// ([Core §3.3.3.6](https://openid.net/specs/openid-connect-core-1_0.html#HybridIDToken2)).
    #[error(
        "the ID Tokens of the callback and of the token response have different values of {claim}; \
         if this claim describes the token and not the user, add it to `Quirks::differing_claims`"
    )]
    IdTokensDiffer {
        /// The name of the claim.
        claim: Excerpt,
    },
}

impl From<IdTokenError> for LoginError {
    fn from(error: IdTokenError) -> Self {
        Self::Exchange(error.into())
    }
}

impl LoginError {
    /// Returns a stable name for logs and metrics, such as `"login.missing_id_token"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Exchange(error) => error.code(),
            Self::Callback(error) => error.code(),
            Self::CallbackIdToken(error) => error.code(),
            Self::MissingIdToken => "login.missing_id_token",
            Self::IdTokensDiffer { .. } => "login.id_tokens_differ",
        }
    }

    /// Returns the provider's error response, to the authentication request or to the token
    /// request. `None` if the provider refused neither of these requests.
    #[must_use]
    pub fn refusal(&self) -> Option<&ErrorResponse> {
        match self {
            Self::Callback(error) => error.refusal(),
            Self::Exchange(error) => error.refusal(),
            _ => None,
        }
    }

    /// Returns the HTTP status of a token response that reports an error or that has an unexpected
    /// status, such as 503 during an outage. `None` for every other error.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Exchange(error) => error.status(),
            _ => None,
        }
    }
}
