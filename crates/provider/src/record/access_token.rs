//! The record of an access token.

use serde::{Deserialize, Serialize};
use symbolon_jose::{Fingerprint, NumericDate};
use symbolon_oauth::obligation::GrantId;
use symbolon_oauth::{ClientId, Scope};

/// An issued access token
/// ([RFC 6749 §1.4](https://www.rfc-editor.org/rfc/rfc6749#section-1.4)).
///
/// Delete the record when the token [expires](Self::expires) or its grant is revoked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AccessTokenRecord {
    /// The fingerprint of the token: the key of the record.
    pub fingerprint: Fingerprint,
    /// The grant to which the token belongs.
    pub grant: GrantId,
    /// The client to which the token was issued.
    pub client_id: ClientId,
    /// The user for whom the token was issued. `None` for a token that a client got for itself.
    pub subject: Option<String>,
    /// The scope that the token opens.
    pub scope: Scope,
    /// The time from which the token is refused.
    pub expires: NumericDate,
}
