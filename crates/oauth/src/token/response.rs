//! The success response of the token endpoint.

#[cfg(test)]
mod tests;

use http::{HeaderValue, Response, StatusCode, header};
use symbolon_jose::{Excerpt, MemberError, Object, json};
use thiserror::Error;

use crate::syntax::media_type;
use crate::{
    AccessToken, EncodedJwt, ErrorResponse, ErrorResponseError, RefreshToken, Scope, SyntaxError,
    TokenType,
};

/// The successful response of the token endpoint: the tokens that the endpoint issued.
///
/// [RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1); for the ID Token,
/// [OpenID Connect Core §3.1.3.3](https://openid.net/specs/openid-connect-core-1_0.html#TokenResponse).
///
/// ```
/// use symbolon_oauth::{AccessToken, TokenResponse, TokenType};
///
/// let token = AccessToken::new("2YotnFZFEjr1zCsicMWpAA".to_owned());
/// let mut issued = TokenResponse::new(token, TokenType::BEARER);
/// issued.expires_in = Some(3600);
/// let response = issued.clone().into_http();
/// assert_eq!(response.headers()["Cache-Control"], "no-store");
/// assert_eq!(TokenResponse::from_http(&response)?, issued);
/// # Ok::<(), symbolon_oauth::TokenResponseError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TokenResponse {
    /// The access token that the server issued.
    pub access_token: AccessToken,
    /// The type of the access token. A client that does not know the type must not use the token
    /// ([RFC 6749 §7.1](https://www.rfc-editor.org/rfc/rfc6749#section-7.1)).
    pub token_type: TokenType,
    /// The lifetime of the access token in seconds. It begins when the server creates the response.
    /// `Some(0)` means that the token has already expired. `None` means that the server does not
    /// state a lifetime. The largest accepted value is [`MAX_EXPIRES_IN`](Self::MAX_EXPIRES_IN).
    pub expires_in: Option<u64>,
    /// The refresh token, with which the client gets new access tokens later. `None` if the server
    /// issued no refresh token.
    pub refresh_token: Option<RefreshToken>,
    /// The scope that was granted. `None` means the scope that the client asked for.
    pub scope: Option<Scope>,
    /// The ID Token, which is not verified yet. `None` if the server issued no ID Token.
    pub id_token: Option<EncodedJwt>,
    /// The members for which this type has no field. If you add a member here for which this type
    /// has a field, that member is not sent.
    pub extra: Object,
}

impl TokenResponse {
    /// The longest lifetime of an access token that is accepted in a response: 2^32-1 seconds,
    /// which is more than a century.
    ///
    /// A longer lifetime can only be a mistake of the server. With such a lifetime, the time at
    /// which the token expires could be too late for a program to represent.
    pub const MAX_EXPIRES_IN: u64 = u32::MAX as u64;

    /// Creates a response with an access token and its type, and without other members.
    #[must_use]
    pub fn new(access_token: AccessToken, token_type: TokenType) -> Self {
        Self {
            access_token,
            token_type,
            expires_in: None,
            refresh_token: None,
            scope: None,
            id_token: None,
            extra: Object::new(),
        }
    }

    /// Reads the HTTP response of the token endpoint.
    ///
    /// # Errors
    /// [`TokenResponseError::Refused`] when the response is an error response. A different variant
    /// when the status is not 200, 400 or 401, when the `Content-Type` is not `application/json`,
    /// when the body is not a JSON object, when an error response cannot be read, or when
    /// [`from_object`](Self::from_object) refuses the JSON object.
    pub fn from_http<B: AsRef<[u8]>>(response: &Response<B>) -> Result<Self, TokenResponseError> {
        match response.status() {
            // RFC 6749 §5.1: 200.
            StatusCode::OK => {}
            // RFC 6749 §5.2: 400, and 401 for invalid_client.
            StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED => {
                return Err(match ErrorResponse::from_http(response) {
                    Ok(refusal) => TokenResponseError::Refused(refusal),
                    Err(error) => TokenResponseError::ErrorResponse(error),
                });
            }
            // A redirect must not be followed: the code and the credentials would go with it.
            other => return Err(TokenResponseError::Status(other)),
        }
        // RFC 6749 §5.1: application/json.
        if !media_type::is_json(response.headers()) {
            let found = media_type::found(response.headers());
            return Err(TokenResponseError::ContentType { found });
        }
        Self::from_object(Object::parse(response.body().as_ref())?)
    }

    /// Reads a successful response from its JSON body.
    ///
    /// # Errors
    /// [`TokenResponseError`] when a required member is missing, when a member has the wrong JSON
    /// type or a value that is not allowed, or when the JSON contains the member `error`.
    pub fn from_object(mut object: Object) -> Result<Self, TokenResponseError> {
        // RFC 6749 §5.2: an error response has another status.
        if object.contains("error") {
            return Err(TokenResponseError::ErrorInSuccess);
        }
        Ok(Self {
            access_token: AccessToken::parse(required(&mut object, "access_token")?)?,
            token_type: read_token_type(&required(&mut object, "token_type")?)?,
            expires_in: read_expires_in(&mut object)?,
            refresh_token: object
                .take_string("refresh_token")?
                .map(RefreshToken::parse)
                .transpose()?,
            scope: object.take_string("scope")?.map(|text| Scope::parse(&text)).transpose()?,
            id_token: object.take_string("id_token")?.map(EncodedJwt::parse).transpose()?,
            // RFC 6749 §5.1: a client ignores members that it does not know. They are kept for it.
            extra: object,
        })
    }

    /// Returns the JSON body of the response.
    #[must_use]
    pub fn to_object(&self) -> Object {
        let mut object = self.extra.clone();
        for name in REGISTERED {
            object.remove(name);
        }
        object.insert("access_token", self.access_token.expose());
        object.insert("token_type", self.token_type.as_str());
        object.insert_some("expires_in", self.expires_in);
        object.insert_some("refresh_token", self.refresh_token.as_ref().map(RefreshToken::expose));
        let scope = self.scope.as_ref().filter(|scope| !scope.is_empty());
        object.insert_some("scope", scope.map(Scope::to_string));
        object.insert_some("id_token", self.id_token.as_ref().map(EncodedJwt::expose));
        object
    }

    /// Builds the HTTP response: status 200, a JSON body, and headers that forbid caching.
    #[must_use]
    pub fn into_http(self) -> Response<Vec<u8>> {
        let mut response = Response::new(self.to_object().to_json().into_bytes());
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type::JSON));
        // RFC 6749 §5.1: both headers, in every response with tokens.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
        response
    }
}

/// The reason why a response of the token endpoint contains no usable tokens.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum TokenResponseError {
    /// The token endpoint refused the request
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[error("the token endpoint refused the request: {}", .0.error)]
    Refused(ErrorResponse),
    /// The token endpoint refused the request, but its error response cannot be read
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[error("the token endpoint refused the request without a readable reason: {0}")]
    ErrorResponse(ErrorResponseError),
    /// The status is not 200, 400 or 401; for example, it is the status of a redirect
    /// ([RFC 6749 §5](https://www.rfc-editor.org/rfc/rfc6749#section-5)).
    #[error("the token response has the status {0}; expected 200, 400 or 401")]
    Status(StatusCode),
    /// The `Content-Type` of the response is not `application/json`
    /// ([RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1)).
    #[error(
        "the token response has {}; expected the Content-Type {}",
        media_type::print_found(.found.as_ref()),
        media_type::JSON
    )]
    ContentType {
        /// The `Content-Type` headers of the response, with commas between several headers.
        found: Option<Excerpt>,
    },
    /// The body is not a JSON object, or a member occurs twice
    /// ([RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1)).
    #[error("the token response cannot be read: {0}")]
    Json(#[from] json::Error),
    /// A member of the JSON object has the wrong JSON type
    /// ([RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1)).
    #[error("the token response cannot be read: {0}")]
    Member(#[from] MemberError),
    /// A required member is missing
    /// ([RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1)).
    #[error("the token response has no member `{name}`")]
    Missing {
        /// The name of the member.
        name: &'static str,
    },
    /// The text of a member does not match the grammar of that member. For example, it is empty or
    /// contains a character that is not allowed
    /// ([RFC 6749 §A](https://www.rfc-editor.org/rfc/rfc6749#appendix-A)).
    #[error("the token response cannot be read: {0}")]
    Syntax(#[from] SyntaxError),
    /// `expires_in` is greater than [`MAX_EXPIRES_IN`](TokenResponse::MAX_EXPIRES_IN)
    /// ([RFC 6749 §A.14](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.14)).
    #[error(
        "the token response has a lifetime of {found} seconds in `expires_in`; at most {} are \
         accepted",
        TokenResponse::MAX_EXPIRES_IN
    )]
    ExpiresIn {
        /// The lifetime in seconds.
        found: u64,
    },
    /// `token_type` is `N_A`, which means that the issued token is not an access token
    /// ([RFC 8693 §2.2.1](https://www.rfc-editor.org/rfc/rfc8693#section-2.2.1)).
    #[error(
        "the token response has the `token_type` N_A, so its token is not an access token; \
         expected a type such as Bearer"
    )]
    NotAnAccessToken,
    /// The status is 200, but the body contains the member `error`
    /// ([RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)).
    #[error("the token response has the member `error` and the status 200; expected 400 or 401")]
    ErrorInSuccess,
}

impl TokenResponseError {
    /// Returns a stable name for logs and metrics, such as `"token_response.refused"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(_) => "token_response.refused",
            Self::ErrorResponse(error) => error.code(),
            Self::Status(_) => "token_response.status",
            Self::ContentType { .. } => "token_response.content_type",
            Self::Json(error) => error.code(),
            Self::Member(error) => error.code(),
            Self::Missing { .. } => "token_response.missing",
            Self::Syntax(error) => error.code(),
            Self::ExpiresIn { .. } => "token_response.expires_in",
            Self::NotAnAccessToken => "token_response.not_an_access_token",
            Self::ErrorInSuccess => "token_response.error_in_success",
        }
    }
}

/// The members that have fields here, and `error`, which a success response does not have.
const REGISTERED: [&str; 7] =
    ["access_token", "token_type", "expires_in", "refresh_token", "scope", "id_token", "error"];

fn required(object: &mut Object, name: &'static str) -> Result<String, TokenResponseError> {
    object.take_string(name)?.ok_or(TokenResponseError::Missing { name })
}

fn read_token_type(text: &str) -> Result<TokenType, TokenResponseError> {
    // RFC 8693 §2.2.1: the value for a token that is not an access token.
    if text.eq_ignore_ascii_case("N_A") {
        return Err(TokenResponseError::NotAnAccessToken);
    }
    Ok(TokenType::new(text)?)
}

fn read_expires_in(object: &mut Object) -> Result<Option<u64>, TokenResponseError> {
    // RFC 6749 §5.1: a number of seconds, as a JSON number.
    match object.take_u64("expires_in")? {
        Some(found) if found > TokenResponse::MAX_EXPIRES_IN => {
            Err(TokenResponseError::ExpiresIn { found })
        }
        other => Ok(other),
    }
}
