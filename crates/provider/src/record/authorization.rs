//! The records of one authorization response.

use serde::{Deserialize, Serialize};
use symbolon_jose::NumericDate;
use symbolon_oauth::obligation::GrantId;
use symbolon_oauth::{ClientId, Issuer, Scope};

use super::{AccessTokenRecord, CodeRecord};

/// The records of the code and the access token in one authorization response, and the grant to
/// which they belong.
///
/// The response type decides which records exist: see
/// [Multiple Response Types §5](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#Combinations).
/// A response that contains only an ID Token, or nothing, has no records.
///
/// **Atomic:** your store writes the grant and all records in one operation. If it writes only a
/// part of them, a code or an access token could exist that no revocation reaches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AuthorizationRecords {
    /// The grant to which the code and the access token belong.
    pub grant: GrantRecord,
    /// The record of the code. `None` if the response has no code.
    pub code: Option<CodeRecord>,
    /// The record of the access token. `None` if the response has no access token.
    pub access: Option<AccessTokenRecord>,
}

impl AuthorizationRecords {
    /// Returns whether the response contains neither a code nor an access token. The store then has
    /// nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.code.is_none() && self.access.is_none()
    }
}

/// Describes a response that contains only this code, and the grant of the code.
impl From<CodeRecord> for AuthorizationRecords {
    fn from(code: CodeRecord) -> Self {
        let grant = GrantRecord {
            id: code.grant.clone(),
            issuer: code.issuer.clone(),
            client_id: code.client_id.clone(),
            subject: code.signed_in.subject.clone(),
            scope: code.scope.clone(),
            granted: code.signed_in.auth_time(),
        };
        Self { grant, code: Some(code), access: None }
    }
}

/// The record of a grant: what a user allowed a client. The codes and tokens that were issued
/// because of it end when the grant is revoked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GrantRecord {
    /// The ID of the grant. Use it as the key of this record in your store.
    pub id: GrantId,
    /// The issuer of the provider. Several providers can share one store.
    #[serde(with = "symbolon_oauth::stored_issuer")]
    pub issuer: Issuer,
    /// The client that has the access.
    pub client_id: ClientId,
    /// The `sub` of the user who allowed the access.
    pub subject: String,
    /// The scope to which the user consented.
    pub scope: Scope,
    /// When the user authenticated to allow the access.
    pub granted: NumericDate,
}
