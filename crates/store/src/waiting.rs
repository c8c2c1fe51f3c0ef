//! What a store knows about an authorization request that waits for the user.

use symbolon_oauth::ClientId;
use symbolon_provider::PendingAuthorization;

/// An authorization request that a browser names, and whether it was answered.
#[derive(Debug)]
pub enum Waiting {
    /// The request waits for an answer.
    Open(Box<PendingAuthorization>),
    /// The request was answered before, for example in another tab or by a second click. The value is
    /// its client, for the page that says so.
    Answered(ClientId),
    /// No such request waits for this browser: it never existed, it has expired, or the browser has
    /// sent too many requests since.
    Unknown,
}
