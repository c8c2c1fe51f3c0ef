//! What a login and a refresh have in common: a grant goes to the token endpoint, tokens come back,
//! and keys are found for the ID Token among them.

use std::mem;

use http::{Request, Response};
use symbolon_discovery::keys::{KeySearch, KeySearchError, SearchStep};
use symbolon_jose::{NumericDate, VerificationKeys};
use symbolon_oauth::flow::Step;
use symbolon_oauth::{AuthorizationGrant, TokenResponse};
use symbolon_oidc::{ExpectedIdToken, IdToken, IdTokenError};
use time::OffsetDateTime;

use crate::relying_party::IdTokenKeys;
use crate::{KeysError, ProviderKeys, RelyingParty, TokenEndpointError, token_endpoint};

#[derive(Debug)]
pub(crate) struct Exchange<K> {
    rp: RelyingParty,
    keys: K,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Begin,
    /// The grant was sent.
    Tokens,
    /// The tokens came, and keys are being fetched for the ID Token among them.
    Keys(Box<KeySearch>, Box<Tokens>),
    Over,
}

/// Tokens of the right shape, and when they came.
#[derive(Debug)]
pub(crate) struct Tokens {
    pub(crate) response: TokenResponse,
    at: OffsetDateTime,
}

/// The end of an exchange.
#[derive(Debug)]
pub(crate) struct Issued {
    pub(crate) tokens: Tokens,
    /// To verify the ID Token with; none if there is none.
    keys: VerificationKeys,
}

/// Why an exchange fails.
#[derive(Debug)]
pub(crate) enum ExchangeError {
    TokenEndpoint(TokenEndpointError),
    IdToken(IdTokenError),
    Keys(KeysError),
    OutOfTurn,
}

impl<K: ProviderKeys> Exchange<K> {
    pub(crate) fn new(rp: RelyingParty, keys: K) -> Self {
        Self { rp, keys, stage: Stage::Begin }
    }

    pub(crate) fn rp(&self) -> &RelyingParty {
        &self.rp
    }

    /// The request that the exchange begins with.
    pub(crate) fn start(
        &mut self,
        grant: AuthorizationGrant,
        now: OffsetDateTime,
    ) -> Result<Request<Vec<u8>>, ExchangeError> {
        let Stage::Begin = mem::replace(&mut self.stage, Stage::Over) else {
            return Err(ExchangeError::OutOfTurn);
        };
        let request = token_endpoint::request(&self.rp, grant, now)?;
        self.stage = Stage::Tokens;
        Ok(request)
    }

    /// Takes the answer, which arrived at `now`.
    pub(crate) fn receive(
        &mut self,
        response: &Response<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Step<Issued>, ExchangeError> {
        match mem::replace(&mut self.stage, Stage::Over) {
            Stage::Tokens => self.tokens(response, now),
            Stage::Keys(search, tokens) => {
                let keys = search.receive(response, &mut self.keys, now)?;
                Ok(Step::Done(Issued { tokens: *tokens, keys }))
            }
            Stage::Begin | Stage::Over => Err(ExchangeError::OutOfTurn),
        }
    }

    fn tokens(
        &mut self,
        response: &Response<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Step<Issued>, ExchangeError> {
        let tokens = Tokens { response: token_endpoint::tokens(response)?, at: now };
        let Some(id_token) = &tokens.response.id_token else {
            return Ok(Step::Done(Issued { tokens, keys: VerificationKeys::default() }));
        };
        let step = match self.rp.id_token_keys() {
            IdTokenKeys::Shared(keys) => SearchStep::Keys(keys.clone()),
            IdTokenKeys::Published(source) => {
                source.search_for_jws(id_token.expose(), &mut self.keys, now)?
            }
        };
        match step {
            SearchStep::Keys(keys) => Ok(Step::Done(Issued { tokens, keys })),
            SearchStep::Fetch { fetch, search } => {
                self.stage = Stage::Keys(search, Box::new(tokens));
                Ok(Step::Send(fetch.request))
            }
        }
    }
}

impl Issued {
    /// Validates the ID Token, if there is one, against what is expected of it and of what came
    /// with it.
    pub(crate) fn validate(
        &self,
        rp: &RelyingParty,
        expected: ExpectedIdToken<'_>,
        now: OffsetDateTime,
    ) -> Result<Option<IdToken>, IdTokenError> {
        let Some(id_token) = &self.tokens.response.id_token else { return Ok(None) };
        // Core §3.1.3.8: the access token beside it is the one that it vouches for, if it does.
        let expected = expected.access_token(&self.tokens.response.access_token);
        rp.validator().validate(id_token, &self.keys, &expected, rp.crypto(), now).map(Some)
    }
}

impl Tokens {
    /// When the access token ends.
    pub(crate) fn expires_at(&self) -> Option<NumericDate> {
        // RFC 6749 §5.1: `expires_in` counts from the response.
        let lifetime = core::time::Duration::from_secs(self.response.expires_in?);
        Some(NumericDate::from(self.at).after(lifetime))
    }
}

impl From<TokenEndpointError> for ExchangeError {
    fn from(error: TokenEndpointError) -> Self {
        Self::TokenEndpoint(error)
    }
}

impl From<KeySearchError> for ExchangeError {
    fn from(error: KeySearchError) -> Self {
        match error {
            KeySearchError::Jws(error) => Self::IdToken(error.into()),
            KeySearchError::Keys(error) => Self::Keys(error),
        }
    }
}
