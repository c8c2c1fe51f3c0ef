//! An HTTP response that waits until records are stored.

use std::fmt;

use http::{Response, StatusCode};

use crate::{ErrorCode, ErrorResponse};

/// An HTTP response that must not be sent before the store has written `T`.
///
/// `T` is what the store has to write: new records, or the ID of a grant to revoke. Get it with
/// [`records`](Self::records), let the store write it, and pass the store's answer to
/// [`into_response`](Self::into_response). Only this method returns the response:
///
/// ```
/// use http::Response;
/// use symbolon_oauth::obligation::{Stored, Unstored};
///
/// let tokens = Response::new(b"tokens".to_vec());
/// let refused = Response::new(b"invalid_grant".to_vec());
/// let unstored = Unstored::new("the records", tokens, refused);
/// assert_eq!(*unstored.records(), "the records");
/// assert_eq!(unstored.into_response(Stored::Confirmed).body(), b"tokens");
/// ```
///
/// If the store fails, it is possible that the records were not written, so the original response
/// must not be sent. Pass [`Stored::Failed`], and send the response with the status 503 that you
/// get:
///
/// ```
/// use symbolon_oauth::obligation::{Stored, Unstored};
/// fn send(unstored: Unstored<&str>) -> http::Response<Vec<u8>> {
///     let stored = write(unstored.records()).unwrap_or(Stored::Failed);
///     unstored.into_response(stored)
/// }
/// # fn write(_: &str) -> Result<Stored, ()> { Err(()) }
/// # let response = || http::Response::new(Vec::new());
/// # let response = send(Unstored::new("the records", response(), response()));
/// assert_eq!(response.status(), 503);
/// ```
/// ```compile_fail,E0616
/// # use symbolon_oauth::obligation::Unstored;
/// # fn send(unstored: Unstored<&str>) -> http::Response<Vec<u8>> {
/// unstored.write
/// # }
/// ```
///
/// This type intentionally does not implement `Clone`: each answer of the store applies to one
/// response only.
#[must_use = "write the records to the store, then send the response"]
pub struct Unstored<T> {
    records: T,
    write: Box<dyn FnOnce(Stored) -> Response<Vec<u8>> + Send + Sync>,
}

/// The store's answer after it was asked to write records or to revoke a grant.
///
/// ```
/// use symbolon_oauth::obligation::Stored;
///
/// /// `rows` is how many rows a statement wrote that requires a grant that is not revoked.
/// fn answer(rows: u64) -> Stored {
///     if rows == 0 { Stored::GrantRevoked } else { Stored::Confirmed }
/// }
/// ```
///
/// This enum is deliberately exhaustive, because a store that is asked to write something has only
/// these three answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// The store has written everything, or there was nothing to write.
    Confirmed,
    /// The store wrote nothing. Either the grant to which the records belong is revoked, or another
    /// request used the same code or refresh token first. In the second case, the store has now
    /// revoked the grant.
    GrantRevoked,
    /// The store failed, for example because the database cannot be reached. The caller does not
    /// know whether the store wrote anything. The client receives `temporarily_unavailable`, and can
    /// try again.
    Failed,
}

impl<T> Unstored<T> {
    /// Creates an `Unstored`: the store must write `records` before `response` is sent.
    ///
    /// `if_revoked` is sent instead of `response` if the store's answer is
    /// [`Stored::GrantRevoked`].
    pub fn new(records: T, response: Response<Vec<u8>>, if_revoked: Response<Vec<u8>>) -> Self {
        Self::deferred(records, |stored| match stored {
            Stored::Confirmed => response,
            Stored::GrantRevoked => if_revoked,
            Stored::Failed => unavailable(),
        })
    }

    /// Creates an `Unstored` whose response is written after the store has answered.
    ///
    /// `write` gets the store's answer and returns the response to send. Use this function if a
    /// response is expensive to write, for example because it is signed: only the response that is
    /// sent is written.
    ///
    /// ```
    /// use symbolon_oauth::obligation::{Stored, Unstored};
    ///
    /// let unstored = Unstored::deferred("the records", |stored| {
    ///     let text = if stored == Stored::Confirmed { "a code" } else { "refused" };
    ///     http::Response::new(text.as_bytes().to_vec())
    /// });
    /// assert_eq!(unstored.into_response(Stored::Confirmed).body(), b"a code");
    /// ```
    pub fn deferred(
        records: T,
        write: impl FnOnce(Stored) -> Response<Vec<u8>> + Send + Sync + 'static,
    ) -> Self {
        Self { records, write: Box::new(write) }
    }

    /// Sets the response that is sent if the store fails. Without this call, an `Unstored` from
    /// [`new`](Self::new) sends a JSON error response with the status 503, the error
    /// `temporarily_unavailable` and the header `Retry-After`, and an `Unstored` from
    /// [`deferred`](Self::deferred) calls its `write`.
    pub fn if_failed(self, response: Response<Vec<u8>>) -> Self {
        let write = self.write;
        Self::deferred(self.records, |stored| match stored {
            Stored::Failed => response,
            other => write(other),
        })
    }

    /// Returns what the store has to write.
    #[must_use]
    pub fn records(&self) -> &T {
        &self.records
    }

    /// Returns the HTTP response to send, which depends on the store's answer.
    #[must_use]
    pub fn into_response(self, stored: Stored) -> Response<Vec<u8>> {
        (self.write)(stored)
    }
}

/// Builds the response of a server that cannot reach its store.
fn unavailable() -> Response<Vec<u8>> {
    let error = ErrorResponse::new(ErrorCode::TEMPORARILY_UNAVAILABLE);
    error.into_http(StatusCode::SERVICE_UNAVAILABLE)
}

impl<T: fmt::Debug> fmt::Debug for Unstored<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unstored").field("records", &self.records).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU8, Ordering};

    use super::*;

    fn unstored() -> Unstored<u8> {
        Unstored::new(7, Response::new(b"a code".to_vec()), Response::new(b"refused".to_vec()))
    }

    #[test]
    fn the_response_follows_from_the_answer_of_the_store() {
        assert_eq!(unstored().into_response(Stored::Confirmed).body(), b"a code");
        assert_eq!(unstored().into_response(Stored::GrantRevoked).body(), b"refused");
    }

    #[test]
    fn a_response_is_not_sent_if_the_store_failed() {
        let response = unstored().into_response(Stored::Failed);
        assert_eq!(response.status(), 503);
        assert_eq!(response.headers()["retry-after"], "5");
        assert_eq!(response.body(), br#"{"error":"temporarily_unavailable"}"#);
        let by_caller = unstored().if_failed(Response::new(b"a redirect".to_vec()));
        assert_eq!(by_caller.into_response(Stored::Failed).body(), b"a redirect");
    }

    /// Returns an `Unstored` that counts in `written` how many responses were written.
    fn deferred(written: &Arc<AtomicU8>) -> Unstored<u8> {
        let written = Arc::clone(written);
        Unstored::deferred(7, move |stored| {
            written.fetch_add(1, Ordering::Relaxed);
            Response::new(format!("{stored:?}").into_bytes())
        })
    }

    #[test]
    fn only_the_response_that_is_sent_is_written_and_only_after_the_answer_of_the_store() {
        for stored in [Stored::Confirmed, Stored::GrantRevoked, Stored::Failed] {
            let written = Arc::default();
            let unstored = deferred(&written);
            assert_eq!((*unstored.records(), written.load(Ordering::Relaxed)), (7, 0));
            let response = unstored.into_response(stored);
            assert_eq!(response.body(), format!("{stored:?}").as_bytes());
            assert_eq!(written.load(Ordering::Relaxed), 1);
        }
    }

    #[test]
    fn the_response_to_a_failure_replaces_only_the_deferred_response_to_a_failure() {
        let unstored = |written| deferred(written).if_failed(Response::new(b"by caller".to_vec()));
        let written = Arc::default();
        assert_eq!(unstored(&written).into_response(Stored::Failed).body(), b"by caller");
        assert_eq!(written.load(Ordering::Relaxed), 0);
        assert_eq!(unstored(&written).into_response(Stored::Confirmed).body(), b"Confirmed");
        assert_eq!(unstored(&written).into_response(Stored::GrantRevoked).body(), b"GrantRevoked");
    }

    #[test]
    fn debug_shows_the_records_and_no_response() {
        assert_eq!(format!("{:?}", unstored()), "Unstored { records: 7, .. }");
    }
}
