//! What the endpoints of the provider share.

use symbolon::provider::{Provider, RegisteredClient};

use super::browser::Browser;
use super::store::Store;
use crate::sessions::Sessions;
use crate::users::Users;

/// The engine, with the store, the sessions and the users that it needs.
#[derive(Debug)]
pub(crate) struct Op {
    pub(super) engine: Provider,
    pub(super) store: Store,
    pub(super) sessions: Sessions<Browser>,
    pub(super) users: Users,
}

impl Op {
    /// Creates the provider, with no codes, tokens and sessions.
    pub(crate) fn new(engine: Provider, clients: Vec<RegisteredClient>, users: Users) -> Self {
        let sessions = Sessions::new("symbolon_demo_provider", engine.issuer().is_https());
        let store = Store::new(clients, engine.policy().refresh_lifetime);
        Self { engine, store, sessions, users }
    }
}
