//! The record of an access token.

use serde::{Deserialize, Serialize};
use symbolon_jose::{Fingerprint, NumericDate, SignatureAlgorithm};
use symbolon_oauth::obligation::GrantId;
use symbolon_oauth::{ClientId, Issuer, Scope};
use symbolon_oidc::ClaimsRequest;

/// The record of an issued access token
/// ([RFC 6749 §1.4](https://www.rfc-editor.org/rfc/rfc6749#section-1.4)).
///
/// Delete the record when the token [expires](Self::expires) or its grant is revoked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AccessTokenRecord {
    /// The fingerprint of the token. Use it as the key of this record in your store.
    pub fingerprint: Fingerprint,
    /// The issuer of the provider that issued the token. Several providers can share one store:
    /// each provider refuses tokens of other issuers.
    #[serde(with = "symbolon_oauth::stored_issuer")]
    pub issuer: Issuer,
    /// The identifier of the grant to which the token belongs.
    pub grant: GrantId,
    /// The identifier of the client to which the token was issued.
    pub client_id: ClientId,
    /// The `sub` of the user for whom the token was issued. `None` if the client received the token
    /// for itself, without a user.
    pub subject: Option<String>,
    /// The scope to which the token grants access.
    pub scope: Scope,
    /// The claims for which the client asked by name and to which the user consented.
    #[serde(default, skip_serializing_if = "ClaimsRequest::is_empty")]
    pub claims: ClaimsRequest,
    /// `claims_locales` of the authorization request: the languages in which the client wants
    /// claims, the preferred language first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims_locales: Vec<String>,
    /// The algorithm with which the responses of the UserInfo endpoint are signed: the
    /// `userinfo_signed_response_alg` of the client. `None` means that they are plain JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub userinfo_signed_response_alg: Option<SignatureAlgorithm>,
    /// The time at which the token expires. The provider refuses the token from this time on.
    pub expires: NumericDate,
}
