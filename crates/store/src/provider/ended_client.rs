//! The statements that remove everything that belongs to a client.

use crate::sql::{Step, Value};

/// Returns the steps that remove everything that belongs to a client, except its registration. The
/// first step returns the client. `row` is the issuer and the client.
pub(crate) fn end_client(row: &[Value; 2]) -> [Step; 5] {
    [DELETE, FORGET_ORIGINS, FORGET_CONSENTS, REVOKE, FORGET_PENDING]
        .map(|sql| Step::new(sql, row.clone()))
}

pub(crate) use self::statements::*;

mod statements {
    pub(crate) const DELETE: &str = "
        DELETE FROM symbolon_clients WHERE issuer = ?1 AND client_id = ?2 RETURNING client_id";
    pub(crate) const FORGET_ORIGINS: &str = "
        DELETE FROM symbolon_client_origins WHERE issuer = ?1 AND client_id = ?2";
    pub(crate) const FORGET_CONSENTS: &str = "
        DELETE FROM symbolon_consents WHERE issuer = ?1 AND client_id = ?2";
    /// A request that waits for its answer would give the deleted client a new grant.
    pub(crate) const FORGET_PENDING: &str = "
        DELETE FROM symbolon_pending_authorizations WHERE issuer = ?1 AND client_id = ?2";
    pub(crate) const REVOKE: &str = "
        UPDATE symbolon_grants SET revoked = 1 WHERE issuer = ?1 AND client_id = ?2";
}
