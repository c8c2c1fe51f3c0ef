//! Claims about the end-user who signed in.

use std::mem;

use http::{Request, Response};
use symbolon_oauth::flow::{Flow, Step};
use symbolon_oidc::user_info::{UserInfo, UserInfoError, UserInfoRequestError};
use time::OffsetDateTime;

use crate::{RelyingParty, Session};

impl RelyingParty {
    /// Asks for the claims that the session's access token opens
    /// ([Core §5.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfo)).
    ///
    /// # Errors
    /// [`FetchUserInfoError`], those about the answer apart.
    pub fn user_info(&self, session: &Session) -> Result<UserInfoFlow, FetchUserInfoError> {
        // RFC 6750 §5.2: a token is not shown to a server that it was not issued by.
        if !session.is_of(self) {
            return Err(FetchUserInfoError::OtherProvider);
        }
        let endpoint = self.provider().userinfo_endpoint.as_ref();
        let endpoint = endpoint.ok_or(FetchUserInfoError::NoEndpoint)?;
        let request = UserInfo::request(endpoint.url(), &session.access_token)?;
        Ok(UserInfoFlow { sub: session.sub().to_owned(), stage: Stage::Begin(Box::new(request)) })
    }
}

/// One request for [`UserInfo`], and the check that the answer is about the end-user of the session.
#[derive(Debug)]
#[must_use = "nothing is sent until the flow is driven"]
pub struct UserInfoFlow {
    sub: String,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Begin(Box<Request<Vec<u8>>>),
    Answer,
    Over,
}

impl Flow for UserInfoFlow {
    type Output = UserInfo;
    type Error = FetchUserInfoError;

    fn start(&mut self, _now: OffsetDateTime) -> Result<Step<UserInfo>, FetchUserInfoError> {
        let Stage::Begin(request) = mem::replace(&mut self.stage, Stage::Over) else {
            return Err(FetchUserInfoError::OutOfTurn);
        };
        self.stage = Stage::Answer;
        Ok(Step::Send(*request))
    }

    fn receive(
        &mut self,
        response: Response<Vec<u8>>,
        _now: OffsetDateTime,
    ) -> Result<Step<UserInfo>, FetchUserInfoError> {
        let Stage::Answer = mem::replace(&mut self.stage, Stage::Over) else {
            return Err(FetchUserInfoError::OutOfTurn);
        };
        // Core §5.3.2: of nobody but the end-user of the ID Token.
        Ok(Step::Done(UserInfo::from_http(&response, &self.sub)?))
    }
}

/// Why there are no claims about the end-user.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FetchUserInfoError {
    /// The session is of another provider, or of another client
    /// ([RFC 6750 §5.2](https://www.rfc-editor.org/rfc/rfc6750#section-5.2)).
    #[error("the session is of another provider or client")]
    OtherProvider,
    /// The provider has no UserInfo endpoint
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("the provider has no UserInfo endpoint")]
    NoEndpoint,
    /// The request cannot be written
    /// ([Core §5.3.1](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoRequest)).
    #[error(transparent)]
    Request(#[from] UserInfoRequestError),
    /// The provider said no, or its answer breaks a rule
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    #[error(transparent)]
    Response(#[from] UserInfoError),
    /// The flow was started twice, or given a response that it did not ask for. A mistake of
    /// whoever drives it.
    #[error("the flow is not waiting for this")]
    OutOfTurn,
}

impl FetchUserInfoError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::OtherProvider => "user_info.other_provider",
            Self::NoEndpoint => "user_info.no_endpoint",
            Self::Request(error) => error.code(),
            Self::Response(error) => error.code(),
            Self::OutOfTurn => "user_info.out_of_turn",
        }
    }
}
