//! The record of a refresh token.

use serde::{Deserialize, Serialize};
use symbolon_jose::{Fingerprint, NumericDate};
use symbolon_oauth::obligation::GrantId;
use symbolon_oauth::{ClientId, Issuer, Scope};
use symbolon_oidc::ClaimsRequest;

use super::SignedIn;

/// The record of an issued refresh token
/// ([RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749#section-6)).
///
/// When a client presents a refresh token, your store finds the record of the token. It answers
/// with [`SingleUse::Fresh`](symbolon_oauth::obligation::SingleUse::Fresh) until the token is used,
/// and with [`SingleUse::Spent`](symbolon_oauth::obligation::SingleUse::Spent) afterwards, even if
/// the grant is revoked. If the grant was revoked before the token was used, the answer is
/// [`SingleUse::Unknown`](symbolon_oauth::obligation::SingleUse::Unknown). Finding does not mark
/// the token as used.
///
/// **Atomic:** the token is marked as used in the operation that stores the tokens that replace it,
/// see [`TokenRecords`](crate::TokenRecords).
///
/// Keep the used token in the store until it [expires](Self::expires), so that the store can detect
/// a second use ([RFC 9700 §4.14.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2)).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RefreshTokenRecord {
    /// The fingerprint of the token. Use it as the key of this record in your store.
    pub fingerprint: Fingerprint,
    /// The issuer of the provider that issued the token. Several providers can share one store:
    /// each provider refuses tokens of other issuers.
    #[serde(with = "symbolon_oauth::stored_issuer")]
    pub issuer: Issuer,
    /// The ID of the grant to which the token belongs. A grant is the user's consent, with all
    /// codes and tokens that were issued because of it.
    pub grant: GrantId,
    /// The client to which the token was issued.
    pub client_id: ClientId,
    /// The scope to which the user consented.
    pub scope: Scope,
    /// The claims for which the client asked by name and to which the user consented.
    #[serde(default, skip_serializing_if = "ClaimsRequest::is_empty")]
    pub claims: ClaimsRequest,
    /// `claims_locales` of the authorization request: the languages in which the client wants
    /// claims, the preferred language first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims_locales: Vec<String>,
    /// The user who signed in originally, with the time and the methods of that authentication.
    pub signed_in: SignedIn,
    /// When the token expires. The provider refuses the token from this time on. Each refresh token
    /// that later replaces this token expires at the same time.
    pub expires: NumericDate,
}
