//! An HTTP response that waits until records are stored.

use std::fmt;

use http::Response;

/// An HTTP response that may be sent only after the store has written `T`.
///
/// `T` is what to write: new records, or the name of a grant to revoke. Read it with
/// [`records`](Self::records), write it, and pass the store's answer to
/// [`into_response`](Self::into_response). The response cannot be reached before:
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
/// ```compile_fail,E0616
/// # use symbolon_oauth::obligation::Unstored;
/// # fn send(unstored: Unstored<&str>) -> http::Response<Vec<u8>> {
/// unstored.response
/// # }
/// ```
///
/// Intentionally not `Clone`: one answer of the store is good for one response.
#[must_use = "write the records to the store, then send the response"]
pub struct Unstored<T> {
    records: T,
    response: Response<Vec<u8>>,
    if_revoked: Response<Vec<u8>>,
}

/// The store's answer to a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// Everything is written, or there was nothing to write.
    Confirmed,
    /// The grant of the records had been revoked in the meantime, so nothing was written.
    GrantRevoked,
}

impl<T> Unstored<T> {
    /// Creates the obligation to write `records` before `response` is sent.
    ///
    /// `if_revoked` is sent instead when the grant of the records had been revoked.
    pub fn new(records: T, response: Response<Vec<u8>>, if_revoked: Response<Vec<u8>>) -> Self {
        Self { records, response, if_revoked }
    }

    /// Returns what the store has to write.
    #[must_use]
    pub fn records(&self) -> &T {
        &self.records
    }

    /// Returns the response that follows from the store's answer.
    #[must_use]
    pub fn into_response(self, stored: Stored) -> Response<Vec<u8>> {
        match stored {
            Stored::Confirmed => self.response,
            Stored::GrantRevoked => self.if_revoked,
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Unstored<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unstored").field("records", &self.records).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
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
    fn debug_shows_the_records_and_no_response() {
        assert_eq!(format!("{:?}", unstored()), "Unstored { records: 7, .. }");
    }
}
