//! Authorization responses that cannot be sent in their response mode.

use http::{HeaderValue, Response, StatusCode, header};
use symbolon_jose::Excerpt;
use symbolon_jose::jws::SignError;
use symbolon_jose::jwt::NestError;

/// The reason why an authorization response was not sent to the client.
///
/// The HTTP response then has the status 500 and contains no parameter. Its extensions contain this
/// value, for your log:
///
/// ```
/// use symbolon_oauth::UndeliverableResponse;
///
/// fn reason(response: &http::Response<Vec<u8>>) -> Option<&'static str> {
///     Some(response.extensions().get::<UndeliverableResponse>()?.code())
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UndeliverableResponse {
    /// The response mode requires a signed JWT
    /// ([JARM §2.2](https://openid.net/specs/oauth-v2-jarm.html#name-signing-and-encryption)). Pass
    /// the key that signs it to [`ReturnPath::jwt`](crate::ReturnPath::jwt).
    #[error("the response mode requires a signed JWT; set its key with `ReturnPath::jwt`")]
    MissingJwt,
    /// The response mode is `query.jwt` and the response type returns tokens, but the JWT is not
    /// encrypted
    /// ([JARM §2.3.1](https://openid.net/specs/oauth-v2-jarm.html#name-response-mode-queryjwt)).
    #[error("the response mode query.jwt requires an encrypted JWT for this response type")]
    NotEncrypted,
    /// The JWT could not be signed.
    #[error("the JWT of the response could not be signed: {0}")]
    Sign(#[from] SignError),
    /// The signed JWT could not be encrypted.
    #[error("the JWT of the response could not be encrypted: {0}")]
    Encrypt(#[from] NestError),
    /// The response mode would change a parameter. A form cannot contain a line break or the
    /// character U+0000 in a name or a value, or a parameter that is called `_charset_`
    /// ([HTML, constructing the entry list](https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#constructing-the-form-data-set)).
    /// A JWT cannot contain a parameter with the name of a JWT claim, such as `exp`, or a parameter
    /// that is repeated
    /// ([JARM §2.1](https://openid.net/specs/oauth-v2-jarm.html#name-the-jwt-response-document)).
    #[error("the response mode would change the parameter {name}")]
    Parameter {
        /// The name of the parameter.
        name: Excerpt,
    },
}

impl UndeliverableResponse {
    /// Returns a stable name for logs and metrics, such as `"undeliverable_response.parameter"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::MissingJwt => "undeliverable_response.missing_jwt",
            Self::NotEncrypted => "undeliverable_response.not_encrypted",
            Self::Sign(error) => error.code(),
            Self::Encrypt(error) => error.code(),
            Self::Parameter { .. } => "undeliverable_response.parameter",
        }
    }

    /// Builds the response for the user. It contains no parameter of the authorization response.
    pub(super) fn into_http(self) -> Response<Vec<u8>> {
        let text = "The server cannot send you back to the app at the moment.";
        let mut response = Response::new(text.as_bytes().to_vec());
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        let headers = response.headers_mut();
        let content_type = HeaderValue::from_static("text/plain; charset=utf-8");
        headers.insert(header::CONTENT_TYPE, content_type);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response.extensions_mut().insert(self);
        response
    }
}
