//! The steps of a provider between an authorization request and its answer: the calls of the engine
//! and of the store in their order.

use symbolon_jose::crypto::RandomError;
use symbolon_jose::{Fingerprint, SecretString};
use symbolon_oauth::ClientId;
use symbolon_provider::{
    Consent, Decision, EarlierConsent, Interaction, NotWaiting, PendingAuthorization, Provider,
    Refusal, SignedIn,
};
use thiserror::Error;
use time::{Duration, OffsetDateTime};

use super::scope::ProviderStore;
use crate::error::Error;
use crate::sign_in::SignIn;
use crate::waiting::Waiting;

/// What a provider does next for an authorization request: it shows a page, or it answers the
/// request.
#[derive(Debug)]
#[must_use]
pub enum NextStep {
    /// Show the sign-in page.
    SignIn {
        /// The value for a hidden field of the form.
        form: SecretString,
        /// The request for which the user signs in.
        pending: Box<PendingAuthorization>,
    },
    /// Show the consent page.
    Consent {
        /// The value for a hidden field of the form.
        form: SecretString,
        /// The request to which the user consents.
        pending: Box<PendingAuthorization>,
        /// The user who is signed in.
        user: SignedIn,
    },
    /// Show no page. Pass the request and the decision to [`Provider::respond`].
    Answer(Box<PendingAuthorization>, Decision),
}

/// What the user allowed on a consent page.
///
/// This enum is deliberately exhaustive: each variant says what the page has shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// The user denied the request.
    Nothing,
    /// The user allowed the scope. The page has not shown the claims beyond the scope, so the client
    /// does not receive these claims.
    Scope,
    /// The user allowed the scope and all
    /// [claims beyond the scope](PendingAuthorization::claims_beyond_scope). The page has shown
    /// both.
    ScopeAndClaims,
}

/// The reason why a step towards the answer of an authorization request failed.
///
/// Log an error of the database before you convert the `StepError` into a [`Refusal`], because the
/// refusal does not contain the error of the database.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StepError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] Error),
    /// The engine refuses the request, or no request waits for the form.
    #[error("{}", .0.reason())]
    Refused(Refusal),
}

impl ProviderStore {
    /// How long a request waits until the user has answered the pages: 30 minutes.
    pub const PATIENCE: Duration = Duration::minutes(30);

    /// How long a session is kept after its last use: 8 hours.
    pub const IDLE: Duration = Duration::hours(8);

    /// Decides the next step for an authorization request that has just arrived. If the user has to
    /// see a page, the request waits in this browser for [`PATIENCE`](Self::PATIENCE).
    ///
    /// `browser` is the fingerprint of the browser's cookie. The form of the page gets a random
    /// value, so that another site cannot forge the form. The session of the browser is kept for
    /// [`IDLE`](Self::IDLE) from now on. If you need other times, call the functions of the records
    /// yourself.
    ///
    /// # Errors
    /// [`StepError::Refused`] when [`Provider::interaction`] refuses the request or the source of
    /// randomness fails, and [`StepError::Store`] when the database fails.
    pub async fn first_step(
        &self,
        provider: &Provider,
        browser: &Fingerprint,
        pending: PendingAuthorization,
        now: OffsetDateTime,
    ) -> Result<NextStep, StepError> {
        let next = self.decide(provider, browser, &pending, now).await?;
        let form = SecretString::random(provider.crypto())?;
        if !matches!(next, Interaction::Nothing(_)) {
            let interaction = form.fingerprint(provider.crypto());
            let until = now.saturating_add(Self::PATIENCE);
            self.put_pending(browser, &interaction, &pending, until).await?;
        }
        self.step(provider, browser, form, Box::new(pending), next, now).await
    }

    /// Decides the next step for a request that waits in this browser, for example after the user
    /// signed in or entered a wrong password. The value of the form's hidden field stays the same.
    /// If the user does not have to see another page, the request no longer waits.
    ///
    /// # Errors
    /// [`StepError::Refused`] with the reason [`NotWaiting`] when no request waits for the form,
    /// and with another reason when [`Provider::interaction`] refuses the request. A refused
    /// request no longer waits. [`StepError::Store`] when the database fails.
    pub async fn next_step(
        &self,
        provider: &Provider,
        browser: &Fingerprint,
        form: &str,
        now: OffsetDateTime,
    ) -> Result<NextStep, StepError> {
        let form = SecretString::new(form.to_owned());
        let interaction = form.fingerprint(provider.crypto());
        let pending = open(self.pending(browser, &interaction, now).await?)?;
        let next = self.decide(provider, browser, &pending, now).await;
        if let Ok(Interaction::Nothing(_)) | Err(StepError::Refused(_)) = &next {
            open(self.take_pending(browser, &interaction, now).await?)?;
        }
        self.step(provider, browser, form, pending, next?, now).await
    }

    /// Signs in the user who sent the form of a sign-in page with the right password. Call
    /// [`next_step`](Self::next_step) with `browser` afterwards.
    ///
    /// `before` is the fingerprint of the cookie that the browser sent, and `browser` is the
    /// fingerprint of a fresh random cookie. As with [`sign_in`](Self::sign_in), an attacker who
    /// knew the old cookie cannot use the session. Each form signs a user in only once: if the user
    /// clicks twice at the same time, one click signs the user in, and the function returns an
    /// error for the other click. So the other click cannot replace the new cookie.
    ///
    /// # Errors
    /// [`StepError::Refused`] with the reason [`NotWaiting`] when no request of the browser waits for
    /// a sign-in with this form, and [`StepError::Store`] when the database fails. Do not send the
    /// new cookie then.
    pub async fn sign_in_on_page(
        &self,
        provider: &Provider,
        before: &Fingerprint,
        form: &str,
        browser: &Fingerprint,
        user: &SignedIn,
        now: OffsetDateTime,
    ) -> Result<(), StepError> {
        let interaction = fingerprint(provider, form);
        let pending = open(self.pending(before, &interaction, now).await?)?;
        let Interaction::SignIn = self.decide(provider, before, &pending, now).await? else {
            return Err(NotWaiting::Unknown.into());
        };
        let (before, page) = (Some(before), Some(&interaction));
        let until = now.saturating_add(Self::IDLE);
        self.sign_in(&SignIn { before, browser, interaction: page, user, until }).await?;
        // If the request is not under this cookie, another click has moved the request to the
        // cookie of that click.
        if let Waiting::Unknown = self.pending(browser, &interaction, now).await? {
            self.sign_out(browser).await?;
            return Err(NotWaiting::Unknown.into());
        }
        Ok(())
    }

    /// Takes the request to which the form of a consent page belongs, so that the request is
    /// answered only once. Returns the request, and the decision of the user for
    /// [`Provider::respond`]. `allowed` says what the user allowed, and what the page has shown.
    ///
    /// The consent is kept for later requests of the client, unless the engine does not accept it
    /// ([`PendingAuthorization::accepts_earlier_consent`]). The user is asked again if a later
    /// request asks for a scope or claims that this consent does not cover.
    ///
    /// # Errors
    /// [`StepError::Refused`] with the reason [`NotWaiting`] when no request of this browser waits
    /// for the form, or when another user has signed in since the page was shown.
    /// [`StepError::Store`] when the database fails.
    pub async fn consent_on_page(
        &self,
        provider: &Provider,
        browser: &Fingerprint,
        form: &str,
        allowed: Allowed,
        now: OffsetDateTime,
    ) -> Result<(PendingAuthorization, Decision), StepError> {
        let interaction = fingerprint(provider, form);
        let Some(user) = self.session(browser, now).await? else {
            open(self.pending(browser, &interaction, now).await?)?;
            return Err(NotWaiting::Unknown.into());
        };
        let taken = self.take_shown(browser, &interaction, &user.subject, now).await?;
        let pending = *open(taken)?;
        let claims = match allowed {
            Allowed::Nothing => return Ok((pending, Decision::Denied)),
            Allowed::Scope => Vec::new(),
            Allowed::ScopeAndClaims => pending.claims_beyond_scope(),
        };
        let scope = pending.scope().clone();
        // RFC 8252 §8.6: any app on the device can use the identifier of a public client.
        if pending.accepts_earlier_consent() {
            let consent = EarlierConsent::new(scope.clone()).claims(claims.clone());
            self.put_consent(&user.subject, pending.client_id(), &consent).await?;
        }
        Ok((pending, Decision::Consented(Consent::new(user, scope).claims(claims))))
    }

    /// Asks the engine for the next step. Changes no request.
    async fn decide(
        &self,
        provider: &Provider,
        browser: &Fingerprint,
        pending: &PendingAuthorization,
        now: OffsetDateTime,
    ) -> Result<Interaction, StepError> {
        self.check_issuer(provider.issuer())?;
        let (user, earlier) = self.known(browser, pending.client_id(), now).await?;
        let next = provider.interaction(pending, user.as_ref(), &earlier, now);
        next.map_err(StepError::Refused)
    }

    /// Returns the user who is signed in in a browser, and the earlier consent of the user to this
    /// client. Keeps the session, because the browser uses it.
    async fn known(
        &self,
        browser: &Fingerprint,
        client: &ClientId,
        now: OffsetDateTime,
    ) -> Result<(Option<SignedIn>, EarlierConsent), Error> {
        let Some(user) = self.session(browser, now).await? else { return Ok(Default::default()) };
        self.extend_session(browser, now.saturating_add(Self::IDLE), now).await?;
        let earlier = self.consent(&user.subject, client).await?;
        Ok((Some(user), earlier))
    }

    /// Returns the next step, and remembers to whom a consent page is shown.
    async fn step(
        &self,
        provider: &Provider,
        browser: &Fingerprint,
        form: SecretString,
        pending: Box<PendingAuthorization>,
        next: Interaction,
        now: OffsetDateTime,
    ) -> Result<NextStep, StepError> {
        Ok(match next {
            Interaction::SignIn => NextStep::SignIn { form, pending },
            Interaction::Consent(user) => {
                let interaction = form.fingerprint(provider.crypto());
                if !self.show_pending(browser, &interaction, &user.subject, now).await? {
                    return Err(NotWaiting::Unknown.into());
                }
                NextStep::Consent { form, pending, user }
            }
            Interaction::Nothing(consent) => {
                NextStep::Answer(pending, Decision::Consented(consent))
            }
        })
    }
}

/// Returns the fingerprint of the value in a form. The store keeps the request of the form under
/// this fingerprint.
fn fingerprint(provider: &Provider, form: &str) -> Fingerprint {
    Fingerprint::of(form.as_bytes(), provider.crypto())
}

/// Returns the request, or the reason why no request waits for the form.
fn open(waiting: Waiting) -> Result<Box<PendingAuthorization>, NotWaiting> {
    match waiting {
        Waiting::Open(pending) => Ok(pending),
        Waiting::Answered(client) => Err(NotWaiting::Answered(client)),
        Waiting::Unknown => Err(NotWaiting::Unknown),
    }
}

impl From<NotWaiting> for StepError {
    fn from(error: NotWaiting) -> Self {
        Self::Refused(error.into())
    }
}

impl From<RandomError> for StepError {
    fn from(error: RandomError) -> Self {
        Self::Refused(error.into())
    }
}

impl From<StepError> for Refusal {
    fn from(error: StepError) -> Self {
        match error {
            StepError::Store(error) => error.into(),
            StepError::Refused(refusal) => refusal,
        }
    }
}
