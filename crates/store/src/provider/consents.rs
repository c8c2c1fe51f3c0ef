//! The consents of users to clients.

use symbolon_oauth::ClientId;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use symbolon_oauth::Scope;
use symbolon_provider::EarlierConsent;

use super::scope::{ProviderStore, Tables};
use crate::error::Error;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::error::{Cause, Inner};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::{Row, Sql, Step, Value, Written, json};

/// How often a consent is written again after another request has changed it at the same moment.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
const TRIES: usize = 100;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
const TABLE: &str = "symbolon_consents";

impl ProviderStore {
    /// Returns the scope and the claims to which a user has consented for a client. Both are empty if
    /// the user has not consented. A provider can give tokens without a page for what the user has
    /// allowed before
    /// ([Core §3.1.2.4](https://openid.net/specs/openid-connect-core-1_0.html#Consent)).
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn consent(&self, subject: &str, client: &ClientId) -> Result<EarlierConsent, Error> {
        match &self.tables {
            Tables::Memory(memory) => {
                let tables = memory.tables();
                Ok(tables.consents.get(subject, client).cloned().unwrap_or_default())
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                Ok(self.stored_consent(sql, subject, client).await?.unwrap_or_default())
            }
        }
    }

    /// Returns the clients to which a user has consented, each with its scope and claims, in the order
    /// of their identifiers. Show them to the user, with a button that calls
    /// [`withdraw_consent`](Self::withdraw_consent).
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn consents(&self, subject: &str) -> Result<Vec<(ClientId, EarlierConsent)>, Error> {
        match &self.tables {
            Tables::Memory(memory) => {
                let tables = memory.tables();
                let consents = tables.consents.of_user(subject);
                let mut consents: Vec<_> =
                    consents.map(|(client, consent)| (client.clone(), consent.clone())).collect();
                consents.sort_by(|a, b| a.0.cmp(&b.0));
                Ok(consents)
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let step = Step::new(CONSENTS, [self.issuer_value(), subject.into()]);
                let rows = sql.read(step).await?;
                let mut consents: Vec<_> =
                    rows.iter().map(client_and_consent).collect::<Result<_, _>>()?;
                // PostgreSQL orders texts by the collation of the database.
                consents.sort_by(|a, b| a.0.cmp(&b.0));
                Ok(consents)
            }
        }
    }

    /// Adds a scope and claims to the stored consent of a user for a client, after the user has
    /// allowed them on a page that has shown them
    /// ([Core §3.1.2.4](https://openid.net/specs/openid-connect-core-1_0.html#Consent)).
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn put_consent(
        &self,
        subject: &str,
        client: &ClientId,
        consent: &EarlierConsent,
    ) -> Result<(), Error> {
        match &self.tables {
            Tables::Memory(memory) => {
                memory.tables().consents.entry(subject, client).add(consent);
                Ok(())
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                // The consent is written only if it did not change since it was read.
                for _ in 0..TRIES {
                    let before = self.stored_consent(sql, subject, client).await?;
                    let mut after = before.clone().unwrap_or_default();
                    after.add(consent);
                    let row = self.consent_row(subject, client).into_iter();
                    let row = row.chain(columns(&after)?);
                    let step = match before {
                        None => Step::new(PUT_CONSENT, row),
                        Some(before) => Step::new(CHANGE_CONSENT, row.chain(columns(&before)?)),
                    };
                    if let Written::Done(_) = sql.write(vec![step.must_change()]).await? {
                        return Ok(());
                    }
                }
                Err(Error::Unavailable(Cause(Inner::Conflict)))
            }
        }
    }

    /// Removes the consent of a user to a client, and revokes all grants of the user to this client,
    /// in one transaction.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn withdraw_consent(&self, subject: &str, client: &ClientId) -> Result<(), Error> {
        match &self.tables {
            Tables::Memory(memory) => {
                let mut tables = memory.tables();
                tables.consents.withdraw(subject, client);
                tables.revoke_of_user(subject, client);
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let step = |sql| Step::new(sql, self.consent_row(subject, client));
                sql.write([WITHDRAW_CONSENT, REVOKE_OF_USER].map(step).into()).await?;
            }
        }
        Ok(())
    }

    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    async fn stored_consent(
        &self,
        sql: &Sql,
        subject: &str,
        client: &ClientId,
    ) -> Result<Option<EarlierConsent>, Error> {
        let rows = sql.read(Step::new(CONSENT, self.consent_row(subject, client))).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        consent(row, 0).map(Some)
    }

    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    fn consent_row(&self, subject: &str, client: &ClientId) -> [Value; 3] {
        [self.issuer_value(), subject.into(), client.as_str().into()]
    }
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
fn client_and_consent(row: &Row) -> Result<(ClientId, EarlierConsent), Error> {
    let client = ClientId::new(row.text(0, TABLE)?);
    Ok((client.map_err(|_| Error::Damaged { table: TABLE })?, consent(row, 1)?))
}

/// Reads the columns `scope` and `claims`.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
fn consent(row: &Row, column: usize) -> Result<EarlierConsent, Error> {
    let scope = match row.text(column, TABLE)? {
        "" => Scope::new(),
        text => text.parse().map_err(|_| Error::Damaged { table: TABLE })?,
    };
    let names = serde_json::from_str(row.text(column.saturating_add(1), TABLE)?);
    Ok(EarlierConsent::new(scope).claims(names.map_err(|_| Error::Damaged { table: TABLE })?))
}

/// Returns the values of the columns `scope` and `claims`.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
fn columns(consent: &EarlierConsent) -> Result<[Value; 2], Error> {
    Ok([consent.scope.to_string().as_str().into(), json(&consent.claims)?])
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use self::statements::*;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod statements {
    pub(crate) const CONSENT: &str = "
        SELECT scope, claims FROM symbolon_consents
        WHERE issuer = ?1 AND subject = ?2 AND client_id = ?3";
    pub(crate) const CONSENTS: &str = "
        SELECT client_id, scope, claims FROM symbolon_consents
        WHERE issuer = ?1 AND subject = ?2 ORDER BY client_id";
    pub(crate) const PUT_CONSENT: &str = "
        INSERT INTO symbolon_consents (issuer, subject, client_id, scope, claims)
        VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (issuer, subject, client_id) DO NOTHING";
    pub(crate) const CHANGE_CONSENT: &str = "
        UPDATE symbolon_consents SET scope = ?4, claims = ?5
        WHERE issuer = ?1 AND subject = ?2 AND client_id = ?3 AND scope = ?6 AND claims = ?7";
    pub(crate) const WITHDRAW_CONSENT: &str = "
        DELETE FROM symbolon_consents WHERE issuer = ?1 AND subject = ?2 AND client_id = ?3";
    pub(crate) const REVOKE_OF_USER: &str = "
        UPDATE symbolon_grants SET revoked = 1
        WHERE issuer = ?1 AND subject = ?2 AND client_id = ?3 AND revoked = 0";
}
