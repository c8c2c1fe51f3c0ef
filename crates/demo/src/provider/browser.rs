//! The session data of a browser at the provider.

use std::collections::HashMap;
use std::fmt;

use symbolon::oauth::{ClientId, Scope};
use symbolon::provider::{PendingAuthorization, SignedIn};
use time::OffsetDateTime;

use crate::guesses::TooEarly;
use crate::sessions::Memory;
use crate::waiting::Waiting;

/// The session data of a browser.
#[derive(Debug, Default)]
pub(super) struct Browser {
    signed_in: Option<SignedIn>,
    /// The scopes that the user has allowed each client.
    consents: HashMap<ClientId, Scope>,
    waiting: Waiting<Waits>,
    /// The requests that the user has answered, each with its client.
    answered: Waiting<(String, ClientId)>,
}

/// A request that waits until the user answers a page.
#[derive(Debug)]
struct Waits {
    /// The value that identifies the request in the form of the page.
    interaction: String,
    pending: PendingAuthorization,
    /// The user whom the consent page was shown to. Only this user can answer it: meanwhile,
    /// another user can have signed in in another tab.
    shown_to: Option<String>,
    /// What the sign-in page shows after an attempt failed.
    failed: Failed,
}

/// The user name of a failed attempt to sign in, and the message about it.
#[derive(Clone, Debug, Default)]
pub(super) struct Failed {
    pub(super) username: String,
    pub(super) alert: Option<Alert>,
}

/// The reason why an attempt to sign in failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alert {
    Wrong,
    TooEarly(TooEarly),
    OtherAccount,
}

impl Alert {
    /// Returns a stable name of the alert, for the log.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Wrong => "sign_in.wrong_password",
            Self::TooEarly(_) => "sign_in.too_early",
            Self::OtherAccount => "sign_in.other_account",
        }
    }
}

impl fmt::Display for Alert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wrong => {
                f.write_str("The user name or the password is wrong. Please try again.")
            }
            Self::TooEarly(TooEarly { wait }) => {
                let seconds = wait.whole_seconds().saturating_add(1);
                write!(f, "There were too many wrong passwords. Please try again in ")?;
                if seconds < 90 {
                    write!(f, "{seconds} seconds.")
                } else {
                    write!(f, "{} minutes.", seconds.saturating_add(59) / 60)
                }
            }
            Self::OtherAccount => f.write_str(
                "The app expects another account. Please sign in with the account that you used there \
                 before, or cancel.",
            ),
        }
    }
}

impl Memory for Browser {
    fn user(&self) -> Option<String> {
        self.subject().map(str::to_owned)
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
        let failed = Failed::default();
        self.waiting.push(Waits { interaction, pending, shown_to: None, failed }, now);
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
        self.answered.push((waits.interaction, waits.pending.client_id().clone()), now);
        Some(waits.pending)
    }

    /// Returns the client of a request that the user has answered.
    pub(super) fn answered(&mut self, interaction: &str, now: OffsetDateTime) -> Option<&ClientId> {
        let answered = self.answered.find(now, |(answered, _)| answered == interaction)?;
        Some(&answered.1)
    }

    /// Remembers for the sign-in page that an attempt failed.
    pub(super) fn fail(&mut self, interaction: &str, failed: Failed, now: OffsetDateTime) {
        if let Some(waits) = self.find(interaction, now) {
            waits.failed = failed;
        }
    }

    /// Returns the failed attempt that the sign-in page shows.
    pub(super) fn failed(&mut self, interaction: &str, now: OffsetDateTime) -> Option<Failed> {
        self.find(interaction, now).map(|waits| waits.failed.clone())
    }

    /// Removes and returns the request that a form belongs to, if its consent page was shown to the
    /// user who is signed in now.
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

    /// Signs a user in, who goes on with this request. If another user was signed in before, that
    /// user's consents and waiting requests are removed.
    pub(super) fn sign_in(&mut self, user: SignedIn, interaction: &str) {
        if self.signed_in.as_ref().is_some_and(|before| before.subject != user.subject) {
            self.consents.clear();
            self.waiting.retain(|waits| waits.interaction == interaction);
        }
        self.waiting.each(|waits| waits.failed = Failed::default());
        self.signed_in = Some(user);
    }

    /// Returns the subject of the signed-in user.
    pub(super) fn subject(&self) -> Option<&str> {
        self.signed_in.as_ref().map(|user| user.subject.as_str())
    }

    /// Signs the user out. After the next sign-in, the user is asked for consent again. Waiting
    /// requests stay.
    pub(super) fn sign_out(&mut self) -> Option<SignedIn> {
        self.consents.clear();
        self.signed_in.take()
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
