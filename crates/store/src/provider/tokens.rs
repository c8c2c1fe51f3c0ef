//! The tokens of one response, and the code or refresh token that they replace.

use symbolon_jose::Fingerprint;
use symbolon_oauth::obligation::Stored;
use symbolon_provider::{RefreshTokenRecord, SpentRecord, TokenRecords};

#[cfg(any(feature = "sqlite", feature = "postgres"))]
use super::grants::REVOKE_GRANT;
use super::scope::{ProviderStore, Tables};
use super::single_use::IN_FLIGHT;
use crate::error::Error;
use crate::memory::{Expiring, ProviderTables, SingleUseRow};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::{Sql, Step, Written, json};

impl ProviderStore {
    /// Writes the records of the tokens of one response, and marks the code or refresh token that
    /// the client presented as used, in one transaction.
    ///
    /// Returns [`Stored::GrantRevoked`], and writes nothing, if the grant was revoked, or if another
    /// request used the code or refresh token first. In the second case, the same transaction
    /// revokes the grant, because the code
    /// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)) or refresh
    /// token ([RFC 9700 §4.14.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2))
    /// was used twice.
    ///
    /// # Errors
    /// [`Error::OtherIssuer`] when a provider with another issuer created the records,
    /// [`Error::Exists`] when a token was written before, and other [`Error`]s when the database
    /// fails. If the database fails, pass [`Stored::Failed`] to
    /// [`Unstored::into_response`](symbolon_oauth::obligation::Unstored::into_response).
    pub async fn put_tokens(&self, records: &TokenRecords) -> Result<Stored, Error> {
        self.check_issuer(&records.access.issuer)?;
        if let Some(refresh) = &records.refresh {
            self.check_issuer(&refresh.issuer)?;
        }
        let keep_until = keep_until(records);
        match &self.tables {
            Tables::Memory(memory) => put_in_memory(&mut memory.tables(), records, keep_until),
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => self.put_in_database(sql, records, keep_until).await,
        }
    }

    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    async fn put_in_database(
        &self,
        sql: &Sql,
        records: &TokenRecords,
        keep_until: i64,
    ) -> Result<Stored, Error> {
        let access = &records.access;
        let grant = access.grant.as_str();
        let spend = match &records.spends {
            SpentRecord::Code(code) => (SPEND_CODE, code),
            SpentRecord::RefreshToken(token) => (SPEND_REFRESH_TOKEN, token),
            // A record of a newer version of the engine, which this version cannot mark.
            _ => return Err(Error::UnknownRecord),
        };
        let row = |fingerprint: &Fingerprint| {
            [self.issuer_value(), fingerprint.as_str().into(), grant.into()]
        };
        let revoke = Step::new(REVOKE_GRANT, [self.issuer_value(), grant.into()]);
        // The order matters. Of two requests with the same code, the second waits at the row of the
        // code, and then finds that the code is spent. It revokes the grant in place of the other
        // steps, in the same transaction: if it is committed, no token of the first request is
        // valid. If the grant is revoked at the same time, the row of the grant decides which of the
        // two comes first.
        let mut steps = vec![
            Step::new(spend.0, row(spend.1).into_iter().chain([keep_until.into()])).or(revoke),
            Step::new(KEEP_GRANT, [self.issuer_value(), grant.into(), keep_until.into()])
                .must_change(),
            Step::new(
                PUT_ACCESS_TOKEN,
                row(&access.fingerprint)
                    .into_iter()
                    .chain([json(access)?, access.expires.seconds().into()]),
            ),
        ];
        if let Some(refresh) = &records.refresh {
            let keep_until = refresh.expires.seconds().saturating_add(IN_FLIGHT);
            let values = row(&refresh.fingerprint);
            let values = values.into_iter().chain([json(refresh)?, keep_until.into()]);
            steps.push(Step::new(PUT_REFRESH_TOKEN, values));
        }
        match sql.write(steps).await? {
            Written::Done(_) => Ok(Stored::Confirmed),
            // The code was spent, or the grant was revoked before.
            Written::Instead | Written::Refused => Ok(Stored::GrantRevoked),
        }
    }
}

fn put_in_memory(
    tables: &mut ProviderTables,
    records: &TokenRecords,
    keep_until: i64,
) -> Result<Stored, Error> {
    let TokenRecords { spends, access, refresh, .. } = records;
    let is_unspent = match spends {
        SpentRecord::Code(code) => {
            tables.codes.get(code).is_some_and(|row| !row.spent && row.record.grant == access.grant)
        }
        SpentRecord::RefreshToken(token) => tables
            .refresh_tokens
            .get(token)
            .is_some_and(|row| !row.spent && row.record.grant == access.grant),
        // A record of a newer version of the engine, which this version cannot mark.
        _ => return Err(Error::UnknownRecord),
    };
    if !is_unspent || !tables.is_valid(&access.grant) {
        if let Some(row) = tables.grants.get_mut(&access.grant) {
            row.revoked = true;
        }
        return Ok(Stored::GrantRevoked);
    }
    let has_refresh =
        |new: &RefreshTokenRecord| tables.refresh_tokens.get(&new.fingerprint).is_some();
    if tables.access_tokens.get(&access.fingerprint).is_some()
        || refresh.as_ref().is_some_and(has_refresh)
    {
        return Err(Error::Exists);
    }
    match spends {
        SpentRecord::Code(code) => spend(&mut tables.codes, code, keep_until),
        SpentRecord::RefreshToken(token) => spend(&mut tables.refresh_tokens, token, keep_until),
        _ => {}
    }
    tables.grants.keep(&access.grant, keep_until);
    let end = access.expires.seconds();
    tables.access_tokens.insert(access.fingerprint.clone(), access.clone(), end);
    if let Some(record) = refresh.clone() {
        let end = record.expires.seconds().saturating_add(IN_FLIGHT);
        let row = SingleUseRow { spent: false, record };
        tables.refresh_tokens.insert(row.record.fingerprint.clone(), row, end);
    }
    Ok(Stored::Confirmed)
}

/// Marks a record as used.
fn spend<T>(
    rows: &mut Expiring<Fingerprint, SingleUseRow<T>>,
    fingerprint: &Fingerprint,
    keep_until: i64,
) {
    if let Some(row) = rows.get_mut(fingerprint) {
        row.spent = true;
        rows.keep(fingerprint, keep_until);
    }
}

/// Returns the time until which the grant and the presented code are kept: as long as a token of the
/// response is valid, a second use of the code must revoke it.
fn keep_until(records: &TokenRecords) -> i64 {
    let refresh = records.refresh.as_ref().map(|refresh| refresh.expires.seconds());
    let access = records.access.expires.seconds();
    refresh.unwrap_or(access).max(access).saturating_add(IN_FLIGHT)
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use self::statements::*;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod statements {
    pub(crate) const SPEND_CODE: &str = "
        UPDATE symbolon_codes
        SET spent = 1, keep_until = CASE WHEN keep_until < ?4 THEN ?4 ELSE keep_until END
        WHERE issuer = ?1 AND fingerprint = ?2 AND grant_id = ?3 AND spent = 0";
    pub(crate) const SPEND_REFRESH_TOKEN: &str = "
        UPDATE symbolon_refresh_tokens
        SET spent = 1, keep_until = CASE WHEN keep_until < ?4 THEN ?4 ELSE keep_until END
        WHERE issuer = ?1 AND fingerprint = ?2 AND grant_id = ?3 AND spent = 0";
    pub(crate) const KEEP_GRANT: &str = "
        UPDATE symbolon_grants
        SET keep_until = CASE WHEN keep_until < ?3 THEN ?3 ELSE keep_until END
        WHERE issuer = ?1 AND grant_id = ?2 AND revoked = 0";
    pub(crate) const PUT_ACCESS_TOKEN: &str = "
        INSERT INTO symbolon_access_tokens (issuer, fingerprint, grant_id, record, keep_until)
        VALUES (?1, ?2, ?3, ?4, ?5)";
    pub(crate) const PUT_REFRESH_TOKEN: &str = "
        INSERT INTO symbolon_refresh_tokens
            (issuer, fingerprint, grant_id, record, spent, keep_until)
        VALUES (?1, ?2, ?3, ?4, 0, ?5)";
}
