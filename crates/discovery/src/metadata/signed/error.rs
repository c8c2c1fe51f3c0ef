//! The reasons why signed metadata is refused.

use symbolon_jose::{Excerpt, Excerpts, jwt};

use crate::MetadataError;

/// The reason why signed metadata is refused.
///
/// If verification fails, do not use any part of the document. An attacker who can change the
/// document could also have changed the members that are not signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignedMetadataError {
    /// The document has no `signed_metadata`.
    #[error("the metadata has no `signed_metadata`")]
    Absent,
    /// The text is not a signed JWT of the expected issuer, its signature is wrong, or it has
    /// expired ([RFC 8414 §2.1](https://www.rfc-editor.org/rfc/rfc8414#section-2.1)).
    #[error("`signed_metadata` cannot be verified: {0}")]
    Jwt(#[from] jwt::Error),
    /// The JWT has a MAC. Every reader of the metadata would need the key, and could then write
    /// signed metadata.
    #[error("`signed_metadata` has a MAC; expected a signature with a private key")]
    Mac,
    /// The JWT has an `aud`, so it was issued for other recipients, perhaps as an ID Token
    /// ([RFC 7519 §4.1.3](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3)).
    #[error("`signed_metadata` is for the audience {found}; expected no `aud`")]
    Audience {
        /// The values of `aud`.
        found: Excerpts,
    },
    /// The JWT has a `sub` that is not the provider or resource, so it was issued for another
    /// purpose, perhaps as a UserInfo response
    /// ([RFC 8725 §3.12](https://www.rfc-editor.org/rfc/rfc8725#section-3.12)).
    #[error("`signed_metadata` is about another subject; expected no `sub`, or {expected}")]
    Subject {
        /// The issuer or resource of the document.
        expected: Excerpt,
    },
    /// The JWT contains another `signed_metadata`
    /// ([RFC 8414 §2.1](https://www.rfc-editor.org/rfc/rfc8414#section-2.1),
    /// [RFC 9728 §2.2](https://www.rfc-editor.org/rfc/rfc9728#section-2.2)).
    #[error("`signed_metadata` contains another `signed_metadata`")]
    Nested,
    /// The JWT is from a third party, and does not say whose metadata it contains.
    #[error("`signed_metadata` has no `{member}`, so it could be the metadata of another party")]
    NoIdentity {
        /// The name of the missing claim: `issuer` or `resource`.
        member: &'static str,
    },
    /// The JWT contains the metadata of another provider or resource
    /// ([RFC 8414 §3.3](https://www.rfc-editor.org/rfc/rfc8414#section-3.3)).
    #[error("`{member}` in `signed_metadata` is {found}; expected {expected}")]
    OtherIdentity {
        /// The name of the claim: `issuer` or `resource`.
        member: &'static str,
        /// The value of the claim.
        found: Excerpt,
        /// The issuer or resource of the document.
        expected: Excerpt,
    },
    /// A required member cannot be read after the signed values have replaced the plain values
    /// ([RFC 8414 §2](https://www.rfc-editor.org/rfc/rfc8414#section-2)).
    #[error(transparent)]
    Metadata(#[from] MetadataError),
}

impl SignedMetadataError {
    /// Returns the stable name of the error, such as `"signed_metadata.audience"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Absent => "signed_metadata.absent",
            Self::Jwt(error) => error.code(),
            Self::Mac => "signed_metadata.mac",
            Self::Audience { .. } => "signed_metadata.audience",
            Self::Subject { .. } => "signed_metadata.subject",
            Self::Nested => "signed_metadata.nested",
            Self::NoIdentity { .. } => "signed_metadata.no_identity",
            Self::OtherIdentity { .. } => "signed_metadata.other_identity",
            Self::Metadata(error) => error.code(),
        }
    }
}
