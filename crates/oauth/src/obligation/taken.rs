//! The store's answer when the caller takes a single-use record.

use super::GrantId;

/// The answer of your store after it was asked to take a single-use record. To take a record means
/// to read it and to mark it as used.
///
/// **Atomic:** your store must read the record and mark it as used in one operation. If several
/// requests take the same record at once, exactly one of them gets [`Fresh`](Self::Fresh). The
/// store must keep the mark until the record expires.
///
/// This enum is deliberately exhaustive, because each answer needs a different reaction: a program
/// that does not handle every answer must not compile.
///
/// ```
/// use symbolon_oauth::obligation::{GrantId, Taken};
///
/// /// `taken` is what the store found: the record, and whether it was used before.
/// fn answer<R>(taken: Option<(R, bool)>, grant: GrantId) -> Taken<R> {
///     match taken {
///         Some((record, false)) => Taken::fresh(record),
///         Some((_, true)) => Taken::Spent(grant),
///         None => Taken::Unknown,
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken<R> {
    /// The record was not used before. The store has marked it as used.
    Fresh(Box<R>),
    /// The record was used before. The value is the ID of the record's grant, which must now be
    /// revoked.
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
