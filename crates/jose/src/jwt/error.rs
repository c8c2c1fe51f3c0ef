//! The errors of verifying a JWT.

use crate::{Excerpt, Excerpts, KeyManagementAlgorithm, MemberError, NumericDate, json, jwe, jws};

/// The reason why a JWT was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The token is not a JWS, or its signature could not be verified. The contained error says
    /// why.
    #[error(transparent)]
    Jws(#[from] jws::Error),
    /// The token is not a JWE, or could not be decrypted. The contained error says why.
    #[error(transparent)]
    Jwe(#[from] jwe::Error),
    /// The encrypted token does not contain a signed token: its header parameter `cty` is not `JWT`
    /// ([RFC 7519 §5.2](https://www.rfc-editor.org/rfc/rfc7519#section-5.2)).
    #[error("the encrypted token does not contain a signed token: expected `\"cty\": \"JWT\"`")]
    NotNested,
    /// The encrypted token contains a signed token (its header parameter `cty` is `JWT`), but the
    /// called function expects claims without a signature. Verify the token with
    /// [`Expected::verify_encrypted`](super::Expected::verify_encrypted).
    #[error("the encrypted token contains a signed token; `verify_encrypted` verifies it")]
    Nested,
    /// The token is encrypted with a public key, and it is not signed, so anyone could have written
    /// it ([RFC 8725 §3.2](https://www.rfc-editor.org/rfc/rfc8725#section-3.2)). The contained value
    /// is the token's `alg`.
    #[error(
        "the token is encrypted with {0} but not signed: anyone who has the public key could have \
         written it; expected a shared key, or a signed token inside"
    )]
    NotAuthenticated(KeyManagementAlgorithm),
    /// The header of the encrypted token contains a copy of a claim, and the copy differs from the
    /// claim in the signed token
    /// ([RFC 7519 §5.3](https://www.rfc-editor.org/rfc/rfc7519#section-5.3)).
    ///
    /// The string is the name of the claim: `iss`, `sub` or `aud`. Other claims are not compared,
    /// because RFC 7519 does not register them as header parameters.
    #[error("`{0}` in the header of the encrypted token differs from the claim")]
    Replica(&'static str),
    /// The payload cannot be parsed as a JSON object
    /// ([RFC 7519 §7.2](https://www.rfc-editor.org/rfc/rfc7519#section-7.2) (10)). The contained
    /// error says why.
    #[error("the claims are not a JSON object that can be read: {0}")]
    Json(#[from] json::Error),
    /// A registered claim does not have the JSON type that RFC 7519 requires. The contained error
    /// names the claim.
    #[error("a claim has the wrong type: {0}")]
    Claim(#[from] MemberError),
    /// The token's `typ` is not the expected `typ`
    /// ([RFC 8725 §3.11](https://www.rfc-editor.org/rfc/rfc8725#section-3.11)).
    #[error(
        "the token's `typ` is {}; expected {}",
        or(found, "absent"),
        or(expected, "no `typ`, or \"JWT\"")
    )]
    Type {
        /// The token's `typ`, if it has one.
        found: Option<Excerpt>,
        /// The expected `typ`. `None` means that a token without `typ`, or with the `typ` `JWT`,
        /// was expected.
        expected: Option<Excerpt>,
    },
    /// The token does not have a required claim. The string is the name of the claim.
    #[error("the token has no `{0}`")]
    Missing(&'static str),
    /// The token's `iss` is not the expected issuer
    /// ([RFC 8725 §3.8](https://www.rfc-editor.org/rfc/rfc8725#section-3.8)).
    #[error("the token's `iss` is {found}; expected {expected}")]
    Issuer {
        /// The token's `iss`.
        found: Excerpt,
        /// The expected issuer.
        expected: Excerpt,
    },
    /// The token's `sub` is not the expected subject
    /// ([RFC 8725 §3.8](https://www.rfc-editor.org/rfc/rfc8725#section-3.8)).
    ///
    /// The error does not contain the value of `sub`, because it can identify a person.
    #[error("the token's `sub` is not the expected subject")]
    Subject,
    /// The token's `aud` does not contain the expected audience
    /// ([RFC 7519 §4.1.3](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3)).
    ///
    /// With [`ExpectedAudience::Only`](super::ExpectedAudience::Only), the error also means that
    /// `aud` contains more than the expected audience.
    #[error("the token's `aud` is {found}; expected {expected}")]
    Audience {
        /// The token's `aud`.
        found: Excerpts,
        /// The expected audience.
        expected: Excerpt,
    },
    /// The token has expired: its `exp` is in the past, even with the tolerance that
    /// [`Expected::leeway`](super::Expected::leeway) sets
    /// ([RFC 7519 §4.1.4](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4)).
    #[error("the token expired at {exp}; the time is {now}")]
    Expired {
        /// The token's `exp`.
        exp: NumericDate,
        /// The current time that was passed to [`Expected::verify`](super::Expected::verify).
        now: NumericDate,
    },
    /// The token is not valid yet: its `nbf` is in the future
    /// ([RFC 7519 §4.1.5](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.5)).
    #[error("the token is not valid before {nbf}; the time is {now}")]
    NotYetValid {
        /// The token's `nbf`.
        nbf: NumericDate,
        /// The current time that was passed to [`Expected::verify`](super::Expected::verify).
        now: NumericDate,
    },
    /// The token's `iat`, the time at which it was issued, is in the future
    /// ([RFC 7519 §4.1.6](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.6)).
    #[error("the token was issued at {iat}, which is in the future; the time is {now}")]
    IssuedInFuture {
        /// The token's `iat`.
        iat: NumericDate,
        /// The current time that was passed to [`Expected::verify`](super::Expected::verify).
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
            Self::Nested => "jwt.nested",
            Self::NotAuthenticated(_) => "jwt.not_authenticated",
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
