//! The records of one token response.

use serde::{Deserialize, Serialize};

use super::{AccessTokenRecord, RefreshTokenRecord};

/// The records of the tokens in one token response.
///
/// **Atomic:** in one atomic operation, your store must check that the grant of the tokens is not
/// revoked, and write the records. If the grant is revoked, the store writes nothing and answers
/// [`Stored::GrantRevoked`](symbolon_oauth::obligation::Stored::GrantRevoked). The check is needed
/// because two requests can use the same code or refresh token at the same time. The second request
/// then revokes the grant. Without the check, the tokens of the first request could be stored after
/// the revocation, and would stay valid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TokenRecords {
    /// The record of the access token.
    pub access: AccessTokenRecord,
    /// The record of the refresh token. `None` if the response has no refresh token.
    pub refresh: Option<RefreshTokenRecord>,
}
