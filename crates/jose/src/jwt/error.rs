//! The errors of verifying a JWT.

use crate::{Excerpt, Excerpts, MemberError, NumericDate, json, jwe, jws};

/// The reason why a JWT was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The token is not a JWS, or its signature is not valid.
    #[error(transparent)]
    Jws(#[from] jws::Error),
    /// The token is not a JWE, or it cannot be decrypted.
    #[error(transparent)]
    Jwe(#[from] jwe::Error),
    /// `cty` of the encrypted token is not `JWT`, so it does not contain a signed token
    /// ([RFC 7519 §5.2](https://www.rfc-editor.org/rfc/rfc7519#section-5.2)).
    #[error("the encrypted token does not contain a signed token: expected `\"cty\": \"JWT\"`")]
    NotNested,
    /// The header of the encrypted token repeats this claim, `iss`, `sub` or `aud`, with another
    /// value than the signed token
    /// ([RFC 7519 §5.3](https://www.rfc-editor.org/rfc/rfc7519#section-5.3)).
    ///
    /// Only these three are compared: RFC 7519 registers only them as header parameters.
    #[error("`{0}` in the header of the encrypted token differs from the claim")]
    Replica(&'static str),
    /// The payload is not a JSON object that can be read
    /// ([RFC 7519 §7.2](https://www.rfc-editor.org/rfc/rfc7519#section-7.2) (10)).
    #[error("the claims are not a JSON object that can be read: {0}")]
    Json(#[from] json::Error),
    /// A registered claim has the wrong type.
    #[error("a claim has the wrong type: {0}")]
    Claim(#[from] MemberError),
    /// `typ` says that the token is of another type
    /// ([RFC 8725 §3.11](https://www.rfc-editor.org/rfc/rfc8725#section-3.11)).
    #[error(
        "the token's `typ` is {}; expected {}",
        or(found, "absent"),
        or(expected, "no `typ`, or \"JWT\"")
    )]
    Type {
        /// The token's `typ`, if it has one.
        found: Option<Excerpt>,
        /// The expected `typ`. `None` stands for a token without `typ` or with `JWT`.
        expected: Option<Excerpt>,
    },
    /// The token does not have this claim, which is expected.
    #[error("the token has no `{0}`")]
    Missing(&'static str),
    /// The token is from another issuer
    /// ([RFC 8725 §3.8](https://www.rfc-editor.org/rfc/rfc8725#section-3.8)).
    #[error("the token's `iss` is {found}; expected {expected}")]
    Issuer {
        /// The token's `iss`.
        found: Excerpt,
        /// The expected issuer.
        expected: Excerpt,
    },
    /// The token is about another subject
    /// ([RFC 8725 §3.8](https://www.rfc-editor.org/rfc/rfc8725#section-3.8)).
    ///
    /// The error does not contain the subjects, since they identify people.
    #[error("the token's `sub` is not the expected subject")]
    Subject,
    /// The token is for another audience, or not only for the expected audience
    /// ([RFC 7519 §4.1.3](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3)).
    #[error("the token's `aud` is {found}; expected {expected}")]
    Audience {
        /// The token's `aud`.
        found: Excerpts,
        /// The expected audience.
        expected: Excerpt,
    },
    /// The token has expired
    /// ([RFC 7519 §4.1.4](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4)).
    #[error("the token expired at {exp}; the time is {now}")]
    Expired {
        /// The token's `exp`.
        exp: NumericDate,
        /// The time that the caller passed.
        now: NumericDate,
    },
    /// The token is not valid yet
    /// ([RFC 7519 §4.1.5](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.5)).
    #[error("the token is not valid before {nbf}; the time is {now}")]
    NotYetValid {
        /// The token's `nbf`.
        nbf: NumericDate,
        /// The time that the caller passed.
        now: NumericDate,
    },
    /// The token was issued in the future
    /// ([RFC 7519 §4.1.6](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.6)).
    #[error("the token was issued at {iat}, which is in the future; the time is {now}")]
    IssuedInFuture {
        /// The token's `iat`.
        iat: NumericDate,
        /// The time that the caller passed.
        now: NumericDate,
    },
}

fn or(typ: &Option<Excerpt>, absent: &str) -> String {
    typ.as_ref().map_or_else(|| absent.to_owned(), Excerpt::to_string)
}

impl Error {
    /// Returns the stable name of the error, such as `"jwt.expired"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Jws(error) => error.code(),
            Self::Jwe(error) => error.code(),
            Self::NotNested => "jwt.not_nested",
            Self::Replica(_) => "jwt.replica",
            Self::Json(error) => error.code(),
            Self::Claim(_) => "jwt.claim",
            Self::Type { .. } => "jwt.type",
            Self::Missing(_) => "jwt.missing",
            Self::Issuer { .. } => "jwt.issuer",
            Self::Subject => "jwt.subject",
            Self::Audience { .. } => "jwt.audience",
            Self::Expired { .. } => "jwt.expired",
            Self::NotYetValid { .. } => "jwt.not_yet_valid",
            Self::IssuedInFuture { .. } => "jwt.issued_in_future",
        }
    }
}
