//! The claims of a refreshed ID Token that must match the original ID Token.

use symbolon_jose::{Excerpt, Excerpts, NumericDate};
use symbolon_oauth::Issuer;

/// The claim that does not match when the ID Token of a refresh response is compared with the
/// original ID Token
/// ([Core §12.2](https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse)).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChangedClaim {
    /// `iss` differs from the `iss` of the original ID Token.
    #[error("`iss` is {found}, but was {:?}", .original.as_str())]
    Issuer {
        /// The `iss` of the refreshed ID Token.
        found: Excerpt,
        /// The `iss` of the original ID Token.
        original: Issuer,
    },
    /// `sub` differs from the `sub` of the original ID Token.
    #[error("`sub` differs from the original `sub`")]
    Subject,
    /// `iat` is before the `iat` of the original ID Token.
    #[error("`iat` is {found}, before the original `iat` {original}")]
    IssuedAt {
        /// The `iat` of the refreshed ID Token.
        found: NumericDate,
        /// The `iat` of the original ID Token.
        original: NumericDate,
    },
    /// `aud` does not contain the same values as the `aud` of the original ID Token. The order of
    /// the values is not compared.
    #[error("`aud` is {found}, but was {original:?}")]
    Audience {
        /// The `aud` of the refreshed ID Token.
        found: Excerpts,
        /// The `aud` of the original ID Token.
        original: Vec<String>,
    },
    /// `auth_time` differs from the `auth_time` of the original ID Token. If the provider sets a
    /// new `auth_time` at each refresh, use
    /// [`IdTokenQuirks::refreshed_auth_time`](crate::IdTokenQuirks).
    #[error("`auth_time` is {found}, but was {original}")]
    AuthTime {
        /// The `auth_time` of the refreshed ID Token.
        found: NumericDate,
        /// The `auth_time` of the original ID Token.
        original: NumericDate,
    },
    /// The original ID Token had no `auth_time`, and the `auth_time` of the new ID Token is later
    /// than the `iat` of the original ID Token.
    #[error("`auth_time` is {found}, after the original `iat` {issued}")]
    AuthTimeAfterIssue {
        /// The `auth_time` of the refreshed ID Token.
        found: NumericDate,
        /// The `iat` of the original ID Token.
        issued: NumericDate,
    },
    /// Both ID Tokens have `azp`, and the values differ.
    #[error("`azp` is {found}, but was {original}")]
    AuthorizedParty {
        /// The `azp` of the refreshed ID Token.
        found: Excerpt,
        /// The `azp` of the original ID Token.
        original: Excerpt,
    },
    /// The new ID Token has a `nonce`, but the `nonce` of the original ID Token is different or
    /// absent.
    #[error("`nonce` is present and is not the original `nonce`")]
    Nonce,
}

impl ChangedClaim {
    /// Returns the name of the claim, such as `"iss"`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Issuer { .. } => "iss",
            Self::Subject => "sub",
            Self::IssuedAt { .. } => "iat",
            Self::Audience { .. } => "aud",
            Self::AuthTime { .. } | Self::AuthTimeAfterIssue { .. } => "auth_time",
            Self::AuthorizedParty { .. } => "azp",
            Self::Nonce => "nonce",
        }
    }
}
