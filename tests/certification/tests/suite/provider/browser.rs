//! The browser of the suite with its one user, and what it shows.

use symbolon_provider::{ClientPages, SignedIn};
use symbolon_test_support::clock;
use time::{Duration, OffsetDateTime};

/// A page of the provider that the user has to act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    SignIn,
    Consent,
}

pub(crate) struct Browser {
    /// The user's session at the provider.
    pub(crate) signed_in: Option<SignedIn>,
    /// The time of the next request.
    pub(crate) now: OffsetDateTime,
    /// What the last consent page showed about the client.
    pub(crate) client_pages: ClientPages,
    pages: Vec<Page>,
}

impl Browser {
    pub(crate) fn new() -> Self {
        let client_pages = ClientPages::default();
        Self { signed_in: None, now: clock::now(), client_pages, pages: Vec::new() }
    }

    pub(super) fn show(&mut self, page: Page) {
        self.pages.push(page);
        assert!(self.pages.len() < 5, "the provider shows the same pages again and again");
    }

    /// Returns the pages that were shown since the last call.
    pub(crate) fn take_pages(&mut self) -> Vec<Page> {
        std::mem::take(&mut self.pages)
    }

    pub(crate) fn wait(&mut self, seconds: i64) {
        self.now = self.now.checked_add(Duration::seconds(seconds)).unwrap();
    }
}
