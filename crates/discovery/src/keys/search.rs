//! The search for the keys that can verify one token: in a cache, or with one fetch.

use std::sync::Arc;

use http::Response;
use symbolon_jose::json::document::Value;
use symbolon_jose::jwk::{PublicJwk, PublicJwkSet};
use symbolon_jose::jws::{self, JwsQuirks, Reader};
use symbolon_jose::key::SelectError;
use symbolon_jose::{Crypto, SignatureAlgorithm, VerificationKeys, danger};
use symbolon_oauth::obligation::Fetch;
use symbolon_oidc::IssuerTemplate;
use time::OffsetDateTime;

use super::{
    FetchError, FetchTicket, KeyCache, KeySearchError, KeysError, Lookup, ProviderKeys, Unknown,
};
use crate::Endpoint;

/// The source of the keys that verify one kind of token: the URL at which the keys are published,
/// and the algorithms that are allowed for the token.
///
/// [OpenID Connect Core §10.1](https://openid.net/specs/openid-connect-core-1_0.html#Signing): the
/// keys are at the `jwks_uri` of the party that signs.
///
/// ```
/// use symbolon_discovery::keys::{KeySearchError, KeySource, SearchStep};
/// use symbolon_discovery::{Endpoint, KeyCache};
/// use symbolon_jose::{SignatureAlgorithm, VerificationKeys};
/// # use symbolon_crypto_ring::CRYPTO;
/// # use time::OffsetDateTime;
/// # let now = OffsetDateTime::UNIX_EPOCH;
/// # let send = |_| http::Response::builder()
/// #     .header("content-type", "application/json").body(br#"{"keys":[]}"#.to_vec()).unwrap();
///
/// let jwks_uri = Endpoint::new("https://op.example/jwks")?;
/// let mut cache = KeyCache::new(jwks_uri.clone());
/// let source = KeySource::new(jwks_uri, vec![SignatureAlgorithm::Es256], &CRYPTO);
///
/// let mut keys_for = |token: &str| -> Result<VerificationKeys, KeySearchError> {
///     match source.search_for_jws(token, &mut cache, now)? {
///         SearchStep::Keys(keys) => Ok(keys),
///         SearchStep::Fetch { fetch, search } => {
///             search.receive(&send(fetch.into_request()), &mut cache, now)
///         }
///     }
/// };
/// let error = keys_for("eyJhbGciOiJFUzI1NiIsImtpZCI6IngifQ.e30.AA").unwrap_err();
/// assert_eq!(error.code(), "jws.unknown_kid");
/// # Ok::<(), symbolon_discovery::EndpointError>(())
/// ```
#[derive(Clone, Debug)]
pub struct KeySource {
    jwks_uri: Endpoint,
    allowed: Vec<SignatureAlgorithm>,
    crypto: Crypto,
    quirks: JwsQuirks,
    /// The text that stands for every tenant in the member `issuer` of a key.
    every_tenant: Option<String>,
    /// The `iss` of the token, if the keys are for one tenant each. It is not verified yet.
    iss: Option<String>,
}

/// What a search for keys needs next: a request that you have to send, or nothing, because the keys
/// are found.
#[derive(Debug)]
#[must_use]
pub enum SearchStep {
    /// The search has ended with these keys. Verify the token with them.
    Keys(VerificationKeys),
    /// The keys must be fetched first. Send `fetch` (see [`Fetch::into_request`]), and pass the
    /// response to [`KeySearch::receive`] of `search`.
    Fetch {
        /// The request for the key set, with the limits for the sender.
        fetch: Box<Fetch>,
        /// The search that waits for the response.
        search: Box<KeySearch>,
    },
}

/// A search for keys that waits for the response to the request in [`SearchStep::Fetch`].
#[derive(Debug)]
#[must_use = "a search without response or failure blocks the next fetch until it times out"]
pub struct KeySearch {
    source: KeySource,
    kid: Option<String>,
    alg: String,
    /// The ticket for the cache. `None` when the cache already waits for a fetch of a different
    /// search. The response then serves only this search.
    ticket: Option<FetchTicket>,
}

impl KeySource {
    /// Creates a source for tokens that are verified with the keys at this `jwks_uri`. A token
    /// whose algorithm is not in `allowed` is refused. `crypto` is the backend that verifies the
    /// tokens.
    #[must_use]
    pub fn new(jwks_uri: Endpoint, allowed: Vec<SignatureAlgorithm>, crypto: &Crypto) -> Self {
        let (crypto, quirks) = (*crypto, JwsQuirks::default());
        Self { jwks_uri, allowed, crypto, quirks, every_tenant: None, iss: None }
    }

    /// Accepts tokens with these deviations. Pass the same deviations to the reader that verifies
    /// the tokens. By default, no deviation is accepted.
    #[must_use]
    pub fn quirks(mut self, quirks: JwsQuirks) -> Self {
        self.quirks = quirks;
        self
    }

    /// Refuses the keys of other tenants than the tenant of the token. Call this method if the
    /// provider issues tokens for several tenants, and each tenant has its own `iss`.
    ///
    /// Microsoft Entra publishes one set for all tenants. A key of the set has the member `issuer`:
    /// either the text of `template`, for the tokens of every tenant, or the `iss` of the only
    /// tenant whose tokens it verifies. A key without `issuer` verifies the tokens of every tenant.
    /// Without this check, the holder of the key of one tenant can sign tokens about the users of
    /// the other tenants.
    #[must_use]
    pub fn tenants(mut self, template: &IssuerTemplate) -> Self {
        self.every_tenant = Some(template.as_str().to_owned());
        self
    }

    /// Searches for the keys that can verify a JWS in compact form.
    ///
    /// The header of the JWS is not verified yet. It selects the key, but only the algorithms of
    /// this source are allowed. If the text is not a compact JWS, the search ends without keys, and
    /// verification then returns the error.
    ///
    /// # Errors
    /// The errors of [`search`](Self::search): the algorithm is unknown or not allowed, the cache
    /// is for another `jwks_uri`, or the key is unknown and the last fetch is too recent.
    pub fn search_for_jws(
        &self,
        jws: &str,
        keys: &mut impl ProviderKeys,
        now: OffsetDateTime,
    ) -> Result<SearchStep, KeySearchError> {
        match Reader::new().quirks(self.quirks).compact(jws) {
            Ok(read) => {
                // The payload is not verified yet. The check of the signature, which follows, also
                // covers the `iss` that is read here.
                let claims = || danger::unverified_claims(jws).ok();
                let iss = self.every_tenant.as_ref().and_then(|_| claims()?.iss);
                let source = Self { iss, ..self.clone() };
                source.search(read.header().kid(), read.header().alg(), keys, now)
            }
            Err(_) => Ok(SearchStep::Keys(VerificationKeys::default())),
        }
    }

    /// Searches for the keys that can verify a token whose header has this `kid` and this `alg`.
    ///
    /// # Errors
    /// - [`KeySearchError::Jws`] with [`jws::Error::NotSigned`] when `alg` is `none`,
    ///   [`jws::Error::UnsupportedAlgorithm`] when this library does not know `alg`, and
    ///   [`SelectError::AlgorithmNotAllowed`] when `alg` is not allowed.
    /// - [`KeysError::OtherProvider`] when the cache is for another `jwks_uri`.
    /// - [`KeysError::CoolDown`] when the `kid` is unknown and the last fetch is too recent: try
    ///   again at the time in the error.
    pub fn search(
        &self,
        kid: Option<&str>,
        alg: &str,
        keys: &mut impl ProviderKeys,
        now: OffsetDateTime,
    ) -> Result<SearchStep, KeySearchError> {
        // RFC 8725 §3.1: a disallowed algorithm causes no fetch.
        let algorithm = jws::algorithm_of(alg)?;
        if !self.allowed.contains(&algorithm) {
            return Err(selection(SelectError::AlgorithmNotAllowed(algorithm.into())));
        }
        // Core §10.1: the key is published by the party that signs.
        let found = keys.ask(|cache| cache.jwks_uri().clone());
        if found != self.jwks_uri {
            let (expected, found) = (Box::new(self.jwks_uri.clone()), Box::new(found));
            return Err(KeysError::OtherProvider { expected, found }.into());
        }
        match keys.ask(|cache| cache.keys(kid, now)) {
            Lookup::Have(set) => Ok(SearchStep::Keys(self.prepare(&set, kid, alg))),
            // Core §10.1.1: an unknown key means that the set at `jwks_uri` may have changed.
            Lookup::Fetch { fetch, ticket } => Ok(self.wait(kid, alg, fetch, Some(ticket))),
            // A search cannot wait for the fetch of a different search. It fetches the set for
            // itself, so that a token is not refused because two tokens arrived at the same time.
            Lookup::Unknown(Unknown::InFlight) => {
                let fetch = keys.ask(|cache| cache.fetch());
                Ok(self.wait(kid, alg, fetch, None))
            }
            Lookup::Unknown(Unknown::CoolDown { until }) => {
                Err(KeysError::CoolDown { until }.into())
            }
        }
    }

    /// Searches for the keys before there is a token. Returns the keys in the cache, or a request
    /// for the keys if the cache has no fresh set.
    ///
    /// Call this method before an action that cannot be repeated, such as the use of a refresh
    /// token. If the keys cannot be fetched, your program then learns it before the action.
    ///
    /// # Errors
    /// [`KeysError::OtherProvider`] when the cache is for another `jwks_uri`, and
    /// [`KeysError::CoolDown`] when the last fetch failed and is too recent.
    pub fn search_any(
        &self,
        keys: &mut impl ProviderKeys,
        now: OffsetDateTime,
    ) -> Result<SearchStep, KeySearchError> {
        match self.allowed.first() {
            Some(algorithm) => self.search(None, algorithm.as_str(), keys, now),
            None => Ok(SearchStep::Keys(VerificationKeys::default())),
        }
    }

    fn wait(
        &self,
        kid: Option<&str>,
        alg: &str,
        fetch: Fetch,
        ticket: Option<FetchTicket>,
    ) -> SearchStep {
        let (kid, alg) = (kid.map(str::to_owned), alg.to_owned());
        let search = KeySearch { source: self.clone(), kid, alg, ticket };
        SearchStep::Fetch { fetch: Box::new(fetch), search: Box::new(search) }
    }

    fn prepare(&self, set: &PublicJwkSet, kid: Option<&str>, alg: &str) -> VerificationKeys {
        let keys =
            |set: &PublicJwkSet| set.verification_keys_for(kid, alg, &self.allowed, &self.crypto);
        let is_of_other_tenant = |jwk: &PublicJwk| self.is_of_other_tenant(jwk);
        if !set.keys().iter().any(is_of_other_tenant) {
            return keys(set);
        }
        let rest = set.keys().iter().filter(|jwk| !is_of_other_tenant(jwk)).cloned();
        keys(&PublicJwkSet::new(rest.collect()))
    }

    /// Checks whether a key belongs to another tenant than the token.
    fn is_of_other_tenant(&self, jwk: &PublicJwk) -> bool {
        let Some(every_tenant) = &self.every_tenant else { return false };
        match jwk.extra().get("issuer") {
            None | Some(Value::Null) => false,
            Some(Value::String(issuer)) => {
                issuer != every_tenant && self.iss.as_ref() != Some(issuer)
            }
            Some(_) => true,
        }
    }
}

impl KeySearch {
    /// Ends the search: reads the response to its request and returns the keys. `now` is the time
    /// at which the response arrived. The search asks for no second request.
    ///
    /// If no response arrives, call [`fail`](Self::fail) instead.
    ///
    /// # Errors
    /// [`KeySearchError::Jws`] with [`SelectError::UnknownKid`] when the fetched set does not have
    /// the key. [`KeysError::Fetch`] when the response is not a usable JWK Set and the cache does
    /// not have the key.
    pub fn receive<B: AsRef<[u8]>>(
        self,
        response: &Response<B>,
        keys: &mut impl ProviderKeys,
        now: OffsetDateTime,
    ) -> Result<VerificationKeys, KeySearchError> {
        let Self { source, kid, alg, ticket } = self;
        let kid = kid.as_deref();
        match ticket {
            Some(ticket) => {
                let set = keys.ask(|cache| look_again(cache, kid, ticket, response, now))?;
                Ok(source.prepare(&set, kid, &alg))
            }
            None => {
                let set = keys.ask(|cache| cache.read(response)).map_err(FetchError::from);
                Ok(source.prepare(&set.map_err(KeysError::from)?, kid, &alg))
            }
        }
    }

    /// Ends the search without a response: the request could not be sent, or no response arrived.
    /// Returns the keys of the set that the cache still has, if the set can still be used.
    ///
    /// # Errors
    /// [`KeysError::NoResponse`] when the cache has no usable set with the key.
    pub fn fail(
        self,
        keys: &mut impl ProviderKeys,
        now: OffsetDateTime,
    ) -> Result<VerificationKeys, KeysError> {
        let Self { source, kid, alg, ticket } = self;
        let kid = kid.as_deref();
        let set = keys.ask(|cache| look_without(cache, kid, ticket, now));
        let set = set.ok_or(KeysError::NoResponse)?;
        Ok(source.prepare(&set, kid, &alg))
    }
}

/// Records that the fetch got no response, and looks for the key in the set that the cache has.
fn look_without(
    cache: &mut KeyCache,
    kid: Option<&str>,
    ticket: Option<FetchTicket>,
    now: OffsetDateTime,
) -> Option<Arc<PublicJwkSet>> {
    if let Some(ticket) = ticket {
        cache.fail(ticket, now);
    }
    // This search sends no second request, so it asks for what the cache has.
    cache.without_fetch(kid, now, true)
}

/// Passes the response to the cache and asks for the key again. If the response is unusable, the
/// set that the cache had before can still be used.
fn look_again<B: AsRef<[u8]>>(
    cache: &mut KeyCache,
    kid: Option<&str>,
    ticket: FetchTicket,
    response: &Response<B>,
    now: OffsetDateTime,
) -> Result<Arc<PublicJwkSet>, KeySearchError> {
    let received = cache.receive(ticket, response, now);
    // This search sends no second request, so it asks for what the cache has.
    if let Some(set) = cache.without_fetch(kid, now, true) {
        return Ok(set);
    }
    match received {
        Ok(()) | Err(FetchError::Superseded) => Err(selection(SelectError::UnknownKid)),
        Err(error) => Err(KeysError::Fetch(error).into()),
    }
}

fn selection(error: SelectError) -> KeySearchError {
    KeySearchError::Jws(jws::Error::Key(error))
}
