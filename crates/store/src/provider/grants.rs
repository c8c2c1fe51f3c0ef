//! Grants: what users have allowed clients, with all codes and tokens that were issued because of
//! it.

#[cfg(any(feature = "sqlite", feature = "postgres"))]
use symbolon_jose::NumericDate;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use symbolon_oauth::ClientId;
use symbolon_oauth::obligation::{GrantId, Stored};

use super::scope::{ProviderStore, Tables};
use crate::error::Error;
use crate::grant::Grant;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::{Row, Step};

impl ProviderStore {
    /// Revokes a grant: all its codes and tokens are void from now on, and no tokens are written for
    /// it. A grant that the store does not know is void already.
    ///
    /// A provider revokes a grant after the second use of a code
    /// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)) or refresh
    /// token ([RFC 9700 §4.14.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2)).
    /// The tokens of a grant end together
    /// ([RFC 7009 §2.1](https://www.rfc-editor.org/rfc/rfc7009#section-2.1)).
    ///
    /// # Errors
    /// [`Error`] when the database fails. Then pass [`Stored::Failed`] to
    /// [`TokenRefusal::into_response`](symbolon_provider::TokenRefusal::into_response).
    pub async fn revoke_grant(&self, grant: &GrantId) -> Result<Stored, Error> {
        match &self.tables {
            Tables::Memory(memory) => {
                if let Some(row) = memory.tables().grants.get_mut(grant) {
                    row.revoked = true;
                }
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let values = [self.issuer_value(), grant.as_str().into()];
                sql.write(vec![Step::new(REVOKE_GRANT, values)]).await?;
            }
        }
        Ok(Stored::Confirmed)
    }

    /// Returns the grants of a user that were not revoked and have a code or token that was not
    /// swept yet. The latest grant is the last.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn grants(&self, subject: &str) -> Result<Vec<Grant>, Error> {
        let mut grants: Vec<Grant> = match &self.tables {
            Tables::Memory(memory) => {
                let tables = memory.tables();
                tables.grants_of_user(subject).cloned().collect()
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let rows =
                    sql.read(Step::new(GRANTS, [self.issuer_value(), subject.into()])).await?;
                rows.iter().map(|row| grant(row, subject)).collect::<Result<Vec<_>, _>>()?
            }
        };
        // PostgreSQL orders texts by the collation of the database.
        grants.sort_by(|a, b| (a.granted, &a.id).cmp(&(b.granted, &b.id)));
        Ok(grants)
    }
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
fn grant(row: &Row, subject: &str) -> Result<Grant, Error> {
    const TABLE: &str = "symbolon_grants";
    let damaged = || Error::Damaged { table: TABLE };
    Ok(Grant {
        id: GrantId::parse(row.text(0, TABLE)?).map_err(|_| damaged())?,
        client_id: ClientId::new(row.text(1, TABLE)?).map_err(|_| damaged())?,
        subject: subject.to_owned(),
        scope: row.text(2, TABLE)?.parse().map_err(|_| damaged())?,
        granted: NumericDate::from_seconds(row.integer(3, TABLE)?).ok_or_else(damaged)?,
    })
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use self::statements::*;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod statements {
    pub(crate) const REVOKE_GRANT: &str = "
        UPDATE symbolon_grants SET revoked = 1 WHERE issuer = ?1 AND grant_id = ?2";
    pub(crate) const GRANTS: &str = "
        SELECT grant_id, client_id, scope, granted FROM symbolon_grants
        WHERE issuer = ?1 AND subject = ?2 AND revoked = 0 ORDER BY granted, grant_id";
}
