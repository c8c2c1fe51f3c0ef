//! The records of one token response.

use serde::{Deserialize, Serialize};
use symbolon_jose::Fingerprint;

use super::{AccessTokenRecord, RefreshTokenRecord};

/// The records of the tokens in one token response, and the code or refresh token that the token
/// request uses up.
///
/// **Atomic:** in one atomic operation, your store must:
///
/// 1. check that [`spends`](Self::spends) is not yet used and that the grant is not revoked,
/// 2. mark `spends` as used,
/// 3. write the records.
///
/// If `spends` was used in the meantime, another request with the same code or refresh token was
/// first. The store then writes nothing, revokes the grant in the same operation, and answers
/// [`Stored::GrantRevoked`](symbolon_oauth::obligation::Stored::GrantRevoked). It does the same if
/// it no longer has the code or refresh token, because it then cannot know whether it was used. If
/// the grant is already revoked, the store writes nothing and gives the same answer.
///
/// Two requests can find the same code at the same time, because finding does not mark. This
/// operation is what lets only one of them have tokens. Because it marks and writes together, a
/// client loses nothing when the operation fails: the client can send its request again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TokenRecords {
    /// The code or refresh token that the token request presented, and that is used up when the
    /// records are written.
    pub spends: SpentRecord,
    /// The record of the access token.
    pub access: AccessTokenRecord,
    /// The record of the refresh token. `None` if the response has no refresh token.
    pub refresh: Option<RefreshTokenRecord>,
}

/// The single-use record that a token request uses up. Your store marks it in the operation that
/// [`TokenRecords`] describes.
///
/// Later versions can add variants for other grant types. If your store does not know a variant, it
/// must write nothing and fail with [`StoreFailed`](crate::StoreFailed).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SpentRecord {
    /// The [`CodeRecord`](crate::CodeRecord) with this fingerprint.
    Code(Fingerprint),
    /// The [`RefreshTokenRecord`] with this fingerprint.
    RefreshToken(Fingerprint),
}
