//! What a process reports of its logins, a line each.

use serde::{Deserialize, Serialize};

/// What a client presents to have tokens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Credential {
    /// An authorization code.
    Code(String),
    /// A refresh token.
    RefreshToken(String),
}

/// A step of a login.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// The provider has shown a page for the authorization request of this interaction.
    Shown(String),
    /// The user answers the page of this interaction. The provider has not yet answered.
    Decided(String),
    /// The provider has answered the decision of the user with a code.
    Code {
        /// The interaction in which the user decided.
        interaction: String,
        /// The code that the client receives.
        code: String,
    },
    /// A client presents this credential. The provider has not yet answered.
    Presented(Credential),
    /// The provider has answered with tokens.
    Answered {
        /// What the client presented.
        presented: Credential,
        /// The access token of the answer.
        access_token: String,
        /// The refresh token of the answer.
        refresh_token: String,
    },
}

impl Event {
    /// Returns the event as a line without its end.
    ///
    /// # Panics
    /// Never panics: every event can be written as JSON.
    #[must_use]
    pub fn line(&self) -> String {
        serde_json::to_string(self).unwrap()
    }

    /// Reads a line. Returns `None` if the process was killed while it wrote the line.
    #[must_use]
    pub fn of_line(line: &str) -> Option<Self> {
        serde_json::from_str(line).ok()
    }
}
