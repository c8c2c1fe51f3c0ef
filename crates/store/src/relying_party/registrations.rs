//! The registrations of clients at providers, with their credentials.

use std::sync::Arc;

use symbolon_oauth::Issuer;
use symbolon_relying_party::Registration;

use crate::error::Error;
use crate::memory::Memory;
use crate::place::Place;
use crate::seal::SealKey;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::{Sql, Step, Value};

const TABLE: &str = "symbolon_client_registrations";

/// The registrations of the clients of an application at providers, from
/// [`Store::client_registrations`](crate::Store::client_registrations). A clone is cheap and shares
/// the records.
///
/// A registration has a name, which the application chooses, such as `"wiki"`. With it, an
/// application can have several clients at one provider. The records contain client secrets and
/// registration access tokens, so they are encrypted with a [`SealKey`].
///
/// ```
/// use symbolon_oauth::Issuer;
/// use symbolon_relying_party::Registration;
/// use symbolon_store::{ClientRegistrations, Error};
///
/// async fn keep(
///     registrations: &ClientRegistrations, issuer: &Issuer, new: Registration,
/// ) -> Result<Registration, Error> {
///     // Another copy of the server can have registered the client at the same time. All copies use
///     // the registration that was written first.
///     Ok(registrations.put_new(issuer, "wiki", &new).await?.registration)
/// }
/// ```
#[derive(Clone, Debug)]
pub struct ClientRegistrations {
    key: SealKey,
    tables: Tables,
}

/// The place of the registrations: memory, or a database.
#[derive(Clone, Debug)]
enum Tables {
    Memory(Arc<Memory>),
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    Sql(Sql),
}

/// A registration as the store has it, from [`ClientRegistrations::get`]. Pass it to
/// [`ClientRegistrations::replace`] or [`ClientRegistrations::delete`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct KeptRegistration {
    /// The registration.
    pub registration: Registration,
    name: String,
    /// The encrypted record, which is different each time that a record is written.
    sealed: String,
}

impl ClientRegistrations {
    pub(crate) fn new(place: &Place, key: &SealKey) -> Self {
        let tables = match place {
            Place::Memory(memory) => Tables::Memory(memory.clone()),
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Place::Sql(sql) => Tables::Sql(sql.clone()),
        };
        Self { key: key.clone(), tables }
    }

    /// Returns the registration with this name at the provider with this issuer, or `None` if the
    /// store has no such registration.
    ///
    /// # Errors
    /// [`Error::Seal`] when the record cannot be decrypted with the key, and other [`Error`]s when
    /// the database fails.
    pub async fn get(
        &self,
        issuer: &Issuer,
        name: &str,
    ) -> Result<Option<KeptRegistration>, Error> {
        let sealed = match &self.tables {
            Tables::Memory(memory) => {
                memory.client_registrations().get(&key(issuer, name)).cloned()
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let rows = sql.read(Step::new(CLIENT_REGISTRATION, row(issuer, name))).await?;
                rows.first().map(|row| row.text(0, TABLE).map(str::to_owned)).transpose()?
            }
        };
        let Some(sealed) = sealed else { return Ok(None) };
        let registration = self.key.open(&place(issuer, name), &sealed)?;
        Ok(Some(KeptRegistration { registration, name: name.to_owned(), sealed }))
    }

    /// Writes a new registration, unless the store has a registration with this name. Returns the
    /// registration that the store has, which another copy of the server may have written first.
    ///
    /// In the second case, the provider has a client that is not used. Delete it with
    /// [`Unregister`](symbolon_relying_party::Unregister).
    ///
    /// # Errors
    /// [`Error::OtherIssuer`] when the registration is at another provider, [`Error::Seal`] when the
    /// record cannot be encrypted or decrypted with the key, and other [`Error`]s when the database
    /// fails.
    pub async fn put_new(
        &self,
        issuer: &Issuer,
        name: &str,
        registration: &Registration,
    ) -> Result<KeptRegistration, Error> {
        check_issuer(&registration.issuer, issuer)?;
        let sealed = self.key.seal(&place(issuer, name), registration)?;
        // Another copy can delete the registration between the two statements.
        loop {
            let is_first = self.insert(issuer, name, &sealed).await?;
            if is_first {
                let (registration, name) = (registration.clone(), name.to_owned());
                return Ok(KeptRegistration { registration, name, sealed });
            }
            if let Some(kept) = self.get(issuer, name).await? {
                return Ok(kept);
            }
        }
    }

    /// Replaces a registration, after the client has read or updated it at the provider. Returns
    /// `false`, and writes nothing, if the registration was replaced or deleted since
    /// [`get`](Self::get) returned it. Then call `get` again: the tokens of the newer registration are
    /// the valid tokens.
    ///
    /// # Errors
    /// [`Error::OtherIssuer`] when the new registration is at another provider, [`Error::Seal`] when
    /// the record cannot be encrypted, and other [`Error`]s when the database fails.
    pub async fn replace(
        &self,
        kept: &KeptRegistration,
        registration: &Registration,
    ) -> Result<bool, Error> {
        let (issuer, name) = (&kept.registration.issuer, kept.name.as_str());
        check_issuer(&registration.issuer, issuer)?;
        let sealed = self.key.seal(&place(issuer, name), registration)?;
        match &self.tables {
            Tables::Memory(memory) => {
                let mut rows = memory.client_registrations();
                let found = rows.get_mut(&key(issuer, name)).filter(|row| **row == kept.sealed);
                Ok(found.map(|row| *row = sealed).is_some())
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let values = row(issuer, name).into_iter();
                let values = values.chain([kept.sealed.as_str().into(), sealed.as_str().into()]);
                let step = Step::new(REPLACE_CLIENT_REGISTRATION, values);
                Ok(!sql.write(vec![step]).await?.first().is_empty())
            }
        }
    }

    /// Removes a registration, after the client has deleted it at the provider. Returns `false`, and
    /// removes nothing, if the registration was replaced or deleted since [`get`](Self::get) returned
    /// it.
    ///
    /// # Errors
    /// [`Error`] when the database fails.
    pub async fn delete(&self, kept: &KeptRegistration) -> Result<bool, Error> {
        let (issuer, name) = (&kept.registration.issuer, kept.name.as_str());
        match &self.tables {
            Tables::Memory(memory) => {
                let (mut rows, key) = (memory.client_registrations(), key(issuer, name));
                let is_found = rows.get(&key).is_some_and(|row| *row == kept.sealed);
                Ok(is_found && rows.remove(&key).is_some())
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let values = row(issuer, name).into_iter().chain([kept.sealed.as_str().into()]);
                let step = Step::new(DELETE_CLIENT_REGISTRATION, values);
                Ok(!sql.write(vec![step]).await?.first().is_empty())
            }
        }
    }

    /// Writes a row, unless there is a row with this name. Returns whether it was written.
    async fn insert(&self, issuer: &Issuer, name: &str, sealed: &str) -> Result<bool, Error> {
        match &self.tables {
            Tables::Memory(memory) => {
                let mut rows = memory.client_registrations();
                let key = key(issuer, name);
                let is_new = !rows.contains_key(&key);
                if is_new {
                    rows.insert(key, sealed.to_owned());
                }
                Ok(is_new)
            }
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Tables::Sql(sql) => {
                let values = row(issuer, name).into_iter().chain([sealed.into()]);
                let step = Step::new(PUT_CLIENT_REGISTRATION, values);
                Ok(!sql.write(vec![step]).await?.first().is_empty())
            }
        }
    }
}

/// Returns an error unless a registration is at this provider.
fn check_issuer(found: &Issuer, expected: &Issuer) -> Result<(), Error> {
    if found == expected {
        return Ok(());
    }
    let (found, expected) = (Box::new(found.clone()), Box::new(expected.clone()));
    Err(Error::OtherIssuer { found, expected })
}

fn key(issuer: &Issuer, name: &str) -> (Issuer, String) {
    (issuer.clone(), name.to_owned())
}

/// Returns the place of a row, to which its record is bound.
fn place<'a>(issuer: &'a Issuer, name: &'a str) -> [&'a str; 3] {
    [TABLE, issuer.as_str(), name]
}

/// Returns the first values of a statement: the issuer and the name.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
fn row(issuer: &Issuer, name: &str) -> [Value; 2] {
    [issuer.as_str().into(), name.into()]
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use self::statements::*;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod statements {
    pub(crate) const CLIENT_REGISTRATION: &str = "
        SELECT record FROM symbolon_client_registrations WHERE issuer = ?1 AND name = ?2";
    pub(crate) const PUT_CLIENT_REGISTRATION: &str = "
        INSERT INTO symbolon_client_registrations (issuer, name, record) VALUES (?1, ?2, ?3)
        ON CONFLICT (name, issuer) DO NOTHING RETURNING name";
    pub(crate) const REPLACE_CLIENT_REGISTRATION: &str = "
        UPDATE symbolon_client_registrations SET record = ?4
        WHERE issuer = ?1 AND name = ?2 AND record = ?3 RETURNING name";
    pub(crate) const DELETE_CLIENT_REGISTRATION: &str = "
        DELETE FROM symbolon_client_registrations
        WHERE issuer = ?1 AND name = ?2 AND record = ?3 RETURNING name";
}
