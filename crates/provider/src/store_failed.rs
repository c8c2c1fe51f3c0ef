//! The error of a store that failed. Every endpoint can turn this error into a response.

/// The error of your store when it fails, for example because the database cannot be reached.
///
/// Let each function of your store return `Result<_, StoreFailed>`. In a function that answers a
/// request, `?` then turns the failure into a [`TokenRefusal`](crate::TokenRefusal), a
/// [`UserInfoRefusal`](crate::UserInfoRefusal) or a [`Refusal`](crate::Refusal), whose response has
/// the status 503 and the header `Retry-After`
/// ([`ErrorResponse::RETRY_AFTER`](symbolon_oauth::ErrorResponse::RETRY_AFTER)). This type does not contain the error of the
/// database. Write the error of the database to your log before you return `StoreFailed`:
///
/// ```
/// use symbolon_provider::{StoreFailed, TokenRefusal};
///
/// # struct Database;
/// # impl Database { fn read(&self) -> Result<u8, std::io::Error> { Err(std::io::ErrorKind::TimedOut.into()) } }
/// fn read(database: &Database) -> Result<u8, StoreFailed> {
///     database.read().map_err(|error| {
///         eprintln!("the database failed: {error}");
///         StoreFailed
///     })
/// }
///
/// fn answer(database: &Database) -> Result<u8, TokenRefusal> {
///     Ok(read(database)?)
/// }
/// # let refusal = answer(&Database).unwrap_err();
/// # assert_eq!(refusal.into_response(symbolon_provider::Stored::Confirmed).status(), 503);
/// ```
///
/// If the store fails while it writes records or revokes a grant, pass
/// [`Stored::Failed`](crate::Stored::Failed) to `into_response`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the store failed; try again later")]
pub struct StoreFailed;

impl StoreFailed {
    /// Returns a stable name for logs and metrics: `"store_failed"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        "store_failed"
    }
}
