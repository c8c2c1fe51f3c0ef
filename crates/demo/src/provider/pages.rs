//! The provider's pages.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use symbolon::provider::RefusalToUser;

use crate::pages::page;

#[derive(Template)]
#[template(path = "provider/sign_in.html")]
pub(super) struct SignIn<'a> {
    pub(super) client: &'a str,
    pub(super) issuer: &'a str,
    pub(super) interaction: &'a str,
    pub(super) username: &'a str,
    /// Why it is shown again, or nothing.
    pub(super) alert: &'a str,
}

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

pub(super) fn sign_in(template: &SignIn<'_>) -> Response {
    page(StatusCode::OK, template)
}

pub(super) fn consent(template: &Consent<'_>) -> Response {
    page(StatusCode::OK, template)
}

/// The request cannot be trusted, and so neither can the address that it wants the answer at.
pub(super) fn refused(refusal: &RefusalToUser) -> Response {
    let template = Error {
        heading: "This link does not lead anywhere safe",
        sentence: &format!("It asks us to sign you in somewhere, but {}.", refusal.reason()),
        advice: "Nobody was signed in and nothing about you was sent. Go back to the site you came \
                 from and try again from there; if it happens again, tell the people who run it.",
        code: refusal.reason().code(),
    };
    page(refusal.status(), &template)
}

/// The form was answered before, or was not shown to this browser.
pub(super) fn gone() -> Response {
    let template = Error {
        heading: "This page is out of date",
        sentence: "The sign-in that it belongs to is over, or was begun in another browser.",
        advice: "Go back to the site you came from and sign in from there once more.",
        code: "interaction.gone",
    };
    page(StatusCode::BAD_REQUEST, &template)
}

pub(super) fn broken() -> Response {
    let template = Error {
        heading: "Something is broken here",
        sentence: "It is not your fault, and nobody was signed in.",
        advice: "Please try again later.",
        code: "server_error",
    };
    page(StatusCode::INTERNAL_SERVER_ERROR, &template)
}

pub(super) fn too_long() -> Response {
    let template = Error {
        heading: "This is too long to be read",
        sentence: "More was sent here than any sign-in needs.",
        advice: "Go back to the site you came from and sign in from there once more.",
        code: "too_long",
    };
    page(StatusCode::PAYLOAD_TOO_LARGE, &template)
}

pub(super) async fn not_allowed() -> Response {
    let template = Error {
        heading: "This page cannot be used like that",
        sentence: "It was asked for by a method that it does not have.",
        advice: "Go back to the site you came from and sign in from there once more.",
        code: "method_not_allowed",
    };
    page(StatusCode::METHOD_NOT_ALLOWED, &template)
}

pub(super) async fn not_found() -> Response {
    let template = Error {
        heading: "There is no such page",
        sentence: "This is a sign-in service: sites send you here when you sign in with them.",
        advice: "Go to the site that you want to sign in to.",
        code: "not_found",
    };
    page(StatusCode::NOT_FOUND, &template)
}
