//! The flow that loads the keys of one client.

use core::convert::Infallible;
use core::time::Duration;
use std::collections::VecDeque;

use http::{Request, Response};
use symbolon_discovery::{Endpoint, FetchTicket, KeyCache, Lookup};
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_oauth::flow::{Flow, Step, drive};
use time::OffsetDateTime;

use super::ClientKeys;
use super::needed::Needed;
use crate::RegisteredClient;

/// The longest key set of a client, in bytes.
const MAX_BODY: usize = 64 * 1024;

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
/// [`TokenError::KeysUnavailable`](crate::TokenError::KeysUnavailable). A client without `jwks_uri`, or
/// a request that needs no key, comes back at once and unchanged.
///
/// If the client has a new key, its `kid` is unknown, and the keys are fetched again
/// ([Core §10.1.1](https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys)). The
/// [`KeyCachePolicy`](symbolon_discovery::KeyCachePolicy) limits how often.
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
    sent: Option<(Endpoint, FetchTicket)>,
}

impl LoadKeys {
    pub(super) fn new(
        client: Option<RegisteredClient>,
        needed: Vec<Needed>,
        keys: &ClientKeys,
    ) -> Self {
        Self { keys: keys.clone(), client, needed: needed.into(), sent: None }
    }

    /// Runs the flow with a function that sends requests, as [`drive`] does, and returns the client.
    /// Returns `None` if there is no client.
    pub async fn run<S, F, C, E>(self, send: S, clock: C) -> Option<RegisteredClient>
    where
        S: FnMut(Request<Vec<u8>>) -> F,
        F: Future<Output = Result<Response<Vec<u8>>, E>>,
        C: FnMut() -> OffsetDateTime,
    {
        // The flow has no error, and continues without a response.
        drive(self, send, clock).await.ok().flatten()
    }

    /// Finds the needed keys one after another.
    fn next(&mut self, now: OffsetDateTime) -> Step<Option<RegisteredClient>> {
        let Some(client) = &mut self.client else { return Step::Done(None) };
        let Some(jwks_uri) = client.jwks_uri.clone() else { return Step::Done(self.client.take()) };
        while let Some(kid) = self.needed.pop_front() {
            // Registration §2: a client has either `jwks_uri` or `jwks`. Keys in the record would
            // stay valid after the client has removed them from its `jwks_uri`.
            client.jwks = None;
            match self.keys.ask(&jwks_uri, |cache| cache.keys(kid.as_deref(), now)) {
                Lookup::Have(set) => client.jwks = Some((*set).clone()),
                Lookup::Fetch { mut fetch, ticket } => {
                    self.sent = Some((jwks_uri, ticket));
                    fetch.max_body = fetch.max_body.min(MAX_BODY);
                    fetch.timeout = fetch.timeout.min(TIMEOUT);
                    return Step::Send(fetch.into_request());
                }
                Lookup::Unknown(_) => client.jwks = held(&self.keys, &jwks_uri, now),
            }
        }
        Step::Done(self.client.take())
    }

    /// Continues after a request for the keys has ended.
    fn ended(
        &mut self,
        now: OffsetDateTime,
        end: impl FnOnce(&mut KeyCache, FetchTicket),
    ) -> Step<Option<RegisteredClient>> {
        if let Some((jwks_uri, ticket)) = self.sent.take() {
            self.keys.ask(&jwks_uri, |cache| end(cache, ticket));
            if let Some(client) = &mut self.client {
                client.jwks = held(&self.keys, &jwks_uri, now);
            }
        }
        self.next(now)
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

impl Flow for LoadKeys {
    type Output = Option<RegisteredClient>;
    type Error = Infallible;

    fn start(&mut self, now: OffsetDateTime) -> Result<Step<Self::Output>, Infallible> {
        Ok(self.next(now))
    }

    fn receive(
        &mut self,
        response: Response<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Step<Self::Output>, Infallible> {
        Ok(self.ended(now, |cache, ticket| {
            if response.body().len() > MAX_BODY {
                return cache.fail(ticket, now);
            }
            // After a response that is refused, the cache keeps its old set and pauses.
            let _ = cache.receive(ticket, &response, now);
        }))
    }

    fn unanswered(
        &mut self,
        now: OffsetDateTime,
    ) -> Result<Option<Step<Self::Output>>, Infallible> {
        Ok(Some(self.ended(now, |cache, ticket| cache.fail(ticket, now))))
    }
}
