//! The exchange that a login and a refresh share: a grant goes to the token endpoint, tokens come
//! back, and keys are found for the ID Token among them.

use std::mem;

use http::{Request, Response, StatusCode};
use symbolon_discovery::keys::{KeySearch, KeySearchError, SearchStep};
use symbolon_jose::{NumericDate, VerificationKeys};
use symbolon_oauth::flow::{OutOfTurn, Step};
use symbolon_oauth::{AuthorizationGrant, EncodedJwt, ErrorResponse, RefreshToken, TokenResponse};
use symbolon_oidc::{ExpectedIdToken, IdToken, IdTokenError};
use time::OffsetDateTime;

use super::{TokenEndpointError, endpoint};
use crate::token_keys::TokenKeys;
use crate::{KeysError, ProviderKeys, RelyingParty};

/// An exchange in progress.
#[derive(Debug)]
pub(crate) struct Exchange<K> {
    rp: RelyingParty,
    keys: K,
    stage: Stage,
    received: Received,
}

#[derive(Debug)]
enum Stage {
    Begin,
    /// The flow fetches the keys. After that, it sends the grant.
    KeysFirst(Box<KeySearch>, Box<AuthorizationGrant>),
    /// The grant was sent, and its answer is expected.
    Tokens,
    /// The tokens arrived, and keys are being fetched for the ID Token among them.
    Keys(Box<KeySearch>),
    Over,
}

/// What arrived from the token endpoint.
#[derive(Debug)]
pub(crate) enum Received {
    Nothing,
    /// The refresh token in a response that breaks a rule.
    RefreshToken(RefreshToken),
    Tokens(Box<Tokens>),
}

/// A token response that could be read, and when it arrived.
#[derive(Debug)]
pub(crate) struct Tokens {
    pub(crate) response: TokenResponse,
    at: OffsetDateTime,
}

/// The reason why an authorization code or a refresh token could not be exchanged for usable
/// tokens.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ExchangeError {
    /// The token endpoint returned no usable tokens
    /// ([Core §3.1.3.4](https://openid.net/specs/openid-connect-core-1_0.html#TokenErrorResponse)).
    #[error(transparent)]
    TokenEndpoint(#[from] TokenEndpointError),
    /// The ID Token breaks a rule
    /// ([Core §3.1.3.7](https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation)).
    #[error(transparent)]
    IdToken(#[from] IdTokenError),
    /// The key that verifies the ID Token is not in the key cache and could not be fetched, or the
    /// key cache belongs to another provider
    /// ([Core §10.1.1](https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys)).
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// Your program started the flow twice, or passed it a response that the flow had not asked
    /// for.
    #[error(transparent)]
    OutOfTurn(#[from] OutOfTurn),
}

impl ExchangeError {
    /// Returns a stable name for logs and metrics, such as `"token_response.refused"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TokenEndpoint(error) => error.code(),
            Self::IdToken(error) => error.code(),
            Self::Keys(error) => error.code(),
            Self::OutOfTurn(error) => error.code(),
        }
    }

    /// Returns the provider's error response. `None` if the provider did not refuse the token
    /// request.
    #[must_use]
    pub fn refusal(&self) -> Option<&ErrorResponse> {
        match self {
            Self::TokenEndpoint(error) => error.refusal(),
            _ => None,
        }
    }

    /// Returns the HTTP status of a token response that reports an error or that has an unexpected
    /// status, such as 503 during an outage. `None` for every other error.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::TokenEndpoint(error) => error.status(),
            _ => None,
        }
    }
}

impl<K: ProviderKeys> Exchange<K> {
    pub(crate) fn new(rp: RelyingParty, keys: K) -> Self {
        Self { rp, keys, stage: Stage::Begin, received: Received::Nothing }
    }

    pub(crate) fn rp(&self) -> &RelyingParty {
        &self.rp
    }

    /// Returns the access to the key cache.
    pub(crate) fn keys(&mut self) -> &mut K {
        &mut self.keys
    }

    /// Searches for the keys that verify a JWT of the provider. `source` returns the keys of the
    /// relying party for this kind of JWT.
    pub(crate) fn search(
        &mut self,
        source: fn(&RelyingParty) -> &TokenKeys,
        jwt: &EncodedJwt,
        now: OffsetDateTime,
    ) -> Result<SearchStep, KeySearchError> {
        source(&self.rp).search_for_jws(jwt.expose(), &mut self.keys, now)
    }

    /// Builds the first request, which presents the grant.
    pub(crate) fn start(
        &mut self,
        grant: AuthorizationGrant,
        now: OffsetDateTime,
    ) -> Result<Request<Vec<u8>>, ExchangeError> {
        self.begin()?;
        self.present(grant, now)
    }

    /// Builds the first request. If the cache has no fresh keys, this request fetches the
    /// provider's keys, so that the grant is not spent if the keys cannot be fetched.
    pub(crate) fn start_with_keys(
        &mut self,
        grant: AuthorizationGrant,
        now: OffsetDateTime,
    ) -> Result<Request<Vec<u8>>, ExchangeError> {
        self.begin()?;
        match self.rp.id_token_keys().search_any(&mut self.keys, now)? {
            SearchStep::Keys(_) => self.present(grant, now),
            SearchStep::Fetch { fetch, search } => {
                self.stage = Stage::KeysFirst(search, Box::new(grant));
                Ok(fetch.into_request())
            }
        }
    }

    fn begin(&mut self) -> Result<(), OutOfTurn> {
        match mem::replace(&mut self.stage, Stage::Over) {
            Stage::Begin => Ok(()),
            _ => Err(OutOfTurn),
        }
    }

    fn present(
        &mut self,
        grant: AuthorizationGrant,
        now: OffsetDateTime,
    ) -> Result<Request<Vec<u8>>, ExchangeError> {
        let request = endpoint::request(&self.rp, grant, now)?;
        self.stage = Stage::Tokens;
        Ok(request)
    }

    /// Receives the answer to the last request, which arrived at `now`. The result is the keys that
    /// verify the ID Token.
    pub(crate) fn receive(
        &mut self,
        response: &Response<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Step<VerificationKeys>, ExchangeError> {
        match mem::replace(&mut self.stage, Stage::Over) {
            Stage::KeysFirst(search, grant) => {
                search.receive(response, &mut self.keys, now)?;
                Ok(Step::Send(self.present(*grant, now)?))
            }
            Stage::Tokens => self.tokens(response, now),
            Stage::Keys(search) => Ok(Step::Done(search.receive(response, &mut self.keys, now)?)),
            Stage::Begin | Stage::Over => Err(OutOfTurn.into()),
        }
    }

    /// Continues without an answer to the last request. Returns `None` if the exchange cannot
    /// continue and has received no tokens.
    pub(crate) fn unanswered(
        &mut self,
        now: OffsetDateTime,
    ) -> Result<Option<Step<VerificationKeys>>, ExchangeError> {
        match mem::replace(&mut self.stage, Stage::Over) {
            Stage::KeysFirst(search, grant) => match search.fail(&mut self.keys, now) {
                Ok(_) => Ok(Some(Step::Send(self.present(*grant, now)?))),
                Err(_) => Ok(None),
            },
            Stage::Tokens => Ok(None),
            Stage::Keys(search) => Ok(Some(Step::Done(search.fail(&mut self.keys, now)?))),
            Stage::Begin | Stage::Over => Err(OutOfTurn.into()),
        }
    }

    fn tokens(
        &mut self,
        response: &Response<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Step<VerificationKeys>, ExchangeError> {
        let response = endpoint::tokens(&self.rp, response).inspect_err(|_| {
            if let Some(refresh_token) = endpoint::refresh_token(response) {
                self.received = Received::RefreshToken(refresh_token);
            }
        })?;
        let id_token = response.id_token.clone();
        self.received = Received::Tokens(Box::new(Tokens { response, at: now }));
        let Some(id_token) = id_token else {
            return Ok(Step::Done(VerificationKeys::default()));
        };
        let source = self.rp.id_token_keys();
        match source.search_for_jws(id_token.expose(), &mut self.keys, now)? {
            SearchStep::Keys(keys) => Ok(Step::Done(keys)),
            SearchStep::Fetch { fetch, search } => {
                self.stage = Stage::Keys(search);
                Ok(Step::Send(fetch.into_request()))
            }
        }
    }

    /// Takes what arrived from the token endpoint.
    pub(crate) fn take_received(&mut self) -> Received {
        mem::replace(&mut self.received, Received::Nothing)
    }

    /// Validates the ID Token, if the response has an ID Token, against what is expected of it and
    /// against the access token of the response.
    pub(crate) fn validate(
        &self,
        keys: &VerificationKeys,
        expected: ExpectedIdToken<'_>,
        now: OffsetDateTime,
    ) -> Result<Option<IdToken>, IdTokenError> {
        let Received::Tokens(tokens) = &self.received else { return Ok(None) };
        let Some(id_token) = &tokens.response.id_token else { return Ok(None) };
        // Core §3.1.3.8: `at_hash`, if present, is of the access token in the same response.
        let expected = match &tokens.response.access_token {
            Some(access_token) => expected.access_token(access_token),
            None => expected,
        };
        self.rp.validator().validate(id_token, keys, &expected, self.rp.crypto(), now).map(Some)
    }
}

impl Tokens {
    /// Returns when the access token expires.
    pub(crate) fn expires_at(&self) -> Option<NumericDate> {
        // RFC 6749 §5.1: `expires_in` counts from the response.
        let lifetime = core::time::Duration::from_secs(self.response.expires_in?);
        Some(NumericDate::from(self.at).after(lifetime))
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
