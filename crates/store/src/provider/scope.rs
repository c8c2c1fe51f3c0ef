//! The records of the provider with one issuer.

use std::sync::Arc;

use symbolon_oauth::Issuer;

use super::fetched_keys::FetchedKeys;
use crate::error::Error;
use crate::memory::ProviderMemory;
use crate::place::Place;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::{Sql, Value};

/// The records of the provider with one issuer. A clone is cheap and shares the records.
///
/// Several providers can share one [`Store`](crate::Store): each provider reads and writes only the
/// records of its issuer.
#[derive(Clone, Debug)]
pub struct ProviderStore {
    pub(super) issuer: Issuer,
    pub(crate) tables: Tables,
    pub(super) client_keys: Option<FetchedKeys>,
}

/// Where the tables of the provider are.
#[derive(Clone, Debug)]
pub(crate) enum Tables {
    Memory(Arc<ProviderMemory>),
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    Sql(Sql),
}

impl ProviderStore {
    pub(crate) fn new(place: &Place, issuer: &Issuer) -> Self {
        let tables = match place {
            Place::Memory(memory) => Tables::Memory(memory.provider(issuer)),
            #[cfg(any(feature = "sqlite", feature = "postgres"))]
            Place::Sql(sql) => Tables::Sql(sql.clone()),
        };
        Self { issuer: issuer.clone(), tables, client_keys: None }
    }

    /// Returns the issuer of the provider.
    #[must_use]
    pub fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    /// Returns an error unless a record belongs to this provider.
    pub(super) fn check_issuer(&self, found: &Issuer) -> Result<(), Error> {
        if *found == self.issuer {
            return Ok(());
        }
        let (found, expected) = (Box::new(found.clone()), Box::new(self.issuer.clone()));
        Err(Error::OtherIssuer { found, expected })
    }

    /// Returns the issuer as the first value of a statement.
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    pub(super) fn issuer_value(&self) -> Value {
        self.issuer.as_str().into()
    }
}
