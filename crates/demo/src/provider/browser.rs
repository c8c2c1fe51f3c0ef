//! The session data of a browser at the provider.

use std::collections::HashMap;

use symbolon::oauth::{ClientId, Scope};
use symbolon::provider::{PendingAuthorization, SignedIn};
use time::OffsetDateTime;

use crate::sessions::Memory;
use crate::waiting::Waiting;

/// The session data of a browser.
#[derive(Debug, Default)]
pub(super) struct Browser {
    signed_in: Option<SignedIn>,
    /// The scopes that the user has allowed each client.
    consents: HashMap<ClientId, Scope>,
    waiting: Waiting<Waits>,
}

/// A request that waits until the user answers a page.
#[derive(Debug)]
struct Waits {
    /// The value that identifies the request in the form of the page.
    interaction: String,
    pending: PendingAuthorization,
    /// The user whom the consent page was shown to. Only this user can answer it: meanwhile, another user
    /// can have signed in in another tab.
    shown_to: Option<String>,
}

impl Memory for Browser {
    fn is_signed_in(&self) -> bool {
        self.signed_in.is_some()
    }
}

impl Browser {
    /// Returns the signed-in user, and the scope that the user has allowed this client.
    pub(super) fn knows(&self, client: &ClientId) -> (Option<SignedIn>, Scope) {
        (self.signed_in.clone(), self.consents.get(client).cloned().unwrap_or_default())
    }

    /// Adds a request that waits for the user.
    pub(super) fn wait(
        &mut self,
        interaction: &str,
        pending: PendingAuthorization,
        now: OffsetDateTime,
    ) {
        let interaction = interaction.to_owned();
        self.waiting.push(Waits { interaction, pending, shown_to: None }, now);
    }

    /// Returns the request that a form belongs to.
    pub(super) fn waiting(
        &mut self,
        interaction: &str,
        now: OffsetDateTime,
    ) -> Option<&PendingAuthorization> {
        self.find(interaction, now).map(|waits| &waits.pending)
    }

    /// Removes and returns the request that a form belongs to.
    pub(super) fn take(
        &mut self,
        interaction: &str,
        now: OffsetDateTime,
    ) -> Option<PendingAuthorization> {
        let waits = self.waiting.take(now, |waits| waits.interaction == interaction)?;
        Some(waits.pending)
    }

    /// Removes and returns the request that a form belongs to, if its consent page was shown to the user
    /// who is signed in now.
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

    /// Remembers that the consent page is shown to this user.
    pub(super) fn show(&mut self, interaction: &str, user: &SignedIn, now: OffsetDateTime) {
        if let Some(waits) = self.find(interaction, now) {
            waits.shown_to = Some(user.subject.clone());
        }
    }

    /// Signs a user in, who goes on with this request. If another user was signed in before, that user's
    /// consents and waiting requests are removed.
    pub(super) fn sign_in(&mut self, user: SignedIn, interaction: &str) {
        if self.signed_in.as_ref().is_some_and(|before| before.subject != user.subject) {
            self.consents.clear();
            self.waiting.retain(|waits| waits.interaction == interaction);
        }
        self.signed_in = Some(user);
    }

    /// Adds a scope to what the user has allowed this client.
    pub(super) fn consent(&mut self, client: &ClientId, scope: &Scope) {
        let consented = self.consents.entry(client.clone()).or_default();
        for token in scope.iter() {
            // A scope takes every token of another scope.
            let _ = consented.insert(token);
        }
    }

    fn find(&mut self, interaction: &str, now: OffsetDateTime) -> Option<&mut Waits> {
        self.waiting.find(now, |waits| waits.interaction == interaction)
    }
}
