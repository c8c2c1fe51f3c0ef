//! The reasons why client metadata is refused.

use std::convert::Infallible;

use symbolon_discovery::EndpointError;
use symbolon_jose::json::document::ReadError;
use symbolon_jose::{Excerpt, Excerpts, MemberError, json, jwk};
use symbolon_oauth::request_object::RequestObjectUriError;
use symbolon_oauth::{ErrorCode, PageUrlError, RedirectUriError, SyntaxError};

/// The reason why client metadata is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClientMetadataError {
    /// The text is not a JSON object, repeats a member, or exceeds a limit
    /// ([RFC 7591 §3.1](https://www.rfc-editor.org/rfc/rfc7591#section-3.1)).
    #[error(transparent)]
    Json(#[from] json::Error),
    /// A member does not have the JSON type that the specification requires
    /// ([RFC 7591 §2](https://www.rfc-editor.org/rfc/rfc7591#section-2)).
    #[error(transparent)]
    Member(#[from] MemberError),
    /// A value has the right JSON type, but its syntax is not allowed
    /// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
    #[error("`{member}` has the value {found}, which is refused: {error}")]
    Value {
        /// The member's name.
        member: &'static str,
        /// The value. For `jwks`, this is a placeholder, because a set can contain a private key.
        found: Excerpt,
        /// The reason why the value is refused.
        error: ValueError,
    },
    /// A member is absent, although the other members of the document need it
    /// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
    #[error("`{member}` is required, because {because}")]
    Needed {
        /// The member's name.
        member: &'static str,
        /// Why the member is required.
        because: &'static str,
    },
    /// A member is present, although the other members of the document exclude it
    /// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
    #[error("`{member}` is not allowed, because {because}")]
    Excluded {
        /// The member's name.
        member: &'static str,
        /// Why the member is not allowed.
        because: &'static str,
    },
    /// The value of a member breaks a rule
    /// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
    #[error("`{member}` has the value {found}; expected {expected}")]
    Refused {
        /// The member's name.
        member: &'static str,
        /// The value, or the name of the key in a key set.
        found: Excerpt,
        /// A description of the expected value.
        expected: &'static str,
    },
    /// A list has too many elements
    /// ([RFC 7591 §5](https://www.rfc-editor.org/rfc/rfc7591#section-5)).
    #[error("`{member}` has {found} elements; at most {most} are allowed")]
    TooMany {
        /// The member's name.
        member: &'static str,
        /// The number of elements.
        found: usize,
        /// The largest allowed number of elements.
        most: usize,
    },
    /// A single-valued member has a value that is not in the list of the client's choices
    /// ([RP Metadata Choices §2](https://openid.net/specs/openid-connect-rp-metadata-choices-1_0.html)).
    #[error("`{list}` is {found}, and it must contain the value of `{member}`")]
    NotAmongChoices {
        /// The name of the list.
        list: &'static str,
        /// The name of the single-valued member.
        member: &'static str,
        /// The values of the list.
        found: Excerpts,
    },
    /// The provider does not support the value of a member, or no value of a list of choices
    /// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
    #[error("`{member}` is {found}; the provider offers {offered}")]
    NotOffered {
        /// The member's name.
        member: &'static str,
        /// The values of the member.
        found: Excerpts,
        /// The values that the provider supports.
        offered: Excerpts,
    },
}

/// The reason why the syntax of a value in client metadata is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ValueError {
    /// The value is not allowed as a redirect URI.
    #[error(transparent)]
    RedirectUri(#[from] RedirectUriError),
    /// The value is not the URL of an endpoint.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    /// The value is not the URL of a web page.
    #[error(transparent)]
    Page(#[from] PageUrlError),
    /// The value is not the URL of a request object.
    #[error(transparent)]
    RequestObjectUri(#[from] RequestObjectUriError),
    /// The value is not a scope, or not the name of a response type, grant type or method.
    #[error(transparent)]
    Syntax(#[from] SyntaxError),
    /// The value is not a JWK Set.
    #[error(transparent)]
    Jwks(#[from] jwk::Error),
}

impl ValueError {
    /// Returns the stable name of the error, such as `"redirect_uri.scheme"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::RedirectUri(error) => error.code(),
            Self::Endpoint(error) => error.code(),
            Self::Page(error) => error.code(),
            Self::RequestObjectUri(error) => error.code(),
            Self::Syntax(error) => error.code(),
            Self::Jwks(error) => error.code(),
        }
    }
}

impl ClientMetadataError {
    /// Returns the stable name of the error, such as `"client_metadata.refused"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Json(error) => error.code(),
            Self::Member(error) => error.code(),
            Self::Value { error, .. } => error.code(),
            Self::Needed { .. } => "client_metadata.needed",
            Self::Excluded { .. } => "client_metadata.excluded",
            Self::Refused { .. } => "client_metadata.refused",
            Self::TooMany { .. } => "client_metadata.too_many",
            Self::NotAmongChoices { .. } => "client_metadata.not_among_choices",
            Self::NotOffered { .. } => "client_metadata.not_offered",
        }
    }

    /// Returns the name of the member that is refused, or `None` if the document is not a JSON
    /// object.
    #[must_use]
    pub fn member(&self) -> Option<&'static str> {
        match self {
            Self::Json(_) => None,
            Self::Member(error) => Some(error.name),
            Self::Value { member, .. }
            | Self::Needed { member, .. }
            | Self::Excluded { member, .. }
            | Self::Refused { member, .. }
            | Self::TooMany { member, .. }
            | Self::NotOffered { member, .. } => Some(member),
            Self::NotAmongChoices { list, .. } => Some(list),
        }
    }

    /// Returns the error code of the response: `invalid_redirect_uri` for the member
    /// `redirect_uris`, and `invalid_client_metadata` otherwise
    /// ([RFC 7591 §3.2.2](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.2)).
    #[must_use]
    pub fn error_code(&self) -> ErrorCode {
        match self.member() {
            Some("redirect_uris") => ErrorCode::INVALID_REDIRECT_URI,
            _ => ErrorCode::INVALID_CLIENT_METADATA,
        }
    }

    fn of_member<E>(error: ReadError<E>, reason: impl FnOnce(E) -> ValueError) -> Self {
        match error {
            ReadError::Missing(member) => {
                Self::Needed { member, because: "the specification requires it" }
            }
            ReadError::Type(error) => Self::Member(error),
            ReadError::Value { member, found, error } => {
                Self::Value { member, found, error: reason(error) }
            }
        }
    }
}

impl From<ReadError<Infallible>> for ClientMetadataError {
    fn from(error: ReadError<Infallible>) -> Self {
        Self::of_member(error, |never| match never {})
    }
}

/// Converts the reading error of a member whose values have this error.
macro_rules! read_error {
    ($($error:ty),+) => {
        $(impl From<ReadError<$error>> for ClientMetadataError {
            fn from(error: ReadError<$error>) -> Self {
                Self::of_member(error, ValueError::from)
            }
        })+
    };
}

read_error!(
    RedirectUriError,
    EndpointError,
    PageUrlError,
    RequestObjectUriError,
    SyntaxError,
    jwk::Error
);
