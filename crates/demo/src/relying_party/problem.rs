//! Why somebody is not signed in, for them to read.

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use symbolon::discovery::DiscoveryError;
use symbolon::jose::crypto::RandomError;
use symbolon::oauth::{ErrorCode, ErrorResponse};
use symbolon::relying_party::{
    CallbackError, ConfigurationError, DriveError, FetchUserInfoError, LoginError,
    LoginRequestError, MalformedCallback, RefreshError,
};
use thiserror::Error;

use crate::client::HttpError;
use crate::pages::page;

#[derive(Debug, Error)]
pub(super) enum Problem {
    #[error("nobody is signed in in this browser")]
    NotSignedIn,
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
    Configuration(#[from] ConfigurationError),
    #[error(transparent)]
    Request(#[from] LoginRequestError),
    #[error("the exchange with the provider failed")]
    Exchange,
    #[error(transparent)]
    Http(#[from] HttpError),
    #[error(transparent)]
    Random(#[from] RandomError),
}

impl<F> From<DriveError<F, HttpError>> for Problem
where
    Problem: From<F>,
{
    fn from(error: DriveError<F, HttpError>) -> Self {
        match error {
            DriveError::Flow(error) => error.into(),
            DriveError::Send(error) => error.into(),
            _ => Self::Exchange,
        }
    }
}

impl Problem {
    /// A stable name.
    fn code(&self) -> &'static str {
        match self {
            Self::NotSignedIn => "app.not_signed_in",
            Self::NoLogin => "app.no_login",
            Self::Malformed(error) => error.code(),
            Self::Callback(error) => error.code(),
            Self::Login(error) => error.code(),
            Self::Refresh(error) => error.code(),
            Self::UserInfo(error) => error.code(),
            Self::Discovery(error) => error.code(),
            Self::Configuration(error) => error.code(),
            Self::Request(error) => error.code(),
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
        let denied = self.refusal().is_some_and(|no| no.error == ErrorCode::ACCESS_DENIED);
        match self {
            _ if denied => (
                "You were not signed in",
                "You did not allow it, or turned back. Nothing was shared, and you can try again.",
            ),
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
            Self::Http(_) | Self::Exchange => (
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
            Self::Http(_) | Self::Exchange | Self::Discovery(_) | Self::UserInfo(_) => {
                StatusCode::BAD_GATEWAY
            }
            Self::Configuration(_) | Self::Request(_) | Self::Random(_) => {
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
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (heading, sentence) = self.in_words();
        page(self.status(), &Error { heading, sentence, code: self.code() })
    }
}

pub(super) async fn not_found() -> Response {
    let (heading, sentence) = ("There is no such page", "The address may be mistyped.");
    page(StatusCode::NOT_FOUND, &Error { heading, sentence, code: "app.not_found" })
}
