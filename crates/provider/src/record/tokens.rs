//! The records of one token response.

use serde::{Deserialize, Serialize};

use super::{AccessTokenRecord, RefreshTokenRecord};

/// The records of the tokens in one token response.
///
/// **Atomic:** in one operation, the store checks that the grant of the records is not revoked, and
/// writes both records. If the grant is revoked, the store writes nothing and answers
/// [`Stored::GrantRevoked`](symbolon_oauth::obligation::Stored::GrantRevoked). When a code or
/// refresh token is used twice at the same time, the second use revokes the grant. Without the
/// check, the tokens of the first use could be stored after that, and would stay valid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TokenRecords {
    /// The record of the access token.
    pub access: AccessTokenRecord,
    /// The record of the refresh token. `None` if the response has no refresh token.
    pub refresh: Option<RefreshTokenRecord>,
}
