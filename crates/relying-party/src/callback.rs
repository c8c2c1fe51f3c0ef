//! The authorization response as it arrives: by way of a browser, from anybody.

use http::Request;
use symbolon_oauth::{Parameters, ParametersError, State, SyntaxError};

/// What came to the redirect URI, **untrusted**: whoever can make a browser open a link can write
/// it ([RFC 6749 §10.12](https://www.rfc-editor.org/rfc/rfc6749#section-10.12)).
///
/// Its [`state`](Self::state) finds the login it claims to answer. Everything else, an error
/// included, is out of reach until [`finish`](crate::RelyingParty::finish) has compared what has
/// to be compared.
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
    /// [`MalformedCallback`].
    pub fn from_http<B: AsRef<[u8]>>(request: &Request<B>) -> Result<Self, MalformedCallback> {
        Self::from_parameters(Parameters::from_http(request)?)
    }

    /// The same of parameters that were read before.
    ///
    /// # Errors
    /// [`MalformedCallback`].
    pub fn from_parameters(parameters: Parameters) -> Result<Self, MalformedCallback> {
        // RFC 6749 §4.1.2: `state` is required if the request had one, and ours always has.
        let state = parameters.get("state").ok_or(MalformedCallback::MissingState)?;
        let state = State::parse(state.to_owned()).map_err(MalformedCallback::State)?;
        Ok(Self { state, parameters })
    }

    /// Which login this claims to answer.
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

/// Why a request to the redirect URI is no authorization response.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MalformedCallback {
    /// The parameters cannot be read, or one of them is there twice
    /// ([RFC 6749 §3.1](https://www.rfc-editor.org/rfc/rfc6749#section-3.1)).
    #[error(transparent)]
    Parameters(#[from] ParametersError),
    /// There is no `state`
    /// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)).
    #[error("the authorization response has no state")]
    MissingState,
    /// `state` has a character that it may not have
    /// ([RFC 6749 §A.5](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.5)).
    #[error(transparent)]
    State(SyntaxError),
}

impl MalformedCallback {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Parameters(error) => error.code(),
            Self::MissingState => "callback.missing_state",
            Self::State(error) => error.code(),
        }
    }
}
