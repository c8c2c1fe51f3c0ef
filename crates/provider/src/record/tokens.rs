//! The records of one token response.

use serde::{Deserialize, Serialize};

use super::{AccessTokenRecord, RefreshTokenRecord};

/// The records of the tokens in one response.
///
/// **Atomic:** store both records unless their grant is revoked, and answer
/// [`Stored::GrantRevoked`](symbolon_oauth::obligation::Stored::GrantRevoked) if it is. A code or
/// refresh token that is used twice at the same time revokes its grant, and tokens that were stored
/// after that would outlive the grant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TokenRecords {
    /// The record of the access token.
    pub access: AccessTokenRecord,
    /// The record of the refresh token, if the response has a refresh token.
    pub refresh: Option<RefreshTokenRecord>,
}
