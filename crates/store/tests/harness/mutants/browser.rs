//! A store that breaks one promise about browsers and users.

use symbolon_crypto_ring::CRYPTO;
use symbolon_jose::{Fingerprint, SecretString};
use symbolon_oauth::ClientId;
use symbolon_provider::{EarlierConsent, PendingAuthorization, SignedIn};
use symbolon_store::harness::BrowserRecords;
use symbolon_store::{Error, SignIn, Waiting};
use time::OffsetDateTime;
use tokio::task::yield_now;

use super::provider::Mutant;

/// The time at which the harness writes its records.
pub(super) fn start() -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(4_102_444_800).unwrap()
}

impl Mutant {
    /// Takes a request that another caller may have taken since it was seen.
    async fn take_late(
        &self,
        seen: Waiting,
        take: impl Future<Output = Result<Waiting, Error>>,
    ) -> Result<Waiting, Error> {
        yield_now().await;
        let taken = take.await?;
        match (seen, taken) {
            (Waiting::Open(pending), Waiting::Answered(_)) => Ok(Waiting::Open(pending)),
            (_, taken) => Ok(taken),
        }
    }

    /// Writes the requests of a client again.
    pub(super) async fn put_back_requests(&self, client: &ClientId) -> Result<(), Error> {
        let waiting = self.world.extra().waiting.clone();
        let of_client = waiting.iter().filter(|(_, _, pending)| pending.client_id() == client);
        for (browser, interaction, pending) in of_client {
            let until = start().saturating_add(time::Duration::minutes(30));
            self.store.put_pending(browser, interaction, pending, until).await?;
        }
        Ok(())
    }

    async fn session_of(&self, browser: Option<&Fingerprint>) -> Result<Option<SignedIn>, Error> {
        match browser {
            Some(browser) => self.store.session(browser, start()).await,
            None => Ok(None),
        }
    }
}

impl BrowserRecords for Mutant {
    async fn put_pending(
        &self,
        browser: &Fingerprint,
        interaction: &Fingerprint,
        pending: &PendingAuthorization,
        until: OffsetDateTime,
    ) -> Result<(), Error> {
        self.world.extra().browsers.insert(interaction.clone(), browser.clone());
        let waiting = (browser.clone(), interaction.clone(), pending.clone());
        self.world.extra().waiting.push(waiting);
        self.store.put_pending(browser, interaction, pending, until).await
    }

    async fn pending(
        &self,
        browser: &Fingerprint,
        interaction: &Fingerprint,
        now: OffsetDateTime,
    ) -> Result<Waiting, Error> {
        let mut found = self.store.pending(browser, interaction, now).await?;
        if self.breaks("pending_authorization.issuer") {
            for store in self.everywhere() {
                if let Waiting::Unknown = found {
                    found = store.pending(browser, interaction, now).await?;
                }
            }
        }
        let mut extra = self.world.extra();
        let finds = extra.open.entry((browser.clone(), interaction.clone())).or_default();
        *finds = finds.saturating_add(1);
        Ok(match found {
            Waiting::Open(_) if self.breaks("pending_authorization.kept") && *finds > 3 => {
                Waiting::Unknown
            }
            Waiting::Answered(_) if self.breaks("pending_authorization.answered") => {
                Waiting::Unknown
            }
            found => found,
        })
    }

    async fn take_pending(
        &self,
        browser: &Fingerprint,
        interaction: &Fingerprint,
        now: OffsetDateTime,
    ) -> Result<Waiting, Error> {
        let now = if self.breaks("pending_authorization.expires") { start() } else { now };
        let take = self.store.take_pending(browser, interaction, now);
        if self.breaks("pending_authorization.one_winner") {
            let seen = self.store.pending(browser, interaction, now).await?;
            return self.take_late(seen, take).await;
        }
        take.await
    }

    async fn show_pending(
        &self,
        browser: &Fingerprint,
        interaction: &Fingerprint,
        subject: &str,
        now: OffsetDateTime,
    ) -> Result<bool, Error> {
        let owner = self.world.extra().browsers.get(interaction).cloned();
        let owner = owner.filter(|_| self.breaks("pending_authorization.browser"));
        let browser = owner.as_ref().unwrap_or(browser);
        self.store.show_pending(browser, interaction, subject, now).await
    }

    async fn take_shown(
        &self,
        browser: &Fingerprint,
        interaction: &Fingerprint,
        subject: &str,
        now: OffsetDateTime,
    ) -> Result<Waiting, Error> {
        if self.breaks("pending_authorization.shown_to") {
            return self.store.take_pending(browser, interaction, now).await;
        }
        let take = self.store.take_shown(browser, interaction, subject, now);
        if self.breaks("pending_authorization.shown_one_winner") {
            let seen = self.store.pending(browser, interaction, now).await?;
            // Only a request that waits can be taken late.
            if let Waiting::Open(_) = seen {
                return self.take_late(seen, take).await;
            }
        }
        take.await
    }

    async fn sign_in(&self, sign_in: &SignIn<'_>) -> Result<(), Error> {
        let SignIn { before, interaction, user, .. } = *sign_in;
        let signed_in = self.session_of(before).await?;
        let is_same = signed_in.as_ref().is_some_and(|it| it.subject == user.subject);
        let session = (self.store.issuer().clone(), user.subject.clone());
        self.world.extra().sessions.push(session);
        let middle = SecretString::random(&CRYPTO).unwrap().fingerprint(&CRYPTO);
        let stranger = SignedIn::new("stranger", start());
        match (self.fault, before) {
            ("browser_session.moves_requests", Some(_))
                if signed_in.is_none() && interaction.is_some() =>
            {
                let first = SignIn { browser: &middle, user: &stranger, ..*sign_in };
                self.store.sign_in(&first).await?;
                let before = Some(&middle);
                self.store.sign_in(&SignIn { before, ..*sign_in }).await?;
            }
            ("browser_session.other_user", Some(before)) if !is_same => {
                self.store.sign_out(before).await?;
                self.store.sign_in(sign_in).await?;
            }
            ("browser_session.crash", Some(before)) if is_same && interaction.is_some() => {
                self.store.sign_out(before).await?;
                yield_now().await;
                self.store.sign_in(sign_in).await?;
            }
            ("browser_session.old_cookie", Some(before)) if interaction.is_none() && is_same => {
                self.store.sign_in(sign_in).await?;
                let again = SignIn { before: None, browser: before, ..*sign_in };
                self.store.sign_in(&again).await?;
            }
            _ => self.store.sign_in(sign_in).await?,
        }
        Ok(())
    }

    async fn session(
        &self,
        browser: &Fingerprint,
        now: OffsetDateTime,
    ) -> Result<Option<SignedIn>, Error> {
        let mut found = self.store.session(browser, now).await?;
        if self.breaks("browser_session.issuer") {
            for store in self.everywhere() {
                found = found.or(store.session(browser, now).await?);
            }
        }
        if self.breaks("browser_session.kept") {
            found.iter_mut().for_each(|user| user.amr.clear());
        }
        Ok(found)
    }

    async fn extend_session(
        &self,
        browser: &Fingerprint,
        until: OffsetDateTime,
        now: OffsetDateTime,
    ) -> Result<(), Error> {
        let now = if self.breaks("browser_session.expires") { start() } else { now };
        self.store.extend_session(browser, until, now).await
    }

    async fn sign_out(&self, browser: &Fingerprint) -> Result<Option<SignedIn>, Error> {
        if self.breaks("browser_session.signed_out") {
            return self.store.session(browser, start()).await;
        }
        self.store.sign_out(browser).await
    }

    async fn end_sessions(&self, subject: &str) -> Result<usize, Error> {
        if self.breaks("browser_session.all_ended") {
            let session = (self.store.issuer().clone(), subject.to_owned());
            let extra = self.world.extra();
            return Ok(extra.sessions.iter().filter(|it| **it == session).count());
        }
        self.store.end_sessions(subject).await
    }

    async fn consent(&self, subject: &str, client: &ClientId) -> Result<EarlierConsent, Error> {
        let mut found = self.store.consent(subject, client).await?;
        let pair = (self.store.issuer().clone(), subject.to_owned(), client.clone());
        if self.world.extra().withdrawn.contains(&pair) {
            return Ok(EarlierConsent::default());
        }
        if self.breaks("consent.separate") {
            let consents = self.store.consents(subject).await?;
            found = consents.into_iter().next().map_or(found, |(_, consent)| consent);
        }
        if self.breaks("consent.issuer") {
            for store in self.everywhere() {
                if found.is_empty() {
                    found = store.consent(subject, client).await?;
                }
            }
        }
        if self.breaks("consent.exact") {
            found.claims.clear();
        }
        Ok(found)
    }

    async fn put_consent(
        &self,
        subject: &str,
        client: &ClientId,
        allowed: &EarlierConsent,
    ) -> Result<(), Error> {
        let pair = (self.store.issuer().clone(), subject.to_owned(), client.clone());
        let consent = (subject.to_owned(), client.clone(), allowed.clone());
        self.world.extra().consents.push(consent);
        let was_withdrawn = self.world.extra().withdrawn.remove(&pair);
        if was_withdrawn {
            self.store.withdraw_consent(subject, client).await?;
        }
        if self.breaks("consent.adds") {
            let before = self.store.consent(subject, client).await?;
            yield_now().await;
            self.store.withdraw_consent(subject, client).await?;
            self.store.put_consent(subject, client, &before).await?;
        }
        self.store.put_consent(subject, client, allowed).await
    }

    async fn withdraw_consent(&self, subject: &str, client: &ClientId) -> Result<(), Error> {
        if self.breaks("consent.withdrawal_revokes") {
            let pair = (self.store.issuer().clone(), subject.to_owned(), client.clone());
            self.world.extra().withdrawn.insert(pair);
            return Ok(());
        }
        let before = self.store.consent(subject, client).await?;
        self.store.withdraw_consent(subject, client).await?;
        if self.breaks("consent.withdrawn") {
            self.store.put_consent(subject, client, &before).await?;
        }
        Ok(())
    }
}
