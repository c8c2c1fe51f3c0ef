//! A grant, as the owner of a provider shows it to users.

use symbolon_jose::NumericDate;
use symbolon_oauth::obligation::GrantId;
use symbolon_oauth::{ClientId, Scope};
use symbolon_provider::CodeRecord;

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

impl Grant {
    pub(crate) fn of(code: &CodeRecord) -> Self {
        Self {
            id: code.grant.clone(),
            client_id: code.client_id.clone(),
            subject: code.signed_in.subject.clone(),
            scope: code.scope.clone(),
            granted: code.signed_in.auth_time(),
        }
    }
}
