//! The errors of the app, and the pages that explain them to users.

use std::sync::Arc;

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use symbolon::discovery::DiscoveryError;
use symbolon::jose::crypto::RandomError;
use symbolon::oauth::{ErrorCode, ErrorResponse};
use symbolon::relying_party::{
    CallbackError, DriveError, FetchUserInfoError, LoginError, LoginRequestError,
    MalformedCallback, MalformedThirdPartyLogin, PushLoginError, RefreshError,
    RelyingPartyConfigurationError, ThirdPartyLoginError,
};
use symbolon_reqwest::SendError;
use thiserror::Error;

use super::alert::Alert;
use super::named::NamedProblem;
use crate::pages::page;

/// The error code that is returned if the keys were fetched a moment ago and must not be fetched
/// again yet.
const COOL_DOWN: &str = "keys.cool_down";

/// The heading and the sentence for [`COOL_DOWN`].
const KEYS_ARE_RECENT: (&str, &str) = (
    "Please try again in a moment",
    "The provider may have a new key. This app has fetched the keys a moment ago, and soon fetches them again.",
);

/// The heading and the sentence for a store that has failed.
const NOT_AVAILABLE: (&str, &str) =
    ("This app is not available", "You did nothing wrong. Please try again in a moment.");

/// The heading and the sentence for a link of a third party with which no login can begin.
const WRONG_LINK: (&str, &str) = (
    "This link does not work",
    "It should sign you in here, but it names another provider or leads to another site.",
);

/// The heading and the sentence for a login that this browser does not have.
const ENDED: (&str, &str) =
    ("This sign-in has ended", "Its link was opened before, or belongs to another browser.");

/// The heading and the sentence for a choice on the start page with which no login can begin.
const CHOOSE_AGAIN: (&str, &str) = (
    "You cannot sign in like this",
    "Your choices do not fit together, or the provider does not support them. Please choose again on the start page.",
);

/// The heading and the sentence for a form that a page of another site sent.
const OTHER_SITE: (&str, &str) = (
    "The request was refused",
    "It came from a page of another site. Please use the buttons of this app.",
);

/// Why a request to the app fails.
#[derive(Debug, Error)]
pub(super) enum Problem {
    #[error("no user is signed in in this browser")]
    NotSignedIn,
    #[error("the form was sent from a page of another site")]
    OtherSite,
    #[error("no login of this browser has this state")]
    NoLogin,
    #[error(transparent)]
    Malformed(#[from] MalformedCallback),
    #[error(transparent)]
    MalformedThirdParty(#[from] MalformedThirdPartyLogin),
    #[error(transparent)]
    ThirdParty(#[from] ThirdPartyLoginError),
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
    Request(LoginRequestError),
    #[error("the choice on the start page cannot be read")]
    UnknownChoice,
    #[error(transparent)]
    Push(#[from] PushLoginError),
    /// A login cannot begin with the choices of the user on the start page.
    #[error(transparent)]
    Choice(LoginRequestError),
    /// Discovery failed a few seconds ago, for this reason.
    #[error(transparent)]
    NoProvider(Arc<Self>),
    /// The app cannot use the provider that a user named.
    #[error("{error}")]
    Named {
        /// What the user typed, or the issuer of the provider.
        typed: String,
        #[source]
        error: Box<NamedProblem>,
    },
    #[error("the task did not end")]
    Interrupted,
    #[error("another request refreshes the tokens")]
    Busy,
    #[error("the store has failed")]
    Store(#[from] symbolon_store::Error),
    #[error("the exchange with the provider failed")]
    Exchange,
    #[error(transparent)]
    Http(#[from] SendError),
    #[error(transparent)]
    Random(#[from] RandomError),
}

impl<F> From<DriveError<F, SendError>> for Problem
where
    Self: From<F>,
{
    fn from(error: DriveError<F, SendError>) -> Self {
        match error {
            DriveError::Flow(error) => error.into(),
            DriveError::Send(error) => error.into(),
            _ => Self::Exchange,
        }
    }
}

impl Problem {
    /// Returns whether the provider refuses the refresh token for good (RFC 6749 §5.2).
    pub(super) fn is_end_of_grant(&self) -> bool {
        let refusal = self.refusal();
        matches!(self, Self::Refresh(_))
            && refusal.is_some_and(|no| no.error == ErrorCode::INVALID_GRANT)
    }

    /// Returns whether the store has failed.
    pub(super) fn is_of_store(&self) -> bool {
        match self {
            Self::Store(_) => true,
            Self::Named { error, .. } => error.is_of_store(),
            _ => false,
        }
    }

    /// Returns whether the provider does not know the client of the app (RFC 6749 §5.2).
    pub(super) fn is_unknown_client(&self) -> bool {
        self.refusal().is_some_and(|no| no.error == ErrorCode::INVALID_CLIENT)
    }

    /// Returns a stable name of the error.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::NotSignedIn => "app.not_signed_in",
            Self::OtherSite => "app.other_site",
            Self::NoLogin => "app.no_login",
            Self::Malformed(error) => error.code(),
            Self::MalformedThirdParty(error) => error.code(),
            Self::ThirdParty(error) => error.code(),
            Self::Callback(error) => error.code(),
            Self::Login(error) => error.code(),
            Self::Refresh(error) => error.code(),
            Self::UserInfo(error) => error.code(),
            Self::Discovery(error) => error.code(),
            Self::Configuration(error) => error.code(),
            Self::Request(error) | Self::Choice(error) => error.code(),
            Self::UnknownChoice => "app.unknown_choice",
            Self::Push(error) => error.code(),
            Self::NoProvider(problem) => problem.code(),
            Self::Named { error, .. } => error.code(),
            Self::Interrupted => "app.interrupted",
            Self::Busy => "app.busy",
            Self::Store(error) => error.code(),
            Self::Exchange => "app.exchange",
            Self::Http(_) => "app.http",
            Self::Random(error) => error.code(),
        }
    }

    /// Returns the provider's error response, if the provider refused.
    fn refusal(&self) -> Option<&ErrorResponse> {
        match self {
            Self::Callback(error) => error.refusal(),
            Self::Login(error) => error.refusal(),
            Self::Refresh(error) => error.refusal(),
            Self::Push(error) => error.refusal(),
            _ => None,
        }
    }

    /// Returns a heading and a sentence that explain the error to the user.
    fn in_words(&self) -> (&'static str, &'static str) {
        let refusal = self.refusal().map(|no| &no.error);
        match self {
            Self::NoProvider(problem) => problem.in_words(),
            Self::Named { error, .. } => error.in_words(),
            _ if self.code() == COOL_DOWN => KEYS_ARE_RECENT,
            _ if refusal == Some(&ErrorCode::ACCESS_DENIED) => (
                "You were not signed in",
                "You cancelled, or did not allow it. No data was shared, and you can try again.",
            ),
            Self::Callback(_) | Self::Login(_) if refusal.is_some() => (
                "The provider said no",
                "The provider did not sign you in. You can try again later.",
            ),
            Self::OtherSite => OTHER_SITE,
            Self::NotSignedIn => ("You are not signed in", "Please sign in first."),
            Self::NoLogin | Self::Malformed(_) => ENDED,
            Self::MalformedThirdParty(_) | Self::ThirdParty(_) => WRONG_LINK,
            Self::Refresh(_) => (
                "Your tokens could not be refreshed",
                "The provider did not issue new tokens. You are still signed in to this app.",
            ),
            Self::UserInfo(_) => (
                "The provider sent no data about you",
                "This app may no longer have access. You are still signed in to this app.",
            ),
            Self::Http(_) | Self::Exchange | Self::Interrupted => (
                "The provider cannot be reached",
                "The provider did not answer in time. Please try again in a moment.",
            ),
            Self::Busy | Self::Store(_) => NOT_AVAILABLE,
            Self::Callback(_) | Self::Login(_) => (
                "You could not be signed in",
                "The answer of the provider broke a rule, so this app did not accept it.",
            ),
            Self::UnknownChoice | Self::Choice(_) | Self::Push(PushLoginError::NoEndpoint) => {
                CHOOSE_AGAIN
            }
            Self::Push(_)
            | Self::Discovery(_)
            | Self::Configuration(_)
            | Self::Request(_)
            | Self::Random(_) => (
                "Signing in does not work at the moment",
                "You did nothing wrong: this app does not work with the provider.",
            ),
        }
    }

    /// Returns the status of the error page.
    fn status(&self) -> StatusCode {
        match self {
            Self::NotSignedIn => StatusCode::UNAUTHORIZED,
            Self::OtherSite => StatusCode::FORBIDDEN,
            Self::NoProvider(problem) => problem.status(),
            Self::Named { error, .. } => error.status(),
            _ if self.code() == COOL_DOWN => StatusCode::SERVICE_UNAVAILABLE,
            Self::Busy | Self::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Http(_) | Self::Exchange | Self::Discovery(_) | Self::UserInfo(_) => {
                StatusCode::BAD_GATEWAY
            }
            Self::Push(PushLoginError::NoEndpoint) => StatusCode::BAD_REQUEST,
            Self::Push(_) => StatusCode::BAD_GATEWAY,
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
    /// Whether a user is signed in, so that the page leads back to the page of that user.
    signed_in: bool,
    /// Whether the page offers to sign in.
    sign_in: bool,
    /// What the provider changed in the registration of the app.
    details: Vec<String>,
    /// What the user typed, and a button to try it again.
    again: Option<Again<'a>>,
}

/// The form that names a provider again.
struct Again<'a> {
    typed: &'a str,
    button: &'static str,
    /// The token of the form. `None` if the browser has no cookie for it.
    token: Option<&'a str>,
}

/// Hands the error to [`explain`](super::explain::explain).
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

impl Problem {
    /// Returns the message for the page of a signed-in user.
    pub(super) fn alert(&self) -> Alert {
        let (heading, sentence) = self.in_words();
        let code = self.code().to_owned();
        Alert { heading: heading.to_owned(), sentence: sentence.to_owned(), code }
    }

    /// Returns the error page. `token` is the token of the form in which a user names a provider.
    pub(super) fn page(&self, signed_in: bool, token: Option<&str>) -> Response {
        let (heading, sentence) = self.in_words();
        let code = self.code();
        let (details, again) = match self {
            Self::Named { typed, error } => {
                let button = match **error {
                    NamedProblem::Forgotten(_) => "Register again and sign in",
                    _ => "Try again",
                };
                (error.details(), Some(Again { typed, button, token }))
            }
            _ => (Vec::new(), None),
        };
        let sign_in = !signed_in && again.is_none() && !matches!(self, Self::OtherSite);
        page(self.status(), &Error { heading, sentence, code, signed_in, sign_in, details, again })
    }

    /// Returns the error and everything that caused it.
    pub(super) fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut source = std::error::Error::source(self);
        while let Some(error) = source {
            text.push_str(": ");
            text.push_str(&error.to_string());
            source = error.source();
        }
        text
    }
}

/// Returns the page for a request whose body is too long.
pub(super) fn too_long() -> Response {
    let sentence = "Your browser sent more data than a sign-in needs.";
    let status = StatusCode::PAYLOAD_TOO_LARGE;
    no_way(status, "The request is too long", sentence, "app.too_long")
}

/// Returns the page for a request whose body does not arrive in time.
pub(super) fn too_slow() -> Response {
    let sentence = "Your browser did not send its data in time.";
    let status = StatusCode::REQUEST_TIMEOUT;
    no_way(status, "The request took too long", sentence, "app.too_slow")
}

/// Returns the page for an unknown address.
pub(super) async fn not_found() -> Response {
    let heading = "This page does not exist";
    no_way(StatusCode::NOT_FOUND, heading, CHECK, "app.not_found")
}

/// Returns the page for a method that the address does not support.
pub(super) async fn not_allowed() -> Response {
    let heading = "This request is not possible";
    no_way(StatusCode::METHOD_NOT_ALLOWED, heading, CHECK, "app.method_not_allowed")
}

const CHECK: &str = "Please check the address.";

/// Returns the page about a request that no route of the app answers.
fn no_way(status: StatusCode, heading: &str, sentence: &str, code: &str) -> Response {
    let (signed_in, sign_in) = (false, false);
    let error =
        Error { heading, sentence, code, signed_in, sign_in, details: Vec::new(), again: None };
    page(status, &error)
}
