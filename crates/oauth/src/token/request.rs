//! The request to the token endpoint.

#[cfg(test)]
mod tests;

use http::{HeaderMap, HeaderValue, Method, Request, header};
use url::Url;

use crate::syntax::media_type;
use crate::token::grant::AuthorizationGrant;
use crate::{
    ClientCredentials, ClientId, EndpointUriError, Parameters, ParametersError, TokenRequestError,
    endpoint_uri,
};

/// A request to the token endpoint: an authorization grant, and the client that presents it.
///
/// See [RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3) and
/// [§6](https://www.rfc-editor.org/rfc/rfc6749#section-6).
///
/// ```
/// use symbolon_oauth::{
///     AuthorizationCode, AuthorizationGrant, ClientCredentials, ClientId, CodeGrant, TokenRequest,
/// };
///
/// let code = AuthorizationCode::new("SplxlOBeZQQYbYS6WxSbIA".to_owned());
/// let grant = AuthorizationGrant::Code(CodeGrant::new(code));
/// let client_id = ClientId::new("s6BhdRkqt3")?;
/// let request = TokenRequest::new(grant, ClientCredentials::None { client_id });
/// let request = request.into_http(&"https://op.example/token".parse()?)?;
/// assert_eq!(
///     request.body(),
///     b"grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA&client_id=s6BhdRkqt3",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenRequest {
    /// The authorization grant to be exchanged for tokens.
    pub grant: AuthorizationGrant,
    /// The credentials that the client presents.
    pub credentials: ClientCredentials,
    /// The additional parameters of the request. If you add a parameter here that belongs to the
    /// grant or to the credentials, that parameter is not sent.
    pub extra: Parameters,
}

impl TokenRequest {
    /// Returns the identifier that the client claims to have. Use it to look up the client's
    /// registration.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        self.credentials.client_id()
    }

    /// Creates a request with this authorization grant and these client credentials.
    #[must_use]
    pub fn new(grant: AuthorizationGrant, credentials: ClientCredentials) -> Self {
        Self { grant, credentials, extra: Parameters::new() }
    }

    /// Reads the request that arrived at the token endpoint.
    ///
    /// # Errors
    /// [`TokenRequestError`] when the request is not a form that was sent with POST, when its
    /// credentials cannot be read, or when its grant is malformed. Answer the request with
    /// [`TokenRequestError::into_http`].
    pub fn from_http<B: AsRef<[u8]>>(request: &Request<B>) -> Result<Self, TokenRequestError> {
        // RFC 6749 §3.2: POST.
        if request.method() != Method::POST {
            let found = request.method().clone();
            return Err(ParametersError::Method { found, expected: "POST" }.into());
        }
        // RFC 6749 §4.1.3: application/x-www-form-urlencoded in UTF-8. §2.3.1: the parameters are
        // not in the query.
        let parameters = Parameters::from_http(request)?;
        Self::from_parameters(request.headers(), parameters)
    }

    /// Reads a token request from its HTTP headers and from the parameters of its form body.
    ///
    /// # Errors
    /// [`TokenRequestError::Credentials`] when the credentials cannot be read. A different variant
    /// when a parameter of the grant is missing or malformed.
    pub fn from_parameters(
        headers: &HeaderMap,
        mut parameters: Parameters,
    ) -> Result<Self, TokenRequestError> {
        let credentials = ClientCredentials::take(headers, &mut parameters)?;
        let grant = AuthorizationGrant::take(&mut parameters)?;
        Ok(Self { grant, credentials, extra: parameters })
    }

    /// Builds the HTTP request to be sent to the token endpoint.
    ///
    /// The sender must not follow redirects, because the request contains credentials.
    ///
    /// # Errors
    /// [`EndpointUriError`] when the URL of the endpoint is not an `https` or `http` URL, or is
    /// longer than `http::Uri` allows (65534 bytes).
    pub fn into_http(self, token_endpoint: &Url) -> Result<Request<Vec<u8>>, EndpointUriError> {
        let mut request = Request::new(Vec::new());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = endpoint_uri(token_endpoint)?;
        let mut parameters = Parameters::new();
        self.grant.put(&mut parameters);
        self.credentials.put(request.headers_mut(), &mut parameters);
        let mut defined = self.grant.parameters().to_vec();
        defined.push("grant_type");
        defined.extend(ClientCredentials::PARAMETERS);
        parameters.push_extra(&self.extra, &defined);
        let headers = request.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type::FORM));
        headers.insert(header::ACCEPT, HeaderValue::from_static(media_type::JSON));
        *request.body_mut() = parameters.encode().into_bytes();
        Ok(request)
    }
}
