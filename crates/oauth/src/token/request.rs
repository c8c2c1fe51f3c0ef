#[cfg(test)]
mod tests;

use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use thiserror::Error;
use url::Url;

use crate::{
    AuthorizationCode, ClientCredentials, ClientCredentialsRefusal, ClientId, CodeVerifier,
    EndpointUriError, ErrorCode, ErrorResponse, GrantType, Parameters, ParametersError,
    RefreshToken, Scope, endpoint_uri,
};

/// A request to the token endpoint: a grant, and who brings it.
///
/// [RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3) and
/// [§6](https://www.rfc-editor.org/rfc/rfc6749#section-6).
///
/// ```
/// use symbolon_oauth::{AuthorizationCode, ClientCredentials, ClientId, Grant, TokenRequest};
///
/// let code = AuthorizationCode::new("SplxlOBeZQQYbYS6WxSbIA".to_owned());
/// let grant = Grant::AuthorizationCode { code, redirect_uri: None, code_verifier: None };
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
    pub grant: Grant,
    /// The client, as it presents itself.
    pub credentials: ClientCredentials,
    /// Parameters that neither the grant nor the credentials define. When printed, one that they do
    /// define is left out.
    pub extra: Parameters,
}

/// What a client brings to the token endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Grant {
    /// `authorization_code`:
    /// [RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3).
    AuthorizationCode {
        /// The code of the authorization response.
        code: AuthorizationCode,
        /// The same text as in the authorization request, if it had one. To be compared byte for
        /// byte, so it is not interpreted here.
        redirect_uri: Option<String>,
        /// What the authorization request's `code_challenge` was made of:
        /// [RFC 7636 §4.5](https://www.rfc-editor.org/rfc/rfc7636#section-4.5).
        code_verifier: Option<CodeVerifier>,
    },
    /// `refresh_token`: [RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749#section-6).
    RefreshToken {
        /// The refresh token.
        refresh_token: RefreshToken,
        /// Less than what was granted, or the same when absent.
        scope: Option<Scope>,
    },
    /// Another grant; its parameters are in [`extra`](TokenRequest::extra).
    Other {
        /// `grant_type`.
        grant_type: GrantType,
    },
}

impl Grant {
    /// `grant_type`.
    pub fn grant_type(&self) -> GrantType {
        match self {
            Grant::AuthorizationCode { .. } => GrantType::AUTHORIZATION_CODE,
            Grant::RefreshToken { .. } => GrantType::REFRESH_TOKEN,
            Grant::Other { grant_type } => grant_type.clone(),
        }
    }

    fn take(parameters: &mut Parameters) -> Result<Grant, TokenRequestError> {
        let grant_type = required(parameters, "grant_type")?;
        // A name that cannot be one is one that nobody supports.
        let grant_type =
            GrantType::new(&grant_type).map_err(|_| TokenRequestError::UnsupportedGrantType)?;
        if grant_type == GrantType::AUTHORIZATION_CODE {
            let code_verifier = parameters.take("code_verifier").map(CodeVerifier::parse);
            return Ok(Grant::AuthorizationCode {
                code: AuthorizationCode::parse(required(parameters, "code")?)
                    .map_err(|_| TokenRequestError::InvalidGrant { name: "code" })?,
                redirect_uri: parameters.take("redirect_uri"),
                code_verifier: code_verifier
                    .transpose()
                    .map_err(|_| TokenRequestError::InvalidGrant { name: "code_verifier" })?,
            });
        }
        if grant_type == GrantType::REFRESH_TOKEN {
            let scope = parameters.take("scope").map(|text| Scope::parse(&text));
            return Ok(Grant::RefreshToken {
                refresh_token: RefreshToken::parse(required(parameters, "refresh_token")?)
                    .map_err(|_| TokenRequestError::InvalidGrant { name: "refresh_token" })?,
                scope: scope.transpose().map_err(|_| TokenRequestError::InvalidScope)?,
            });
        }
        Ok(Grant::Other { grant_type })
    }

    fn put(&self, parameters: &mut Parameters) {
        parameters.push("grant_type", self.grant_type().as_str());
        match self {
            Grant::AuthorizationCode { code, redirect_uri, code_verifier } => {
                parameters.push("code", code.expose());
                parameters.push_some("redirect_uri", redirect_uri.as_deref());
                let code_verifier = code_verifier.as_ref().map(CodeVerifier::expose);
                parameters.push_some("code_verifier", code_verifier);
            }
            Grant::RefreshToken { refresh_token, scope } => {
                parameters.push("refresh_token", refresh_token.expose());
                let scope = scope.as_ref().map(Scope::to_string);
                parameters.push_some("scope", scope.as_deref());
            }
            Grant::Other { .. } => {}
        }
    }

    /// The parameters that this grant gives a meaning.
    fn parameters(&self) -> &'static [&'static str] {
        match self {
            Grant::AuthorizationCode { .. } => &["code", "redirect_uri", "code_verifier"],
            Grant::RefreshToken { .. } => &["refresh_token", "scope"],
            Grant::Other { .. } => &[],
        }
    }
}

impl TokenRequest {
    /// The client that the request says it is from, to look up: see
    /// [`ClientCredentials::client_id`].
    pub fn client_id(&self) -> &ClientId {
        self.credentials.client_id()
    }

    /// A request of this client.
    pub fn new(grant: Grant, credentials: ClientCredentials) -> TokenRequest {
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
        let grant = Grant::take(&mut parameters)?;
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

/// Why a request to the token endpoint cannot be read.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenRequestError {
    /// It is no POST request with one form, or parameters are in the query:
    /// [RFC 6749 §3.2](https://www.rfc-editor.org/rfc/rfc6749#section-3.2).
    #[error(transparent)]
    Parameters(#[from] ParametersError),
    /// Client authentication is missing, malformed or ambiguous:
    /// [RFC 6749 §2.3](https://www.rfc-editor.org/rfc/rfc6749#section-2.3).
    #[error(transparent)]
    Credentials(#[from] ClientCredentialsRefusal),
    /// A required parameter is missing:
    /// [RFC 6749 §4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3).
    #[error("`{name}` is missing")]
    Missing {
        /// The parameter.
        name: &'static str,
    },
    /// `grant_type` is no name of a grant:
    /// [RFC 6749 §A.10](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.10).
    #[error("there is no such grant_type")]
    UnsupportedGrantType,
    /// The code, refresh token or verifier has a form that none ever has:
    /// [RFC 6749 §A.11](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.11),
    /// [§A.17](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.17),
    /// [RFC 7636 §4.1](https://www.rfc-editor.org/rfc/rfc7636#section-4.1).
    #[error("`{name}` is malformed")]
    InvalidGrant {
        /// The parameter.
        name: &'static str,
    },
    /// `scope` breaks its grammar:
    /// [RFC 6749 §3.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.3).
    #[error("the scope is malformed")]
    InvalidScope,
}

impl TokenRequestError {
    /// A stable name, such as `"token_request.missing"`.
    pub fn code(&self) -> &'static str {
        match self {
            TokenRequestError::Parameters(error) => error.code(),
            TokenRequestError::Credentials(refusal) => refusal.code(),
            TokenRequestError::Missing { .. } => "token_request.missing",
            TokenRequestError::UnsupportedGrantType => "token_request.unsupported_grant_type",
            TokenRequestError::InvalidGrant { .. } => "token_request.invalid_grant",
            TokenRequestError::InvalidScope => "token_request.invalid_scope",
        }
    }

    /// The whole answer: 400, or 401 with a challenge where the client is refused that came with an
    /// `Authorization` field.
    pub fn into_http(self) -> Response<Vec<u8>> {
        match self {
            TokenRequestError::Credentials(refusal) => refusal.into_http(),
            other => ErrorResponse::from(other).into_http(StatusCode::BAD_REQUEST),
        }
    }
}

impl From<TokenRequestError> for ErrorResponse {
    /// RFC 6749 §5.2.
    fn from(error: TokenRequestError) -> ErrorResponse {
        let code = match error {
            TokenRequestError::Credentials(refusal) => return refusal.into(),
            TokenRequestError::Parameters(_) | TokenRequestError::Missing { .. } => {
                ErrorCode::INVALID_REQUEST
            }
            TokenRequestError::UnsupportedGrantType => ErrorCode::UNSUPPORTED_GRANT_TYPE,
            TokenRequestError::InvalidGrant { .. } => ErrorCode::INVALID_GRANT,
            TokenRequestError::InvalidScope => ErrorCode::INVALID_SCOPE,
        };
        ErrorResponse::new(code).description(&error.to_string())
    }
}

fn required(parameters: &mut Parameters, name: &'static str) -> Result<String, TokenRequestError> {
    parameters.take(name).ok_or(TokenRequestError::Missing { name })
}
