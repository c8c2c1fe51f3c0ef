//! The reason why a registration is refused.

use symbolon_discovery::jwk_set::JwkSetError;
use symbolon_jose::crypto::RandomError;
use symbolon_jose::rule::Verdict;
use symbolon_jose::{Excerpt, key};
use symbolon_oauth::flow::OutOfTurn;
use symbolon_oauth::{ErrorCode, Issuer};
use symbolon_registration::software_statement::SoftwareStatementError;
use symbolon_registration::{ClientMetadataError, RegistrationRequestError, SectorError};

use crate::StoreFailed;

/// The result of checking one rule.
pub(super) type Checked = Result<Verdict, RegistrationError>;

/// The reason why a request to the registration endpoint or the client configuration endpoint is
/// refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RegistrationError {
    /// The request cannot be read.
    #[error(transparent)]
    Request(#[from] RegistrationRequestError),
    /// The provider has no [`RegistrationPolicy`](crate::RegistrationPolicy).
    #[error("the provider does not accept registrations")]
    Disabled,
    /// Too many requests were sent. Only your program creates this error, with
    /// [`RegistrationRefusal::too_many_requests`](crate::RegistrationRefusal::too_many_requests).
    #[error("too many registrations have been sent")]
    TooManyRequests,
    /// The policy requires an initial access token, and the request has no token
    /// ([RFC 7591 §3](https://www.rfc-editor.org/rfc/rfc7591#section-3)).
    #[error("the request has no initial access token")]
    NoInitialAccessToken,
    /// Your store has no record of the initial access token, for example because the token was
    /// withdrawn ([RFC 7591 §3](https://www.rfc-editor.org/rfc/rfc7591#section-3)).
    #[error("the initial access token is unknown")]
    UnknownInitialAccessToken,
    /// The token was issued by a provider with another issuer, which shares the store.
    #[error("the token was issued by {found}; this provider is {expected}")]
    OtherIssuer {
        /// The issuer of the provider that issued the token.
        found: Box<Issuer>,
        /// The issuer of this provider.
        expected: Box<Issuer>,
    },
    /// The initial access token has expired.
    #[error("the initial access token has expired")]
    ExpiredInitialAccessToken,
    /// The initial access token allows no further client.
    #[error("the initial access token is used up")]
    UsedInitialAccessToken,
    /// The registration access token is wrong, or the client does not exist
    /// ([Registration §4.4](https://openid.net/specs/openid-connect-registration-1_0.html#ReadError)).
    #[error("the registration access token is not the token of the client in the URL")]
    UnknownRegistration,
    /// The policy does not allow the operation that the client requested
    /// ([RFC 7592 §2](https://www.rfc-editor.org/rfc/rfc7592#section-2)).
    #[error("the provider does not allow clients to {0} their registration")]
    Forbidden(&'static str),
    /// The metadata breaks a rule, asks for what the provider does not offer, or is outside the
    /// policy ([RFC 7591 §3.2.2](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.2)).
    #[error(transparent)]
    Metadata(#[from] ClientMetadataError),
    /// The client secret in an update is not the secret of the client
    /// ([RFC 7592 §2.2](https://www.rfc-editor.org/rfc/rfc7592#section-2.2)).
    #[error("`client_secret` is not the current secret of the client; leave it out")]
    ClientSecret,
    /// The policy requires a software statement, and the request has no statement
    /// ([RFC 7591 §2.3](https://www.rfc-editor.org/rfc/rfc7591#section-2.3)).
    #[error("the request has no `software_statement`; the provider requires a statement")]
    NoSoftwareStatement,
    /// The policy does not trust the issuer of the software statement
    /// ([RFC 7591 §3.2.2](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.2)).
    #[error("`software_statement` was issued by {issuer}, whom the provider does not trust")]
    UnapprovedStatement {
        /// The value of `iss` in the statement. It is not verified.
        issuer: Excerpt,
    },
    /// The software statement is not valid
    /// ([RFC 7591 §2.3](https://www.rfc-editor.org/rfc/rfc7591#section-2.3)).
    #[error("`software_statement` is refused: {0}")]
    SoftwareStatement(#[from] SoftwareStatementError),
    /// The document at `sector_identifier_uri` does not confirm the client
    /// ([Registration §5](https://openid.net/specs/openid-connect-registration-1_0.html#SectorIdentifierValidation)).
    #[error(transparent)]
    Sector(#[from] SectorError),
    /// The document at `sector_identifier_uri` does not contain an address of a client with
    /// backchannel authentication
    /// ([CIBA §4](https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#registration)).
    #[error("the document at `sector_identifier_uri` does not contain the `{0}` of the client")]
    SectorAddress(&'static str),
    /// The response from `jwks_uri` is not a JWK Set
    /// ([RFC 7591 §2](https://www.rfc-editor.org/rfc/rfc7591#section-2)).
    #[error("the response from `jwks_uri` is not usable: {0}")]
    Keys(JwkSetError),
    /// The keys at `jwks_uri` break a rule of the keys of clients
    /// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
    #[error("the keys at `jwks_uri` are refused: {0}")]
    KeyRules(ClientMetadataError),
    /// The response from `logo_uri` is not an image
    /// ([Registration §2](https://openid.net/specs/openid-connect-registration-1_0.html#ClientMetadata)).
    #[error(
        "the response from `logo_uri` has the status {status} and the Content-Type {found}; \
         expected 200 and a PNG, JPEG, GIF or WebP image of at most 256 KiB"
    )]
    Logo {
        /// The status of the response.
        status: u16,
        /// The `Content-Type` of the response.
        found: Excerpt,
    },
    /// The provider sent a request to an address in the metadata, and no usable response arrived.
    #[error("no response arrived from `{0}`")]
    Unanswered(&'static str),
    /// Your store failed, so the request cannot be answered. The client receives
    /// `temporarily_unavailable` with the status 503. It can try again later.
    #[error(transparent)]
    StoreFailed(#[from] StoreFailed),
    /// The source of randomness failed, so no identifier could be created.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The cryptography backend cannot use a secret of the provider as a key.
    #[error("the client secret cannot be used: {0}")]
    Secret(key::Error),
    /// Your program started the flow twice, or passed it a response that the flow did not ask for.
    #[error(transparent)]
    OutOfTurn(#[from] OutOfTurn),
}

impl RegistrationError {
    /// Returns a stable name for logs and metrics, such as `"registration.forbidden"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Request(error) => error.code(),
            Self::Disabled => "registration.disabled",
            Self::TooManyRequests => "registration.too_many_requests",
            Self::NoInitialAccessToken => "registration.no_initial_access_token",
            Self::UnknownInitialAccessToken => "registration.unknown_initial_access_token",
            Self::OtherIssuer { .. } => "registration.other_issuer",
            Self::ExpiredInitialAccessToken => "registration.expired_initial_access_token",
            Self::UsedInitialAccessToken => "registration.used_initial_access_token",
            Self::UnknownRegistration => "registration.unknown_registration",
            Self::Forbidden(_) => "registration.forbidden",
            Self::Metadata(error) => error.code(),
            Self::ClientSecret => "registration.client_secret",
            Self::NoSoftwareStatement => "registration.no_software_statement",
            Self::UnapprovedStatement { .. } => "registration.unapproved_statement",
            Self::SoftwareStatement(error) => error.code(),
            Self::Sector(error) => error.code(),
            Self::SectorAddress(_) => "registration.sector_address",
            Self::Keys(error) => error.code(),
            Self::KeyRules(error) => error.code(),
            Self::Logo { .. } => "registration.logo",
            Self::Unanswered(_) => "registration.unanswered",
            Self::StoreFailed(error) => error.code(),
            Self::Random(error) => error.code(),
            Self::Secret(error) => error.code(),
            Self::OutOfTurn(error) => error.code(),
        }
    }

    /// Returns the error code of the response
    /// ([RFC 7591 §3.2.2](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.2)).
    #[must_use]
    pub fn error_code(&self) -> ErrorCode {
        match self {
            Self::Request(error) => error.error_code(),
            Self::Metadata(error) => error.error_code(),
            Self::SoftwareStatement(error) => error.error_code(),
            Self::NoSoftwareStatement | Self::UnapprovedStatement { .. } => {
                ErrorCode::UNAPPROVED_SOFTWARE_STATEMENT
            }
            Self::Disabled | Self::Forbidden(_) => ErrorCode::ACCESS_DENIED,
            Self::NoInitialAccessToken
            | Self::UnknownInitialAccessToken
            | Self::OtherIssuer { .. }
            | Self::ExpiredInitialAccessToken
            | Self::UsedInitialAccessToken
            | Self::UnknownRegistration => ErrorCode::INVALID_TOKEN,
            Self::TooManyRequests | Self::StoreFailed(_) => ErrorCode::TEMPORARILY_UNAVAILABLE,
            Self::Random(_) | Self::Secret(_) | Self::OutOfTurn(_) => ErrorCode::SERVER_ERROR,
            Self::ClientSecret
            | Self::Sector(_)
            | Self::SectorAddress(_)
            | Self::Keys(_)
            | Self::KeyRules(_)
            | Self::Logo { .. }
            | Self::Unanswered(_) => ErrorCode::INVALID_CLIENT_METADATA,
        }
    }
}
