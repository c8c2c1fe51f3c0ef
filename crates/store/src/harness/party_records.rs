//! The functions of a relying party's store that promise something.

use core::error::Error;

use symbolon_jose::Fingerprint;
use symbolon_oauth::State;
use symbolon_relying_party::{PendingLogin, Session};
use time::OffsetDateTime;

/// The pending logins and sessions of one relying party.
///
/// Implement this trait for a store of your own, and pass the store to
/// [`check_relying_party`](super::check_relying_party). The functions of
/// [`RelyingPartyStore`](crate::RelyingPartyStore) with the same names say more.
pub trait RelyingPartyRecords: Send + Sync + 'static {
    /// The error of a store that has failed.
    type Error: Error + Send + 'static;

    /// The right of one copy of the server to refresh a session, for one minute.
    type Lease: Send + 'static;

    /// Writes a login that has begun in a browser. Refuses the login of another issuer.
    fn put_login(
        &self,
        browser: &Fingerprint,
        login: &PendingLogin,
        until: OffsetDateTime,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Takes the login to which a callback belongs.
    fn take_login(
        &self,
        browser: &Fingerprint,
        state: &State,
        now: OffsetDateTime,
    ) -> impl Future<Output = Result<Option<PendingLogin>, Self::Error>> + Send;

    /// Writes the session of a user who has signed in.
    fn put_session(
        &self,
        session: &Fingerprint,
        record: &Session,
        until: OffsetDateTime,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Returns a session that has not expired.
    fn session(
        &self,
        session: &Fingerprint,
        now: OffsetDateTime,
    ) -> impl Future<Output = Result<Option<Session>, Self::Error>> + Send;

    /// Removes a session.
    fn delete_session(
        &self,
        session: &Fingerprint,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Returns a lease if this copy of the server may refresh the session, and `None` if another copy
    /// refreshes it or there is no such session.
    fn start_refresh(
        &self,
        session: &Fingerprint,
        now: OffsetDateTime,
    ) -> impl Future<Output = Result<Option<Self::Lease>, Self::Error>> + Send;

    /// Replaces a session after its refresh, and ends the lease. Returns `false` and writes nothing
    /// if another copy has a newer lease, or if the session was deleted.
    fn replace_session(
        &self,
        lease: Self::Lease,
        session: &Session,
    ) -> impl Future<Output = Result<bool, Self::Error>> + Send;
}
