//! The errors that a browser gets from the provider.

use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use symbolon::jose::crypto::RandomError;
use symbolon::provider::{AuthorizeError, Refusal, RefusalToUser};

/// The reason why the browser gets an error.
#[derive(Clone, Debug)]
pub(super) enum Failure {
    Refused(Box<Refusal>),
    /// The form was shown to another browser, or has waited too long.
    Gone,
    /// This browser has answered the page before.
    Answered {
        /// The name of the client that has the answer.
        client: String,
    },
    /// The form was sent from a page of another site.
    OtherSite,
    /// The authorization request is too long to be kept.
    TooLong,
    Random,
    NotFound,
    NotAllowed,
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<RefusalToUser> for Failure {
    fn from(refusal: RefusalToUser) -> Self {
        Refusal::from(refusal).into()
    }
}

/// A form that lacks fields was not sent from a page of this provider.
impl From<FormRejection> for Failure {
    fn from(_: FormRejection) -> Self {
        Self::Gone
    }
}

/// An address that lacks its parameter is not a link of this provider.
impl From<QueryRejection> for Failure {
    fn from(_: QueryRejection) -> Self {
        Self::Gone
    }
}

impl From<symbolon_store::Error> for Failure {
    fn from(error: symbolon_store::Error) -> Self {
        Refusal::from(error).into()
    }
}

impl From<RandomError> for Failure {
    fn from(_: RandomError) -> Self {
        Self::Random
    }
}

/// Hands the error to [`explain`](super::explain::explain).
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl Failure {
    /// Returns a stable name of the error.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.reason().code(),
            Self::Gone => "interaction.gone",
            Self::Answered { .. } => "interaction.answered",
            Self::OtherSite => "interaction.other_site",
            Self::TooLong => "too_long",
            Self::Random => "server_error",
            Self::NotFound => "not_found",
            Self::NotAllowed => "method_not_allowed",
        }
    }

    /// Returns whether the store has failed.
    pub(super) fn is_of_store(&self) -> bool {
        match self {
            Self::Refused(refusal) => {
                matches!(refusal.reason(), AuthorizeError::StoreFailed(_))
            }
            _ => false,
        }
    }

    /// Returns the reason for the log.
    pub(super) fn reason(&self) -> String {
        match self {
            Self::Refused(refusal) => match refusal.as_ref() {
                Refusal::ToClient(refusal) => {
                    format!("{}; {} is told", refusal.reason(), refusal.client_id())
                }
                Refusal::AfterPage(_) | Refusal::ToUser(_) => {
                    format!("{}; the user sees a page", refusal.reason())
                }
            },
            Self::Gone => "this browser has no such page to answer".to_owned(),
            Self::Answered { client } => format!("the page for {client} was answered before"),
            Self::OtherSite => "the form was sent from a page of another site".to_owned(),
            Self::TooLong => "the authorization request is too long".to_owned(),
            Self::Random => "the source of randomness failed".to_owned(),
            Self::NotFound => "there is no page at this address".to_owned(),
            Self::NotAllowed => "the address does not support this method".to_owned(),
        }
    }

    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::Refused(refusal) => match refusal.as_ref() {
                Refusal::AfterPage(refusal) => refusal.status(),
                Refusal::ToUser(refusal) => refusal.status(),
                Refusal::ToClient(_) => StatusCode::SEE_OTHER,
            },
            Self::Gone | Self::Answered { .. } => StatusCode::BAD_REQUEST,
            Self::OtherSite => StatusCode::FORBIDDEN,
            Self::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Random => StatusCode::INTERNAL_SERVER_ERROR,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        }
    }

    /// Returns the heading, what happened, and what the user can do.
    pub(super) fn in_words(&self, signed_in: bool) -> (&'static str, &'static str, &'static str) {
        const FROM_APP: &str = "Go back to the site you came from, and sign in again from there.";
        match self {
            Self::Gone if signed_in => (
                "This page is out of date",
                "It belongs to a sign-in that has ended, or that was started in another browser.",
                FROM_APP,
            ),
            Self::Gone => (
                "This page is out of date",
                "Its sign-in has ended, or was started in another browser.",
                FROM_APP,
            ),
            Self::OtherSite => (
                "The request was refused",
                "It came from a page of another site.",
                "Please use the buttons of this page only.",
            ),
            Self::TooLong => (
                "The request is too long",
                "The app sent more data than a sign-in needs.",
                FROM_APP,
            ),
            Self::Random => (
                "There is an error in this service",
                "You did nothing wrong.",
                "Please try again later.",
            ),
            Self::NotAllowed => (
                "This request is not possible",
                "The page does not support the HTTP method of the request.",
                FROM_APP,
            ),
            Self::Refused(_) | Self::Answered { .. } | Self::NotFound => (
                "This page does not exist",
                "This is a sign-in service. Sites send you here when you sign in to them.",
                "Go to the site that you want to sign in to.",
            ),
        }
    }
}

/// Answers an unknown address.
pub(super) async fn not_found() -> Failure {
    Failure::NotFound
}

/// Answers a method that the address does not support.
pub(super) async fn not_allowed() -> Failure {
    Failure::NotAllowed
}
