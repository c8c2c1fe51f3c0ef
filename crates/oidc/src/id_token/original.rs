//! What a relying party keeps of an ID Token to compare refreshed ID Tokens with.

use serde::{Deserialize, Serialize};
use symbolon_jose::NumericDate;
use symbolon_oauth::Issuer;

use super::IdTokenClaims;
use crate::Nonce;

/// The claims of the first ID Token of a login, with which the ID Tokens of later refreshes are
/// compared
/// ([Core §12.2](https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse)).
///
/// Serialise this value and store it together with the refresh token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OriginalAuthentication {
    /// The `iss` of the original ID Token.
    #[serde(with = "symbolon_oauth::stored_issuer")]
    pub iss: Issuer,
    /// The `sub` of the original ID Token.
    pub sub: String,
    /// The `aud` of the original ID Token.
    pub aud: Vec<String>,
    /// The `iat` of the original ID Token.
    pub iat: NumericDate,
    /// The `auth_time` of the original ID Token, or `None` if it was absent.
    pub auth_time: Option<NumericDate>,
    /// The `azp` of the original ID Token, or `None` if it was absent.
    pub azp: Option<String>,
    /// The `nonce` of the original ID Token, or `None` if it was absent.
    pub nonce: Option<Nonce>,
}

impl From<&IdTokenClaims> for OriginalAuthentication {
    fn from(claims: &IdTokenClaims) -> Self {
        Self {
            iss: claims.iss.clone(),
            sub: claims.sub.clone(),
            aud: claims.aud.clone(),
            iat: claims.iat,
            auth_time: claims.auth_time,
            azp: claims.azp.clone(),
            nonce: claims.nonce.clone(),
        }
    }
}
