//! A relying party for a provider that a user or a customer named.

mod error;
mod stage;

use std::mem;

use http::Response;
use symbolon_discovery::quirks::Quirks;
use symbolon_discovery::webfinger::{Identifier, Identify};
use symbolon_discovery::{Discover, KeyCache, Lookup, ProviderMetadata};
use symbolon_jose::{Crypto, SigningKey};
use symbolon_oauth::flow::{Flow, OutOfTurn, Step};
use symbolon_oauth::obligation::AddressFrom;
use symbolon_oauth::{AccessToken, Issuer};
use symbolon_registration::ClientMetadata;
use time::OffsetDateTime;

use crate::{ClientConfiguration, Register, Registration, RelyingParty, relying_party};

pub use error::DiscoverRelyingPartyError;
use stage::{Client, FetchKeys, Registering, Stage, Target};

impl RelyingParty {
    /// Starts the search for the provider of a user: returns a flow that finds the issuer with
    /// WebFinger, and then does the same as [`at`](Self::at)
    /// ([Discovery §2](https://openid.net/specs/openid-connect-discovery-1_0.html#IssuerDiscovery)).
    ///
    /// Protect the form in which the user types the identifier against cross-site request forgery.
    ///
    /// ```
    /// # use symbolon_crypto_ring::CRYPTO;
    /// # use symbolon_discovery::webfinger::Identifier;
    /// # use symbolon_registration::ClientMetadata;
    /// # use symbolon_relying_party::{FoundProvider, RelyingParty, drive_blocking};
    /// # use time::OffsetDateTime;
    /// fn find(
    ///     typed: &str, metadata: ClientMetadata,
    ///     send: impl FnMut(http::Request<Vec<u8>>) -> std::io::Result<http::Response<Vec<u8>>>,
    /// ) -> Result<FoundProvider, Box<dyn std::error::Error>> {
    ///     let flow = RelyingParty::discover(Identifier::new(typed)?, &CRYPTO).register(metadata);
    ///     Ok(drive_blocking(flow, send, OffsetDateTime::now_utc)?)
    /// }
    /// ```
    pub fn discover(identifier: Identifier, crypto: &Crypto) -> DiscoverRelyingParty {
        DiscoverRelyingParty::new(Target::User(identifier), crypto)
    }

    /// Starts the search for the provider with this issuer: returns a flow that fetches the metadata
    /// and the keys of the provider, and registers a client there if your program has no client for
    /// this issuer
    /// ([Discovery §4](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig)).
    pub fn at(issuer: Issuer, crypto: &Crypto) -> DiscoverRelyingParty {
        DiscoverRelyingParty::new(Target::Issuer(issuer), crypto)
    }
}

/// A flow that makes a relying party for a provider that a user or a customer named. Created by
/// [`RelyingParty::discover`] and [`RelyingParty::at`].
///
/// The flow sends these requests:
/// 1. WebFinger, if the user typed an identifier. The flow follows at most three redirects.
/// 2. The metadata of the issuer. The metadata must state the same issuer.
/// 3. The keys of the provider.
/// 4. The registration, if no [`client`](Self::client) is for this issuer.
///
/// A stranger chose the addresses, so every request has [`AddressFrom::Stranger`] in its limits, and
/// the sender refuses addresses in your own network. Two kinds of issuers are different: for the
/// issuer of a [`client`](Self::client), the requests have the value of its configuration. An `http`
/// issuer on this machine, from [`Issuer::on_loopback`] or [`Identifier::on_loopback`], counts as
/// configured.
#[derive(Debug)]
#[must_use = "nothing is sent until the flow is driven"]
pub struct DiscoverRelyingParty {
    crypto: Crypto,
    quirks: Quirks,
    clients: Vec<(Issuer, ClientConfiguration)>,
    metadata: Option<ClientMetadata>,
    tokens: Vec<(Issuer, AccessToken)>,
    key: Option<SigningKey>,
    stage: Stage,
}

/// A relying party for a provider that a user or a customer named, with the keys of the provider.
#[derive(Debug)]
#[non_exhaustive]
pub struct FoundProvider {
    /// The relying party, as a client of the provider.
    pub rp: RelyingParty,
    /// The cache with the keys of the provider. Use it for all logins at the provider.
    pub keys: KeyCache,
    /// The registration, if the flow registered a client. **A secret:** store it before you begin a
    /// login, and pass it to [`ClientConfiguration::registered`] next time.
    pub registration: Option<Registration>,
}

impl DiscoverRelyingParty {
    fn new(target: Target, crypto: &Crypto) -> Self {
        Self {
            crypto: *crypto,
            quirks: Quirks::default(),
            clients: Vec::new(),
            metadata: None,
            tokens: Vec::new(),
            key: None,
            stage: Stage::Begin(target),
        }
    }

    /// Adds a client that your program has at this issuer. The flow uses the client only if the
    /// provider has this issuer, so that no other provider receives its credentials. Call this
    /// method once for each known issuer.
    pub fn client(mut self, issuer: Issuer, configuration: ClientConfiguration) -> Self {
        self.clients.push((issuer, configuration));
        self
    }

    /// Registers a client with this metadata if no [`client`](Self::client) is for the issuer. Values
    /// that the metadata leaves open are chosen as [`Register::choices`] does it.
    pub fn register(mut self, metadata: ClientMetadata) -> Self {
        self.metadata = Some(metadata);
        self
    }

    /// Sets the initial access token for a registration at this issuer. The flow sends the token to
    /// no other provider.
    pub fn initial_access_token(mut self, issuer: Issuer, token: AccessToken) -> Self {
        self.tokens.push((issuer, token));
        self
    }

    /// Sets the private key of the client that the flow registers, for `private_key_jwt`.
    pub fn signing_key(mut self, key: SigningKey) -> Self {
        self.key = Some(key);
        self
    }

    /// Sets the quirks of the provider. A [`client`](Self::client) has its own quirks, too, which
    /// apply to its logins. Without this call, no quirk is accepted.
    pub fn quirks(mut self, quirks: Quirks) -> Self {
        self.quirks = quirks;
        self
    }

    /// Returns the client that your program has at this issuer.
    fn known(&self, issuer: &Issuer) -> Option<&ClientConfiguration> {
        self.clients.iter().find(|(of, _)| of == issuer).map(|(_, client)| client)
    }

    /// Returns who chose the issuer.
    fn address_of(&self, issuer: &Issuer) -> AddressFrom {
        match self.known(issuer) {
            Some(client) => client.address,
            // Your program called a constructor for development.
            None if !issuer.is_https() && issuer.is_on_loopback() => AddressFrom::Configuration,
            None => AddressFrom::Stranger,
        }
    }

    fn discover_at(&self, issuer: Issuer) -> Result<Discover, DiscoverRelyingPartyError> {
        // Without a client, no login is possible, so the flow sends no request.
        if self.metadata.is_none() && self.known(&issuer).is_none() {
            return Err(DiscoverRelyingPartyError::NoClient(issuer));
        }
        let address = self.address_of(&issuer);
        Ok(Discover::new(issuer).address_from(address).quirks(&self.quirks))
    }

    /// Returns the client at a provider, or the flow that registers a client.
    fn client_at(
        &mut self,
        provider: &ProviderMetadata,
    ) -> Result<Client, DiscoverRelyingPartyError> {
        let issuer = &provider.issuer;
        if let Some(client) = self.known(issuer) {
            return Ok(Client::Known(Box::new(client.clone())));
        }
        let address = self.address_of(issuer);
        let Some(metadata) = self.metadata.take() else {
            return Err(DiscoverRelyingPartyError::NoClient(issuer.clone()));
        };
        let register = Register::new(provider, metadata)?.choices(&self.crypto);
        let mut register = register.address_from(address).quirks(&self.quirks);
        // RFC 7591 §3: the token was issued for one provider.
        if let Some((_, token)) = self.tokens.iter().find(|(of, _)| of == issuer) {
            register = register.initial_access_token(token.clone());
        }
        Ok(Client::Register(Box::new(register)))
    }

    /// Creates the relying party of a client that has just been registered.
    fn registered(
        &mut self,
        provider: ProviderMetadata,
        keys: KeyCache,
        registration: Registration,
    ) -> Result<FoundProvider, DiscoverRelyingPartyError> {
        let client = match ClientConfiguration::registered(&registration, self.key.take()) {
            Ok(client) => client.quirks(self.quirks.clone()),
            Err(error) => {
                let registration = Box::new(registration);
                return Err(DiscoverRelyingPartyError::Registered { error, registration });
            }
        };
        match RelyingParty::new(provider, client, &self.crypto) {
            Ok(rp) => Ok(FoundProvider { rp, keys, registration: Some(registration) }),
            Err(error) => {
                let registration = Some(Box::new(registration));
                Err(DiscoverRelyingPartyError::Configuration { error, registration })
            }
        }
    }
}

impl DiscoverRelyingParty {
    /// Continues after a step of WebFinger.
    fn identified(
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
    fn begin_discovery(
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
    fn begin_keys(
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
    fn begin_client(
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

impl Flow for DiscoverRelyingParty {
    type Output = FoundProvider;
    type Error = DiscoverRelyingPartyError;

    fn start(
        &mut self,
        now: OffsetDateTime,
    ) -> Result<Step<FoundProvider>, DiscoverRelyingPartyError> {
        match mem::replace(&mut self.stage, Stage::Over) {
            Stage::Begin(Target::User(identifier)) => {
                let mut identify = Identify::new(identifier).quirks(&self.quirks);
                let step = identify.start(now)?;
                self.identified(identify, step, now)
            }
            Stage::Begin(Target::Issuer(issuer)) => self.begin_discovery(issuer, now),
            _ => Err(OutOfTurn.into()),
        }
    }

    fn receive(
        &mut self,
        response: Response<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Step<FoundProvider>, DiscoverRelyingPartyError> {
        match mem::replace(&mut self.stage, Stage::Over) {
            Stage::Begin(_) | Stage::Over => Err(OutOfTurn.into()),
            Stage::Identify(mut identify) => {
                let step = identify.receive(response, now)?;
                self.identified(*identify, step, now)
            }
            Stage::Discover(mut discover) => match discover.receive(response, now)? {
                // Discovery §4.1: one request.
                Step::Send(_) => Err(OutOfTurn.into()),
                Step::Done(provider) => self.begin_keys(provider, now),
            },
            Stage::Keys(mut fetch) => {
                fetch.keys.receive(fetch.ticket, &response, now)?;
                self.begin_client(fetch.provider, fetch.keys, fetch.client, now)
            }
            Stage::Register(mut stage) => match stage.register.receive(response, now)? {
                Step::Send(_) => Err(OutOfTurn.into()),
                Step::Done(registration) => {
                    self.registered(stage.provider, stage.keys, registration).map(Step::Done)
                }
            },
        }
    }
}
