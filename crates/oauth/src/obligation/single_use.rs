//! What the store knows about a single-use record.

use super::GrantId;

/// What your store knows about a single-use record, such as the record of an authorization code,
/// when it reads the record.
///
/// Reading does not mark the record as used: your store finds the same record again until a
/// request has used it. The tokens that a request gets for the record come with the order to mark
/// it (`TokenRecords::spends` in `symbolon-provider`). A request that fails between the two steps
/// can therefore be sent again.
///
/// This enum is deliberately exhaustive, because each answer needs a different reaction: a program
/// that does not handle every answer must not compile.
///
/// ```
/// use symbolon_oauth::obligation::{GrantId, SingleUse};
///
/// /// `found` is the row that the store found: the record, its grant, whether the record was used,
/// /// and whether the grant is revoked.
/// fn answer<R>(found: Option<(R, GrantId, bool, bool)>) -> SingleUse<R> {
///     match found {
///         Some((_, grant, true, _)) => SingleUse::Spent(grant),
///         Some((record, _, false, false)) => SingleUse::fresh(record),
///         Some((_, _, false, true)) | None => SingleUse::Unknown,
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SingleUse<R> {
    /// The record was not used before, and its grant is not revoked.
    Fresh(Box<R>),
    /// The record was used before. The value is the ID of the record's grant, which must now be
    /// revoked. The store gives this answer even if the grant is already revoked.
    Spent(GrantId),
    /// The store has no such record: it never existed, it expired and was deleted, or its grant was
    /// revoked before the record was used.
    Unknown,
}

impl<R> SingleUse<R> {
    /// Creates [`Fresh`](Self::Fresh) from a record that was not used before.
    #[must_use]
    pub fn fresh(record: R) -> Self {
        Self::Fresh(Box::new(record))
    }
}
