//! What the provider remembers of a browser.

use std::collections::HashMap;

use symbolon::oauth::{ClientId, Scope};
use symbolon::provider::{PendingAuthorization, SignedIn};
use time::OffsetDateTime;

use crate::sessions::Memory;
use crate::waiting::Waiting;

#[derive(Debug, Default)]
pub(super) struct Browser {
    signed_in: Option<SignedIn>,
    /// What its user has let clients have.
    consents: HashMap<ClientId, Scope>,
    waiting: Waiting<Waits>,
}

/// A request that waits for a page to be answered.
#[derive(Debug)]
struct Waits {
    /// Its name in the form of the page.
    interaction: String,
    pending: PendingAuthorization,
    /// Whom the consent page was shown to. An answer is theirs alone: another tab may have signed
    /// somebody else in since.
    shown_to: Option<String>,
}

impl Memory for Browser {
    fn is_signed_in(&self) -> bool {
        self.signed_in.is_some()
    }
}

impl Browser {
    /// Who is signed in, and what they have let this client have.
    pub(super) fn knows(&self, client: &ClientId) -> (Option<SignedIn>, Scope) {
        (self.signed_in.clone(), self.consents.get(client).cloned().unwrap_or_default())
    }

    /// A request waits for the user.
    pub(super) fn wait(
        &mut self,
        interaction: &str,
        pending: PendingAuthorization,
        now: OffsetDateTime,
    ) {
        let interaction = interaction.to_owned();
        self.waiting.push(Waits { interaction, pending, shown_to: None }, now);
    }

    /// The request that a form is about.
    pub(super) fn waiting(
        &mut self,
        interaction: &str,
        now: OffsetDateTime,
    ) -> Option<&PendingAuthorization> {
        self.find(interaction, now).map(|waits| &waits.pending)
    }

    /// The same, which no longer waits.
    pub(super) fn take(
        &mut self,
        interaction: &str,
        now: OffsetDateTime,
    ) -> Option<PendingAuthorization> {
        let waits = self.waiting.take(now, |waits| waits.interaction == interaction)?;
        Some(waits.pending)
    }

    /// The same, if its consent page was shown to whoever is signed in.
    pub(super) fn take_shown(
        &mut self,
        interaction: &str,
        now: OffsetDateTime,
    ) -> Option<(PendingAuthorization, SignedIn)> {
        let user = self.signed_in.clone()?;
        let waits = self.find(interaction, now)?;
        if waits.shown_to.as_ref() != Some(&user.subject) {
            return None;
        }
        Some((self.take(interaction, now)?, user))
    }

    /// The consent page is shown to this user.
    pub(super) fn show(&mut self, interaction: &str, user: &SignedIn, now: OffsetDateTime) {
        if let Some(waits) = self.find(interaction, now) {
            waits.shown_to = Some(user.subject.clone());
        }
    }

    /// A user signed in to go on with this request. When somebody else was signed in before, what
    /// they consented to, and what waits for them, is not this user's.
    pub(super) fn sign_in(&mut self, user: SignedIn, interaction: &str) {
        if self.signed_in.as_ref().is_some_and(|before| before.subject != user.subject) {
            self.consents.clear();
            self.waiting.retain(|waits| waits.interaction == interaction);
        }
        self.signed_in = Some(user);
    }

    pub(super) fn consent(&mut self, client: &ClientId, scope: &Scope) {
        let consented = self.consents.entry(client.clone()).or_default();
        for token in scope.iter() {
            // Whatever is in one scope can be in another.
            let _ = consented.insert(token);
        }
    }

    fn find(&mut self, interaction: &str, now: OffsetDateTime) -> Option<&mut Waits> {
        self.waiting.find(now, |waits| waits.interaction == interaction)
    }
}
