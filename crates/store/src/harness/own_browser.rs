//! The stores of this crate, as the promises about browsers and relying parties see them.

use symbolon_jose::Fingerprint;
use symbolon_oauth::{ClientId, State};
use symbolon_provider::{EarlierConsent, PendingAuthorization, SignedIn};
use symbolon_relying_party::{PendingLogin, Session};
use time::OffsetDateTime;

use super::browser_records::BrowserRecords;
use super::party_records::RelyingPartyRecords;
use crate::error::Error;
use crate::provider::ProviderStore;
use crate::relying_party::{Lease, Refresh, RelyingPartyStore};
use crate::sign_in::SignIn;
use crate::waiting::Waiting;

impl BrowserRecords for ProviderStore {
    async fn put_pending(
        &self,
        browser: &Fingerprint,
        interaction: &Fingerprint,
        pending: &PendingAuthorization,
        until: OffsetDateTime,
    ) -> Result<(), Error> {
        Self::put_pending(self, browser, interaction, pending, until).await
    }

    async fn pending(
        &self,
        browser: &Fingerprint,
        interaction: &Fingerprint,
        now: OffsetDateTime,
    ) -> Result<Waiting, Error> {
        Self::pending(self, browser, interaction, now).await
    }

    async fn take_pending(
        &self,
        browser: &Fingerprint,
        interaction: &Fingerprint,
        now: OffsetDateTime,
    ) -> Result<Waiting, Error> {
        Self::take_pending(self, browser, interaction, now).await
    }

    async fn show_pending(
        &self,
        browser: &Fingerprint,
        interaction: &Fingerprint,
        subject: &str,
        now: OffsetDateTime,
    ) -> Result<bool, Error> {
        Self::show_pending(self, browser, interaction, subject, now).await
    }

    async fn take_shown(
        &self,
        browser: &Fingerprint,
        interaction: &Fingerprint,
        subject: &str,
        now: OffsetDateTime,
    ) -> Result<Waiting, Error> {
        Self::take_shown(self, browser, interaction, subject, now).await
    }

    async fn sign_in(&self, sign_in: &SignIn<'_>) -> Result<(), Error> {
        Self::sign_in(self, sign_in).await
    }

    async fn session(
        &self,
        browser: &Fingerprint,
        now: OffsetDateTime,
    ) -> Result<Option<SignedIn>, Error> {
        Self::session(self, browser, now).await
    }

    async fn extend_session(
        &self,
        browser: &Fingerprint,
        until: OffsetDateTime,
        now: OffsetDateTime,
    ) -> Result<(), Error> {
        Self::extend_session(self, browser, until, now).await
    }

    async fn sign_out(&self, browser: &Fingerprint) -> Result<Option<SignedIn>, Error> {
        Self::sign_out(self, browser).await
    }

    async fn end_sessions(&self, subject: &str) -> Result<usize, Error> {
        Self::end_sessions(self, subject).await
    }

    async fn consent(&self, subject: &str, client: &ClientId) -> Result<EarlierConsent, Error> {
        Self::consent(self, subject, client).await
    }

    async fn put_consent(
        &self,
        subject: &str,
        client: &ClientId,
        consent: &EarlierConsent,
    ) -> Result<(), Error> {
        Self::put_consent(self, subject, client, consent).await
    }

    async fn withdraw_consent(&self, subject: &str, client: &ClientId) -> Result<(), Error> {
        Self::withdraw_consent(self, subject, client).await
    }
}

impl RelyingPartyRecords for RelyingPartyStore {
    type Error = Error;
    type Lease = Lease;

    async fn put_login(
        &self,
        browser: &Fingerprint,
        login: &PendingLogin,
        until: OffsetDateTime,
    ) -> Result<(), Error> {
        Self::put_login(self, browser, login, until).await
    }

    async fn take_login(
        &self,
        browser: &Fingerprint,
        state: &State,
        now: OffsetDateTime,
    ) -> Result<Option<PendingLogin>, Error> {
        Self::take_login(self, browser, state, now).await
    }

    async fn put_session(
        &self,
        session: &Fingerprint,
        record: &Session,
        until: OffsetDateTime,
    ) -> Result<(), Error> {
        Self::put_session(self, session, record, until).await
    }

    async fn session(
        &self,
        session: &Fingerprint,
        now: OffsetDateTime,
    ) -> Result<Option<Session>, Error> {
        Self::session(self, session, now).await
    }

    async fn delete_session(&self, session: &Fingerprint) -> Result<(), Error> {
        Self::delete_session(self, session).await
    }

    async fn start_refresh(
        &self,
        session: &Fingerprint,
        now: OffsetDateTime,
    ) -> Result<Option<Lease>, Error> {
        Ok(match Self::start_refresh(self, session, now).await? {
            Refresh::Yours(lease, _) => Some(lease),
            Refresh::Busy(_) | Refresh::Unknown => None,
        })
    }

    async fn replace_session(&self, lease: Lease, session: &Session) -> Result<bool, Error> {
        Self::replace_session(self, lease, session).await
    }
}
