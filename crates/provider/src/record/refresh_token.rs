//! The record of a refresh token.

use serde::{Deserialize, Serialize};
use symbolon_jose::{Fingerprint, NumericDate};
use symbolon_oauth::obligation::GrantId;
use symbolon_oauth::{ClientId, Scope};

use super::SignedIn;

/// The record of an issued refresh token
/// ([RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749#section-6)).
///
/// **Atomic:** to take a refresh token, the store reads its record and marks the token as spent, in
/// one operation. The store must remember a spent token until it [expires](Self::expires), so that
/// a second use is noticed
/// ([RFC 9700 §4.14.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2)). After the grant of
/// a token is revoked, the store answers [`Taken::Spent`](symbolon_oauth::obligation::Taken::Spent)
/// for a token that was spent before, and
/// [`Taken::Unknown`](symbolon_oauth::obligation::Taken::Unknown) for a token that was not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RefreshTokenRecord {
    /// The fingerprint of the token, under which the record is stored.
    pub fingerprint: Fingerprint,
    /// The grant to which the token belongs.
    pub grant: GrantId,
    /// The client to which the token was issued.
    pub client_id: ClientId,
    /// The scope to which the user consented.
    pub scope: Scope,
    /// The user who signed in originally, with the time and the methods of that authentication.
    pub signed_in: SignedIn,
    /// The time from which the token is refused. The refresh tokens that later replace this token
    /// expire at the same time.
    pub expires: NumericDate,
}
