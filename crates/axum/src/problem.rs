//! Requests that end with an error response.

use axum::response::{IntoResponse, Response};
use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};
use symbolon_discovery::keys::KeySearchError;
use symbolon_jose::crypto::RandomError;
use symbolon_jose::jwt;
use symbolon_oauth::bearer::Challenge;
use symbolon_oauth::{ErrorCode, ErrorResponse};
use symbolon_provider::{
    PushRefusal, Refusal, RefusalAfterPage, RefusalToUser, RegistrationRefusal, StoreFailed,
    UserInfoRefusal,
};
use symbolon_registration::RegistrationRequestError;
use symbolon_relying_party::{
    CallbackError, DriveError, FetchUserInfoError, LoginError, LoginRequestError,
    MalformedCallback, MalformedThirdPartyLogin, PushLoginError, ThirdPartyLoginError,
};

use crate::{Answer, Page};

/// The error of a handler: the response to send, and the stable code of its reason.
///
/// A response with the status 503 gets the header `Retry-After` with the time
/// [`ErrorResponse::RETRY_AFTER`], unless it has this header already.
///
/// In a handler, `?` converts every error of the engines into a problem with the right response: a
/// redirect with the error, a challenge, or a page with a sentence for the user. The sentence
/// contains no text from the request.
///
/// ```
/// use symbolon_axum::{Answer, Message, Problem};
/// # use symbolon_provider::{Provider, UserInfoRequest};
/// # use symbolon_jose::Object;
///
/// # fn find(_: &UserInfoRequest) -> Option<symbolon_provider::AccessTokenRecord> { None }
/// fn user_info(op: &Provider, request: &UserInfoRequest) -> Result<Answer, Problem> {
///     let access = op.user_info(request, find(request), time::OffsetDateTime::now_utc())?;
///     Ok(Answer(access.respond(&Default::default(), Object::new())))
/// }
/// ```
#[derive(Debug)]
pub struct Problem {
    code: &'static str,
    response: Box<Response>,
}

/// The stable code of the reason why a request was refused, in the extensions of its response.
///
/// The response of a [`Problem`] contains it. If a handler of yours refuses a request without a
/// `Problem`, insert the code there. A middleware can log it:
///
/// ```
/// use axum::{middleware, response::Response};
/// use symbolon_axum::ProblemCode;
///
/// async fn log(response: Response) -> Response {
///     if let Some(ProblemCode(code)) = response.extensions().get() {
///         eprintln!("{}: {code}", response.status());
///     }
///     response
/// }
/// let routes: axum::Router = axum::Router::new().layer(middleware::map_response(log));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProblemCode(pub &'static str);

impl Problem {
    /// Creates a problem with this response. `code` is for your log.
    #[must_use]
    pub fn new(code: &'static str, response: impl IntoResponse) -> Self {
        Self { code, response: Box::new(response.into_response()) }
    }

    /// Creates a problem with a page for the user. `code` is for your log. The sentence is sent as
    /// HTML, so it must not contain text from a request.
    #[must_use]
    pub fn page(code: &'static str, status: StatusCode, sentence: &'static str) -> Self {
        let page = format!("<!DOCTYPE html><title>Error</title><p>{sentence}</p>");
        Self::new(code, (status, Page(page)))
    }

    /// Returns the stable name of the reason, for logs and metrics.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// Creates a problem of an API that refuses an access token: the status 401 with a `Bearer`
    /// challenge ([RFC 6750 §3.1](https://www.rfc-editor.org/rfc/rfc6750#section-3.1)).
    #[must_use]
    pub fn invalid_token(code: &'static str) -> Self {
        Self::challenge(code, Challenge::refusing(ErrorCode::INVALID_TOKEN))
    }

    /// Creates a problem of a server that cannot answer now, for example because the keys of the
    /// provider cannot be fetched: the status 503.
    #[must_use]
    pub fn unavailable(code: &'static str) -> Self {
        Self::new(code, StatusCode::SERVICE_UNAVAILABLE)
    }

    fn no_user_info(code: &'static str) -> Self {
        let sentence = "The provider did not say who you are. Please start again.";
        Self::page(code, StatusCode::BAD_GATEWAY, sentence)
    }

    pub(crate) fn no_login() -> Self {
        let sentence = "This sign-in was not begun in this browser, or it took too long. \
                        Please start again.";
        Self::page("axum.no_login", StatusCode::BAD_REQUEST, sentence)
    }

    pub(crate) fn cookie() -> Self {
        let sentence = "The server could not remember this browser.";
        Self::page("axum.cookie", StatusCode::INTERNAL_SERVER_ERROR, sentence)
    }

    /// Creates a page with a link or a form that takes the error to the client. The user decides
    /// whether to go there.
    fn after_page(code: &'static str, refusal: &RefusalAfterPage) -> Self {
        let sentence = refusal.sentence();
        let mut page = format!("<!DOCTYPE html><title>Error</title><p>{sentence}</p>");
        if let Ok(way_back) = refusal.way_back() {
            page.push_str("<p>Go back only if you trust this address:</p>");
            page.push_str(&way_back.to_html(refusal.redirect_uri().as_str()));
        }
        Self::new(code, (refusal.status(), Page(page)))
    }

    /// Creates a problem with a `Bearer` challenge.
    pub(crate) fn challenge(code: &'static str, challenge: Challenge) -> Self {
        match challenge.into_http() {
            Ok(response) => Self::new(code, Answer(response)),
            Err(_) => Self::new(code, StatusCode::UNAUTHORIZED),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(mut self) -> Response {
        self.response.extensions_mut().insert(ProblemCode(self.code));
        if self.response.status() == StatusCode::SERVICE_UNAVAILABLE {
            let seconds = HeaderValue::from(ErrorResponse::RETRY_AFTER.as_secs());
            self.response.headers_mut().entry(RETRY_AFTER).or_insert(seconds);
        }
        *self.response
    }
}

impl From<LoginRequestError> for Problem {
    fn from(error: LoginRequestError) -> Self {
        let sentence = "The sign-in could not be started.";
        Self::page(error.code(), StatusCode::INTERNAL_SERVER_ERROR, sentence)
    }
}

impl From<MalformedCallback> for Problem {
    fn from(error: MalformedCallback) -> Self {
        Self::page(error.code(), StatusCode::BAD_REQUEST, "This is not the answer of a sign-in.")
    }
}

impl From<MalformedThirdPartyLogin> for Problem {
    fn from(error: MalformedThirdPartyLogin) -> Self {
        let sentence = "This link does not start a sign-in.";
        Self::page(error.code(), StatusCode::BAD_REQUEST, sentence)
    }
}

/// Converts the refusal of a login that a third party started. The page contains no address of the
/// request.
impl From<ThirdPartyLoginError> for Problem {
    fn from(error: ThirdPartyLoginError) -> Self {
        let sentence = match error {
            ThirdPartyLoginError::Target(_) => "This link leads to another site.",
            _ => "This site has no sign-in with the provider of this link.",
        };
        Self::page(error.code(), StatusCode::BAD_REQUEST, sentence)
    }
}

impl From<CallbackError> for Problem {
    fn from(error: CallbackError) -> Self {
        let sentence = match error.refusal() {
            Some(_) => "The provider did not sign you in. Please start again.",
            None => "The answer does not belong to this sign-in. Please start again.",
        };
        Self::page(error.code(), StatusCode::BAD_REQUEST, sentence)
    }
}

/// Converts a failed exchange with the provider. A problem does not contain the error of the
/// sender: write that error to your log before the conversion.
impl<S> From<DriveError<LoginError, S>> for Problem {
    fn from(error: DriveError<LoginError, S>) -> Self {
        if let DriveError::Flow(LoginError::Callback(error)) = error {
            return error.into();
        }
        let code = match &error {
            DriveError::Flow(error) => error.code(),
            error => error.code(),
        };
        let sentence = "The sign-in could not be finished, because the provider did not answer as \
                        expected. Please start again.";
        Self::page(code, StatusCode::BAD_GATEWAY, sentence)
    }
}

/// Converts a login that could not be pushed. A problem does not contain the error of the sender:
/// write that error to your log before the conversion.
impl<S> From<DriveError<PushLoginError, S>> for Problem {
    fn from(error: DriveError<PushLoginError, S>) -> Self {
        let code = match error {
            DriveError::Flow(PushLoginError::Request(error)) => return error.into(),
            DriveError::Flow(error) => error.code(),
            error => error.code(),
        };
        let sentence = "The sign-in could not be started, because the provider did not answer as \
                        expected. Please try again.";
        Self::page(code, StatusCode::BAD_GATEWAY, sentence)
    }
}

/// A UserInfo request that could not be built: the settings or the session do not allow it.
impl From<FetchUserInfoError> for Problem {
    fn from(error: FetchUserInfoError) -> Self {
        Self::no_user_info(error.code())
    }
}

/// A failed exchange with the UserInfo endpoint. A problem does not contain the error of the sender:
/// write that error to your log before the conversion.
impl<S> From<DriveError<FetchUserInfoError, S>> for Problem {
    fn from(error: DriveError<FetchUserInfoError, S>) -> Self {
        Self::no_user_info(match &error {
            DriveError::Flow(error) => error.code(),
            error => error.code(),
        })
    }
}

/// A database that failed, in a handler that shows pages: a page with the status 503. At the token
/// endpoint and at the UserInfo endpoint, convert it to their refusals instead.
impl From<StoreFailed> for Problem {
    fn from(error: StoreFailed) -> Self {
        Refusal::from(error).into()
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let code = refusal.reason().code();
        match refusal {
            Refusal::ToClient(refusal) => Self::new(code, Answer(refusal.into_response())),
            Refusal::AfterPage(refusal) => Self::after_page(code, &refusal),
            Refusal::ToUser(refusal) => refusal.into(),
        }
    }
}

impl From<RefusalToUser> for Problem {
    fn from(refusal: RefusalToUser) -> Self {
        Self::page(refusal.reason().code(), refusal.status(), refusal.sentence())
    }
}

impl From<PushRefusal> for Problem {
    fn from(refusal: PushRefusal) -> Self {
        Self::new(refusal.code(), Answer(refusal.into_response()))
    }
}

impl From<RegistrationRefusal> for Problem {
    fn from(refusal: RegistrationRefusal) -> Self {
        Self::new(refusal.code(), Answer(refusal.into_response()))
    }
}

impl From<RegistrationRequestError> for Problem {
    fn from(error: RegistrationRequestError) -> Self {
        Self::new(error.code(), Answer(error.to_http()))
    }
}

impl From<UserInfoRefusal> for Problem {
    fn from(refusal: UserInfoRefusal) -> Self {
        Self::new(refusal.reason().code(), Answer(refusal.into_response()))
    }
}

/// Converts the error of an access token that is not valid.
impl From<jwt::Error> for Problem {
    fn from(error: jwt::Error) -> Self {
        Self::invalid_token(error.code())
    }
}

/// Converts the error of an access token that no published key verifies, and the error of keys that
/// are not available.
impl From<KeySearchError> for Problem {
    fn from(error: KeySearchError) -> Self {
        match error {
            KeySearchError::Jws(error) => Self::invalid_token(error.code()),
            KeySearchError::Keys(error) => Self::unavailable(error.code()),
        }
    }
}

impl From<RandomError> for Problem {
    fn from(error: RandomError) -> Self {
        let sentence = "The server has no randomness.";
        Self::page(error.code(), StatusCode::INTERNAL_SERVER_ERROR, sentence)
    }
}

#[cfg(test)]
mod tests {
    use symbolon_provider::NotWaiting;

    use super::*;

    #[test]
    fn rfc9110_10_2_3_a_problem_that_will_pass_says_when_to_try_again() {
        for problem in [Problem::from(StoreFailed), Problem::unavailable("keys")] {
            let response = problem.into_response();
            assert_eq!(response.status(), 503);
            assert_eq!(response.headers()["retry-after"], "5");
        }
        let own = Problem::new("own", (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "60")]));
        assert_eq!(own.into_response().headers()["retry-after"], "60");
        let gone = Problem::from(Refusal::from(NotWaiting::Unknown)).into_response();
        assert_eq!(gone.status(), 400);
        assert!(!gone.headers().contains_key(RETRY_AFTER));
    }
}
