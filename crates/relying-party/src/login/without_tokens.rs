//! The end of a login with the response type `none`.

use std::mem;

use http::Response;
use symbolon_discovery::keys::{KeySearch, KeySearchError, SearchStep};
use symbolon_jose::{VerificationKeys, jwt};
use symbolon_oauth::flow::{Flow, OutOfTurn, Step};
use symbolon_oauth::jarm::{JarmError, UnverifiedResponse};
use symbolon_oauth::{AuthorizationResponse, Parameters, Scope};
use time::OffsetDateTime;

use super::arrived::{self, Arrived};
use super::{LoginError, PendingLogin};
use crate::tokens::ExchangeError;
use crate::{ProviderKeys, RelyingParty};

/// A successful response to a request with the response type `none`: the user allowed the request,
/// and the provider returned no code and no token
/// ([Multiple Response Types §4](https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#none)).
///
/// Returned only by a [`WithoutTokensFlow`] that succeeded. The response does not say who the user
/// is, so do not sign a user in.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct WithoutTokens {
    /// The scope that the request asked for. It is possible that the user allowed only a part of
    /// this scope.
    pub requested_scope: Scope,
    /// The parameters of the response for which this library has no field.
    pub extra: Parameters,
}

/// The flow that ends with [`WithoutTokens`].
///
/// It sends a request only if the response is in a JWT and the key cache does not have the key that
/// verifies the JWT.
///
/// Returned by [`RelyingParty::finish_without_tokens`]. Run it with [`drive`](crate::drive) or
/// [`drive_blocking`](crate::drive_blocking).
#[derive(Debug)]
#[must_use = "the response is not read until the flow is driven"]
pub struct WithoutTokensFlow<K> {
    rp: RelyingParty,
    pending: PendingLogin,
    keys: K,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Begin(Arrived),
    /// The keys are being fetched for the JWT in which the response is.
    Keys(Box<KeySearch>, Box<UnverifiedResponse>),
    Over,
}

impl<K: ProviderKeys> WithoutTokensFlow<K> {
    pub(crate) fn new(rp: RelyingParty, pending: PendingLogin, arrived: Arrived, keys: K) -> Self {
        Self { rp, pending, keys, stage: Stage::Begin(arrived) }
    }

    fn verify(
        &self,
        jwt: &UnverifiedResponse,
        keys: &VerificationKeys,
        now: OffsetDateTime,
    ) -> Result<WithoutTokens, LoginError> {
        let response = arrived::verify(&self.rp, &self.pending, jwt, keys, now)?;
        Ok(self.done(response))
    }

    fn done(&self, response: AuthorizationResponse) -> WithoutTokens {
        WithoutTokens { requested_scope: self.pending.scope.clone(), extra: response.extra }
    }
}

impl<K: ProviderKeys> Flow for WithoutTokensFlow<K> {
    type Output = WithoutTokens;
    type Error = LoginError;

    fn start(&mut self, now: OffsetDateTime) -> Result<Step<WithoutTokens>, LoginError> {
        let jwt = match mem::replace(&mut self.stage, Stage::Over) {
            Stage::Begin(Arrived::Response(response)) => {
                return Ok(Step::Done(self.done(*response)));
            }
            Stage::Begin(Arrived::Jwt(jwt)) => jwt,
            _ => return Err(ExchangeError::from(OutOfTurn).into()),
        };
        let source = self.rp.response_keys();
        let search = source.search_for_jws(jwt.signed_jwt().expose(), &mut self.keys, now);
        match search.map_err(of_jwt)? {
            SearchStep::Keys(keys) => self.verify(&jwt, &keys, now).map(Step::Done),
            SearchStep::Fetch { fetch, search } => {
                self.stage = Stage::Keys(search, jwt);
                Ok(Step::Send(fetch.into_request()))
            }
        }
    }

    fn receive(
        &mut self,
        response: Response<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Step<WithoutTokens>, LoginError> {
        let Stage::Keys(search, jwt) = mem::replace(&mut self.stage, Stage::Over) else {
            return Err(ExchangeError::from(OutOfTurn).into());
        };
        let keys = search.receive(&response, &mut self.keys, now).map_err(of_jwt)?;
        self.verify(&jwt, &keys, now).map(Step::Done)
    }

    fn unanswered(
        &mut self,
        now: OffsetDateTime,
    ) -> Result<Option<Step<WithoutTokens>>, LoginError> {
        let Stage::Keys(search, jwt) = mem::replace(&mut self.stage, Stage::Over) else {
            return Err(ExchangeError::from(OutOfTurn).into());
        };
        match search.fail(&mut self.keys, now) {
            Ok(keys) => self.verify(&jwt, &keys, now).map(|done| Some(Step::Done(done))),
            // `drive` returns the error of the sender, which says more than this error.
            Err(_) => Ok(None),
        }
    }
}

/// Converts the error of a search for the keys that verify the JWT in which the response is.
pub(super) fn of_jwt(error: KeySearchError) -> LoginError {
    match error {
        KeySearchError::Jws(error) => {
            LoginError::Callback(JarmError::Jwt(jwt::Error::Jws(error)).into())
        }
        KeySearchError::Keys(error) => LoginError::Exchange(error.into()),
    }
}
