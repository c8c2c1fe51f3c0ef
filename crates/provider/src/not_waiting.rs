//! The error of a form for which no authorization request waits.

use symbolon_oauth::ClientId;

/// The reason why the form of a sign-in page or of a consent page cannot be answered: no
/// authorization request waits for the form in this browser.
///
/// In a function that answers a form, `?` turns the error into a [`Refusal`](crate::Refusal), whose
/// page has the status 400.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotWaiting {
    /// No authorization request waits for this form in this browser: the user waited too long, the
    /// page was shown to another browser or another user, or the page was never shown.
    #[error("no authorization request waits for this form in this browser; begin again")]
    Unknown,
    /// The request was answered before, for example in another tab or by a second click. The value
    /// is the client that received the answer. Name the client on the error page.
    #[error("the page was answered before, and the client {0} has the answer")]
    Answered(ClientId),
}

impl NotWaiting {
    /// Returns a stable name for logs and metrics: `"interaction.gone"` or
    /// `"interaction.answered"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "interaction.gone",
            Self::Answered(_) => "interaction.answered",
        }
    }
}
