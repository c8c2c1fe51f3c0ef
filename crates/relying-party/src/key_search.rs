//! The keys for one ID Token: those at hand, or else those of one fetch.

use std::sync::Arc;

use http::{Request, Response};
use symbolon_discovery::key_cache::FetchError;
use symbolon_discovery::{FetchTicket, KeyCache, Lookup, Unknown, jwk_set};
use symbolon_jose::jwk::PublicJwkSet;
use symbolon_jose::jws::{self, CompactJws, Header};
use symbolon_jose::key::SelectError;
use symbolon_jose::{SignatureAlgorithm, VerificationKeys};
use symbolon_oauth::EncodedJwt;
use symbolon_oidc::IdTokenError;
use time::OffsetDateTime;

use crate::relying_party::IdTokenKeys;
use crate::{KeysError, ProviderKeys, RelyingParty};

/// What a search comes to.
pub(crate) enum Found {
    /// The keys to verify the token with.
    Keys(VerificationKeys),
    /// The key is not at hand: send the request, and go on with its answer.
    Fetch { search: Box<KeySearch>, request: Box<Request<Vec<u8>>> },
}

/// A search that waits for its one fetch.
#[derive(Debug)]
pub(crate) struct KeySearch {
    header: Header,
    allowed: Vec<SignatureAlgorithm>,
    /// `None` when the fetch is this search's own, since another is under way for the cache.
    ticket: Option<FetchTicket>,
}

/// Why a search fails.
pub(crate) enum SearchError {
    IdToken(IdTokenError),
    Keys(KeysError),
}

impl KeySearch {
    /// Begins with the header of the token, which nobody vouches for: it names a key and, what it
    /// cannot do, chooses its algorithm.
    pub(crate) fn begin(
        rp: &RelyingParty,
        id_token: &EncodedJwt,
        keys: &mut impl ProviderKeys,
        now: OffsetDateTime,
    ) -> Result<Found, SearchError> {
        let allowed = match rp.id_token_keys() {
            IdTokenKeys::Shared(keys) => return Ok(Found::Keys(keys.clone())),
            IdTokenKeys::Published(allowed) => allowed.clone(),
        };
        // What is no JWS names no key. The rules of the ID Token say what is wrong with it.
        let Ok(jws) = CompactJws::parse(id_token.expose()) else {
            return Ok(Found::Keys(VerificationKeys::default()));
        };
        // Core §3.1.3.7 (7): no key is looked for on behalf of another algorithm.
        let Ok(algorithm) = jws.header().alg().parse::<SignatureAlgorithm>() else {
            return Err(IdTokenError::from(jws::Error::UnsupportedAlgorithm).into());
        };
        if !allowed.contains(&algorithm) {
            return Err(selection_error(SelectError::AlgorithmNotAllowed(algorithm.into())));
        }
        let header = jws.header().clone();
        // Core §10.1: the key is one that this issuer publishes.
        if keys.ask(|cache| *cache.jwks_uri() != rp.provider().jwks_uri) {
            return Err(KeysError::OtherProvider.into());
        }
        match keys.ask(|cache| cache.keys(header.kid(), now)) {
            Lookup::Have(set) => Ok(Found::Keys(set.verification_keys_for(
                header.kid(),
                header.alg(),
                &allowed,
                rp.crypto(),
            ))),
            // Core §10.1.1: an unknown key means that the set at `jwks_uri` may have changed.
            Lookup::Fetch(fetch) => {
                let search = Self { header, allowed, ticket: Some(fetch.ticket) };
                Ok(Found::Fetch { search: Box::new(search), request: Box::new(fetch.request) })
            }
            // There is no waiting for somebody else's fetch here, and nobody's login has to fail
            // for it.
            Lookup::Unknown(Unknown::InFlight) => {
                let request = Box::new(jwk_set::request(&rp.provider().jwks_uri));
                let search = Box::new(Self { header, allowed, ticket: None });
                Ok(Found::Fetch { search, request })
            }
            Lookup::Unknown(Unknown::CoolDown { until }) => {
                Err(KeysError::CoolDown { until }.into())
            }
            Lookup::Unknown(_) => Err(selection_error(SelectError::UnknownKid)),
        }
    }

    /// Goes on with the answer to the fetch. There is no second one.
    pub(crate) fn receive(
        self,
        rp: &RelyingParty,
        response: &Response<Vec<u8>>,
        keys: &mut impl ProviderKeys,
        now: OffsetDateTime,
    ) -> Result<VerificationKeys, SearchError> {
        let Self { header, allowed, ticket } = self;
        let prepare = |set: &PublicJwkSet| {
            set.verification_keys_for(header.kid(), header.alg(), &allowed, rp.crypto())
        };
        match ticket {
            Some(ticket) => {
                let look = |cache: &mut KeyCache| look(cache, header.kid(), ticket, response, now);
                keys.ask(look).map(|set| prepare(&set))
            }
            None => Ok(prepare(&jwk_set::from_http(response).map_err(FetchError::from)?)),
        }
    }
}

/// Hands the answer over and looks again. What the cache held before serves if the answer does not.
fn look(
    cache: &mut KeyCache,
    kid: Option<&str>,
    ticket: FetchTicket,
    response: &Response<Vec<u8>>,
    now: OffsetDateTime,
) -> Result<Arc<PublicJwkSet>, SearchError> {
    let received = cache.receive(ticket, response, now);
    match cache.keys(kid, now) {
        Lookup::Have(set) => return Ok(set),
        // One fetch was enough; this one is not going to be sent.
        Lookup::Fetch(fetch) => cache.fail(fetch.ticket, now),
        Lookup::Unknown(_) => {}
    }
    match received {
        Ok(()) | Err(FetchError::Superseded) => Err(selection_error(SelectError::UnknownKid)),
        Err(error) => Err(KeysError::Fetch(error).into()),
    }
}

fn selection_error(error: SelectError) -> SearchError {
    SearchError::IdToken(jws::Error::Key(error).into())
}

impl From<IdTokenError> for SearchError {
    fn from(error: IdTokenError) -> Self {
        Self::IdToken(error)
    }
}

impl From<KeysError> for SearchError {
    fn from(error: KeysError) -> Self {
        Self::Keys(error)
    }
}

impl From<FetchError> for SearchError {
    fn from(error: FetchError) -> Self {
        Self::Keys(error.into())
    }
}
