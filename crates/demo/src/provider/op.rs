//! The state that the endpoints of the provider share.

use symbolon::provider::{Provider, RegisteredClient};

use super::browser::Browser;
use super::store::Store;
use crate::sessions::Sessions;
use crate::users::Users;

/// The engine, and the store, the sessions and the users, which the engine leaves to its caller.
#[derive(Debug)]
pub(crate) struct Op {
    pub(super) engine: Provider,
    pub(super) store: Store,
    pub(super) sessions: Sessions<Browser>,
    pub(super) users: Users,
}

impl Op {
    /// Creates a provider with these clients and users, and without codes, tokens and sessions.
    pub(crate) fn new(engine: Provider, clients: Vec<RegisteredClient>, users: Users) -> Self {
        let sessions = Sessions::new("symbolon_demo_provider", engine.issuer().is_https());
        let store = Store::new(clients, engine.policy().refresh_lifetime);
        Self { engine, store, sessions, users }
    }
}
