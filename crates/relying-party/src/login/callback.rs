//! The callback: the authorization response that the browser delivers to the redirect URI.

use http::Request;
use symbolon_oauth::{Parameters, ParametersError, State, SyntaxError};

/// The authorization response that arrived at the redirect URI. **Untrusted:** an attacker can
/// forge it, by making the user's browser open a link
/// ([RFC 6749 §10.12](https://www.rfc-editor.org/rfc/rfc6749#section-10.12)).
///
/// Look up the [`PendingLogin`](crate::PendingLogin) under the response's [`state`](Self::state),
/// then call [`finish`](crate::RelyingParty::finish), which checks all parameters. Until then, your
/// program can read only `state`.
#[derive(Clone, Debug)]
pub struct Callback {
    state: State,
    parameters: Parameters,
}

impl Callback {
    /// Reads the query of a GET request, or the form of a POST request
    /// ([Form Post Response Mode](https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html)).
    ///
    /// # Errors
    /// [`MalformedCallback`] when the parameters cannot be read, or when `state` is missing or
    /// malformed.
    pub fn from_http<B: AsRef<[u8]>>(request: &Request<B>) -> Result<Self, MalformedCallback> {
        Self::from_parameters(Parameters::from_http(request)?)
    }

    /// Reads an authorization response from parameters that your program has already parsed.
    ///
    /// # Errors
    /// [`MalformedCallback`] when `state` is missing or malformed.
    pub fn from_parameters(parameters: Parameters) -> Result<Self, MalformedCallback> {
        // RFC 6749 §4.1.2: `state` is required if the request had one, and ours always has.
        let state = parameters.get("state").ok_or(MalformedCallback::MissingState)?;
        let state = State::parse(state.to_owned()).map_err(MalformedCallback::State)?;
        Ok(Self { state, parameters })
    }

    /// Returns `state`. You stored the [`PendingLogin`](crate::PendingLogin) under the same value.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    pub(crate) fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    pub(crate) fn into_parameters(self) -> Parameters {
        self.parameters
    }
}

/// The reason why a request to the redirect URI cannot be read as an authorization response.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MalformedCallback {
    /// The parameters cannot be read, or a parameter is repeated
    /// ([RFC 6749 §3.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1)).
    #[error(transparent)]
    Parameters(#[from] ParametersError),
    /// `state` is missing
    /// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)).
    #[error("the authorization response has no state")]
    MissingState,
    /// `state` contains a character that is not allowed
    /// ([RFC 6749 §A.5](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.5)).
    #[error(transparent)]
    State(SyntaxError),
}

impl MalformedCallback {
    /// Returns a stable name for logs and metrics, such as `"callback.missing_state"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Parameters(error) => error.code(),
            Self::MissingState => "callback.missing_state",
            Self::State(error) => error.code(),
        }
    }
}
