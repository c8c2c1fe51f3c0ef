//! The records of one relying party.

use std::sync::Arc;

use symbolon_jose::Fingerprint;
use symbolon_oauth::{ClientId, Issuer};

use crate::error::Error;
use crate::memory::RelyingPartyMemory;
use crate::place::Place;
use crate::seal::SealKey;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::{Sql, Value};

/// The records of one relying party: a client at a provider. A clone is cheap and shares the
/// records.
///
/// The records contain code verifiers and tokens, so they are encrypted with a [`SealKey`].
#[derive(Clone, Debug)]
pub struct RelyingPartyStore {
    issuer: Issuer,
    client_id: ClientId,
    pub(super) key: SealKey,
    pub(super) tables: Tables,
}

/// Where the tables of the relying party are.
#[derive(Clone, Debug)]
pub(super) enum Tables {
    Memory(Arc<RelyingPartyMemory>),
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    Sql(Sql),
}

impl RelyingPartyStore {
    pub(crate) fn new(place: &Place, issuer: &Issuer, client_id: &ClientId, key: &SealKey) -> Self {
        let tables = match place {
            Place::Memory(memory) => Tables::Memory(memory.relying_party(issuer, client_id)),
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Place::Sql(sql) => Tables::Sql(sql.clone()),
        };
        Self { issuer: issuer.clone(), client_id: client_id.clone(), key: key.clone(), tables }
    }

    /// Returns the issuer of the provider.
    #[must_use]
    pub fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    /// Returns the client identifier of the relying party.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        &self.client_id
    }

    /// Returns an error unless a record belongs to this provider.
    pub(super) fn check_issuer(&self, found: &Issuer) -> Result<(), Error> {
        if *found == self.issuer {
            return Ok(());
        }
        let (found, expected) = (Box::new(found.clone()), Box::new(self.issuer.clone()));
        Err(Error::OtherIssuer { found, expected })
    }

    /// Returns the place of a row, to which its record is bound.
    pub(super) fn place<'a>(
        &'a self,
        table: &'a str,
        key: &'a Fingerprint,
        second: &'a str,
    ) -> [&'a str; 5] {
        [table, self.issuer.as_str(), self.client_id.as_str(), key.as_str(), second]
    }

    /// Returns the first values of a statement: the issuer, the client, and the key of the row.
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    pub(super) fn row(&self, key: &Fingerprint) -> [Value; 3] {
        [self.issuer.as_str().into(), self.client_id.as_str().into(), key.as_str().into()]
    }
}
