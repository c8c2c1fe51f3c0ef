//! The reason why a callback cannot be read.

use symbolon_oauth::jarm::JarmError;
use symbolon_oauth::{ErrorCode, ParametersError, SyntaxError};

/// The reason why a request to the redirect URI cannot be read as an authorization response.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MalformedCallback {
    /// The parameters cannot be read, or a parameter is repeated
    /// ([RFC 6749 §3.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1)).
    #[error(transparent)]
    Parameters(#[from] ParametersError),
    /// The query and the fragment of the URI both contain a response. One program could read the
    /// query, and another program could read the fragment
    /// ([RFC 6749 §3.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1)).
    #[error("the URI has a response in its query and in its fragment; expected only one of them")]
    QueryAndFragment,
    /// The response is in a JWT that cannot be read: for example, the JWT is encrypted, or the
    /// response contains another parameter beside the JWT. If the client registered for encrypted
    /// responses, read the callback with
    /// [`RelyingParty::callback_from_http`](crate::RelyingParty::callback_from_http)
    /// ([JARM §2.3](https://openid.net/specs/oauth-v2-jarm.html#name-response-encoding)).
    #[error(transparent)]
    Jarm(#[from] JarmError),
    /// `state` is missing
    /// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)).
    #[error("the authorization response has no state{}", reported(.error.as_ref()))]
    MissingState {
        /// The error code of the response, if the response has an error code. Use the code for logs
        /// only, because anyone can send a browser here with such a response.
        error: Option<ErrorCode>,
    },
    /// `state` contains a character that is not allowed
    /// ([RFC 6749 §A.5](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.5)).
    #[error(transparent)]
    State(SyntaxError),
    /// The URI at which the response arrived is neither an absolute URI nor a path that begins with
    /// `/` ([RFC 9110 §7.1](https://www.rfc-editor.org/rfc/rfc9110#section-7.1)).
    #[error("the URI at which the response arrived is neither an absolute URI nor a path")]
    Uri,
}

impl MalformedCallback {
    /// Returns a stable name for logs and metrics, such as `"callback.missing_state"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Parameters(error) => error.code(),
            Self::Jarm(error) => error.code(),
            Self::QueryAndFragment => "callback.query_and_fragment",
            Self::MissingState { .. } => "callback.missing_state",
            Self::State(error) => error.code(),
            Self::Uri => "callback.uri",
        }
    }
}

fn reported(error: Option<&ErrorCode>) -> String {
    error.map_or_else(String::new, |code| format!("; it reports the error {code}"))
}
