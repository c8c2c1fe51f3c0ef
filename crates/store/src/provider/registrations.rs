//! The registrations of clients that registered themselves.

use symbolon_jose::Fingerprint;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use symbolon_jose::NumericDate;
use symbolon_oauth::ClientId;
use symbolon_oauth::obligation::Stored;
use symbolon_provider::{
    ClientRegistration, EndedRegistration, NewRegistration, ReplacedRegistration,
};

#[cfg(any(feature = "sqlite", feature = "postgres"))]
use super::ended_client::{FORGET_CONSENTS, FORGET_ORIGINS, FORGET_PENDING, end_client};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use super::initial_access_tokens::USE_INITIAL_ACCESS_TOKEN;
use super::scope::{ProviderStore, Tables};
use crate::error::Error;
use crate::memory::ProviderTables;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::{Row, Sql, Step, Value, Written, json};

#[cfg(any(feature = "sqlite", feature = "postgres"))]
const TABLE: &str = "symbolon_registrations";

impl ProviderStore {
    /// Writes a client that registered itself, with its registration, and counts the use of the
    /// initial access token, in one transaction
    /// ([RFC 7591 §3.2.1](https://www.rfc-editor.org/rfc/rfc7591#section-3.2.1)).
    ///
    /// Returns [`Stored::GrantRevoked`], and writes nothing, if the initial access token is unknown,
    /// has expired, or was used up by other registrations in the meantime.
    ///
    /// The number of clients has no limit, also in memory. If everyone may register clients, put a
    /// rate limit in front of the endpoint, and set how long a registration without use is kept
    /// (`unused_lifetime` of the policy).
    ///
    /// # Errors
    /// [`Error::OtherIssuer`] when a provider with another issuer created the records,
    /// [`Error::Exists`] when a client with this `client_id` exists, and other [`Error`]s when the
    /// database fails. If the database fails, pass [`Stored::Failed`] to
    /// [`Unstored::into_response`](symbolon_oauth::obligation::Unstored::into_response).
    pub async fn put_registration(&self, records: &NewRegistration) -> Result<Stored, Error> {
        self.check_issuer(&records.registration.registration.issuer)?;
        match &self.tables {
            Tables::Memory(memory) => put_in_memory(&mut memory.tables(), records),
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let ClientRegistration { client, registration, .. } = &records.registration;
                let id = client.client_id.as_str();
                let issued = registration.issued_at.seconds();
                let used = records.spends.as_ref().map(|token| {
                    let values = [self.issuer_value(), token.as_str().into(), issued.into()];
                    Step::new(USE_INITIAL_ACCESS_TOKEN, values).must_change()
                });
                let put =
                    Step::new(PUT_NEW_CLIENT, [self.issuer_value(), id.into(), json(client)?]);
                let text =
                    |of: Option<&Fingerprint>| of.map_or(Value::Null, |it| it.as_str().into());
                let end = registration.unused_until;
                let values = [
                    self.issuer_value(),
                    id.into(),
                    registration.token.as_str().into(),
                    text(registration.initial_access_token.as_ref()),
                    json(registration)?,
                    end.map_or(Value::Null, |end| end.seconds().into()),
                ];
                let steps = used.into_iter().chain([put]).chain(self.put_origins(client));
                let steps = steps.chain([Step::new(PUT_REGISTRATION, values)]);
                written(sql, steps.collect()).await
            }
        }
    }

    /// Returns the registration of a client, or `None` if this provider has no such client, or if
    /// the client did not register itself.
    ///
    /// [`RegistrationRecord::unused_until`](symbolon_provider::RegistrationRecord::unused_until) is
    /// `None` if a user has authorized the client since.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn registration(&self, id: &ClientId) -> Result<Option<ClientRegistration>, Error> {
        match &self.tables {
            Tables::Memory(memory) => {
                let tables = memory.tables();
                let client = tables.clients.get(id).cloned();
                let join = |record| client.map(|client| ClientRegistration::new(client, record));
                Ok(tables.registrations.get(id).and_then(join))
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let values = [self.issuer_value(), id.as_str().into()];
                let rows = sql.read(Step::new(REGISTRATION, values)).await?;
                rows.first().map(read).transpose()
            }
        }
    }

    /// Replaces a client and its registration, in one transaction
    /// ([RFC 7592 §2.2](https://www.rfc-editor.org/rfc/rfc7592#section-2.2)). If
    /// [`ends_consents`](ReplacedRegistration::ends_consents) is set, deletes the consents to the
    /// client, and the requests of the client that wait for an answer, in the same transaction.
    ///
    /// Returns [`Stored::GrantRevoked`], and writes nothing, if the registration has another
    /// registration access token than the client presented, because another request has changed the
    /// token in the meantime, or if the client was deleted.
    ///
    /// # Errors
    /// [`Error::OtherIssuer`] when a provider with another issuer created the records, and other
    /// [`Error`]s when the database fails. If the database fails, pass [`Stored::Failed`] to
    /// [`Unstored::into_response`](symbolon_oauth::obligation::Unstored::into_response).
    pub async fn replace_registration(
        &self,
        records: &ReplacedRegistration,
    ) -> Result<Stored, Error> {
        self.check_issuer(&records.registration.registration.issuer)?;
        match &self.tables {
            Tables::Memory(memory) => Ok(replace_in_memory(&mut memory.tables(), records)),
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let ClientRegistration { client, registration, .. } = &records.registration;
                let id = client.client_id.as_str();
                let values = [
                    self.issuer_value(),
                    id.into(),
                    records.replaces.as_str().into(),
                    registration.token.as_str().into(),
                    json(registration)?,
                ];
                // Of two requests with the same token, the second waits at this row.
                let replace = Step::new(REPLACE_REGISTRATION, values).must_change();
                let change =
                    Step::new(CHANGE_CLIENT, [self.issuer_value(), id.into(), json(client)?]);
                let forget = Step::new(FORGET_ORIGINS, [self.issuer_value(), id.into()]);
                // An answer to a page that was shown before would be a consent again.
                let consents = [FORGET_CONSENTS, FORGET_PENDING].into_iter();
                let consents = consents
                    .filter(|_| records.ends_consents)
                    .map(|sql| Step::new(sql, [self.issuer_value(), id.into()]));
                let steps = [replace, change.must_change(), forget].into_iter().chain(consents);
                written(sql, steps.chain(self.put_origins(client)).collect()).await
            }
        }
    }

    /// Removes a client that has deleted its registration, with the consents of users to the client
    /// and the requests of the client that wait for an answer,
    /// and revokes all grants of the client, in one transaction
    /// ([RFC 7592 §2.3](https://www.rfc-editor.org/rfc/rfc7592#section-2.3)).
    ///
    /// Returns [`Stored::GrantRevoked`], and removes nothing, if the registration has another
    /// registration access token than the client presented, or if the client was deleted before.
    ///
    /// # Errors
    /// [`Error::OtherIssuer`] when a provider with another issuer created the records, and other
    /// [`Error`]s when the database fails. If the database fails, pass [`Stored::Failed`] to
    /// [`Unstored::into_response`](symbolon_oauth::obligation::Unstored::into_response).
    pub async fn delete_registration(&self, records: &EndedRegistration) -> Result<Stored, Error> {
        self.check_issuer(&records.issuer)?;
        match &self.tables {
            Tables::Memory(memory) => Ok(delete_in_memory(&mut memory.tables(), records)),
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let (id, token) = (records.client_id.as_str(), records.token.as_str());
                let values = [self.issuer_value(), id.into(), token.into()];
                let end = Step::new(DELETE_REGISTRATION, values).must_change();
                let rest = end_client(&[self.issuer_value(), id.into()]);
                written(sql, [end].into_iter().chain(rest).collect()).await
            }
        }
    }

    /// Returns the clients that were registered with an initial access token and were not deleted.
    /// Use it when the token was stolen: [`delete_client`](Self::delete_client) removes a client.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn clients_registered_with(
        &self,
        initial_access_token: &Fingerprint,
    ) -> Result<Vec<ClientId>, Error> {
        let mut clients: Vec<ClientId> = match &self.tables {
            Tables::Memory(memory) => {
                memory.tables().registrations.registered_with(initial_access_token)
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let values = [self.issuer_value(), initial_access_token.as_str().into()];
                let rows = sql.read(Step::new(REGISTERED_WITH, values)).await?;
                let client = |row: &Row| {
                    ClientId::new(row.text(0, TABLE)?).map_err(|_| Error::Damaged { table: TABLE })
                };
                rows.iter().map(client).collect::<Result<_, _>>()?
            }
        };
        // PostgreSQL orders texts by the collation of the database.
        clients.sort();
        Ok(clients)
    }
}

fn put_in_memory(tables: &mut ProviderTables, records: &NewRegistration) -> Result<Stored, Error> {
    let ClientRegistration { client, registration, .. } = &records.registration;
    let id = &client.client_id;
    let token = records.spends.as_ref();
    let is_allowed = token.is_none_or(|token| {
        let row = tables.initial_access_tokens.get(token);
        row.is_some_and(|row| row.allows(registration.issued_at))
    });
    if !is_allowed {
        return Ok(Stored::GrantRevoked);
    }
    if tables.clients.get(id).is_some() || tables.registrations.get(id).is_some() {
        return Err(Error::Exists);
    }
    if let Some(row) = token.and_then(|token| tables.initial_access_tokens.get_mut(token)) {
        row.count();
    }
    tables.clients.put(client);
    tables.registrations.put(id, registration);
    Ok(Stored::Confirmed)
}

fn replace_in_memory(tables: &mut ProviderTables, records: &ReplacedRegistration) -> Stored {
    let ClientRegistration { client, registration, .. } = &records.registration;
    let id = &client.client_id;
    if !tables.registrations.has(id, &records.replaces) || tables.clients.get(id).is_none() {
        return Stored::GrantRevoked;
    }
    tables.registrations.replace(id, registration);
    tables.clients.put(client);
    if records.ends_consents {
        tables.consents.remove_client(id);
        tables.forget_requests_of(id);
    }
    Stored::Confirmed
}

fn delete_in_memory(tables: &mut ProviderTables, records: &EndedRegistration) -> Stored {
    if !tables.registrations.has(&records.client_id, &records.token) {
        return Stored::GrantRevoked;
    }
    tables.delete_client(&records.client_id);
    Stored::Confirmed
}

/// Runs the steps. If a step that must change a row changes none, nothing is written.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
async fn written(sql: &Sql, steps: Vec<Step>) -> Result<Stored, Error> {
    Ok(match sql.write(steps).await? {
        Written::Done(_) => Stored::Confirmed,
        Written::Instead | Written::Refused => Stored::GrantRevoked,
    })
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
fn read(row: &Row) -> Result<ClientRegistration, Error> {
    let mut registration: symbolon_provider::RegistrationRecord = row.record(0, TABLE)?;
    registration.unused_until = match row.values.get(1) {
        Some(Value::Integer(end)) => {
            Some(NumericDate::from_seconds(*end).ok_or(Error::Damaged { table: TABLE })?)
        }
        _ => None,
    };
    Ok(ClientRegistration::new(row.record(2, "symbolon_clients")?, registration))
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use self::statements::*;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod statements {
    pub(crate) const PUT_NEW_CLIENT: &str = "
        INSERT INTO symbolon_clients (issuer, client_id, record) VALUES (?1, ?2, ?3)";
    pub(crate) const PUT_REGISTRATION: &str = "
        INSERT INTO symbolon_registrations
            (issuer, client_id, token, initial_access_token, record, keep_until)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    pub(crate) const REGISTRATION: &str = "
        SELECT registration.record, registration.keep_until, client.record
        FROM symbolon_registrations AS registration
        JOIN symbolon_clients AS client
            ON client.issuer = registration.issuer AND client.client_id = registration.client_id
        WHERE registration.issuer = ?1 AND registration.client_id = ?2";
    pub(crate) const REPLACE_REGISTRATION: &str = "
        UPDATE symbolon_registrations SET token = ?4, record = ?5
        WHERE issuer = ?1 AND client_id = ?2 AND token = ?3";
    pub(crate) const CHANGE_CLIENT: &str = "
        UPDATE symbolon_clients SET record = ?3 WHERE issuer = ?1 AND client_id = ?2";
    pub(crate) const DELETE_REGISTRATION: &str = "
        DELETE FROM symbolon_registrations WHERE issuer = ?1 AND client_id = ?2 AND token = ?3";
    pub(crate) const END_REGISTRATION: &str = "
        DELETE FROM symbolon_registrations WHERE issuer = ?1 AND client_id = ?2";
    /// A registration that was used is kept without an end.
    pub(crate) const USE_REGISTRATION: &str = "
        UPDATE symbolon_registrations SET keep_until = NULL
        WHERE issuer = ?1 AND client_id = ?2 AND keep_until IS NOT NULL";
    pub(crate) const REGISTERED_WITH: &str = "
        SELECT client_id FROM symbolon_registrations
        WHERE issuer = ?1 AND initial_access_token = ?2";
    /// Finds registrations of all issuers, for the sweep.
    pub(crate) const UNUSED_REGISTRATIONS: &str = "
        SELECT issuer, client_id FROM symbolon_registrations
        WHERE keep_until <= ?1 ORDER BY keep_until LIMIT 25";
    pub(crate) const FORGET_UNUSED: &str = "
        DELETE FROM symbolon_registrations
        WHERE issuer = ?1 AND client_id = ?2 AND keep_until <= ?3";
}
