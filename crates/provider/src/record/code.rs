//! The record of an authorization code.

use serde::{Deserialize, Serialize};
use symbolon_jose::{Fingerprint, NumericDate};
use symbolon_oauth::obligation::GrantId;
use symbolon_oauth::{ClientId, CodeChallenge, Issuer, RedirectUri, Scope};
use symbolon_oidc::{ClaimsRequest, Nonce};

use super::SignedIn;

/// The record of an issued authorization code
/// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)).
///
/// When a client presents a code, your store finds the record of the code. It answers with
/// [`SingleUse::Fresh`](symbolon_oauth::obligation::SingleUse::Fresh) until the code is used, and
/// with [`SingleUse::Spent`](symbolon_oauth::obligation::SingleUse::Spent) afterwards, even if the
/// grant is revoked. If the grant was revoked before the code was used, the answer is
/// [`SingleUse::Unknown`](symbolon_oauth::obligation::SingleUse::Unknown). Finding does not mark
/// the code as used.
///
/// **Atomic:** the code is marked as used in the operation that stores the tokens, see
/// [`TokenRecords`](crate::TokenRecords).
///
/// Keep the used code and its grant in the store at least until [`expires`](Self::expires), and
/// better until all tokens of the grant have expired. A second use of the code can revoke the
/// tokens only while the store has the code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CodeRecord {
    /// The fingerprint of the code. Use it as the key of this record in your store.
    pub fingerprint: Fingerprint,
    /// The issuer of the provider that issued the code. Several providers can share one store: each
    /// provider refuses codes of other issuers.
    #[serde(with = "symbolon_oauth::stored_issuer")]
    pub issuer: Issuer,
    /// The ID of the grant to which the code belongs. A grant is the user's consent, with all codes
    /// and tokens that were issued because of it.
    pub grant: GrantId,
    /// The client to which the code was issued.
    pub client_id: ClientId,
    /// The redirect URI to which the code was sent.
    #[serde(with = "symbolon_oauth::stored_redirect_uri")]
    pub redirect_uri: RedirectUri,
    /// The scope to which the user consented.
    pub scope: Scope,
    /// The claims for which the client asked by name and to which the user consented.
    #[serde(default, skip_serializing_if = "ClaimsRequest::is_empty")]
    pub claims: ClaimsRequest,
    /// `claims_locales` of the authorization request: the languages in which the client wants
    /// claims, the preferred language first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims_locales: Vec<String>,
    /// The user who signed in, with the time and the methods of the authentication.
    pub signed_in: SignedIn,
    /// The `nonce` of the authorization request, which the ID Token must contain. `None` if the
    /// request had no `nonce`.
    pub nonce: Option<Nonce>,
    /// The PKCE challenge of the authorization request. The `code_verifier` of the token request
    /// must match it. `None` if the request had no challenge.
    pub code_challenge: Option<CodeChallenge>,
    /// When the code expires. The provider refuses the code from this time on.
    pub expires: NumericDate,
}
