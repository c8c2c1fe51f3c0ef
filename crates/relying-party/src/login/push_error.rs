//! The reason why a login cannot be pushed.

use http::StatusCode;
use symbolon_oauth::client::assertion::SignClientAssertionError;
use symbolon_oauth::flow::OutOfTurn;
use symbolon_oauth::pushed::PushedAuthorizationResponseError;
use symbolon_oauth::{EndpointUriError, ErrorResponse};

use super::LoginRequestError;

/// The reason why a login cannot be pushed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PushLoginError {
    /// The request of the login cannot be created.
    #[error(transparent)]
    Request(#[from] LoginRequestError),
    /// The provider's metadata has no endpoint for pushed requests
    /// ([RFC 9126 §5](https://www.rfc-editor.org/rfc/rfc9126#section-5)).
    #[error("the provider does not accept pushed requests; begin the login with `begin`")]
    NoEndpoint,
    /// The client assertion could not be signed
    /// ([Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication)).
    #[error(transparent)]
    ClientAssertion(#[from] SignClientAssertionError),
    /// No HTTP request can be sent to the URL of the endpoint
    /// ([RFC 9126 §2](https://www.rfc-editor.org/rfc/rfc9126#section-2)).
    #[error(transparent)]
    Endpoint(#[from] EndpointUriError),
    /// The provider refused the request, or its response has no usable reference
    /// ([RFC 9126 §2.2](https://www.rfc-editor.org/rfc/rfc9126#section-2.2),
    /// [§2.3](https://www.rfc-editor.org/rfc/rfc9126#section-2.3)).
    #[error(transparent)]
    Response(#[from] PushedAuthorizationResponseError),
    /// Your program passed a response for which the flow did not wait. Use [`drive`](crate::drive).
    #[error(transparent)]
    OutOfTurn(#[from] OutOfTurn),
}

impl PushLoginError {
    /// Returns a stable name for logs and metrics, such as `"pushed_response.refused"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Request(error) => error.code(),
            Self::NoEndpoint => "push.no_endpoint",
            Self::ClientAssertion(error) => error.code(),
            Self::Endpoint(error) => error.code(),
            Self::Response(error) => error.code(),
            Self::OutOfTurn(error) => error.code(),
        }
    }

    /// Returns the provider's error response. `None` if the provider did not refuse the request.
    #[must_use]
    pub fn refusal(&self) -> Option<&ErrorResponse> {
        match self {
            Self::Response(error) => error.refusal(),
            _ => None,
        }
    }

    /// Returns the HTTP status of a response that reports an error or that has an unexpected
    /// status, such as 503 during an outage. `None` for every other error.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Response(
                PushedAuthorizationResponseError::Refused { status, .. }
                | PushedAuthorizationResponseError::Status(status),
            ) => Some(*status),
            _ => None,
        }
    }
}
