//! A grant, as the owner of a provider shows it to users.

use symbolon_jose::NumericDate;
use symbolon_oauth::obligation::GrantId;
use symbolon_oauth::{ClientId, Scope};
use symbolon_provider::GrantRecord;

/// A grant that was not revoked, for example to show users which clients have access to their data.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Grant {
    /// The ID of the grant. Pass it to [`ProviderStore::revoke_grant`](crate::ProviderStore::revoke_grant) to end the access.
    pub id: GrantId,
    /// The client that has the access.
    pub client_id: ClientId,
    /// The `sub` of the user who allowed it.
    pub subject: String,
    /// The scope that the user allowed.
    pub scope: Scope,
    /// When the user signed in to allow it.
    pub granted: NumericDate,
}

impl From<&GrantRecord> for Grant {
    fn from(record: &GrantRecord) -> Self {
        let GrantRecord { id, client_id, subject, scope, granted, .. } = record.clone();
        Self { id, client_id, subject, scope, granted }
    }
}
