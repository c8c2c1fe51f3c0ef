//! The reasons why an ID Token is refused, one for each sentence of the specifications.

mod changed;

use core::time::Duration;

use symbolon_jose::{Excerpt, Excerpts, MemberError, NumericDate, SignatureAlgorithm, json, jws};
use symbolon_oauth::Issuer;

use super::hash::UnknownHash;

pub use changed::ChangedClaim;

/// The reason why a relying party refuses an ID Token, or why a provider must not issue it.
///
/// The fields of a variant contain the value in the ID Token and the expected value. No variant
/// contains the token, its signature, `sub`, `nonce` or a hash.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdTokenError {
    /// The ID Token is encrypted. Decrypt it, and validate the signed ID Token that it contains
    /// ([Core §3.1.3.7 (1)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the ID Token is encrypted; decrypt it before you validate it")]
    Encrypted,
    /// The ID Token is not a JWS in compact form, or its signature does not verify
    /// ([Core §3.1.3.7 (6)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error(transparent)]
    Jws(#[from] jws::Error),
    /// The header parameter `typ` has a value other than `JWT` and `application/jwt`, so the token
    /// is not an ID Token
    /// ([RFC 8725 §3.11](https://www.rfc-editor.org/rfc/rfc8725#section-3.11)).
    #[error(
        "`typ` in the header is {typ}; in an ID Token it is absent, `JWT` or `application/jwt` \
         (`IdTokenQuirks::other_types` accepts other values)"
    )]
    Type {
        /// The value of `typ`.
        typ: Excerpt,
    },
    /// The token contains the claim with this name, so it is a different kind of JWT. For example,
    /// a logout token contains `events`
    /// ([RFC 8725 §3.12](https://www.rfc-editor.org/rfc/rfc8725#section-3.12)). If the provider uses
    /// the name `events` for a custom claim, use
    /// [`IdTokenQuirks::events_claim`](super::IdTokenQuirks).
    #[error("the token contains `{0}`, so it is another kind of token; expected an ID Token")]
    OtherKind(&'static str),
    /// The signed payload is not a JSON object
    /// ([RFC 7519 §7.2](https://www.rfc-editor.org/rfc/rfc7519#section-7.2)).
    #[error("the claims of the ID Token cannot be read: {0}")]
    Claims(json::Error),
    /// A claim does not have the JSON type that its definition requires
    /// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)).
    #[error(transparent)]
    Member(#[from] MemberError),
    /// The ID Token does not contain the required claim with this name
    /// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)).
    #[error("the ID Token has no `{0}` claim")]
    Missing(&'static str),
    /// `iss` is not the expected issuer
    /// ([Core §3.1.3.7 (2)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("`iss` is {found}, but {:?} was expected", .expected.as_str())]
    Issuer {
        /// The value of `iss`.
        found: Excerpt,
        /// The issuer whose ID Tokens are accepted.
        expected: Issuer,
    },
    /// `iss` is not the issuer that the [`IssuerTemplate`](super::IssuerTemplate) gives for the
    /// `tid` of the token
    /// ([Core §3.1.3.7 (2)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("`iss` is {found}, but {template:?} with the tenant {tenant} was expected")]
    TenantIssuer {
        /// The value of `iss`.
        found: Excerpt,
        /// The text of the template.
        template: String,
        /// The value of `tid`.
        tenant: Excerpt,
    },
    /// `tid` is not a UUID in lower case, or the [`IssuerTemplate`](super::IssuerTemplate) has a
    /// list of tenants that does not contain `tid`
    /// ([Core §3.1.3.7 (2)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("`tid` is {found}; expected the UUID of a tenant that `IssuerTemplate` accepts")]
    Tenant {
        /// The value of `tid`.
        found: Excerpt,
    },
    /// `sub` is empty, longer than 255 characters or not ASCII
    /// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)).
    #[error(
        "`sub` has {bytes} bytes; it must be 1 to 255 ASCII characters (`IdTokenQuirks::any_subject` \
         accepts other texts)"
    )]
    Subject {
        /// The length of `sub` in bytes of UTF-8.
        bytes: usize,
    },
    /// `aud` does not contain the identifier of the client that validates the token
    /// ([Core §3.1.3.7 (3)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("`aud` is {found} and does not contain the client {client_id:?}")]
    Audience {
        /// The values of `aud`.
        found: Excerpts,
        /// The identifier of the client that reads the token.
        client_id: String,
    },
    /// `aud` contains an audience that is neither the client nor one of
    /// [`IdTokenPolicy::trusted_audiences`](super::IdTokenPolicy)
    /// ([Core §3.1.3.7 (3)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error(
        "`aud` contains {audience}, which is neither the client nor in \
         `IdTokenPolicy::trusted_audiences`"
    )]
    UntrustedAudience {
        /// The first audience that is not trusted.
        audience: Excerpt,
    },
    /// The token is signed with a MAC and has more than one audience. With several audiences, it is
    /// unclear which client's secret is the key of the MAC
    /// ([Core §3.1.3.7 (8)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the ID Token is signed with {algorithm} and has {audiences} audiences instead of one")]
    MacAudience {
        /// The algorithm of the signature.
        algorithm: SignatureAlgorithm,
        /// The number of audiences.
        audiences: usize,
    },
    /// `sub` or the issuer is not that of the user for whom the authentication request asked with
    /// `id_token_hint` or with a value of the claim `sub`
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest),
    /// `id_token_hint`;
    /// [§5.5.1](https://openid.net/specs/openid-connect-core-1_0.html#IndividualClaimsRequests),
    /// `value`).
    #[error(
        "`iss` and `sub` are not the user of the `id_token_hint` or of the claim `sub` in the \
         request"
    )]
    OtherSubject,
    /// `azp` is neither the identifier of the client that validates the token nor one of
    /// [`IdTokenPolicy::trusted_parties`](super::IdTokenPolicy)
    /// ([Core §3.1.3.7 (5)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error(
        "`azp` is {found}, which is neither the client {client_id:?} nor in \
         `IdTokenPolicy::trusted_parties`"
    )]
    AuthorizedParty {
        /// The value of `azp`.
        found: Excerpt,
        /// The identifier of the client that reads the token.
        client_id: String,
    },
    /// The token has expired: `exp` is at or before the current time minus
    /// [`IdTokenPolicy::leeway`](super::IdTokenPolicy)
    /// ([Core §3.1.3.7 (9)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the ID Token expired at {exp}; the current time is {now}")]
    Expired {
        /// The value of `exp`.
        exp: NumericDate,
        /// The current time, without leeway.
        now: NumericDate,
    },
    /// The token is not valid yet: `nbf` is later than the current time plus
    /// [`IdTokenPolicy::leeway`](super::IdTokenPolicy)
    /// ([RFC 7519 §4.1.5](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.5)).
    #[error("the ID Token is not valid before {nbf}; the current time is {now}")]
    NotYetValid {
        /// The value of `nbf`.
        nbf: NumericDate,
        /// The current time, without leeway.
        now: NumericDate,
    },
    /// `iat` is later than the current time plus [`IdTokenPolicy::leeway`](super::IdTokenPolicy)
    /// ([Core §3.1.3.7 (10)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the ID Token was issued at {iat}, in the future; the current time is {now}")]
    IssuedInFuture {
        /// The value of `iat`.
        iat: NumericDate,
        /// The current time, without leeway.
        now: NumericDate,
    },
    /// The ID Token was issued too long ago: more time has passed since `iat` than
    /// [`IdTokenPolicy::max_age_of_iat`](super::IdTokenPolicy) allows
    /// ([Core §3.1.3.7 (10)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the ID Token was issued at {iat}, more than {} s before {now}", .max_age.as_secs())]
    IssuedTooLongAgo {
        /// The value of `iat`.
        iat: NumericDate,
        /// The current time, without leeway.
        now: NumericDate,
        /// The longest time since `iat` that the policy allows.
        max_age: Duration,
    },
    /// The authentication request contained a nonce, but the ID Token has no `nonce` claim
    /// ([Core §3.1.3.7 (11)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the ID Token has no `nonce` claim, but the request contained a nonce")]
    NonceMissing,
    /// The ID Token has a `nonce` claim, but the authentication request contained no nonce. The
    /// token therefore answers a different request
    /// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken), `nonce`).
    #[error("the ID Token has a `nonce` claim, but the request contained no nonce")]
    NonceUnexpected,
    /// `nonce` differs from the nonce of the authentication request
    /// ([Core §3.1.3.7 (11)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the `nonce` claim differs from the nonce of the request")]
    NonceMismatch,
    /// The authentication request asked for certain values of `acr`, but the ID Token has no `acr`
    /// claim
    /// ([Core §3.1.3.7 (12)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the ID Token has no `acr` claim, but one of {expected:?} was requested")]
    AcrMissing {
        /// The requested values of `acr`.
        expected: Vec<String>,
    },
    /// `acr` has a value that the authentication request did not ask for
    /// ([Core §3.1.3.7 (12)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("`acr` is {found}, but one of {expected:?} was requested")]
    Acr {
        /// The value of `acr`.
        found: Excerpt,
        /// The requested values of `acr`.
        expected: Vec<String>,
    },
    /// The authentication request contained `max_age` or `prompt=login`, or asked for `auth_time`,
    /// but the ID Token has no `auth_time`
    /// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken), `auth_time`).
    #[error(
        "the ID Token has no `auth_time` claim, but `max_age`, `auth_time` or `prompt=login` was \
         requested"
    )]
    AuthTimeMissing,
    /// `auth_time` is later than the current time plus
    /// [`IdTokenPolicy::leeway`](super::IdTokenPolicy)
    /// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken), `auth_time`).
    #[error("the user authenticated at {auth_time}, in the future; the current time is {now}")]
    AuthTimeInFuture {
        /// The value of `auth_time`.
        auth_time: NumericDate,
        /// The current time, without leeway.
        now: NumericDate,
    },
    /// The user authenticated too long ago: more time has passed since `auth_time` than the
    /// `max_age` of the authentication request allows
    /// ([Core §3.1.3.7 (13)](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error("the user authenticated at {auth_time}, more than {} s before {now}", .max_age.as_secs())]
    AuthenticatedTooLongAgo {
        /// The value of `auth_time`.
        auth_time: NumericDate,
        /// The current time, without leeway.
        now: NumericDate,
        /// The `max_age` of the request.
        max_age: Duration,
    },
    /// The user did not authenticate again: `auth_time` is earlier than the time of the
    /// authentication request, which asked for a new authentication with `prompt=login`
    /// ([Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest),
    /// `prompt`).
    #[error(
        "the user authenticated at {auth_time}, but a new authentication was requested at {since}"
    )]
    AuthenticatedBeforeRequest {
        /// The value of `auth_time`.
        auth_time: NumericDate,
        /// The time of the authentication request. The leeway is not subtracted.
        since: NumericDate,
    },
    /// No hash algorithm is known for the signature algorithm of the ID Token, so `at_hash`, `c_hash`
    /// and `s_hash` cannot be checked
    /// ([Core §3.1.3.6](https://openid.net/specs/openid-connect-core-1_0.html#CodeIDToken)).
    #[error(transparent)]
    UnknownHash(#[from] UnknownHash),
    /// The authorization endpoint sent an access token and an ID Token, but the ID Token has no
    /// `at_hash` claim
    /// ([Core §3.3.2.11](https://openid.net/specs/openid-connect-core-1_0.html#HybridIDToken)).
    #[error("the ID Token has no `at_hash` claim, but an access token came with it")]
    AtHashMissing,
    /// `at_hash` is not the hash of the access token that came with the ID Token
    /// ([Core §3.2.2.9](https://openid.net/specs/openid-connect-core-1_0.html#ImplicitTokenValidation)).
    #[error("`at_hash` does not match the access token")]
    AtHash,
    /// The authorization endpoint sent an authorization code and an ID Token, but the ID Token has
    /// no `c_hash` claim
    /// ([Core §3.3.2.11](https://openid.net/specs/openid-connect-core-1_0.html#HybridIDToken)).
    #[error("the ID Token has no `c_hash` claim, but an authorization code came with it")]
    CHashMissing,
    /// `c_hash` is not the hash of the authorization code that came with the ID Token or was
    /// exchanged for it
    /// ([Core §3.3.2.10](https://openid.net/specs/openid-connect-core-1_0.html#CodeValidation)).
    #[error("`c_hash` does not match the authorization code")]
    CHash,
    /// `s_hash` is not the hash of the `state` in the authentication request
    /// ([FAPI 1.0 Advanced §5.2.3.1](https://openid.net/specs/openid-financial-api-part-2-1_0.html#id-token-as-detached-signature)).
    #[error("`s_hash` does not match the state of the request")]
    SHash,
    /// A refresh response contains a new ID Token, and this claim of the new ID Token does not
    /// match the original ID Token
    /// ([Core §12.2](https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse)).
    #[error("the refreshed ID Token differs from the original: {0}")]
    Refreshed(ChangedClaim),
}

impl IdTokenError {
    /// Returns the stable name of the error, such as `"id_token.expired"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Encrypted => "id_token.encrypted",
            Self::Jws(error) => error.code(),
            Self::Type { .. } | Self::OtherKind(_) => "id_token.type",
            Self::Claims(error) => error.code(),
            Self::Member(_) => "id_token.member",
            Self::Missing(_) => "id_token.missing",
            Self::Issuer { .. } => "id_token.issuer",
            Self::TenantIssuer { .. } => "id_token.tenant_issuer",
            Self::Tenant { .. } => "id_token.tenant",
            Self::Subject { .. } => "id_token.subject",
            Self::OtherSubject => "id_token.other_subject",
            Self::Audience { .. } => "id_token.audience",
            Self::UntrustedAudience { .. } => "id_token.untrusted_audience",
            Self::MacAudience { .. } => "id_token.mac_audience",
            Self::AuthorizedParty { .. } => "id_token.authorized_party",
            Self::Expired { .. } => "id_token.expired",
            Self::NotYetValid { .. } => "id_token.not_yet_valid",
            Self::IssuedInFuture { .. } => "id_token.issued_in_future",
            Self::IssuedTooLongAgo { .. } => "id_token.issued_too_long_ago",
            Self::NonceMissing => "id_token.nonce_missing",
            Self::NonceUnexpected => "id_token.nonce_unexpected",
            Self::NonceMismatch => "id_token.nonce_mismatch",
            Self::AcrMissing { .. } => "id_token.acr_missing",
            Self::Acr { .. } => "id_token.acr",
            Self::AuthTimeMissing => "id_token.auth_time_missing",
            Self::AuthTimeInFuture { .. } => "id_token.auth_time_in_future",
            Self::AuthenticatedTooLongAgo { .. } => "id_token.authenticated_too_long_ago",
            Self::AuthenticatedBeforeRequest { .. } => "id_token.authenticated_before_request",
            Self::UnknownHash(error) => error.code(),
            Self::AtHashMissing => "id_token.at_hash_missing",
            Self::AtHash => "id_token.at_hash",
            Self::CHashMissing => "id_token.c_hash_missing",
            Self::CHash => "id_token.c_hash",
            Self::SHash => "id_token.s_hash",
            Self::Refreshed(_) => "id_token.refreshed",
        }
    }
}
