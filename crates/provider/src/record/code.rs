//! The record of an authorization code.

use serde::{Deserialize, Serialize};
use symbolon_jose::{Fingerprint, NumericDate};
use symbolon_oauth::obligation::GrantId;
use symbolon_oauth::{ClientId, CodeChallenge, RedirectUri, Scope};
use symbolon_oidc::Nonce;

use super::SignedIn;

/// The record of an issued authorization code
/// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)).
///
/// **Atomic:** to take a code, the store reads its record and marks the code as spent, in one
/// operation. If several requests take the same code at the same time, one receives
/// [`Taken::Fresh`](symbolon_oauth::obligation::Taken::Fresh) and all others receive
/// [`Taken::Spent`](symbolon_oauth::obligation::Taken::Spent). The store must remember a spent code
/// and its grant until [`expires`](Self::expires). It should remember them for as long as tokens of
/// the grant are valid, so that a late second use of the code revokes these tokens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CodeRecord {
    /// The fingerprint of the code, under which the record is stored.
    pub fingerprint: Fingerprint,
    /// The grant to which the code belongs.
    pub grant: GrantId,
    /// The client to which the code was issued.
    pub client_id: ClientId,
    /// The redirect URI to which the code was sent.
    pub redirect_uri: RedirectUri,
    /// The scope to which the user consented.
    pub scope: Scope,
    /// The user who signed in, with the time and the methods of the authentication.
    pub signed_in: SignedIn,
    /// The `nonce` of the authorization request, which the ID Token must contain. `None` if the
    /// request had no `nonce`.
    pub nonce: Option<Nonce>,
    /// The PKCE challenge of the authorization request, which the verifier in the token request
    /// must match. `None` if the request had no challenge.
    pub code_challenge: Option<CodeChallenge>,
    /// The time from which the code is refused.
    pub expires: NumericDate,
}
