//! The store's answer when the caller takes a single-use record.

use super::GrantId;

/// The store's answer when the caller takes a single-use record by its fingerprint.
///
/// **Atomic:** of any number of callers that take the same record at the same time, exactly one
/// gets [`Fresh`](Self::Fresh). The store marks the record as spent in the same operation, and
/// remembers it as spent until it expires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken<R> {
    /// The record had not been taken before. It is spent now.
    Fresh(Box<R>),
    /// The record had been taken before. It belongs to this grant, which has to be revoked.
    Spent(GrantId),
    /// The store has no such record: it never existed, it expired and was deleted, or its grant was
    /// revoked before the record was taken.
    Unknown,
}

impl<R> Taken<R> {
    /// Wraps a record that was just taken for the first time.
    #[must_use]
    pub fn fresh(record: R) -> Self {
        Self::Fresh(Box::new(record))
    }
}
