//! The reason why a client assertion is refused.

use symbolon_jose::{Excerpts, NumericDate, SignatureAlgorithm, jwt};
use thiserror::Error;

use crate::{ErrorCode, ErrorResponse, Issuer};

/// The reason why a client assertion is refused.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientAssertionError {
    /// The assertion breaks a rule that every JWT must obey: for example, its signature, `iss`,
    /// `sub` or `exp` is wrong ([RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523#section-3)).
    #[error(transparent)]
    Jwt(#[from] jwt::Error),
    /// `aud` contains several values, or its value does not name this server
    /// ([RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523#section-3) (3)). The draft
    /// [rfc7523bis](https://datatracker.ietf.org/doc/draft-ietf-oauth-rfc7523bis/) requires exactly
    /// one value.
    #[error("the assertion has the audience {found}; expected only {expected}")]
    Audience {
        /// The audiences of the assertion.
        found: Excerpts,
        /// The issuer identifier of this server.
        expected: Issuer,
    },
    /// `exp` is further in the future than this server accepts
    /// ([RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523#section-3) (4)).
    #[error("the assertion expires at {found}; at present {latest} is the latest accepted time")]
    Lifetime {
        /// The `exp` of the assertion.
        found: NumericDate,
        /// The latest accepted time.
        latest: NumericDate,
    },
    /// The assertion is authenticated with a shared secret, but `private_key_jwt` requires a
    /// signature with a private key
    /// ([OpenID Connect Core §9](https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication)).
    #[error("the assertion has the algorithm {found}; expected a signature with a private key")]
    SharedSecret {
        /// The algorithm of the assertion.
        found: SignatureAlgorithm,
    },
}

impl ClientAssertionError {
    /// Returns a stable name for logs and metrics, such as `"client_assertion.audience"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Jwt(error) => error.code(),
            Self::Audience { .. } => "client_assertion.audience",
            Self::Lifetime { .. } => "client_assertion.lifetime",
            Self::SharedSecret { .. } => "client_assertion.shared_secret",
        }
    }
}

impl From<ClientAssertionError> for ErrorResponse {
    /// Builds the error response for the client: always `invalid_client` (RFC 7523 §3.2), without a
    /// description, so that the peer learns neither which check failed nor the time of this server.
    /// Log the error itself.
    fn from(_: ClientAssertionError) -> Self {
        Self::new(ErrorCode::INVALID_CLIENT)
    }
}
