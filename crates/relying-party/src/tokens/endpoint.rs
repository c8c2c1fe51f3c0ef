//! The request to the token endpoint, and its answer.

use http::{Request, Response, StatusCode};
use symbolon_discovery::Endpoint;
use symbolon_jose::Object;
use symbolon_oauth::client::assertion::{ClientAssertion, SignClientAssertionError};
use symbolon_oauth::{
    AssertionAudience, AuthorizationGrant, ClientCredentials, EndpointUriError, ErrorResponse,
    RefreshToken, TokenRequest, TokenResponse, TokenResponseError, TokenType,
};
use time::OffsetDateTime;

use crate::{ClientAuthentication, RelyingParty};

/// Builds the token request that presents a grant
/// ([Core §3.1.3.1](https://openid.net/specs/openid-connect-core-1_0.html#TokenRequest)).
pub(crate) fn request(
    rp: &RelyingParty,
    grant: AuthorizationGrant,
    now: OffsetDateTime,
) -> Result<Request<Vec<u8>>, TokenEndpointError> {
    let endpoint = rp.provider().token_endpoint.as_ref().ok_or(TokenEndpointError::NoEndpoint)?;
    let request = TokenRequest::new(grant, credentials(rp, endpoint, now)?);
    Ok(rp.limited(request.into_http(endpoint.url())?))
}

/// Reads the tokens from the answer
/// ([Core §3.1.3.5](https://openid.net/specs/openid-connect-core-1_0.html#TokenResponseValidation)).
pub(crate) fn tokens(
    rp: &RelyingParty,
    response: &Response<Vec<u8>>,
) -> Result<TokenResponse, TokenEndpointError> {
    let quirks = &rp.client().quirks.token_response;
    let tokens = TokenResponse::from_http_with_quirks(response, quirks)?;
    // Core §3.1.3.3: `Bearer`, unless client and provider agreed on another type. RFC 6749 §7.1: a
    // token of an unknown type is not used.
    if tokens.token_type != TokenType::BEARER {
        return Err(TokenEndpointError::TokenType(tokens.token_type));
    }
    Ok(tokens)
}

/// Finds the refresh token in a token response that breaks a rule. The provider has issued this
/// token, so the old refresh token may be spent (RFC 6749 §6).
pub(crate) fn refresh_token(response: &Response<Vec<u8>>) -> Option<RefreshToken> {
    if !response.status().is_success() {
        return None;
    }
    let mut body = Object::parse(response.body()).ok()?;
    let token = body.take_string("refresh_token").ok()??;
    RefreshToken::parse(token).ok()
}

/// Returns the credentials of the client for a request to the provider.
pub(crate) fn credentials(
    rp: &RelyingParty,
    token_endpoint: &Endpoint,
    now: OffsetDateTime,
) -> Result<ClientCredentials, SignClientAssertionError> {
    let client_id = rp.client_id().clone();
    Ok(match &rp.client().authentication {
        ClientAuthentication::None => ClientCredentials::None { client_id },
        ClientAuthentication::ClientSecretBasic(secret) => {
            ClientCredentials::Basic { client_id, client_secret: secret.clone() }
        }
        ClientAuthentication::ClientSecretPost(secret) => {
            ClientCredentials::Post { client_id, client_secret: secret.clone() }
        }
        ClientAuthentication::PrivateKeyJwt(key) => {
            // rfc7523bis: by default, the audience is the configured issuer. An endpoint in the
            // metadata could belong to another party.
            let mut assertion = ClientAssertion::new(&client_id, rp.issuer());
            if rp.client().policy.assertion_audience == AssertionAudience::TokenEndpoint {
                assertion = assertion.audience_token_endpoint(token_endpoint.as_str());
            }
            ClientCredentials::PrivateKeyJwt {
                assertion: assertion.sign(key, rp.crypto(), now)?,
                client_id,
            }
        }
    })
}

/// The reason why the token endpoint returned no usable tokens.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenEndpointError {
    /// The provider refused the token request with this error response
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[error("the token endpoint refused the request with the status {status}: {}", .error.error)]
    Refused {
        /// The status of the response. Some providers send an error response with a status such as
        /// 403, 503, or even 200.
        status: StatusCode,
        /// The error response, with the provider's error code and description.
        error: ErrorResponse,
    },
    /// The token response is malformed or breaks a rule
    /// ([RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1)).
    #[error(transparent)]
    Response(TokenResponseError),
    /// The access token has this type instead of `Bearer`
    /// ([Core §3.1.3.3](https://openid.net/specs/openid-connect-core-1_0.html#TokenResponse)).
    #[error("the access token has the type `{0}`; expected `Bearer`")]
    TokenType(TokenType),
    /// The provider's metadata has no token endpoint
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("the provider has no token endpoint")]
    NoEndpoint,
    /// The client assertion could not be signed
    /// ([Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication)).
    #[error(transparent)]
    ClientAssertion(#[from] SignClientAssertionError),
    /// No HTTP request can be sent to the URL of the token endpoint
    /// ([RFC 6749 §3.2](https://www.rfc-editor.org/rfc/rfc6749#section-3.2)).
    #[error(transparent)]
    Endpoint(#[from] EndpointUriError),
}

impl From<TokenResponseError> for TokenEndpointError {
    fn from(error: TokenResponseError) -> Self {
        match error {
            TokenResponseError::Refused { status, error } => Self::Refused { status, error },
            other => Self::Response(other),
        }
    }
}

impl TokenEndpointError {
    /// Returns a stable name for logs and metrics, such as `"token_response.refused"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "token_response.refused",
            Self::Response(error) => error.code(),
            Self::TokenType(_) => "token_response.token_type",
            Self::NoEndpoint => "token_endpoint.missing",
            Self::ClientAssertion(error) => error.code(),
            Self::Endpoint(error) => error.code(),
        }
    }

    /// Returns the provider's error response. `None` if the provider did not refuse the token
    /// request.
    #[must_use]
    pub fn refusal(&self) -> Option<&ErrorResponse> {
        match self {
            Self::Refused { error, .. } => Some(error),
            _ => None,
        }
    }

    /// Returns the HTTP status of a response that reports an error or that has an unexpected
    /// status, such as 503 during an outage. `None` for every other error.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Refused { status, .. } => Some(*status),
            Self::Response(error) => error.status(),
            _ => None,
        }
    }
}
