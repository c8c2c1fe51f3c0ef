//! A store that runs the statements of the page, as the page says.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, ToSql};
use serde::Serialize;
use serde::de::DeserializeOwned;
use symbolon_jose::{Fingerprint, NumericDate};
use symbolon_oauth::{ClientId, Issuer};
use symbolon_provider::{
    AccessTokenRecord, CodeRecord, FirstUse, GrantId, PendingAuthorization, ProviderPolicy,
    RefreshTokenRecord, RegisteredClient, ReplayKey, SingleUse, SpentRecord, StoreFailed, Stored,
    TokenRecords,
};

use crate::page;

/// The tables, for the providers that share them.
pub(crate) struct Store {
    database: Connection,
    statements: BTreeMap<&'static str, &'static str>,
    used: RefCell<BTreeSet<&'static str>>,
}

/// Makes the failure of the database a failure of the store. A real program logs the error.
fn failed(error: rusqlite::Error) -> StoreFailed {
    assert!(error.to_string().contains("no such table"), "{error}");
    StoreFailed
}

fn to_json(record: &impl Serialize) -> String {
    serde_json::to_string(record).unwrap()
}

fn from_json<T: DeserializeOwned>(record: &str) -> T {
    serde_json::from_str(record).unwrap()
}

impl Store {
    pub(crate) fn new() -> Self {
        let database = Connection::open_in_memory().unwrap();
        let statements = page::statements();
        database.execute_batch(statements["schema"]).unwrap();
        Self { database, statements, used: RefCell::new(BTreeSet::from(["schema"])) }
    }

    /// Makes every statement fail from now on.
    pub(crate) fn break_down(&self) {
        for table in ["clients", "codes", "access_tokens", "revoked_grants", "replay_keys"] {
            self.database.execute_batch(&format!("DROP TABLE {table}")).unwrap();
        }
    }

    /// Makes every statement that uses this table fail, until [`mend`](Self::mend).
    pub(crate) fn break_table(&self, table: &str) {
        self.database.execute_batch(&format!("ALTER TABLE {table} RENAME TO broken")).unwrap();
    }

    pub(crate) fn mend(&self, table: &str) {
        self.database.execute_batch(&format!("ALTER TABLE broken RENAME TO {table}")).unwrap();
    }

    /// Returns the names of the statements that were not run.
    pub(crate) fn unused(&self) -> Vec<&'static str> {
        let used = self.used.borrow();
        self.statements.keys().copied().filter(|name| !used.contains(name)).collect()
    }

    /// Runs a statement, and returns how many rows it changed.
    fn run(&self, name: &'static str, values: &[&dyn ToSql]) -> Result<usize, StoreFailed> {
        self.used.borrow_mut().insert(name);
        self.database.execute(self.statements[name], values).map_err(failed)
    }

    /// Runs a statement, and returns the first column of its first row.
    fn ask(
        &self,
        name: &'static str,
        values: &[&dyn ToSql],
    ) -> Result<Option<String>, StoreFailed> {
        self.used.borrow_mut().insert(name);
        let first = |row: &rusqlite::Row<'_>| row.get(0);
        self.database.query_row(self.statements[name], values, first).optional().map_err(failed)
    }

    pub(crate) fn put_client(
        &self,
        issuer: &Issuer,
        client: &RegisteredClient,
    ) -> Result<usize, StoreFailed> {
        let values = [issuer.as_str(), client.client_id.as_str(), &to_json(client)];
        self.run("put_client", &values.each_ref().map(|value| value as &dyn ToSql))
    }

    pub(crate) fn client(
        &self,
        issuer: &Issuer,
        client_id: &ClientId,
    ) -> Result<Option<RegisteredClient>, StoreFailed> {
        let record = self.ask("client", &[&issuer.as_str(), &client_id.as_str()])?;
        Ok(record.map(|record| from_json(&record)))
    }

    pub(crate) fn put_pending(
        &self,
        interaction: &Fingerprint,
        session: &Fingerprint,
        pending: &PendingAuthorization,
        keep_until: NumericDate,
    ) -> Result<usize, StoreFailed> {
        let (interaction, session) = (interaction.as_str(), session.as_str());
        let (record, keep_until) = (to_json(pending), keep_until.seconds());
        self.run("put_pending", &[&interaction, &session, &record, &keep_until])
    }

    pub(crate) fn take_pending(
        &self,
        interaction: &Fingerprint,
        session: &Fingerprint,
    ) -> Result<Option<PendingAuthorization>, StoreFailed> {
        let record = self.ask("take_pending", &[&interaction.as_str(), &session.as_str()])?;
        Ok(record.map(|record| from_json(&record)))
    }

    pub(crate) fn put_code(
        &self,
        record: &CodeRecord,
        policy: &ProviderPolicy,
    ) -> Result<Stored, StoreFailed> {
        let expires = record.expires;
        let keep = expires.after(policy.refresh_lifetime).after(policy.access_token_lifetime);
        self.run(
            "put_code",
            &[
                &record.fingerprint.as_str(),
                &record.issuer.as_str(),
                &record.grant.as_str(),
                &to_json(record),
                &expires.seconds(),
                &keep.seconds(),
            ],
        )?;
        Ok(Stored::Confirmed)
    }

    /// Finds a record that can be used once.
    fn find<T: DeserializeOwned>(
        &self,
        name: &'static str,
        fingerprint: &Fingerprint,
        issuer: &Issuer,
    ) -> Result<SingleUse<T>, StoreFailed> {
        self.used.borrow_mut().insert(name);
        let row = self.database.query_row(
            self.statements[name],
            [fingerprint.as_str(), issuer.as_str()],
            |row| Ok((row.get("spent")?, row.get("grant_id")?, row.get("record")?)),
        );
        let row: Option<(bool, String, String)> = row.optional().map_err(failed)?;
        Ok(match row {
            Some((false, _, record)) => SingleUse::fresh(from_json(&record)),
            Some((true, grant, _)) => SingleUse::Spent(GrantId::parse(&grant).unwrap()),
            None => SingleUse::Unknown,
        })
    }

    pub(crate) fn find_code(
        &self,
        fingerprint: &Fingerprint,
        issuer: &Issuer,
    ) -> Result<SingleUse<CodeRecord>, StoreFailed> {
        self.find("find_code", fingerprint, issuer)
    }

    pub(crate) fn find_refresh_token(
        &self,
        fingerprint: &Fingerprint,
        issuer: &Issuer,
    ) -> Result<SingleUse<RefreshTokenRecord>, StoreFailed> {
        self.find("find_refresh_token", fingerprint, issuer)
    }

    pub(crate) fn put_tokens(
        &self,
        records: &TokenRecords,
        policy: &ProviderPolicy,
        now: NumericDate,
    ) -> Result<Stored, StoreFailed> {
        let transaction = self.database.unchecked_transaction().map_err(failed)?;
        let access = &records.access;
        let (spend, fingerprint) = match &records.spends {
            SpentRecord::Code(code) => ("spend_code", code),
            SpentRecord::RefreshToken(token) => ("spend_refresh_token", token),
            _ => return Err(StoreFailed),
        };
        if self.run(spend, &[&fingerprint.as_str(), &access.issuer.as_str()])? == 0 {
            self.revoke(&access.grant, policy, now)?;
            transaction.commit().map_err(failed)?;
            return Ok(Stored::GrantRevoked);
        }
        let mut written = self.run(
            "put_access_token",
            &[
                &access.fingerprint.as_str(),
                &access.issuer.as_str(),
                &access.grant.as_str(),
                &to_json(access),
                &access.expires.seconds(),
            ],
        )? == 1;
        if let Some(refresh) = &records.refresh {
            written &= self.run(
                "put_refresh_token",
                &[
                    &refresh.fingerprint.as_str(),
                    &refresh.issuer.as_str(),
                    &refresh.grant.as_str(),
                    &to_json(refresh),
                    &refresh.expires.seconds(),
                ],
            )? == 1;
        }
        if !written {
            return Ok(Stored::GrantRevoked);
        }
        transaction.commit().map_err(failed)?;
        Ok(Stored::Confirmed)
    }

    pub(crate) fn access_token(
        &self,
        fingerprint: &Fingerprint,
        issuer: &Issuer,
    ) -> Result<Option<AccessTokenRecord>, StoreFailed> {
        let record = self.ask("access_token", &[&fingerprint.as_str(), &issuer.as_str()])?;
        Ok(record.map(|record| from_json(&record)))
    }

    pub(crate) fn revoke(
        &self,
        grant: &GrantId,
        policy: &ProviderPolicy,
        now: NumericDate,
    ) -> Result<Stored, StoreFailed> {
        let keep = now.after(policy.code_lifetime).after(policy.refresh_lifetime);
        let keep = keep.after(policy.access_token_lifetime).seconds();
        self.run("revoke", &[&grant.as_str(), &keep])?;
        Ok(Stored::Confirmed)
    }

    pub(crate) fn first_use(&self, keys: &[ReplayKey]) -> Result<FirstUse, StoreFailed> {
        let transaction = self.database.unchecked_transaction().map_err(failed)?;
        for key in keys {
            let values: [&dyn ToSql; 2] = [&key.fingerprint.as_str(), &key.expires.seconds()];
            if self.run("first_use", &values)? == 0 {
                return Ok(FirstUse::Replayed);
            }
        }
        transaction.commit().map_err(failed)?;
        Ok(FirstUse::Confirmed)
    }

    /// Deletes old rows, and returns how many rows each statement deleted.
    pub(crate) fn forget(&self, now: NumericDate) -> BTreeMap<&'static str, usize> {
        let names = self.statements.keys().copied().filter(|name| name.starts_with("forget_"));
        names.map(|name| (name, self.run(name, &[&now.seconds()]).unwrap())).collect()
    }
}
