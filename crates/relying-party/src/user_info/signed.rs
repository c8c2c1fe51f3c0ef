//! The request for claims about the user, with a response that the provider signs.

use std::mem;

use http::{HeaderValue, Request, Response, header};
use symbolon_discovery::keys::{KeySearch, KeySearchError, SearchStep};
use symbolon_jose::VerificationKeys;
use symbolon_oauth::Issuer;
use symbolon_oauth::flow::{Flow, OutOfTurn, Step};
use symbolon_oidc::user_info::{ExpectedUserInfo, UserInfo};
use time::OffsetDateTime;

use super::FetchUserInfoError;
use crate::{ProviderKeys, RelyingParty, Session};

impl RelyingParty {
    /// Starts a UserInfo request for a provider that signs its UserInfo responses: returns the flow
    /// that fetches the claims about the session's user and verifies their signature
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    ///
    /// The response must be signed with an algorithm in
    /// [`RelyingPartyPolicy::user_info_algorithms`](crate::RelyingPartyPolicy::user_info_algorithms).
    ///
    /// # Errors
    /// [`FetchUserInfoError::PlainResponse`] when `user_info_algorithms` is empty, and the errors
    /// of [`user_info`](Self::user_info).
    pub fn signed_user_info<K: ProviderKeys>(
        &self,
        session: &Session,
        keys: K,
    ) -> Result<SignedUserInfoFlow<K>, FetchUserInfoError> {
        if self.user_info_keys().is_none() {
            return Err(FetchUserInfoError::PlainResponse);
        }
        let mut request = super::request(self, session)?;
        request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/jwt"));
        Ok(SignedUserInfoFlow {
            rp: self.clone(),
            keys,
            issuer: session.iss().clone(),
            sub: session.sub().to_owned(),
            stage: Stage::Begin(Box::new(request)),
        })
    }
}

/// The flow that fetches signed [`UserInfo`]. The flow sends one request. If the key cache does not
/// have the key that verifies the response, the flow also fetches the provider's keys once.
///
/// A response without a signature is refused.
#[derive(Debug)]
#[must_use = "nothing is sent until the flow is driven"]
pub struct SignedUserInfoFlow<K> {
    rp: RelyingParty,
    keys: K,
    issuer: Issuer,
    sub: String,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Begin(Box<Request<Vec<u8>>>),
    Answer,
    /// The response arrived, and keys are being fetched for it.
    Keys(Box<KeySearch>, Response<Vec<u8>>),
    Over,
}

impl<K: ProviderKeys> SignedUserInfoFlow<K> {
    fn answer(
        &mut self,
        response: Response<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Step<UserInfo>, FetchUserInfoError> {
        let Some(source) = self.rp.user_info_keys() else {
            return Err(FetchUserInfoError::PlainResponse);
        };
        // A body that is not a JWS needs no keys: the reader refuses it.
        let jws = str::from_utf8(response.body().trim_ascii()).unwrap_or_default();
        match source.search_for_jws(jws, &mut self.keys, now)? {
            SearchStep::Keys(keys) => self.read(&response, &keys, now),
            SearchStep::Fetch { fetch, search } => {
                self.stage = Stage::Keys(search, response);
                Ok(Step::Send(fetch.into_request()))
            }
        }
    }

    fn read(
        &self,
        response: &Response<Vec<u8>>,
        keys: &VerificationKeys,
        now: OffsetDateTime,
    ) -> Result<Step<UserInfo>, FetchUserInfoError> {
        let policy = &self.rp.client().policy;
        // Core §5.3.2: `sub` and `iss` must be equal to `sub` and `iss` of the ID Token.
        let expected = ExpectedUserInfo::new(&self.sub)
            .signed(&self.issuer, self.rp.client_id(), keys)
            .limits(policy.id_token.limits)
            .quirks(self.rp.client().quirks.user_info);
        Ok(Step::Done(expected.read(response, now)?))
    }
}

impl<K: ProviderKeys> Flow for SignedUserInfoFlow<K> {
    type Output = UserInfo;
    type Error = FetchUserInfoError;

    fn start(&mut self, _now: OffsetDateTime) -> Result<Step<UserInfo>, FetchUserInfoError> {
        let Stage::Begin(request) = mem::replace(&mut self.stage, Stage::Over) else {
            return Err(OutOfTurn.into());
        };
        self.stage = Stage::Answer;
        Ok(Step::Send(*request))
    }

    fn receive(
        &mut self,
        response: Response<Vec<u8>>,
        now: OffsetDateTime,
    ) -> Result<Step<UserInfo>, FetchUserInfoError> {
        match mem::replace(&mut self.stage, Stage::Over) {
            Stage::Answer => self.answer(response, now),
            Stage::Keys(search, user_info) => {
                let keys = search.receive(&response, &mut self.keys, now)?;
                self.read(&user_info, &keys, now)
            }
            Stage::Begin(_) | Stage::Over => Err(OutOfTurn.into()),
        }
    }

    fn unanswered(
        &mut self,
        now: OffsetDateTime,
    ) -> Result<Option<Step<UserInfo>>, FetchUserInfoError> {
        match mem::replace(&mut self.stage, Stage::Over) {
            Stage::Answer => Ok(None),
            Stage::Keys(search, user_info) => match search.fail(&mut self.keys, now) {
                Ok(keys) => self.read(&user_info, &keys, now).map(Some),
                Err(_) => Ok(None),
            },
            Stage::Begin(_) | Stage::Over => Err(OutOfTurn.into()),
        }
    }
}

impl From<KeySearchError> for FetchUserInfoError {
    fn from(error: KeySearchError) -> Self {
        match error {
            KeySearchError::Jws(error) => Self::Response(error.into()),
            KeySearchError::Keys(error) => Self::Keys(error),
        }
    }
}
