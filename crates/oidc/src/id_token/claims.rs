//! The claims of an ID Token as plain data.

use serde::{Deserialize, Serialize};
use symbolon_jose::{MemberError, NumericDate, Object};
use symbolon_oauth::{ClientId, Issuer};

use crate::Nonce;
use crate::claims::StandardClaims;

/// The claims of an ID Token
/// ([Core §2](https://openid.net/specs/openid-connect-core-1_0.html#IDToken)).
///
/// A provider fills them in and [signs](Self::sign) them. A relying party reads them from the
/// [`IdToken`](super::IdToken) it validated; nothing here parses a token.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct IdTokenClaims {
    /// `iss`: who says all this.
    pub iss: Issuer,
    /// `sub`: the end-user at that issuer, for ever; 1 to 255 ASCII characters.
    pub sub: String,
    /// `aud`: whom it is said to, by client identifier; at least one.
    pub aud: Vec<String>,
    /// `exp`: from when on the token must not be accepted.
    pub exp: NumericDate,
    /// `iat`: when the token was issued.
    pub iat: NumericDate,
    /// `auth_time`: when the end-user authenticated. Zero is a time like any other.
    pub auth_time: Option<NumericDate>,
    /// `nonce`: what the authentication request sent, unchanged.
    pub nonce: Option<Nonce>,
    /// `acr`: the authentication context class that was satisfied.
    pub acr: Option<String>,
    /// `amr`: the methods of authentication, by their names of
    /// [RFC 8176](https://www.rfc-editor.org/rfc/rfc8176); empty when not said.
    pub amr: Vec<String>,
    /// `azp`: the client the token was issued to.
    pub azp: Option<String>,
    /// `at_hash`: see [`hash::at_hash`](crate::hash::at_hash).
    pub at_hash: Option<String>,
    /// `c_hash`: see [`hash::c_hash`](crate::hash::c_hash).
    pub c_hash: Option<String>,
    /// `nbf`: before when the token must not be accepted
    /// ([RFC 7519 §4.1.5](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.5)).
    pub nbf: Option<NumericDate>,
    /// `jti`: the token's own identifier
    /// ([RFC 7519 §4.1.7](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.7)).
    pub jti: Option<String>,
    /// Every other claim, among them the end-user's own: see
    /// [`standard_claims`](Self::standard_claims). May not hold a name from above when signed.
    pub extra: Object,
}

impl IdTokenClaims {
    /// The claims that no ID Token is without.
    #[must_use]
    pub fn new(
        issuer: &Issuer,
        subject: &str,
        client_id: &ClientId,
        issued_at: NumericDate,
        expires: NumericDate,
    ) -> Self {
        Self {
            iss: issuer.clone(),
            sub: subject.to_owned(),
            aud: vec![client_id.as_str().to_owned()],
            exp: expires,
            iat: issued_at,
            auth_time: None,
            nonce: None,
            acr: None,
            amr: Vec::new(),
            azp: None,
            at_hash: None,
            c_hash: None,
            nbf: None,
            jti: None,
            extra: Object::new(),
        }
    }

    /// The end-user's own claims, when the ID Token brings some
    /// ([Core §5.1](https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims)).
    ///
    /// # Errors
    /// [`MemberError`] when one of them has another type than it is given there.
    pub fn standard_claims(&self) -> Result<StandardClaims, MemberError> {
        StandardClaims::take_from(&mut self.extra.clone())
    }
}

/// What a refreshed ID Token is held against: the ID Token of the original authentication
/// ([Core §12.2](https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse)).
///
/// Serialises, to be kept with the refresh token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OriginalAuthentication {
    /// Its `iss`, to be compared with the one expected.
    #[serde(with = "symbolon_oauth::stored_issuer")]
    pub iss: Issuer,
    /// Its `sub`.
    pub sub: String,
    /// Its `aud`.
    pub aud: Vec<String>,
    /// Its `iat`.
    pub iat: NumericDate,
    /// Its `auth_time`, if it had one.
    pub auth_time: Option<NumericDate>,
    /// Its `azp`, if it had one.
    pub azp: Option<String>,
    /// Its `nonce`, if it had one.
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
