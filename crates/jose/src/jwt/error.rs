use crate::{MemberError, json, jwe, jws};

/// Why a JWT is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Not a JWS, or its signature does not hold.
    #[error(transparent)]
    Jws(#[from] jws::Error),
    /// Not a JWE, or it does not decrypt.
    #[error(transparent)]
    Jwe(#[from] jwe::Error),
    /// The encrypted token does not say that a token is in it
    /// ([RFC 7519 §5.2](https://www.rfc-editor.org/rfc/rfc7519#section-5.2)).
    #[error("the encrypted token does not hold a token")]
    NotNested,
    /// The outer header repeats `iss`, `sub` or `aud` with another value
    /// ([RFC 7519 §5.3](https://www.rfc-editor.org/rfc/rfc7519#section-5.3)). These three are what it
    /// registers as header parameters; another claim's name in a header means what the header's
    /// writer and reader agree on, and is not compared.
    #[error("the header's `{0}` is not the token's")]
    Replica(&'static str),
    /// The payload is not a JSON object
    /// ([RFC 7519 §7.2](https://www.rfc-editor.org/rfc/rfc7519#section-7.2) (10)).
    #[error("the claims are not a JSON object: {0}")]
    Json(#[from] json::Error),
    /// A registered claim has the wrong type.
    #[error("a claim has the wrong type: {0}")]
    Claim(#[from] MemberError),
    /// `typ` is of another kind of token, or absent
    /// ([RFC 8725 §3.11](https://www.rfc-editor.org/rfc/rfc8725#section-3.11)).
    #[error("the token is of another type")]
    Type,
    /// A claim that was expected is absent.
    #[error("the token has no `{0}`")]
    Missing(&'static str),
    /// `iss` is another ([RFC 8725 §3.8](https://www.rfc-editor.org/rfc/rfc8725#section-3.8)).
    #[error("the token is from another issuer")]
    Issuer,
    /// `sub` is another ([RFC 8725 §3.8](https://www.rfc-editor.org/rfc/rfc8725#section-3.8)).
    #[error("the token is about another subject")]
    Subject,
    /// `aud` does not list the audience
    /// ([RFC 7519 §4.1.3](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3)).
    #[error("the token is for another audience")]
    Audience,
    /// `exp` is past ([RFC 7519 §4.1.4](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4)).
    #[error("the token has expired")]
    Expired,
    /// `nbf` is to come ([RFC 7519 §4.1.5](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.5)).
    #[error("the token is not valid yet")]
    NotYetValid,
    /// `iat` is to come ([RFC 7519 §4.1.6](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.6)).
    #[error("the token was issued in the future")]
    IssuedInFuture,
}

impl Error {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Jws(error) => error.code(),
            Self::Jwe(error) => error.code(),
            Self::NotNested => "jwt.not_nested",
            Self::Replica(_) => "jwt.replica",
            Self::Json(error) => error.code(),
            Self::Claim(_) => "jwt.claim",
            Self::Type => "jwt.type",
            Self::Missing(_) => "jwt.missing",
            Self::Issuer => "jwt.issuer",
            Self::Subject => "jwt.subject",
            Self::Audience => "jwt.audience",
            Self::Expired => "jwt.expired",
            Self::NotYetValid => "jwt.not_yet_valid",
            Self::IssuedInFuture => "jwt.issued_in_future",
        }
    }
}
