#[cfg(test)]
mod tests;

use http::{HeaderValue, Response, StatusCode, header};
use symbolon_jose::{MemberError, Object, json};
use thiserror::Error;

use crate::syntax::media_type;
use crate::{
    AccessToken, EncodedJwt, ErrorResponse, ErrorResponseError, RefreshToken, Scope, SyntaxError,
    TokenType,
};

/// What the token endpoint issues.
///
/// [RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1); the ID Token is
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
    /// The access token.
    pub access_token: AccessToken,
    /// How the access token is presented. A client that does not know the type must not use the
    /// token ([RFC 6749 §7.1](https://www.rfc-editor.org/rfc/rfc6749#section-7.1)).
    pub token_type: TokenType,
    /// Seconds from the response to the end of the access token; 0 is a value too. At most
    /// [`MAX_EXPIRES_IN`](Self::MAX_EXPIRES_IN).
    pub expires_in: Option<u64>,
    /// For new access tokens later on.
    pub refresh_token: Option<RefreshToken>,
    /// What was granted; the same as was asked for when absent.
    pub scope: Option<Scope>,
    /// The ID Token, unverified.
    pub id_token: Option<EncodedJwt>,
    /// Members that this does not define. When printed, one that it does define is left out.
    pub extra: Object,
}

impl TokenResponse {
    /// The longest lifetime that is read: 2^32-1 seconds, more than a century. What lies beyond is
    /// no lifetime but a mistake, and would not fit a date.
    pub const MAX_EXPIRES_IN: u64 = u32::MAX as u64;

    /// A response with nothing but an access token.
    pub fn new(access_token: AccessToken, token_type: TokenType) -> TokenResponse {
        TokenResponse {
            access_token,
            token_type,
            expires_in: None,
            refresh_token: None,
            scope: None,
            id_token: None,
            extra: Object::new(),
        }
    }

    /// Reads what the token endpoint answered.
    ///
    /// # Errors
    /// [`TokenResponseError::Refused`] when it said no; the others when it broke a rule.
    pub fn from_http<B: AsRef<[u8]>>(
        response: &Response<B>,
    ) -> Result<TokenResponse, TokenResponseError> {
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
            // A redirect is not followed, since it would take the code and the credentials along.
            other => return Err(TokenResponseError::Status(other)),
        }
        // RFC 6749 §5.1: application/json.
        if !media_type::is_json(response.headers()) {
            return Err(TokenResponseError::ContentType);
        }
        TokenResponse::from_object(Object::parse(response.body().as_ref())?)
    }

    /// Reads the JSON of a successful response.
    ///
    /// # Errors
    /// A member is missing, of another type, or breaks its grammar.
    pub fn from_object(mut object: Object) -> Result<TokenResponse, TokenResponseError> {
        // RFC 6749 §5.2: an error is another kind of response, with another status.
        if object.contains("error") {
            return Err(TokenResponseError::ErrorInSuccess);
        }
        Ok(TokenResponse {
            access_token: AccessToken::parse(required(&mut object, "access_token")?)?,
            token_type: read_token_type(&required(&mut object, "token_type")?)?,
            expires_in: read_expires_in(&mut object)?,
            refresh_token: object
                .take_string("refresh_token")?
                .map(RefreshToken::parse)
                .transpose()?,
            scope: object.take_string("scope")?.map(|text| Scope::parse(&text)).transpose()?,
            id_token: object.take_string("id_token")?.map(EncodedJwt::parse).transpose()?,
            // RFC 6749 §5.1: unknown members are ignored; here, kept.
            extra: object,
        })
    }

    /// The JSON of the response.
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

    /// The answer of the token endpoint: 200, JSON, and not to be stored by anybody in between.
    pub fn into_http(self) -> Response<Vec<u8>> {
        let mut response = Response::new(self.to_object().to_json().into_bytes());
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        // RFC 6749 §5.1: both fields, in any response with tokens.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
        response
    }
}

/// Why there are no tokens.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum TokenResponseError {
    /// The token endpoint said no:
    /// [RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2).
    #[error("the token endpoint refused: {}", .0.error)]
    Refused(ErrorResponse),
    /// It tried to say no, but not as it should:
    /// [RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2).
    #[error("the token endpoint's error cannot be read: {0}")]
    ErrorResponse(ErrorResponseError),
    /// Neither success nor an error of the protocol; redirects are here:
    /// [RFC 6749 §5](https://www.rfc-editor.org/rfc/rfc6749#section-5).
    #[error("the token endpoint answered with status {0}")]
    Status(StatusCode),
    /// Not `application/json`:
    /// [RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1).
    #[error("the token response is not application/json")]
    ContentType,
    /// Not one JSON object without duplicate members:
    /// [RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1).
    #[error("the token response is not a JSON object: {0}")]
    Json(#[from] json::Error),
    /// A member has another type:
    /// [RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1).
    #[error("the token response has a member of another type: {0}")]
    Member(#[from] MemberError),
    /// A required member is missing:
    /// [RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1).
    #[error("the token response has no `{name}`")]
    Missing {
        /// The member.
        name: &'static str,
    },
    /// A member breaks its grammar:
    /// [RFC 6749 appendix A](https://www.rfc-editor.org/rfc/rfc6749#appendix-A).
    #[error(transparent)]
    Syntax(#[from] SyntaxError),
    /// `expires_in` is no number of seconds, or beyond
    /// [`MAX_EXPIRES_IN`](TokenResponse::MAX_EXPIRES_IN):
    /// [RFC 6749 §A.14](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.14).
    #[error("the token response has a lifetime beyond all reason")]
    ExpiresIn,
    /// `token_type` is `N_A`, by which a server says that this is no access token:
    /// [RFC 8693 §2.2.1](https://www.rfc-editor.org/rfc/rfc8693#section-2.2.1).
    #[error("the token response has a token that is no access token")]
    NotAnAccessToken,
    /// A status of success, and an `error`:
    /// [RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2).
    #[error("the token response has an error and a status of success")]
    ErrorInSuccess,
}

impl TokenResponseError {
    /// A stable name, such as `"token_response.refused"`.
    pub fn code(&self) -> &'static str {
        match self {
            TokenResponseError::Refused(_) => "token_response.refused",
            TokenResponseError::ErrorResponse(error) => error.code(),
            TokenResponseError::Status(_) => "token_response.status",
            TokenResponseError::ContentType => "token_response.content_type",
            TokenResponseError::Json(error) => error.code(),
            TokenResponseError::Member(error) => error.code(),
            TokenResponseError::Missing { .. } => "token_response.missing",
            TokenResponseError::Syntax(error) => error.code(),
            TokenResponseError::ExpiresIn => "token_response.expires_in",
            TokenResponseError::NotAnAccessToken => "token_response.not_an_access_token",
            TokenResponseError::ErrorInSuccess => "token_response.error_in_success",
        }
    }
}

const REGISTERED: [&str; 7] =
    ["access_token", "token_type", "expires_in", "refresh_token", "scope", "id_token", "error"];

fn required(object: &mut Object, name: &'static str) -> Result<String, TokenResponseError> {
    object.take_string(name)?.ok_or(TokenResponseError::Missing { name })
}

fn read_token_type(text: &str) -> Result<TokenType, TokenResponseError> {
    // RFC 8693 §2.2.1: the value for what is not an access token.
    if text.eq_ignore_ascii_case("N_A") {
        return Err(TokenResponseError::NotAnAccessToken);
    }
    Ok(TokenType::new(text)?)
}

fn read_expires_in(object: &mut Object) -> Result<Option<u64>, TokenResponseError> {
    // RFC 6749 §5.1: a number of seconds, as a JSON number.
    match object.take_u64("expires_in")? {
        Some(seconds) if seconds > TokenResponse::MAX_EXPIRES_IN => {
            Err(TokenResponseError::ExpiresIn)
        }
        other => Ok(other),
    }
}
