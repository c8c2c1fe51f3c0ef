//! What codes and refresh tokens have in common: each is used once.

#[cfg(any(feature = "sqlite", feature = "postgres"))]
use serde::de::DeserializeOwned;
use symbolon_oauth::obligation::{GrantId, SingleUse};

#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::error::Error;
use crate::memory::{ProviderTables, SingleUseRow};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::Row;

/// For how long a row is kept after its code or token has expired, in seconds. A request that found
/// a code just before its expiry still needs the row of the grant when it stores the tokens, and the
/// clocks of several servers differ.
pub(crate) const IN_FLIGHT: i64 = 600;

/// Reads the row in memory of a code or refresh token. `grant_of` names the grant of its record.
pub(super) fn in_memory<T: Clone>(
    tables: &ProviderTables,
    row: Option<&SingleUseRow<T>>,
    grant_of: impl Fn(&T) -> &GrantId,
) -> SingleUse<T> {
    match row {
        // A spent code is found even after its grant was revoked, so that a second use is noticed.
        Some(row) if row.spent => SingleUse::Spent(grant_of(&row.record).clone()),
        Some(row) if tables.is_valid(grant_of(&row.record)) => SingleUse::fresh(row.record.clone()),
        _ => SingleUse::Unknown,
    }
}

/// Reads the row of a code or refresh token: whether it is spent, the grant, and the record.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(super) fn single_use<T: DeserializeOwned>(
    rows: &[Row],
    table: &'static str,
) -> Result<SingleUse<T>, Error> {
    let Some(row) = rows.first() else { return Ok(SingleUse::Unknown) };
    if row.integer(0, table)? == 0 {
        return Ok(SingleUse::fresh(row.record(2, table)?));
    }
    let grant = GrantId::parse(row.text(1, table)?).map_err(|_| Error::Damaged { table })?;
    Ok(SingleUse::Spent(grant))
}
