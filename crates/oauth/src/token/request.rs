//! The request to the token endpoint.

#[cfg(test)]
mod tests;

use http::{HeaderMap, HeaderValue, Method, Request, header};
use url::Url;

use crate::token::grant::AuthorizationGrant;
use crate::{
    ClientCredentials, ClientId, EndpointUriError, Parameters, ParametersError, TokenRequestError,
    endpoint_uri,
};

/// A request to the token endpoint: a grant, and who brings it.
///
/// [RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3) and
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
    /// What is to be turned into tokens.
    pub grant: AuthorizationGrant,
    /// The client, as it presents itself.
    pub credentials: ClientCredentials,
    /// Parameters that neither the grant nor the credentials define. When printed, one that they do
    /// define is left out.
    pub extra: Parameters,
}

impl TokenRequest {
    /// The client that the request says it is from, to look up: see
    /// [`ClientCredentials::client_id`].
    pub fn client_id(&self) -> &ClientId {
        self.credentials.client_id()
    }

    /// A request of this client.
    pub fn new(grant: AuthorizationGrant, credentials: ClientCredentials) -> TokenRequest {
        TokenRequest { grant, credentials, extra: Parameters::new() }
    }

    /// Reads the request that arrived at the token endpoint.
    ///
    /// # Errors
    /// It is no form that is POSTed, its credentials are missing or of more than one kind, or its
    /// grant is malformed. [`TokenRequestError::into_http`] is the answer.
    pub fn from_http<B: AsRef<[u8]>>(
        request: &Request<B>,
    ) -> Result<TokenRequest, TokenRequestError> {
        // RFC 6749 §3.2: POST.
        if request.method() != Method::POST {
            return Err(ParametersError::Method.into());
        }
        // RFC 6749 §4.1.3: application/x-www-form-urlencoded, in UTF-8. §2.3.1: none of it in the query.
        let parameters = Parameters::from_http(request)?;
        TokenRequest::from_parameters(request.headers(), parameters)
    }

    /// Reads a request whose form was read before.
    ///
    /// # Errors
    /// As [`from_http`](Self::from_http), the form apart.
    pub fn from_parameters(
        headers: &HeaderMap,
        mut parameters: Parameters,
    ) -> Result<TokenRequest, TokenRequestError> {
        let credentials = ClientCredentials::take(headers, &mut parameters)?;
        let grant = AuthorizationGrant::take(&mut parameters)?;
        Ok(TokenRequest { grant, credentials, extra: parameters })
    }

    /// The request to send to the token endpoint. It carries credentials: whoever sends it must not
    /// follow redirects with it.
    ///
    /// # Errors
    /// [`EndpointUriError`] when the endpoint's URL is no HTTP address.
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
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        *request.body_mut() = parameters.encode().into_bytes();
        Ok(request)
    }
}
