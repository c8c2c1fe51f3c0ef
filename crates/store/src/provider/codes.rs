//! Authorization codes.

use symbolon_jose::Fingerprint;
use symbolon_oauth::obligation::{SingleUse, Stored};
use symbolon_provider::CodeRecord;

use super::scope::{ProviderStore, Tables};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use super::single_use::single_use;
use super::single_use::{IN_FLIGHT, in_memory};
use crate::error::Error;
use crate::grant::Grant;
use crate::memory::SingleUseRow;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::{Step, json};

impl ProviderStore {
    /// Writes the record of a code, and starts its grant. All tokens that are issued because of the
    /// code belong to the grant, so that a second use of the code can revoke them
    /// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)).
    ///
    /// # Errors
    /// [`Error::OtherIssuer`] when a provider with another issuer created the record,
    /// [`Error::Exists`] when the code or its grant was written before, and other [`Error`]s when the
    /// database fails.
    pub async fn put_code(&self, record: &CodeRecord) -> Result<Stored, Error> {
        self.check_issuer(&record.issuer)?;
        let grant = Grant::of(record);
        let keep_until = record.expires.seconds().saturating_add(IN_FLIGHT);
        match &self.tables {
            Tables::Memory(memory) => {
                let mut tables = memory.tables();
                // A code that was spent would be fresh again, and a revoked grant valid.
                let has_code = tables.codes.get(&record.fingerprint).is_some();
                if has_code || tables.grants.get(&record.grant).is_some() {
                    return Err(Error::Exists);
                }
                tables.put_grant(grant, keep_until);
                let row = SingleUseRow { record: record.clone(), spent: false };
                tables.codes.insert(record.fingerprint.clone(), row, keep_until);
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let grant_id = record.grant.as_str();
                let put_grant = [
                    self.issuer_value(),
                    grant_id.into(),
                    grant.client_id.as_str().into(),
                    grant.subject.as_str().into(),
                    grant.scope.to_string().as_str().into(),
                    grant.granted.seconds().into(),
                    keep_until.into(),
                ];
                let put_code = [
                    self.issuer_value(),
                    record.fingerprint.as_str().into(),
                    grant_id.into(),
                    json(record)?,
                    keep_until.into(),
                ];
                // One transaction: a code without the row of its grant would be void.
                let steps = vec![Step::new(PUT_GRANT, put_grant), Step::new(PUT_CODE, put_code)];
                sql.write(steps).await?;
            }
        }
        Ok(Stored::Confirmed)
    }

    /// Returns the record of a code, and whether the code was used before. Does not mark the code:
    /// [`put_tokens`](Self::put_tokens) marks it when it writes the tokens that the client gets for
    /// the code.
    ///
    /// A client must not use a code twice
    /// ([RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)).
    /// Revoke the grant that [`SingleUse::Spent`] names.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn find_code(&self, code: &Fingerprint) -> Result<SingleUse<CodeRecord>, Error> {
        match &self.tables {
            Tables::Memory(memory) => {
                let tables = memory.tables();
                Ok(in_memory(&tables, tables.codes.get(code), |record| &record.grant))
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let step = Step::new(FIND_CODE, [self.issuer_value(), code.as_str().into()]);
                single_use(&sql.read(step).await?, "symbolon_codes")
            }
        }
    }
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
    /// A spent code is found even after its grant was revoked, so that a second use is noticed.
    pub(crate) const FIND_CODE: &str = "
        SELECT code.spent, code.grant_id, code.record
        FROM symbolon_codes AS code
        JOIN symbolon_grants AS held
            ON held.issuer = code.issuer AND held.grant_id = code.grant_id
        WHERE code.issuer = ?1 AND code.fingerprint = ?2 AND (code.spent = 1 OR held.revoked = 0)";
}
