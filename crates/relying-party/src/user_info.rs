//! The request for claims about the user who signed in.

mod signed;

use std::mem;

use http::{Request, Response};
use symbolon_jose::Limits;
use symbolon_oauth::flow::{Flow, OutOfTurn, Step};
use symbolon_oidc::user_info::{
    ExpectedUserInfo, UserInfo, UserInfoError, UserInfoQuirks, UserInfoRequestError,
};
use time::OffsetDateTime;

use crate::{BearerMethod, KeysError, RelyingParty, Session};

pub use signed::SignedUserInfoFlow;

impl RelyingParty {
    /// Starts a UserInfo request: returns the flow that fetches the claims about the session's user
    /// ([Core §5.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfo)).
    ///
    /// # Errors
    /// [`FetchUserInfoError`] when the session's tokens were issued by another provider or to
    /// another client, when the session has no access token, or when the provider has no UserInfo
    /// endpoint. [`FetchUserInfoError::SignedResponse`] when the policy expects a signed response:
    /// use [`signed_user_info`](Self::signed_user_info).
    pub fn user_info(&self, session: &Session) -> Result<UserInfoFlow, FetchUserInfoError> {
        // Core §5.3.2: the policy expects a signature, so a response without a signature is
        // refused.
        if self.user_info_keys().is_some() {
            return Err(FetchUserInfoError::SignedResponse);
        }
        let request = request(self, session)?;
        let limits = self.client().policy.id_token.limits;
        let stage = Stage::Begin(Box::new(request));
        let quirks = self.client().quirks.user_info;
        Ok(UserInfoFlow { sub: session.sub().to_owned(), limits, quirks, stage })
    }
}

/// Builds the request with the access token of a session.
fn request(rp: &RelyingParty, session: &Session) -> Result<Request<Vec<u8>>, FetchUserInfoError> {
    // RFC 6750 §5.2: a token is sent only to the server that issued it.
    if !session.is_of(rp) {
        return Err(FetchUserInfoError::OtherProvider);
    }
    let endpoint = rp.provider().userinfo_endpoint.as_ref();
    let endpoint = endpoint.ok_or(FetchUserInfoError::NoEndpoint)?;
    let token = session.access_token.as_ref().ok_or(FetchUserInfoError::NoAccessToken)?;
    Ok(rp.limited(match rp.client().policy.user_info_token {
        BearerMethod::Header => UserInfo::request(endpoint.url(), token)?,
        BearerMethod::Body => UserInfo::request_in_body(endpoint.url(), token)?,
    }))
}

/// The flow that fetches [`UserInfo`]. It sends one request, and checks that the response is about
/// the user of the session.
#[derive(Debug)]
#[must_use = "nothing is sent until the flow is driven"]
pub struct UserInfoFlow {
    sub: String,
    limits: Limits,
    quirks: UserInfoQuirks,
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
        let Stage::Answer = mem::replace(&mut self.stage, Stage::Over) else {
            return Err(OutOfTurn.into());
        };
        // Core §5.3.2: `sub` is that of the ID Token.
        let expected = ExpectedUserInfo::new(&self.sub).limits(self.limits).quirks(self.quirks);
        Ok(Step::Done(expected.read(&response, now)?))
    }
}

/// The reason why the claims about the user cannot be fetched.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FetchUserInfoError {
    /// The session's tokens were issued by another provider, or to another client
    /// ([RFC 6750 §5.2](https://www.rfc-editor.org/rfc/rfc6750#section-5.2)).
    #[error("the tokens of the session were issued by another provider or to another client")]
    OtherProvider,
    /// The provider has no UserInfo endpoint
    /// ([Discovery §3](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata)).
    #[error("the provider has no UserInfo endpoint")]
    NoEndpoint,
    /// The session has no access token
    /// ([Core §5.3.1](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoRequest)).
    #[error("the session has no access token")]
    NoAccessToken,
    /// The policy has algorithms in
    /// [`user_info_algorithms`](crate::RelyingPartyPolicy::user_info_algorithms), so the response
    /// must be signed. Call [`signed_user_info`](RelyingParty::signed_user_info), which takes the
    /// key cache
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    #[error("the policy expects a signed UserInfo response; use `signed_user_info`")]
    SignedResponse,
    /// The policy has no algorithms in
    /// [`user_info_algorithms`](crate::RelyingPartyPolicy::user_info_algorithms). Add the algorithm
    /// that the client registered as `userinfo_signed_response_alg`, or call
    /// [`user_info`](RelyingParty::user_info)
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    #[error(
        "the policy has no `user_info_algorithms`, which a signed UserInfo response needs; add the \
         algorithm that the client registered, or use `user_info`"
    )]
    PlainResponse,
    /// The key that verifies the response is not in the key cache and could not be fetched, or the
    /// key cache belongs to another provider
    /// ([Core §10.1.1](https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys)).
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The UserInfo request cannot be built: the URL of the UserInfo endpoint is not an HTTP URL,
    /// or the access token contains characters that are not allowed in an HTTP header
    /// ([Core §5.3.1](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoRequest)).
    #[error(transparent)]
    Request(#[from] UserInfoRequestError),
    /// The provider refused the request, or the response breaks a rule: for example, its `sub` is
    /// not the `sub` of the session's user
    /// ([Core §5.3.2](https://openid.net/specs/openid-connect-core-1_0.html#UserInfoResponse)).
    #[error(transparent)]
    Response(#[from] UserInfoError),
    /// Your program started the flow twice, or passed it a response that the flow had not asked
    /// for.
    #[error(transparent)]
    OutOfTurn(#[from] OutOfTurn),
}

impl FetchUserInfoError {
    /// Returns a stable name for logs and metrics, such as `"user_info.no_endpoint"`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::OtherProvider => "user_info.other_provider",
            Self::NoEndpoint => "user_info.no_endpoint",
            Self::SignedResponse => "user_info.signed_response",
            Self::PlainResponse => "user_info.plain_response",
            Self::Keys(error) => error.code(),
            Self::Request(error) => error.code(),
            Self::Response(error) => error.code(),
            Self::NoAccessToken => "user_info.no_access_token",
            Self::OutOfTurn(error) => error.code(),
        }
    }
}
