//! Why somebody is not signed in, for them to read.

use std::sync::Arc;

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use symbolon::discovery::DiscoveryError;
use symbolon::jose::crypto::RandomError;
use symbolon::oauth::{ErrorCode, ErrorResponse};
use symbolon::relying_party::{
    CallbackError, DriveError, FetchUserInfoError, LoginError, LoginRequestError,
    MalformedCallback, RefreshError, RelyingPartyConfigurationError,
};
use symbolon_reqwest::SendError;
use thiserror::Error;

use crate::http::TooLong;
use crate::pages::page;

#[derive(Debug, Error)]
pub(super) enum Problem {
    #[error("nobody is signed in in this browser")]
    NotSignedIn,
    #[error("the form was not on a page of this app")]
    OtherSite,
    #[error("the body of the request is too long")]
    TooLong,
    #[error("no login that was begun in this browser has this state")]
    NoLogin,
    #[error(transparent)]
    Malformed(#[from] MalformedCallback),
    #[error(transparent)]
    Callback(#[from] CallbackError),
    #[error(transparent)]
    Login(#[from] LoginError),
    #[error(transparent)]
    Refresh(#[from] RefreshError),
    #[error(transparent)]
    UserInfo(#[from] FetchUserInfoError),
    #[error(transparent)]
    Discovery(#[from] DiscoveryError),
    #[error(transparent)]
    Configuration(#[from] RelyingPartyConfigurationError),
    #[error(transparent)]
    Request(#[from] LoginRequestError),
    /// As everybody else was told a moment ago.
    #[error(transparent)]
    NoProvider(Arc<Problem>),
    #[error("what was begun was not ended")]
    Interrupted,
    #[error("the exchange with the provider failed")]
    Exchange,
    #[error(transparent)]
    Http(#[from] SendError),
    #[error(transparent)]
    Random(#[from] RandomError),
}

impl<F> From<DriveError<F, SendError>> for Problem
where
    Problem: From<F>,
{
    fn from(error: DriveError<F, SendError>) -> Self {
        match error {
            DriveError::Flow(error) => error.into(),
            DriveError::Send(error) => error.into(),
            _ => Self::Exchange,
        }
    }
}

impl From<TooLong> for Problem {
    fn from(_: TooLong) -> Self {
        Self::TooLong
    }
}

impl Problem {
    /// Whether the provider takes the refresh token no more (RFC 6749 §5.2).
    pub(super) fn is_end_of_grant(&self) -> bool {
        let refusal = self.refusal();
        matches!(self, Self::Refresh(_))
            && refusal.is_some_and(|no| no.error == ErrorCode::INVALID_GRANT)
    }

    /// A stable name.
    fn code(&self) -> &'static str {
        match self {
            Self::NotSignedIn => "app.not_signed_in",
            Self::OtherSite => "app.other_site",
            Self::TooLong => "app.too_long",
            Self::NoLogin => "app.no_login",
            Self::Malformed(error) => error.code(),
            Self::Callback(error) => error.code(),
            Self::Login(error) => error.code(),
            Self::Refresh(error) => error.code(),
            Self::UserInfo(error) => error.code(),
            Self::Discovery(error) => error.code(),
            Self::Configuration(error) => error.code(),
            Self::Request(error) => error.code(),
            Self::NoProvider(problem) => problem.code(),
            Self::Interrupted => "app.interrupted",
            Self::Exchange => "app.exchange",
            Self::Http(_) => "app.http",
            Self::Random(error) => error.code(),
        }
    }

    /// What the provider said, if it said no.
    fn refusal(&self) -> Option<&ErrorResponse> {
        match self {
            Self::Callback(error) => error.refusal(),
            Self::Login(error) => error.refusal(),
            Self::Refresh(error) => error.refusal(),
            _ => None,
        }
    }

    /// What it means to the person in front of the screen.
    fn in_words(&self) -> (&'static str, &'static str) {
        let refusal = self.refusal().map(|no| &no.error);
        match self {
            Self::NoProvider(problem) => problem.in_words(),
            _ if refusal == Some(&ErrorCode::ACCESS_DENIED) => (
                "You were not signed in",
                "You did not allow it, or turned back. Nothing was shared, and you can try again.",
            ),
            Self::Callback(_) | Self::Login(_) if refusal.is_some() => (
                "The provider said no",
                "It did not sign you in this time. You can try again later.",
            ),
            Self::OtherSite => (
                "Nothing was done",
                "Another site wanted something done here in your name. If it was you, use the \
                 buttons of this app.",
            ),
            Self::TooLong => ("This is too long to be read", "No sign-in needs that much."),
            Self::NotSignedIn => ("You are not signed in", "Sign in first; it takes a minute."),
            Self::NoLogin | Self::Malformed(_) => (
                "This sign-in is over",
                "Its link was opened before, or belongs to another browser. Please start again.",
            ),
            Self::Refresh(_) => (
                "Your tokens could not be refreshed",
                "The provider gave no new ones. Sign in once more to go on.",
            ),
            Self::UserInfo(_) => (
                "The provider told nothing about you",
                "It may have ended your access. Sign in once more to go on.",
            ),
            Self::Http(_) | Self::Exchange | Self::Interrupted => (
                "The provider cannot be reached",
                "It did not answer in time. Please try again in a moment.",
            ),
            Self::Callback(_) | Self::Login(_) => (
                "You could not be signed in",
                "The answer of the provider does not hold what it has to, so it was not believed.",
            ),
            Self::Discovery(_) | Self::Configuration(_) | Self::Request(_) | Self::Random(_) => (
                "Signing in does not work at the moment",
                "It is not your fault: this app and the provider do not fit together.",
            ),
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::NotSignedIn => StatusCode::UNAUTHORIZED,
            Self::OtherSite => StatusCode::FORBIDDEN,
            Self::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NoProvider(problem) => problem.status(),
            Self::Http(_) | Self::Exchange | Self::Discovery(_) | Self::UserInfo(_) => {
                StatusCode::BAD_GATEWAY
            }
            Self::Configuration(_) | Self::Request(_) | Self::Random(_) | Self::Interrupted => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

#[derive(Template)]
#[template(path = "relying_party/error.html")]
struct Error<'a> {
    heading: &'a str,
    sentence: &'a str,
    code: &'a str,
    /// Whether signing in once more is a way on.
    sign_in: bool,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (heading, sentence) = self.in_words();
        let sign_in = !matches!(self, Self::OtherSite);
        page(self.status(), &Error { heading, sentence, code: self.code(), sign_in })
    }
}

pub(super) async fn not_found() -> Response {
    no_way(StatusCode::NOT_FOUND, "There is no such page", "app.not_found")
}

pub(super) async fn not_allowed() -> Response {
    let heading = "This page cannot be used like that";
    no_way(StatusCode::METHOD_NOT_ALLOWED, heading, "app.method_not_allowed")
}

fn no_way(status: StatusCode, heading: &str, code: &str) -> Response {
    page(status, &Error { heading, sentence: "The address may be mistyped.", code, sign_in: false })
}
