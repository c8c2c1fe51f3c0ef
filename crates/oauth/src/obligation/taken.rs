//! The store's answer when the caller takes a single-use record.

use super::GrantId;

/// The answer of a store that was asked to take a single-use record: to read the record and to mark
/// it as spent.
///
/// **Atomic:** if the same record is taken several times at once, exactly one answer is
/// [`Fresh`](Self::Fresh). The store reads the record and marks it as spent in one operation, and
/// keeps the mark until the record expires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken<R> {
    /// The record, which had not been taken before and is spent now.
    Fresh(Box<R>),
    /// The record had been taken before. The grant with this name, to which the record belongs, has
    /// to be revoked.
    Spent(GrantId),
    /// The store has no such record: it never existed, it expired and was deleted, or its grant was
    /// revoked before the record was taken.
    Unknown,
}

impl<R> Taken<R> {
    /// Creates [`Fresh`](Self::Fresh) from a record that was taken for the first time.
    #[must_use]
    pub fn fresh(record: R) -> Self {
        Self::Fresh(Box::new(record))
    }
}
