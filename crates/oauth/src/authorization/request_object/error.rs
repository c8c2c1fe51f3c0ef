//! The reasons why a request object is refused.

use symbolon_jose::danger::UnsecuredError;
use symbolon_jose::{Excerpt, SignatureAlgorithm, jwt};

use crate::{ErrorCode, ErrorResponse, ParametersError};

/// The reason why a request object is refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RequestObjectError {
    /// The request object is encrypted. Read it with
    /// [`UnverifiedRequestObject::decrypt`](super::UnverifiedRequestObject::decrypt)
    /// ([RFC 9101 §6.1](https://www.rfc-editor.org/rfc/rfc9101#section-6.1)).
    #[error("the request object is encrypted; expected a signed JWT without encryption")]
    Encrypted,
    /// The request object is not encrypted, but the caller expects encryption
    /// ([RFC 9101 §6.1](https://www.rfc-editor.org/rfc/rfc9101#section-6.1)).
    #[error("the request object is not encrypted; expected an encrypted JWT")]
    NotEncrypted,
    /// The JWT cannot be decrypted or verified, or its `typ`, `iss`, `aud` or a time is wrong
    /// ([RFC 9101 §6.2](https://www.rfc-editor.org/rfc/rfc9101#section-6.2)).
    #[error("the request object is refused: {0}")]
    Jwt(#[from] jwt::Error),
    /// The caller expects a request object without a signature, but the JWT has a signature or is
    /// malformed
    /// ([Core §6.1](https://openid.net/specs/openid-connect-core-1_0.html#RequestObject)).
    #[error("the request object without a signature is refused: {0}")]
    Unsecured(#[from] UnsecuredError),
    /// The algorithm of the signature is not the `request_object_signing_alg` that the client
    /// registered
    /// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
    #[error("the request object is signed with {found}; expected {expected}")]
    Algorithm {
        /// The algorithm of the signature.
        found: SignatureAlgorithm,
        /// The registered algorithm.
        expected: SignatureAlgorithm,
    },
    /// The JWT has the client as its `sub`, and does not have the `typ` of request objects. The JWT
    /// could be a client assertion, which an attacker sends as a request object
    /// ([RFC 9101 §10.8](https://www.rfc-editor.org/rfc/rfc9101#section-10.8)).
    #[error(
        "the request object has the client as its `sub`; expected no `sub`, or the `typ` \
         \"oauth-authz-req+jwt\""
    )]
    Subject,
    /// The request object contains `request` or `request_uri`
    /// ([RFC 9101 §4](https://www.rfc-editor.org/rfc/rfc9101#section-4)).
    #[error("the request object contains `{name}`; expected no request object inside it")]
    Nested {
        /// The name of the member.
        name: &'static str,
    },
    /// A required parameter is missing
    /// ([RFC 9101 §5](https://www.rfc-editor.org/rfc/rfc9101#section-5)).
    #[error("`{name}` is missing; expected it in the request object and outside it")]
    Missing {
        /// The name of the parameter.
        name: &'static str,
    },
    /// `client_id` in the request object names another client
    /// ([RFC 9101 §6.3](https://www.rfc-editor.org/rfc/rfc9101#section-6.3)).
    #[error("the request object has the `client_id` {found}; expected {expected}")]
    ClientId {
        /// The `client_id` in the request object.
        found: Excerpt,
        /// The client that sent the request.
        expected: Excerpt,
    },
    /// `response_type` in the request object differs from `response_type` outside it
    /// ([Core §6.1](https://openid.net/specs/openid-connect-core-1_0.html#RequestObject)).
    #[error(
        "the request object has the `response_type` {found}; expected {expected}, as outside the \
         object"
    )]
    ResponseType {
        /// The `response_type` in the request object.
        found: Excerpt,
        /// The `response_type` outside the request object.
        expected: Excerpt,
    },
    /// A parameter in the request object has the wrong JSON type or is the empty string
    /// ([RFC 9101 §4](https://www.rfc-editor.org/rfc/rfc9101#section-4)).
    #[error(
        "the parameter {name} in the request object is empty or has the wrong JSON type; expected \
         a string that is not empty, or a number"
    )]
    Member {
        /// The name of the parameter.
        name: Excerpt,
    },
    /// The request has too many parameters, or they are too long.
    #[error("the request object cannot be used: {0}")]
    Parameters(#[from] ParametersError),
}

impl RequestObjectError {
    /// Returns a stable name for logs and metrics, such as `"request_object.nested"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Encrypted => "request_object.encrypted",
            Self::NotEncrypted => "request_object.not_encrypted",
            Self::Jwt(error) => error.code(),
            Self::Unsecured(error) => error.code(),
            Self::Algorithm { .. } => "request_object.algorithm",
            Self::Subject => "request_object.subject",
            Self::Nested { .. } => "request_object.nested",
            Self::Missing { .. } => "request_object.missing",
            Self::ClientId { .. } => "request_object.client_id",
            Self::ResponseType { .. } => "request_object.response_type",
            Self::Member { .. } => "request_object.member",
            Self::Parameters(error) => error.code(),
        }
    }
}

impl From<RequestObjectError> for ErrorResponse {
    /// Builds the error response for the client: `invalid_request_object`, with the message of the
    /// error as the description
    /// ([RFC 9101 §7](https://www.rfc-editor.org/rfc/rfc9101#section-7)).
    fn from(error: RequestObjectError) -> Self {
        Self::new(ErrorCode::INVALID_REQUEST_OBJECT).description_of(&error)
    }
}
