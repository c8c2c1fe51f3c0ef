//! The reasons why a request to the registration endpoint or the configuration endpoint is refused.

use http::{HeaderValue, Response, StatusCode, header};
use symbolon_jose::Excerpt;
use symbolon_oauth::bearer::{BearerError, Challenge};
use symbolon_oauth::{ErrorCode, ErrorResponse};

use crate::ClientMetadataError;

/// The reason why a request to the registration endpoint or the client configuration endpoint is
/// refused when it is read.
///
/// [`to_http`](Self::to_http) builds the response.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RegistrationRequestError {
    /// The endpoint does not accept the HTTP method
    /// ([Registration §3.1](https://openid.net/specs/openid-connect-registration-1_0.html#RegistrationRequest),
    /// [RFC 7592 §2](https://www.rfc-editor.org/rfc/rfc7592#section-2)).
    #[error("the request has the method {found}; expected {allowed}")]
    Method {
        /// The method of the request.
        found: Excerpt,
        /// The methods that the endpoint accepts, as in the header `Allow`.
        allowed: &'static str,
    },
    /// The body is not declared to be JSON
    /// ([RFC 7591 §3.1](https://www.rfc-editor.org/rfc/rfc7591#section-3.1)).
    #[error("the request has the Content-Type {found}; expected application/json")]
    ContentType {
        /// The `Content-Type` headers of the request, with commas between several headers.
        found: Excerpt,
    },
    /// The body has too many bytes.
    #[error("the body has {found} bytes; at most {most} bytes are read")]
    TooLarge {
        /// The number of bytes of the body.
        found: usize,
        /// The largest number of bytes that is read.
        most: usize,
    },
    /// The bearer token of the request cannot be read
    /// ([RFC 6750 §3.1](https://www.rfc-editor.org/rfc/rfc6750#section-3.1)).
    #[error(transparent)]
    Token(#[from] BearerError),
    /// The request to the configuration endpoint has no registration access token
    /// ([RFC 7592 §2](https://www.rfc-editor.org/rfc/rfc7592#section-2)).
    #[error("the request has no registration access token; send it in the Authorization header")]
    NoToken,
    /// The URL of the request to the configuration endpoint does not name exactly one client
    /// ([Registration §4.1](https://openid.net/specs/openid-connect-registration-1_0.html#AccessingClientReadEndpoint)).
    #[error("the query of the URL does not have exactly one valid `client_id`")]
    UrlClientId,
    /// The metadata cannot be read
    /// ([RFC 7591 §3.2.2](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.2)).
    #[error(transparent)]
    Metadata(#[from] ClientMetadataError),
    /// The request has a member that only the server chooses
    /// ([RFC 7591 §6](https://www.rfc-editor.org/rfc/rfc7591#section-6),
    /// [RFC 7592 §2.2](https://www.rfc-editor.org/rfc/rfc7592#section-2.2)).
    #[error("`{0}` is not allowed in this request, because the server chooses it")]
    ServerMember(&'static str),
    /// The update has no `client_id`, or it is not the client of the URL
    /// ([RFC 7592 §2.2](https://www.rfc-editor.org/rfc/rfc7592#section-2.2)).
    #[error("`client_id` is required in an update, and must name the client of the URL")]
    BodyClientId,
    /// `client_secret` of an update is not a string, or contains characters that are not allowed
    /// ([RFC 7592 §2.2](https://www.rfc-editor.org/rfc/rfc7592#section-2.2)).
    #[error("`client_secret` is not a string of printable ASCII characters")]
    ClientSecret,
    /// `software_statement` is not a string in the form of a JWT
    /// ([RFC 7591 §2.3](https://www.rfc-editor.org/rfc/rfc7591#section-2.3)).
    #[error("`software_statement` is not a JWT in compact form")]
    SoftwareStatement,
}

impl RegistrationRequestError {
    /// Returns the stable name of the error, such as `"registration_request.method"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Method { .. } => "registration_request.method",
            Self::ContentType { .. } => "registration_request.content_type",
            Self::TooLarge { .. } => "registration_request.too_large",
            Self::Token(error) => error.code(),
            Self::NoToken => "registration_request.no_token",
            Self::UrlClientId => "registration_request.url_client_id",
            Self::Metadata(error) => error.code(),
            Self::ServerMember(_) => "registration_request.server_member",
            Self::BodyClientId => "registration_request.body_client_id",
            Self::ClientSecret => "registration_request.client_secret",
            Self::SoftwareStatement => "registration_request.software_statement",
        }
    }

    /// Returns the error code of the response.
    #[must_use]
    pub fn error_code(&self) -> ErrorCode {
        match self {
            Self::Metadata(error) => error.error_code(),
            Self::SoftwareStatement => ErrorCode::INVALID_SOFTWARE_STATEMENT,
            Self::Token(_) => ErrorCode::INVALID_REQUEST,
            // Registration §4.4: an unknown or missing client is answered like a wrong token.
            Self::NoToken | Self::UrlClientId => ErrorCode::INVALID_TOKEN,
            _ => ErrorCode::INVALID_CLIENT_METADATA,
        }
    }

    /// Builds the response: 400 with a JSON body for wrong metadata
    /// ([RFC 7591 §3.2.2](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.2)), a challenge for a
    /// token ([RFC 6750 §3](https://www.rfc-editor.org/rfc/rfc6750#section-3)), 405 with `Allow`
    /// for a method, and 413 for a body that is too large.
    #[must_use]
    pub fn to_http(&self) -> Response<Vec<u8>> {
        let challenge = match self {
            Self::NoToken => Some(Challenge::new("registration")),
            Self::Token(error) => Some(Challenge::from(*error)),
            Self::UrlClientId => Some(Challenge::refusing(ErrorCode::INVALID_TOKEN)),
            _ => None,
        };
        if let Some(Ok(response)) = challenge.map(Challenge::into_http) {
            return response;
        }
        let status = match self {
            Self::Method { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::BAD_REQUEST,
        };
        let error = ErrorResponse::new(self.error_code()).description_of(self);
        let mut response = error.into_http(status);
        if let Self::Method { allowed, .. } = self {
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allowed));
        }
        response
    }
}
