//! The provider's pages.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use symbolon::provider::RefusalToUser;

use crate::pages::page;

/// The values of the sign-in page.
#[derive(Template)]
#[template(path = "provider/sign_in.html")]
pub(super) struct SignIn<'a> {
    pub(super) client: &'a str,
    pub(super) issuer: &'a str,
    pub(super) interaction: &'a str,
    pub(super) username: &'a str,
    /// Why the page is shown again; empty the first time.
    pub(super) alert: &'a str,
}

/// The values of the consent page.
#[derive(Template)]
#[template(path = "provider/consent.html")]
pub(super) struct Consent<'a> {
    pub(super) client: &'a str,
    pub(super) username: &'a str,
    pub(super) interaction: &'a str,
    pub(super) scopes: Vec<&'a str>,
}

#[derive(Template)]
#[template(path = "provider/error.html")]
struct Error<'a> {
    heading: &'a str,
    sentence: &'a str,
    advice: &'a str,
    code: &'a str,
}

/// Returns the sign-in page.
pub(super) fn sign_in(template: &SignIn<'_>) -> Response {
    page(StatusCode::OK, template)
}

/// Returns the consent page.
pub(super) fn consent(template: &Consent<'_>) -> Response {
    page(StatusCode::OK, template)
}

/// Returns the page for a request whose redirect URI cannot be trusted.
pub(super) fn refused(refusal: &RefusalToUser) -> Response {
    let template = Error {
        heading: "This link is not safe",
        sentence: refusal.sentence(),
        advice: "You were not signed in, and no data about you was sent. Go back to the site you came \
                 from and try again there. If it happens again, tell the operator of that site.",
        code: refusal.reason().code(),
    };
    page(refusal.status(), &template)
}

/// Returns the page for a form that was answered before, or that was not shown to this browser.
pub(super) fn gone() -> Response {
    let template = Error {
        heading: "This page is out of date",
        sentence: "Its sign-in has ended, or was started in another browser.",
        advice: "Go back to the site you came from, and sign in again from there.",
        code: "interaction.gone",
    };
    page(StatusCode::BAD_REQUEST, &template)
}

/// Returns the page for an error of the provider itself.
pub(super) fn broken() -> Response {
    let template = Error {
        heading: "There is an error in this service",
        sentence: "You did nothing wrong, and you were not signed in.",
        advice: "Please try again later.",
        code: "server_error",
    };
    page(StatusCode::INTERNAL_SERVER_ERROR, &template)
}

/// Returns the page for a request whose body is too long.
pub(super) fn too_long() -> Response {
    let template = Error {
        heading: "The request is too long",
        sentence: "Your browser sent more data than a sign-in needs.",
        advice: "Go back to the site you came from, and sign in again from there.",
        code: "too_long",
    };
    page(StatusCode::PAYLOAD_TOO_LARGE, &template)
}

/// Returns the page for a request whose body does not arrive in time.
pub(super) fn too_slow() -> Response {
    let template = Error {
        heading: "The request took too long",
        sentence: "Your browser did not send its data in time.",
        advice: "Go back to the site you came from, and sign in again from there.",
        code: "too_slow",
    };
    page(StatusCode::REQUEST_TIMEOUT, &template)
}

/// Returns the page for a method that the address does not support.
pub(super) async fn not_allowed() -> Response {
    let template = Error {
        heading: "This request is not possible",
        sentence: "The page does not support the HTTP method of the request.",
        advice: "Go back to the site you came from, and sign in again from there.",
        code: "method_not_allowed",
    };
    page(StatusCode::METHOD_NOT_ALLOWED, &template)
}

/// Returns the page for an unknown address.
pub(super) async fn not_found() -> Response {
    let template = Error {
        heading: "This page does not exist",
        sentence: "This is a sign-in service. Sites send you here when you sign in to them.",
        advice: "Go to the site that you want to sign in to.",
        code: "not_found",
    };
    page(StatusCode::NOT_FOUND, &template)
}
