//! The functions of a store that promise something about browsers and users.

use symbolon_jose::Fingerprint;
use symbolon_oauth::ClientId;
use symbolon_provider::{EarlierConsent, PendingAuthorization, SignedIn};
use time::OffsetDateTime;

use super::records::ProviderRecords;
use crate::sign_in::SignIn;
use crate::waiting::Waiting;

/// The pending authorizations, browser sessions and consents of the provider with one issuer, as the
/// pages of the provider need them.
///
/// Implement this trait for a store of your own, and pass the store to
/// [`check_browsers`](super::check_browsers). A store that keeps only codes and tokens does not need
/// it. The functions of [`ProviderStore`](crate::ProviderStore) with the same names say more.
pub trait BrowserRecords: ProviderRecords {
    /// Writes an authorization request that waits for an answer of this browser.
    fn put_pending(
        &self,
        browser: &Fingerprint,
        interaction: &Fingerprint,
        pending: &PendingAuthorization,
        until: OffsetDateTime,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Returns a request, and whether the user has answered it, without marking it.
    fn pending(
        &self,
        browser: &Fingerprint,
        interaction: &Fingerprint,
        now: OffsetDateTime,
    ) -> impl Future<Output = Result<Waiting, Self::Error>> + Send;

    /// Takes a request, so that it is answered once.
    fn take_pending(
        &self,
        browser: &Fingerprint,
        interaction: &Fingerprint,
        now: OffsetDateTime,
    ) -> impl Future<Output = Result<Waiting, Self::Error>> + Send;

    /// Remembers that the consent page of a request is shown to this user.
    fn show_pending(
        &self,
        browser: &Fingerprint,
        interaction: &Fingerprint,
        subject: &str,
        now: OffsetDateTime,
    ) -> impl Future<Output = Result<bool, Self::Error>> + Send;

    /// Takes a request, if its consent page was shown to this user.
    fn take_shown(
        &self,
        browser: &Fingerprint,
        interaction: &Fingerprint,
        subject: &str,
        now: OffsetDateTime,
    ) -> impl Future<Output = Result<Waiting, Self::Error>> + Send;

    /// Starts a session, ends the session before, and moves the requests that wait for the browser.
    fn sign_in(&self, sign_in: &SignIn<'_>)
    -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Returns the user who is signed in in this browser.
    fn session(
        &self,
        browser: &Fingerprint,
        now: OffsetDateTime,
    ) -> impl Future<Output = Result<Option<SignedIn>, Self::Error>> + Send;

    /// Keeps a session that has not expired until this time.
    fn extend_session(
        &self,
        browser: &Fingerprint,
        until: OffsetDateTime,
        now: OffsetDateTime,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Signs the user of a browser out, and returns the user.
    fn sign_out(
        &self,
        browser: &Fingerprint,
    ) -> impl Future<Output = Result<Option<SignedIn>, Self::Error>> + Send;

    /// Signs a user out in all browsers. Returns how many sessions have ended.
    fn end_sessions(
        &self,
        subject: &str,
    ) -> impl Future<Output = Result<usize, Self::Error>> + Send;

    /// Returns the scope and the claims to which a user has consented for a client.
    fn consent(
        &self,
        subject: &str,
        client: &ClientId,
    ) -> impl Future<Output = Result<EarlierConsent, Self::Error>> + Send;

    /// Adds a scope and claims to the stored consent of a user for a client.
    fn put_consent(
        &self,
        subject: &str,
        client: &ClientId,
        consent: &EarlierConsent,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Removes the consent of a user to a client, and revokes all grants of the user to the client.
    fn withdraw_consent(
        &self,
        subject: &str,
        client: &ClientId,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;
}
