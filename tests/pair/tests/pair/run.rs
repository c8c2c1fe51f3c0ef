//! One run: discovery, login, UserInfo and refresh.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use http::{Request, Response};
use symbolon_crypto_ring::CRYPTO;
use symbolon_discovery::quirks::Quirks;
use symbolon_discovery::{Discover, KeyCache, ProviderMetadata};
use symbolon_jose::{Crypto, SignatureAlgorithm};
use symbolon_oidc::Prompt;
use symbolon_relying_party::{
    Callback, ClientAuthentication, ClientConfiguration, DriveError, Flow, Login, RelyingParty,
    RelyingPartyPolicy, drive_blocking,
};
use symbolon_test_support::metadata::{AUTHORIZE, JWKS, TOKEN, USER_INFO};
use symbolon_test_support::names::{ISSUER, client_id, client_secret, issuer, redirect_uri};
use symbolon_test_support::{clock, random};
use time::OffsetDateTime;

use crate::party::{Op, Sent};
use crate::wire::{Carried, Message, Mutation, Raw, Tampering, Tape, Tapes, Wire};

/// The result of a run that succeeded.
#[derive(Debug, PartialEq)]
pub(crate) struct SignedIn {
    pub(crate) sub: String,
    pub(crate) email: Option<String>,
    pub(crate) scope: String,
    /// Whether the refresh returned a new refresh token.
    pub(crate) rotated: bool,
}

/// The stage at which a run failed, and the code of the error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) stage: Stage,
    pub(crate) code: &'static str,
}

/// The stages of a run, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    Discovery,
    Authorization,
    Callback,
    Login,
    UserInfo,
    Refresh,
}

/// The error of a message that did not arrive.
#[derive(Debug)]
struct Lost;

/// The quirks and the policy that a relying party accepts beyond the default.
#[derive(Clone, Debug, Default)]
pub(crate) struct Leniency {
    pub(crate) quirks: Quirks,
    pub(crate) policy: RelyingPartyPolicy,
}

struct World<'a> {
    leniency: &'a Leniency,
    op: Op,
    wire: Wire<'a>,
    crypto: Crypto,
    clock: Rc<Cell<OffsetDateTime>>,
    stage: Stage,
}

impl Refused {
    /// Whether the run failed in the operation that the message belongs to, and not only later.
    pub(crate) fn holds_for(self, message: Message) -> bool {
        let last = match message {
            Message::UserInfoRequest | Message::UserInfoResponse => Stage::UserInfo,
            Message::RefreshRequest | Message::RefreshResponse => Stage::Refresh,
            _ => Stage::Login,
        };
        self.stage <= last
    }
}

/// Runs all stages for this user, with randomness from this seed, and records the messages.
pub(crate) fn run(
    user: &'static str,
    seed: u64,
    tampering: Option<(&Tampering, Tapes<'_>)>,
) -> (Result<SignedIn, Refused>, Tape) {
    run_with(&Leniency::default(), user, seed, tampering)
}

/// Runs all stages as [`run`] does, with a relying party that accepts more than the default.
pub(crate) fn run_with(
    leniency: &Leniency,
    user: &'static str,
    seed: u64,
    tampering: Option<(&Tampering, Tapes<'_>)>,
) -> (Result<SignedIn, Refused>, Tape) {
    let mut world = World {
        leniency,
        op: Op::new(random::seeded(seed, &CRYPTO), user),
        wire: Wire::new(tampering),
        crypto: random::seeded(seed + 1000, &CRYPTO),
        clock: Rc::new(Cell::new(clock::now())),
        stage: Stage::Discovery,
    };
    let result = world.all();
    (result, world.wire.tape)
}

impl World<'_> {
    fn all(&mut self) -> Result<SignedIn, Refused> {
        let rp = self.relying_party()?;
        let mut keys = rp.key_cache();
        let login = self.login(&rp, &mut keys)?;

        self.stage = Stage::UserInfo;
        let flow = rp.user_info(&login.session).map_err(|error| self.refused(error.code()))?;
        let user_info = self.drive(flow, |error| error.code())?;

        self.stage = Stage::Refresh;
        let flow =
            rp.refresh(&login.session, &mut keys).map_err(|error| self.refused(error.code()))?;
        let refreshed = self.drive(flow, |error| error.code())?;

        assert_eq!(user_info.sub, login.id_token.sub);
        assert_eq!(refreshed.session.sub(), login.id_token.sub);
        Ok(SignedIn {
            sub: login.id_token.sub.clone(),
            email: user_info.claims.email,
            scope: refreshed.session.scope.to_string(),
            rotated: refreshed.session.refresh_token != login.session.refresh_token,
        })
    }

    fn relying_party(&mut self) -> Result<RelyingParty, Refused> {
        let discover = Discover::new(issuer()).quirks(&self.leniency.quirks);
        let provider: ProviderMetadata = self.drive(discover, |error| error.code())?;
        let authentication = ClientAuthentication::ClientSecretBasic(client_secret());
        let mut client = ClientConfiguration::new(client_id(), authentication)
            .policy(self.leniency.policy.clone())
            .quirks(self.leniency.quirks.clone());
        client.policy.id_token_algorithms = Some(vec![SignatureAlgorithm::Es256]);
        RelyingParty::new(provider, client, &self.crypto)
            .map_err(|error| self.refused(error.code()))
    }

    fn login(&mut self, rp: &RelyingParty, keys: &mut KeyCache) -> Result<Login, Refused> {
        self.stage = Stage::Authorization;
        let redirect_uri = redirect_uri();
        let now = self.clock.get();
        let begin = || {
            let login = rp.login(&redirect_uri).scope("email offline_access");
            let login = login.prompt(Prompt::CONSENT).max_age(Duration::from_secs(300));
            login.login_hint("alice@example.com").begin(now).unwrap()
        };
        let (url, pending) = begin();
        let mut location = self.authorize(url.as_str())?;

        self.stage = Stage::Callback;
        if self.wire.is(Message::AuthorizationResponse, &Mutation::Reordered) {
            // The same browser began a second login, whose response comes first.
            let (second, _) = begin();
            location = self.sent(second.as_str())?;
        }
        let arrived = match self.wire.carry(Message::AuthorizationResponse, Raw::Url(location)) {
            Carried::Once(Raw::Url(location)) => Request::get(location).body("").unwrap(),
            _ => return Err(self.refused("browser.lost")),
        };
        let callback = Callback::from_http(&arrived).map_err(|error| self.refused(error.code()))?;
        let flow =
            rp.finish(pending, callback, keys).map_err(|error| self.refused(error.code()))?;

        self.stage = Stage::Login;
        self.drive(flow, |error| error.code())
    }

    /// Takes the browser to the authorization endpoint, and returns where it is redirected to.
    fn authorize(&mut self, url: &str) -> Result<String, Refused> {
        let early = Mutation::Reordered;
        if self.wire.is(Message::AuthorizationRequest, &early) {
            // The response to this request arrives before the provider has seen the request.
            let location = self.wire.unchanged(Message::AuthorizationResponse);
            let Raw::Url(location) = location else { unreachable!("the browser carries URLs") };
            return Ok(location);
        }
        match self.wire.carry(Message::AuthorizationRequest, Raw::Url(url.to_owned())) {
            Carried::Once(Raw::Url(url)) => self.sent(&url),
            Carried::Twice(Raw::Url(url)) => {
                self.sent(&url)?;
                self.sent(&url)
            }
            _ => Err(self.refused("browser.lost")),
        }
    }

    fn sent(&mut self, url: &str) -> Result<String, Refused> {
        if !url.starts_with(&format!("{ISSUER}{AUTHORIZE}?")) {
            return Err(self.refused("browser.astray"));
        }
        let now = self.tick();
        match self.op.authorize(url, now) {
            Sent::To(location) => Ok(location),
            Sent::Nowhere(refusal) => Err(self.refused(refusal.reason().code())),
        }
    }

    fn drive<F: Flow>(
        &mut self,
        flow: F,
        code: impl FnOnce(&F::Error) -> &'static str,
    ) -> Result<F::Output, Refused> {
        let clock = Rc::clone(&self.clock);
        let result = drive_blocking(flow, |request| self.exchange(request), || clock.get());
        result.map_err(|error| match &error {
            DriveError::Flow(error) => self.refused(code(error)),
            other => self.refused(other.code()),
        })
    }

    /// Sends a request over the wire, and returns the response that arrives.
    fn exchange(&mut self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, Lost> {
        let (asked, answered) = self.messages(&request);
        let response = match self.wire.carry(asked, Raw::Request(request)) {
            Carried::Once(Raw::Request(request)) => {
                let now = self.tick();
                self.op.answer(&request, now)
            }
            Carried::Twice(Raw::Request(request)) => {
                let now = self.tick();
                self.op.answer(&request, now);
                let now = self.tick();
                self.op.answer(&request, now)
            }
            _ => return Err(Lost),
        };
        match self.wire.carry(answered, Raw::Response(response)) {
            Carried::Once(Raw::Response(response)) => {
                self.tick();
                Ok(response)
            }
            _ => Err(Lost),
        }
    }

    /// Returns which messages a request and its response are. The stage tells, and at one stage the
    /// path. A changed discovery document may have led the request to another path.
    fn messages(&self, request: &Request<Vec<u8>>) -> (Message, Message) {
        match (self.stage, request.uri().path()) {
            (Stage::Discovery, _) => (Message::DiscoveryRequest, Message::DiscoveryDocument),
            (Stage::UserInfo, _) => (Message::UserInfoRequest, Message::UserInfoResponse),
            (Stage::Refresh, TOKEN) => (Message::RefreshRequest, Message::RefreshResponse),
            (_, USER_INFO) => unreachable!("UserInfo is requested at its own stage"),
            (_, JWKS) => (Message::JwksRequest, Message::Jwks),
            _ if request.method() == http::Method::GET => (Message::JwksRequest, Message::Jwks),
            _ => (Message::TokenRequest, Message::TokenResponse),
        }
    }

    fn tick(&mut self) -> OffsetDateTime {
        let now = self.clock.get() + Duration::from_secs(1);
        self.clock.set(now);
        now
    }

    fn refused(&self, code: &'static str) -> Refused {
        Refused { stage: self.stage, code }
    }
}
