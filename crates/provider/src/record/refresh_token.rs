//! The record of a refresh token.

use serde::{Deserialize, Serialize};
use symbolon_jose::{Fingerprint, NumericDate};
use symbolon_oauth::obligation::GrantId;
use symbolon_oauth::{ClientId, Scope};

use super::SignedIn;

/// An issued refresh token
/// ([RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749#section-6)).
///
/// **Atomic:** a refresh token is taken once, as a code is. The store remembers a token that was
/// taken as spent until it [expires](Self::expires), so that a second use is noticed
/// ([RFC 9700 §4.14.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2)). When its grant is
/// revoked, a token that was taken before stays
/// [`Taken::Spent`](symbolon_oauth::obligation::Taken::Spent), and a token that was not becomes
/// [`Taken::Unknown`](symbolon_oauth::obligation::Taken::Unknown).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RefreshTokenRecord {
    /// The fingerprint of the token: the key of the record.
    pub fingerprint: Fingerprint,
    /// The grant to which the token belongs.
    pub grant: GrantId,
    /// The client to which the token was issued.
    pub client_id: ClientId,
    /// The scope to which the user consented.
    pub scope: Scope,
    /// The user who signed in at the original authentication, with the time and the methods.
    pub signed_in: SignedIn,
    /// The time from which the token is refused. It is the same for every successor of the token.
    pub expires: NumericDate,
}
