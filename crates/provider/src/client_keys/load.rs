//! The flow that loads the keys of one client.

use core::convert::Infallible;
use core::time::Duration;
use std::collections::VecDeque;

use http::{Request, Response};
use symbolon_discovery::{Endpoint, FetchTicket, KeyCache, Lookup, Unknown};
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_oauth::flow::{Flow, Step};
use time::OffsetDateTime;

use super::ClientKeys;
use super::needed::Needed;
use crate::RegisteredClient;

/// The longest key set of a client, in bytes.
const MAX_BODY: usize = 64 * 1024;

/// How often a flow waits for the requests of other flows.
const MOST_WAITS: u8 = 2;

/// The longest time for one request.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The flow that loads the keys of a client from its `jwks_uri`
/// ([Core §10.1](https://openid.net/specs/openid-connect-core-1_0.html#Signing)).
///
/// The result is the client, with the keys in [`jwks`](RegisteredClient::jwks). Do not store this
/// record: the keys belong to this request only. Pass it to the method for which you loaded the keys.
///
/// The flow does not fail. If the keys cannot be fetched, the client has no keys in the result, and
/// [`Provider::authenticate`](crate::Provider::authenticate) refuses the client with
/// [`TokenError::KeysUnavailable`](crate::TokenError::KeysUnavailable). If the client has no
/// `jwks_uri` or the request needs no key, the flow returns the client at once and unchanged.
///
/// If the client has a new key, its `kid` is unknown, and the keys are fetched again
/// ([Core §10.1.1](https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys)). The
/// [`KeyCachePolicy`](symbolon_discovery::KeyCachePolicy) limits how often.
///
/// [`run`](Self::run) waits if another flow is fetching the same keys. If you drive the flow in another
/// way, it does not wait: a client whose first request for keys is under way then has no keys.
///
/// If the flow is dropped before its request has ended, the request counts as failed. Run the flow
/// in a task that your server does not stop when the client closes its connection. Otherwise
/// another party could prevent the provider from finding a new key of the client.
///
/// ```
/// use http::{Request, Response};
/// use symbolon_provider::{ClientKeys, Provider, RegisteredClient, TokenRequest};
/// use time::OffsetDateTime;
///
/// async fn with_keys<E, F: Future<Output = Result<Response<Vec<u8>>, E>>>(
///     provider: &Provider, keys: &ClientKeys, request: &TokenRequest,
///     found: Option<RegisteredClient>, send: impl FnMut(Request<Vec<u8>>) -> F,
/// ) -> Option<RegisteredClient> {
///     let clock = OffsetDateTime::now_utc;
/// # let clock = || OffsetDateTime::UNIX_EPOCH;
///     provider.load_keys_for_token(request, found, keys).run(send, clock).await
/// }
/// ```
#[derive(Debug)]
#[must_use = "run the flow, and use the client that it returns"]
pub struct LoadKeys {
    keys: ClientKeys,
    client: Option<RegisteredClient>,
    needed: VecDeque<Needed>,
    /// The request under way.
    sent: Option<Sent>,
    /// How often the flow has waited for another flow.
    waits: u8,
}

/// A request for keys.
#[derive(Debug)]
struct Sent {
    jwks_uri: Endpoint,
    ticket: FetchTicket,
    at: OffsetDateTime,
}

/// What the flow needs next.
enum Progress {
    /// The response to this request.
    Send(Request<Vec<u8>>),
    /// The end of a request that another flow has sent to this address.
    Wait(Endpoint),
    /// The flow needs nothing more.
    Done,
}

impl LoadKeys {
    pub(super) fn new(
        client: Option<RegisteredClient>,
        needed: Vec<Needed>,
        keys: &ClientKeys,
    ) -> Self {
        Self { keys: keys.clone(), client, needed: needed.into(), sent: None, waits: 0 }
    }

    /// Runs the flow with a function that sends requests, as
    /// [`drive`](symbolon_oauth::flow::drive) does, and returns the client. Returns `None` if there is
    /// no client.
    pub async fn run<S, F, C, E>(mut self, mut send: S, mut clock: C) -> Option<RegisteredClient>
    where
        S: FnMut(Request<Vec<u8>>) -> F,
        F: Future<Output = Result<Response<Vec<u8>>, E>>,
        C: FnMut() -> OffsetDateTime,
    {
        loop {
            match self.advance(clock()) {
                Progress::Send(request) => match send(request).await {
                    Ok(response) => self.received(&response, clock()),
                    Err(_) => self.failed(clock()),
                },
                Progress::Wait(jwks_uri) => self.keys.ended(&jwks_uri).await,
                Progress::Done => return self.client.take(),
            }
        }
    }

    /// Finds the needed keys one after another.
    fn advance(&mut self, now: OffsetDateTime) -> Progress {
        let Some(client) = &mut self.client else { return Progress::Done };
        let Some(jwks_uri) = client.jwks_uri.clone() else { return Progress::Done };
        while let Some(kid) = self.needed.front() {
            // Registration §2: a client has either `jwks_uri` or `jwks`. Keys in the record would
            // stay valid after the client has removed them from its `jwks_uri`.
            client.jwks = None;
            match self.keys.lookup(&jwks_uri, kid.as_deref(), now) {
                Lookup::Have(set) => client.jwks = Some((*set).clone()),
                Lookup::Fetch { mut fetch, ticket } => {
                    self.sent = Some(Sent { jwks_uri, ticket, at: now });
                    fetch.max_body = fetch.max_body.min(MAX_BODY);
                    fetch.timeout = fetch.timeout.min(TIMEOUT);
                    return Progress::Send(fetch.into_request());
                }
                Lookup::Unknown(Unknown::InFlight) if self.waits < MOST_WAITS => {
                    self.waits = self.waits.saturating_add(1);
                    return Progress::Wait(jwks_uri);
                }
                Lookup::Unknown(_) => client.jwks = held(&self.keys, &jwks_uri, now),
            }
            self.needed.pop_front();
        }
        Progress::Done
    }

    /// Returns the next step for a program that does not wait for other flows.
    fn step(&mut self, now: OffsetDateTime) -> Step<Option<RegisteredClient>> {
        match self.advance(now) {
            Progress::Send(request) => return Step::Send(request),
            Progress::Wait(jwks_uri) => {
                if let Some(client) = &mut self.client {
                    client.jwks = held(&self.keys, &jwks_uri, now);
                }
            }
            Progress::Done => {}
        }
        Step::Done(self.client.take())
    }

    /// Gives the response to the cache.
    fn received(&mut self, response: &Response<Vec<u8>>, now: OffsetDateTime) {
        self.ended(now, |cache, ticket| {
            if response.body().len() > MAX_BODY {
                return cache.fail(ticket, now);
            }
            // After a response that is refused, the cache keeps its old set and pauses.
            let _ = cache.receive(ticket, response, now);
        });
    }

    /// Records that there is no response.
    fn failed(&mut self, now: OffsetDateTime) {
        self.ended(now, |cache, ticket| cache.fail(ticket, now));
    }

    /// Ends the request under way, and uses the set that the cache has then.
    fn ended(&mut self, now: OffsetDateTime, end: impl FnOnce(&mut KeyCache, FetchTicket)) {
        let Some(Sent { jwks_uri, ticket, .. }) = self.sent.take() else { return };
        self.keys.ask(&jwks_uri, |cache| end(cache, ticket));
        self.keys.end(&jwks_uri);
        if let Some(client) = &mut self.client {
            client.jwks = held(&self.keys, &jwks_uri, now);
        }
        self.needed.pop_front();
    }
}

/// Returns the set that the cache has, which may lack the key of the request. The check of the
/// signature then says that the key is unknown.
fn held(keys: &ClientKeys, jwks_uri: &Endpoint, now: OffsetDateTime) -> Option<PublicJwkSet> {
    keys.ask(jwks_uri, |cache| match cache.keys(None, now) {
        Lookup::Have(set) => Some((*set).clone()),
        Lookup::Unknown(_) => None,
        // Another thread has removed the cache in the meantime. This request sends no second fetch.
        Lookup::Fetch { ticket, .. } => {
            cache.fail(ticket, now);
            None
        }
    })
}

/// A server can drop the flow when its client closes the connection. The other flows do not wait for
/// its request then.
impl Drop for LoadKeys {
    fn drop(&mut self) {
        if let Some(Sent { at, .. }) = self.sent {
            self.failed(at);
        }
    }
}

impl Flow for LoadKeys {
    type Output = Option<RegisteredClient>;
    type Error = Infallible;

    fn start(&mut self, now: OffsetDateTime) -> Result<Step<Self::Output>, Infallible> {
        Ok(self.step(now))
    }

    fn receive(
        &mut self,
        response: Response<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Step<Self::Output>, Infallible> {
        self.received(&response, now);
        Ok(self.step(now))
    }

    fn unanswered(
        &mut self,
        now: OffsetDateTime,
    ) -> Result<Option<Step<Self::Output>>, Infallible> {
        self.failed(now);
        Ok(Some(self.step(now)))
    }
}
