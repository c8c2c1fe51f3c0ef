//! A pushed authorization request as it arrived.

use http::{Method, Request};
use symbolon_oauth::{ClientCredentials, ClientId, Parameters, ParametersError};

use super::{PushError, PushRefusal};

/// A request to the endpoint for pushed authorization requests: the credentials of a client, and the
/// parameters of an authorization request, which are not checked yet.
///
/// Look up the client's record by [`client_id`](Self::client_id), then call
/// [`Provider::authenticate_push`](crate::Provider::authenticate_push) and
/// [`Provider::push`](crate::Provider::push).
///
/// ```
/// use symbolon_provider::PushedRequest;
///
/// let request = http::Request::post("/par")
///     .header("content-type", "application/x-www-form-urlencoded")
///     .body("client_id=wiki&response_type=code&scope=openid")?;
/// let request = PushedRequest::from_http(&request).map_err(|refusal| refusal.code())?;
/// assert_eq!(request.client_id().as_str(), "wiki");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct PushedRequest {
    pub(super) credentials: ClientCredentials,
    pub(super) parameters: Parameters,
}

impl PushedRequest {
    /// Reads the form of a POST request
    /// ([RFC 9126 §2.1](https://www.rfc-editor.org/rfc/rfc9126#section-2.1)).
    ///
    /// If the form has no `client_id`, the `client_id` is that of the credentials.
    ///
    /// # Errors
    /// [`PushRefusal`] when the request is not a form that was sent with POST, when the credentials
    /// of the client cannot be read or name another client than `client_id`, or when the form
    /// contains `request_uri`.
    pub fn from_http<B: AsRef<[u8]>>(request: &Request<B>) -> Result<Self, PushRefusal> {
        // RFC 9126 §2.1: POST.
        if request.method() != Method::POST {
            let found = request.method().clone();
            let error = ParametersError::Method { found, expected: "POST" };
            return Err(PushError::Parameters(error).into());
        }
        let mut parameters = Parameters::from_http(request).map_err(PushError::Parameters)?;
        let credentials = ClientCredentials::take(request.headers(), &mut parameters)
            .map_err(PushError::Credentials)?;
        // RFC 9126 §2.1 (2): the request is rejected if it contains `request_uri`.
        if parameters.contains("request_uri") {
            return Err(PushError::RequestUri.into());
        }
        parameters.push("client_id", credentials.client_id().as_str());
        Ok(Self { credentials, parameters })
    }

    /// Returns the credentials of the client.
    pub(crate) fn credentials(&self) -> &ClientCredentials {
        &self.credentials
    }

    /// Returns the text of the request object, if the request has a request object.
    pub(crate) fn object(&self) -> Option<&str> {
        self.parameters.get("request")
    }

    /// Returns the `client_id` of the request. Look up the client's record by this identifier.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        self.credentials.client_id()
    }
}
