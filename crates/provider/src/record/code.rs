//! The record of an authorization code.

use serde::{Deserialize, Serialize};
use symbolon_jose::{Fingerprint, NumericDate};
use symbolon_oauth::obligation::GrantId;
use symbolon_oauth::{ClientId, CodeChallenge, Issuer, RedirectUri, Scope};
use symbolon_oidc::Nonce;

use super::SignedIn;

/// The record of an issued authorization code
/// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)).
///
/// **Atomic:** when a client presents a code, your store must read the record of the code and mark
/// the code as used, in one atomic operation. If several requests present the same code at the same
/// time, the store answers [`Taken::Fresh`](symbolon_oauth::obligation::Taken::Fresh) to the first
/// request and [`Taken::Spent`](symbolon_oauth::obligation::Taken::Spent) to all later requests.
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
