//! Where the records of a store are.

use std::sync::Arc;

use crate::memory::Memory;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::Sql;

/// Where the records are.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    Memory(Arc<Memory>),
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    Sql(Sql),
}
