//! Why an ID Token is refused: one error for each sentence that can be broken.

use symbolon_jose::{MemberError, NumericDate, json, jws};

use crate::hash::UnknownHash;

/// Why an ID Token is refused, or may not be issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdTokenError {
    /// It is encrypted; decrypt it first
    /// ([Core §3.1.3.7 (1)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the ID Token is encrypted")]
    Encrypted,
    /// It is not a JWS in compact form, or its signature does not hold
    /// ([Core §3.1.3.7 (6)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error(transparent)]
    Jws(#[from] jws::Error),
    /// The `typ` header parameter names another kind of token, or the claims are those of one
    /// ([RFC 8725 §3.11](https://www.rfc-editor.org/rfc/rfc8725#section-3.11), §3.12).
    #[error("the token is of another type than an ID Token")]
    Type,
    /// What was signed is not a JSON object
    /// ([RFC 7519 §7.2](https://www.rfc-editor.org/rfc/rfc7519#section-7.2)).
    #[error("the claims are not a JSON object")]
    Claims(#[source] json::Error),
    /// A claim has another type than its definition gives it
    /// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)).
    #[error(transparent)]
    Member(#[from] MemberError),
    /// A required claim is absent
    /// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)).
    #[error("the ID Token has no `{0}` claim")]
    Missing(&'static str),
    /// `iss` is another issuer
    /// ([Core §3.1.3.7 (2)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the ID Token is from another issuer")]
    Issuer,
    /// `sub` is empty, longer than 255 characters or not ASCII
    /// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)).
    #[error("`sub` is not 1 to 255 ASCII characters")]
    Subject,
    /// `aud` does not name the client
    /// ([Core §3.1.3.7 (3)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the ID Token is for another client")]
    Audience,
    /// `aud` names another audience that is not trusted
    /// ([Core §3.1.3.7 (3)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the ID Token is also for an audience that is not trusted")]
    UntrustedAudience,
    /// The signature is a MAC and there is more than one audience, so that nothing says whose
    /// secret is its key
    /// ([Core §3.1.3.7 (8)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the ID Token has a MAC and more than one audience")]
    MacAudience,
    /// There is more than one audience and no `azp` to say which of them it was issued to
    /// ([Core §3.1.3.7 (4)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the ID Token has more than one audience and no `azp` claim")]
    AuthorizedPartyMissing,
    /// `azp` is another client
    /// ([Core §3.1.3.7 (5)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the ID Token was issued to another client")]
    AuthorizedParty,
    /// `exp` has come
    /// ([Core §3.1.3.7 (9)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the ID Token expired at {}", .exp.datetime())]
    Expired {
        /// When it did.
        exp: NumericDate,
    },
    /// `nbf` is yet to come
    /// ([RFC 7519 §4.1.5](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.5)).
    #[error("the ID Token is not valid before {}", .nbf.datetime())]
    NotYetValid {
        /// When it will be.
        nbf: NumericDate,
    },
    /// `iat` is yet to come
    /// ([Core §3.1.3.7 (10)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the ID Token is issued in the future, at {}", .iat.datetime())]
    IssuedInFuture {
        /// When it says it was.
        iat: NumericDate,
    },
    /// `iat` is longer ago than the policy takes
    /// ([Core §3.1.3.7 (10)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the ID Token was issued too long ago, at {}", .iat.datetime())]
    IssuedTooLongAgo {
        /// When it was.
        iat: NumericDate,
    },
    /// A nonce was sent and the ID Token has none
    /// ([Core §3.1.3.7 (11)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the ID Token has no `nonce` claim, but the request had one")]
    NonceMissing,
    /// No nonce was sent and the ID Token has one: it answers another request
    /// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken), `nonce`).
    #[error("the ID Token has a `nonce` claim, but the request had none")]
    NonceUnexpected,
    /// The nonce is not the one that was sent
    /// ([Core §3.1.3.7 (11)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the `nonce` claim is not the nonce of the request")]
    NonceMismatch,
    /// `acr` was requested and the ID Token has none
    /// ([Core §3.1.3.7 (12)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the ID Token has no `acr` claim, but one was asked for")]
    AcrMissing,
    /// `acr` is none of those requested
    /// ([Core §3.1.3.7 (12)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the `acr` claim is none of the values asked for")]
    Acr,
    /// `max_age` was sent or `auth_time` requested, and the ID Token has no `auth_time`
    /// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken), `auth_time`).
    #[error("the ID Token has no `auth_time` claim, but it was asked for")]
    AuthTimeMissing,
    /// `auth_time` is yet to come
    /// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken), `auth_time`).
    #[error("the end-user authenticated in the future, at {}", .auth_time.datetime())]
    AuthTimeInFuture {
        /// When the end-user is said to have authenticated.
        auth_time: NumericDate,
    },
    /// The authentication is longer ago than `max_age`
    /// ([Core §3.1.3.7 (13)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the end-user authenticated too long ago, at {}", .auth_time.datetime())]
    AuthenticatedTooLongAgo {
        /// When the end-user did.
        auth_time: NumericDate,
    },
    /// No hash is known for the algorithm of the signature, so the hashes cannot be compared
    /// ([Core §3.1.3.6](https://openid.net/specs/openid-connect-core-1_0.html#CodeIDToken)).
    #[error(transparent)]
    UnknownHash(#[from] UnknownHash),
    /// An access token came through the browser and the ID Token does not vouch for it
    /// ([Core §3.3.2.11](https://openid.net/specs/openid-connect-core-1_0.html#HybridIDToken)).
    #[error("the ID Token has no `at_hash` claim for the access token")]
    AtHashMissing,
    /// `at_hash` is of another access token
    /// ([Core §3.2.2.9](https://openid.net/specs/openid-connect-core-1_0.html#ImplicitTokenValidation)).
    #[error("the `at_hash` claim is of another access token")]
    AtHash,
    /// A code came through the browser and the ID Token does not vouch for it
    /// ([Core §3.3.2.11](https://openid.net/specs/openid-connect-core-1_0.html#HybridIDToken)).
    #[error("the ID Token has no `c_hash` claim for the authorization code")]
    CHashMissing,
    /// `c_hash` is of another code
    /// ([Core §3.3.2.10](https://openid.net/specs/openid-connect-core-1_0.html#CodeValidation)).
    #[error("the `c_hash` claim is of another authorization code")]
    CHash,
    /// This claim of a refreshed ID Token is not that of the original one
    /// ([Core §12.2](https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse)).
    #[error("`{0}` of the refreshed ID Token is not that of the original authentication")]
    Refreshed(&'static str),
}

impl IdTokenError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Encrypted => "id_token.encrypted",
            Self::Jws(error) => error.code(),
            Self::Type => "id_token.type",
            Self::Claims(error) => error.code(),
            Self::Member(_) => "id_token.member",
            Self::Missing(_) => "id_token.missing",
            Self::Issuer => "id_token.issuer",
            Self::Subject => "id_token.subject",
            Self::Audience => "id_token.audience",
            Self::UntrustedAudience => "id_token.untrusted_audience",
            Self::MacAudience => "id_token.mac_audience",
            Self::AuthorizedPartyMissing => "id_token.authorized_party_missing",
            Self::AuthorizedParty => "id_token.authorized_party",
            Self::Expired { .. } => "id_token.expired",
            Self::NotYetValid { .. } => "id_token.not_yet_valid",
            Self::IssuedInFuture { .. } => "id_token.issued_in_future",
            Self::IssuedTooLongAgo { .. } => "id_token.issued_too_long_ago",
            Self::NonceMissing => "id_token.nonce_missing",
            Self::NonceUnexpected => "id_token.nonce_unexpected",
            Self::NonceMismatch => "id_token.nonce_mismatch",
            Self::AcrMissing => "id_token.acr_missing",
            Self::Acr => "id_token.acr",
            Self::AuthTimeMissing => "id_token.auth_time_missing",
            Self::AuthTimeInFuture { .. } => "id_token.auth_time_in_future",
            Self::AuthenticatedTooLongAgo { .. } => "id_token.authenticated_too_long_ago",
            Self::UnknownHash(error) => error.code(),
            Self::AtHashMissing => "id_token.at_hash_missing",
            Self::AtHash => "id_token.at_hash",
            Self::CHashMissing => "id_token.c_hash_missing",
            Self::CHash => "id_token.c_hash",
            Self::Refreshed(_) => "id_token.refreshed",
        }
    }
}
