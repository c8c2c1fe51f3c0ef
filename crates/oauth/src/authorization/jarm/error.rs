//! The reasons why an authorization response in a JWT is refused.

use symbolon_jose::{Excerpt, jwt};

use crate::SyntaxError;

/// The reason why an authorization response in a JWT is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JarmError {
    /// The parameters contain no `response`, although the client asked for a response in a JWT
    /// ([JARM §2.3](https://openid.net/specs/oauth-v2-jarm.html#name-response-encoding)).
    #[error("the authorization response has no parameter `response`; expected a JWT in it")]
    MissingResponse,
    /// The parameters contain `response` and a second parameter of authorization responses. Only
    /// `iss` is allowed beside `response`. The second parameter is not signed ([JARM §2.3](https://openid.net/specs/oauth-v2-jarm.html#name-response-encoding)).
    #[error("the authorization response has `{name}` beside `response`; expected `response` alone")]
    BesideResponse {
        /// The name of the other parameter.
        name: &'static str,
    },
    /// The JWT is encrypted, but the client did not register for encryption. Read an encrypted
    /// response with
    /// [`UnverifiedResponse::decrypt`](crate::jarm::UnverifiedResponse::decrypt)
    /// ([JARM §3](https://openid.net/specs/oauth-v2-jarm.html#name-client-metadata)).
    #[error("the authorization response is encrypted; expected a signed JWT without encryption")]
    Encrypted,
    /// The JWT is not encrypted, but the client registered for encryption
    /// ([JARM §3](https://openid.net/specs/oauth-v2-jarm.html#name-client-metadata)).
    #[error("the authorization response is not encrypted; expected an encrypted JWT")]
    NotEncrypted,
    /// The JWT cannot be decrypted or verified, or its `iss`, `aud` or `exp` is wrong
    /// ([JARM §2.4](https://openid.net/specs/oauth-v2-jarm.html#name-processing-rules)).
    #[error("the JWT of the authorization response is refused: {0}")]
    Jwt(#[from] jwt::Error),
    /// A parameter in the JWT is neither a string nor a number
    /// ([JARM §2.1](https://openid.net/specs/oauth-v2-jarm.html#name-the-jwt-response-document)).
    #[error("the parameter {name} in the JWT has the wrong type; expected a string or a number")]
    Member {
        /// The name of the parameter.
        name: Excerpt,
    },
    /// `state` in the JWT contains characters that a `state` cannot contain
    /// ([RFC 6749 §A.5](https://www.rfc-editor.org/rfc/rfc6749#appendix-A.5)).
    #[error("the authorization response cannot be read: {0}")]
    Syntax(#[from] SyntaxError),
}

impl JarmError {
    /// Returns a stable name for logs and metrics, such as `"jarm.not_encrypted"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::MissingResponse => "jarm.missing_response",
            Self::BesideResponse { .. } => "jarm.beside_response",
            Self::Encrypted => "jarm.encrypted",
            Self::NotEncrypted => "jarm.not_encrypted",
            Self::Jwt(error) => error.code(),
            Self::Member { .. } => "jarm.member",
            Self::Syntax(error) => error.code(),
        }
    }
}
