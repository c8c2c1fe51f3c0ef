//! The stages of the search for a provider.

use symbolon_discovery::webfinger::{Identifier, Identify};
use symbolon_discovery::{Discover, FetchTicket, KeyCache, Lookup, ProviderMetadata};
use symbolon_oauth::Issuer;
use symbolon_oauth::flow::{Flow, OutOfTurn, Step};
use time::OffsetDateTime;

use super::{DiscoverRelyingParty, DiscoverRelyingPartyError, FoundProvider};
use crate::{ClientConfiguration, Register, RelyingParty, relying_party};

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

impl DiscoverRelyingParty {
    /// Continues after a step of WebFinger.
    pub(super) fn identified(
        &mut self,
        identify: Identify,
        step: Step<Issuer>,
        now: OffsetDateTime,
    ) -> Result<Step<FoundProvider>, DiscoverRelyingPartyError> {
        match step {
            Step::Send(request) => {
                self.stage = Stage::Identify(Box::new(identify));
                Ok(Step::Send(request))
            }
            Step::Done(issuer) => self.begin_discovery(issuer, now),
        }
    }

    /// Requests the metadata of the issuer.
    pub(super) fn begin_discovery(
        &mut self,
        issuer: Issuer,
        now: OffsetDateTime,
    ) -> Result<Step<FoundProvider>, DiscoverRelyingPartyError> {
        let mut discover = self.discover_at(issuer)?;
        match discover.start(now)? {
            Step::Send(request) => {
                self.stage = Stage::Discover(Box::new(discover));
                Ok(Step::Send(request))
            }
            Step::Done(provider) => self.begin_keys(provider, now),
        }
    }

    /// Requests the keys of the provider. This comes before the registration, so that no client is
    /// registered at a provider without usable keys.
    pub(super) fn begin_keys(
        &mut self,
        provider: ProviderMetadata,
        now: OffsetDateTime,
    ) -> Result<Step<FoundProvider>, DiscoverRelyingPartyError> {
        let client = self.client_at(&provider)?;
        let (address, quirks) = match &client {
            Client::Known(client) => (client.address, client.quirks.clone()),
            Client::Register(_) => (self.address_of(&provider.issuer), self.quirks.clone()),
        };
        let mut keys = relying_party::key_cache(&provider, address, quirks);
        match keys.keys(None, now) {
            Lookup::Fetch { fetch, ticket } => {
                let waiting = FetchKeys { provider, keys, ticket, client };
                self.stage = Stage::Keys(Box::new(waiting));
                Ok(Step::Send(fetch.into_request()))
            }
            // An empty cache always asks for a fetch.
            Lookup::Have(_) | Lookup::Unknown(_) => self.begin_client(provider, keys, client, now),
        }
    }

    /// Registers the client, or ends with the known client.
    pub(super) fn begin_client(
        &mut self,
        provider: ProviderMetadata,
        keys: KeyCache,
        client: Client,
        now: OffsetDateTime,
    ) -> Result<Step<FoundProvider>, DiscoverRelyingPartyError> {
        let mut register = match client {
            Client::Register(register) => *register,
            Client::Known(client) => {
                let rp = RelyingParty::new(provider, *client, &self.crypto).map_err(|error| {
                    DiscoverRelyingPartyError::Configuration { error, registration: None }
                })?;
                return Ok(Step::Done(FoundProvider { rp, keys, registration: None }));
            }
        };
        match register.start(now)? {
            Step::Send(request) => {
                let waiting = Registering { provider, keys, register };
                self.stage = Stage::Register(Box::new(waiting));
                Ok(Step::Send(request))
            }
            Step::Done(_) => Err(OutOfTurn.into()),
        }
    }
}
