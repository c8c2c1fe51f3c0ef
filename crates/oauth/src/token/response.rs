//! The success response of the token endpoint.

mod error;
mod quirks;
mod read;
#[cfg(test)]
mod tests;

use http::{HeaderValue, Response, header};
use symbolon_jose::Object;

use crate::syntax::media_type;
use crate::{AccessToken, EncodedJwt, RefreshToken, Scope, TokenType};

pub use error::TokenResponseError;
pub use quirks::TokenResponseQuirks;

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
    ///
    /// The field is `None` only in a response that was read with
    /// [`TokenResponseQuirks::access_token_missing`] and that has an [`id_token`](Self::id_token).
    /// Every other response that was read has an access token.
    pub access_token: Option<AccessToken>,
    /// The type of the access token. A client that does not know the type must not use the token
    /// ([RFC 6749 §7.1](https://www.rfc-editor.org/rfc/rfc6749#section-7.1)).
    pub token_type: TokenType,
    /// The lifetime of the access token in seconds. It begins when the server creates the response.
    /// `Some(0)` means that the token has already expired. `None` means that the server does not
    /// state a lifetime. The largest value that is read is [`MAX_EXPIRES_IN`](Self::MAX_EXPIRES_IN).
    pub expires_in: Option<u64>,
    /// The refresh token, with which the client gets new access tokens later. `None` if the server
    /// issued no refresh token.
    pub refresh_token: Option<RefreshToken>,
    /// The scope that was granted. `None` means the scope that the client asked for. A scope that
    /// was read can have more than [`Scope::MAX_TOKENS`] tokens.
    pub scope: Option<Scope>,
    /// The ID Token, which is not verified yet. `None` if the server issued no ID Token.
    pub id_token: Option<EncodedJwt>,
    /// The members for which this type has no field. If you add a member here for which this type
    /// has a field, that member is not sent.
    pub extra: Object,
}

impl TokenResponse {
    /// The longest lifetime of an access token: 2^32-1 seconds, which is more than a century. A
    /// longer lifetime in a response is read as this lifetime.
    ///
    /// With a longer lifetime, the time at which the token expires could be too late for a program
    /// to represent.
    pub const MAX_EXPIRES_IN: u64 = u32::MAX as u64;

    /// Creates a response with an access token and its type, and without other members.
    #[must_use]
    pub fn new(access_token: AccessToken, token_type: TokenType) -> Self {
        Self {
            access_token: Some(access_token),
            token_type,
            expires_in: None,
            refresh_token: None,
            scope: None,
            id_token: None,
            extra: Object::new(),
        }
    }

    /// Returns the JSON body of the response.
    #[must_use]
    pub fn to_object(&self) -> Object {
        let mut object = self.extra.clone();
        for name in REGISTERED {
            object.remove(name);
        }
        object.insert_some("access_token", self.access_token.as_ref().map(AccessToken::expose));
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

/// The members that have fields here, and `error`, which a success response does not have.
const REGISTERED: [&str; 7] =
    ["access_token", "token_type", "expires_in", "refresh_token", "scope", "id_token", "error"];
