//! The record of an authorization code.

use serde::{Deserialize, Serialize};
use symbolon_jose::{Fingerprint, NumericDate};
use symbolon_oauth::obligation::GrantId;
use symbolon_oauth::{ClientId, CodeChallenge, RedirectUri, Scope};
use symbolon_oidc::Nonce;

use super::SignedIn;

/// An issued authorization code
/// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)).
///
/// **Atomic:** a code is taken once. Of any number of callers that take it at the same time, one
/// gets [`Taken::Fresh`](symbolon_oauth::obligation::Taken::Fresh) and all others get
/// [`Taken::Spent`](symbolon_oauth::obligation::Taken::Spent). The store remembers a code that was
/// taken as spent until [`expires`](Self::expires), and should remember its grant for as long as
/// tokens of that grant live.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CodeRecord {
    /// The fingerprint of the code: the key of the record.
    pub fingerprint: Fingerprint,
    /// The grant to which the code belongs.
    pub grant: GrantId,
    /// The client to which the code was issued.
    pub client_id: ClientId,
    /// The redirect URI to which the code was sent.
    pub redirect_uri: RedirectUri,
    /// The scope to which the user consented.
    pub scope: Scope,
    /// The user who signed in, with the time and the methods.
    pub signed_in: SignedIn,
    /// The `nonce` that the ID Token has to repeat.
    pub nonce: Option<Nonce>,
    /// The challenge that the PKCE verifier has to match.
    pub code_challenge: Option<CodeChallenge>,
    /// The time from which the code is refused.
    pub expires: NumericDate,
}
