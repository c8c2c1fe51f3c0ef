//! The claims of a refreshed ID Token that may not differ from the original.

use std::fmt;

use symbolon_jose::{Excerpt, Excerpts, NumericDate};
use symbolon_oauth::Issuer;

/// The claim in which a refreshed ID Token differs from the original authentication
/// ([Core §12.2](https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse)).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChangedClaim {
    /// `iss` is another issuer.
    #[error("`iss` is {found}, but was {:?}", .original.as_str())]
    Issuer {
        /// The `iss` of the refreshed ID Token.
        found: Excerpt,
        /// The `iss` of the original ID Token.
        original: Issuer,
    },
    /// `sub` is another user.
    #[error("`sub` is another user")]
    Subject,
    /// `iat` is before the `iat` of the original ID Token.
    #[error("`iat` is {found}, before the original `iat` {original}")]
    IssuedAt {
        /// The `iat` of the refreshed ID Token.
        found: NumericDate,
        /// The `iat` of the original ID Token.
        original: NumericDate,
    },
    /// `aud` has other values.
    #[error("`aud` is {found}, but was {original:?}")]
    Audience {
        /// The `aud` of the refreshed ID Token.
        found: Excerpts,
        /// The `aud` of the original ID Token.
        original: Vec<String>,
    },
    /// `auth_time` is another time.
    #[error("`auth_time` is {found}, but was {original}")]
    AuthTime {
        /// The `auth_time` of the refreshed ID Token.
        found: NumericDate,
        /// The `auth_time` of the original ID Token.
        original: NumericDate,
    },
    /// `auth_time` is after the original ID Token was issued. The original ID Token had no
    /// `auth_time`.
    #[error("`auth_time` is {found}, after the original `iat` {issued}")]
    AuthTimeAfterIssue {
        /// The `auth_time` of the refreshed ID Token.
        found: NumericDate,
        /// The `iat` of the original ID Token.
        issued: NumericDate,
    },
    /// `azp` is another client, or is present in only one of the two ID Tokens.
    #[error("`azp` is {}, but was {}", OrAbsent(.found), OrAbsent(.original))]
    AuthorizedParty {
        /// The `azp` of the refreshed ID Token.
        found: Option<Excerpt>,
        /// The `azp` of the original ID Token.
        original: Option<Excerpt>,
    },
    /// `nonce` differs, or the original ID Token had no `nonce`.
    #[error("`nonce` differs")]
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

/// Prints the value, or `absent`.
struct OrAbsent<'a>(&'a Option<Excerpt>);

impl fmt::Display for OrAbsent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(text) => text.fmt(f),
            None => f.write_str("absent"),
        }
    }
}
