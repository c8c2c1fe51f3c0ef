//! The stages of the search for a provider.

use symbolon_discovery::webfinger::{Identifier, Identify};
use symbolon_discovery::{Discover, FetchTicket, KeyCache, ProviderMetadata};
use symbolon_oauth::Issuer;

use crate::{ClientConfiguration, Register};

/// What the user or the customer named.
#[derive(Debug)]
pub(super) enum Target {
    User(Identifier),
    Issuer(Issuer),
}

/// The response for which the flow waits.
#[derive(Debug)]
pub(super) enum Stage {
    Begin(Target),
    Identify(Box<Identify>),
    Discover(Box<Discover>),
    Keys(Box<FetchKeys>),
    Register(Box<Registering>),
    Over,
}

/// The provider, while its keys are fetched.
#[derive(Debug)]
pub(super) struct FetchKeys {
    pub(super) provider: ProviderMetadata,
    pub(super) keys: KeyCache,
    pub(super) ticket: FetchTicket,
    pub(super) client: Client,
}

/// The provider, while the client is registered.
#[derive(Debug)]
pub(super) struct Registering {
    pub(super) provider: ProviderMetadata,
    pub(super) keys: KeyCache,
    pub(super) register: Register,
}

/// The client at the provider.
#[derive(Debug)]
pub(super) enum Client {
    Known(Box<ClientConfiguration>),
    Register(Box<Register>),
}
