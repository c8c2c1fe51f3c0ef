//! The reasons why a software statement is refused.

use symbolon_jose::{Excerpt, Excerpts, jwt};
use symbolon_oauth::ErrorCode;

use crate::ClientMetadataError;

/// The reason why a software statement is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SoftwareStatementError {
    /// The text is not a signed JWT, or its signature is wrong
    /// ([RFC 7591 §2.3](https://www.rfc-editor.org/rfc/rfc7591#section-2.3)).
    #[error("the software statement cannot be verified: {0}")]
    Jwt(#[from] jwt::Error),
    /// The statement has a MAC. The key of a MAC would let the provider write statements of its
    /// issuer.
    #[error("the software statement has a MAC; expected a signature with a private key")]
    Mac,
    /// `typ` is neither absent nor `JWT`, so the JWT was issued for another purpose
    /// ([RFC 8725 §3.11](https://www.rfc-editor.org/rfc/rfc8725#section-3.11)).
    #[error("the software statement has the `typ` {found}; expected `JWT` or no `typ`")]
    Type {
        /// The type of the JWT.
        found: Excerpt,
    },
    /// The statement has no `iss`
    /// ([RFC 7591 §2.3](https://www.rfc-editor.org/rfc/rfc7591#section-2.3)).
    #[error("the software statement has no `iss`")]
    MissingIssuer,
    /// `iss` is not the issuer of the keys
    /// ([RFC 7591 §2.3](https://www.rfc-editor.org/rfc/rfc7591#section-2.3)).
    #[error("the software statement has the issuer {found}; expected {expected}")]
    Issuer {
        /// The issuer of the statement.
        found: Excerpt,
        /// The expected issuer.
        expected: Excerpt,
    },
    /// `aud` is present and does not contain the issuer of the provider
    /// ([RFC 7519 §4.1.3](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3)).
    #[error("the software statement is for {found}; expected {expected}")]
    Audience {
        /// The audiences of the statement.
        found: Excerpts,
        /// The issuer of the provider.
        expected: Excerpt,
    },
    /// The statement has expired
    /// ([RFC 7519 §4.1.4](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4)).
    #[error("the software statement has expired")]
    Expired,
    /// `nbf` or `iat` is in the future
    /// ([RFC 7519 §4.1.5](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.5)).
    #[error("`{0}` of the software statement is in the future")]
    Future(&'static str),
    /// The statement is older than
    /// [`max_age`](super::ExpectedSoftwareStatement::max_age) allows, or has no `iat`.
    #[error("the software statement is too old, or has no `iat`")]
    TooOld,
    /// The statement has a member that is not client metadata
    /// ([RFC 7591 §2.3](https://www.rfc-editor.org/rfc/rfc7591#section-2.3)).
    #[error("the software statement has the member `{0}`, which is not client metadata")]
    Member(&'static str),
    /// A member of the statement cannot be read
    /// ([RFC 7591 §2.3](https://www.rfc-editor.org/rfc/rfc7591#section-2.3)).
    #[error("the software statement cannot be read: {0}")]
    Metadata(#[from] ClientMetadataError),
}

impl SoftwareStatementError {
    /// Returns the stable name of the error, such as `"software_statement.expired"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Jwt(error) => error.code(),
            Self::Mac => "software_statement.mac",
            Self::Type { .. } => "software_statement.type",
            Self::MissingIssuer => "software_statement.missing_issuer",
            Self::Issuer { .. } => "software_statement.issuer",
            Self::Audience { .. } => "software_statement.audience",
            Self::Expired => "software_statement.expired",
            Self::Future(_) => "software_statement.future",
            Self::TooOld => "software_statement.too_old",
            Self::Member(_) => "software_statement.member",
            Self::Metadata(error) => error.code(),
        }
    }

    /// Returns the error code of the response, `invalid_software_statement`
    /// ([RFC 7591 §3.2.2](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.2)).
    #[must_use]
    pub fn error_code(&self) -> ErrorCode {
        ErrorCode::INVALID_SOFTWARE_STATEMENT
    }
}
