//! Answered authorization requests: the grant, and the code and access token in the response.

use symbolon_oauth::obligation::Stored;
use symbolon_provider::AuthorizationRecords;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
use super::registrations::USE_REGISTRATION;
use super::scope::{ProviderStore, Tables};
use super::single_use::IN_FLIGHT;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use super::tokens::PUT_ACCESS_TOKEN;
use crate::error::Error;
use crate::memory::{ProviderTables, SingleUseRow};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::{Sql, Step, json};

impl ProviderStore {
    /// Writes the records of an authorization response in one transaction, and starts their grant.
    /// Writes nothing if the response has neither a code nor an access token. A client that
    /// registered itself counts as used from now on
    /// ([`RegistrationRecord::unused_until`](symbolon_provider::RegistrationRecord::unused_until)).
    ///
    /// All tokens that are issued because of the code belong to the grant, so that a second use of
    /// the code can revoke them
    /// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)).
    ///
    /// # Errors
    /// [`Error::OtherIssuer`] when a provider with another issuer created the records,
    /// [`Error::Exists`] when the grant, the code or the access token was written before, and other
    /// [`Error`]s when the database fails. If the database fails, pass [`Stored::Failed`] to
    /// [`Unstored::into_response`](symbolon_oauth::obligation::Unstored::into_response).
    pub async fn put_authorization(&self, records: &AuthorizationRecords) -> Result<Stored, Error> {
        let AuthorizationRecords { grant, code, access, .. } = records;
        self.check_issuer(&grant.issuer)?;
        for issuer in code.iter().map(|code| &code.issuer).chain(access.iter().map(|it| &it.issuer))
        {
            self.check_issuer(issuer)?;
        }
        if records.is_empty() {
            return Ok(Stored::Confirmed);
        }
        match &self.tables {
            Tables::Memory(memory) => put_in_memory(&mut memory.tables(), records)?,
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => self.put_authorization_in_database(sql, records).await?,
        }
        Ok(Stored::Confirmed)
    }

    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    async fn put_authorization_in_database(
        &self,
        sql: &Sql,
        records: &AuthorizationRecords,
    ) -> Result<(), Error> {
        let grant = &records.grant;
        let id = grant.id.as_str();
        let put_grant = [
            self.issuer_value(),
            id.into(),
            grant.client_id.as_str().into(),
            grant.subject.as_str().into(),
            grant.scope.to_string().as_str().into(),
            grant.granted.seconds().into(),
            keep_until(records).into(),
        ];
        // All rows are written in one transaction, because a code or an access token without the
        // row of its grant is not valid.
        let client = [self.issuer_value(), grant.client_id.as_str().into()];
        let mut steps = vec![Step::new(USE_REGISTRATION, client), Step::new(PUT_GRANT, put_grant)];
        let row = |fingerprint: &str| [self.issuer_value(), fingerprint.into(), id.into()];
        if let Some(code) = &records.code {
            let keep_until = code.expires.seconds().saturating_add(IN_FLIGHT);
            let values = row(code.fingerprint.as_str());
            let values = values.into_iter().chain([json(code)?, keep_until.into()]);
            steps.push(Step::new(PUT_CODE, values));
        }
        if let Some(access) = &records.access {
            let values = row(access.fingerprint.as_str());
            let values = values.into_iter().chain([json(access)?, access.expires.seconds().into()]);
            steps.push(Step::new(PUT_ACCESS_TOKEN, values));
        }
        sql.write(steps).await.map(drop)
    }
}

fn put_in_memory(tables: &mut ProviderTables, records: &AuthorizationRecords) -> Result<(), Error> {
    let AuthorizationRecords { grant, code, access, .. } = records;
    // Writing the records again is an error: a spent code would be unused again, and a revoked
    // grant would be valid again.
    let is_known = tables.grants.get(&grant.id).is_some()
        || code.as_ref().is_some_and(|code| tables.codes.get(&code.fingerprint).is_some())
        || access.as_ref().is_some_and(|it| tables.access_tokens.get(&it.fingerprint).is_some());
    if is_known {
        return Err(Error::Exists);
    }
    tables.registrations.keep_used(&grant.client_id);
    tables.put_grant(grant.into(), keep_until(records));
    if let Some(record) = code.clone() {
        let (key, end) = (record.fingerprint.clone(), record.expires.seconds());
        let row = SingleUseRow { record, spent: false };
        tables.codes.insert(key, row, end.saturating_add(IN_FLIGHT));
    }
    if let Some(record) = access.clone() {
        let end = record.expires.seconds();
        tables.access_tokens.insert(record.fingerprint.clone(), record, end);
    }
    Ok(())
}

/// Returns the time until which the grant is kept. As long as the code or the access token is
/// valid, the row of the grant must exist, so that the grant can be revoked.
fn keep_until(records: &AuthorizationRecords) -> i64 {
    let code = records.code.as_ref().map(|code| code.expires.seconds());
    let access = records.access.as_ref().map(|access| access.expires.seconds());
    code.max(access).unwrap_or_default().saturating_add(IN_FLIGHT)
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use self::statements::*;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod statements {
    pub(crate) const PUT_GRANT: &str = "
        INSERT INTO symbolon_grants
            (issuer, grant_id, client_id, subject, scope, granted, revoked, keep_until)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7)";
    pub(crate) const PUT_CODE: &str = "
        INSERT INTO symbolon_codes (issuer, fingerprint, grant_id, record, spent, keep_until)
        VALUES (?1, ?2, ?3, ?4, 0, ?5)";
}
