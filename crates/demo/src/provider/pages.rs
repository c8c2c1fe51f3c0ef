//! The provider's pages.

use askama::Template;
use axum::response::Response;
use http::header::CONTENT_SECURITY_POLICY;
use http::{HeaderValue, StatusCode};
use url::Url;

use super::failed::Alert;
use crate::pages::page;

/// The values of the page at the provider's own address.
#[derive(Template)]
#[template(path = "provider/home.html")]
pub(super) struct Home<'a> {
    /// The name of the signed-in user; empty if no user is signed in.
    pub(super) username: &'a str,
    /// The clients that have access to data of the user.
    pub(super) apps: Vec<AppWithAccess>,
}

/// A client that has access to data of the user.
#[derive(Debug)]
pub(super) struct AppWithAccess {
    pub(super) client_id: String,
    pub(super) name: String,
    /// The link that opens the client and signs the user in there, if the client supports such links.
    pub(super) open: Option<String>,
    pub(super) scopes: Vec<String>,
}

/// The values of the sign-in page.
#[derive(Template)]
#[template(path = "provider/sign_in.html")]
pub(super) struct SignIn<'a> {
    pub(super) client: &'a str,
    pub(super) issuer: &'a str,
    pub(super) interaction: &'a str,
    pub(super) username: &'a str,
    /// `true` if the operator registered the client, `false` if the client registered itself.
    pub(super) trusted: bool,
    /// The reason why the page is shown again, or `None` if it is shown for the first time.
    pub(super) alert: Option<Alert>,
    /// Whether the client asks for the form with which a new user creates an account.
    pub(super) creates_account: bool,
}

/// The values of the consent page.
#[derive(Template)]
#[template(path = "provider/consent.html")]
pub(super) struct Consent<'a> {
    pub(super) client: &'a str,
    /// The host that identifies the client, if the client registered itself. Its name proves nothing.
    pub(super) host: Option<String>,
    /// The URL of the client's logo.
    pub(super) logo: Option<&'a str>,
    /// The pages of the client: what each page is about, its URL and its host.
    pub(super) links: Vec<Link<'a>>,
    pub(super) username: &'a str,
    pub(super) interaction: &'a str,
    pub(super) scopes: Vec<&'a str>,
    /// The host to which the browser goes with the answer.
    pub(super) destination: &'a str,
    /// `true` if the operator registered the client, `false` if the client registered itself.
    pub(super) trusted: bool,
    /// Whether the provider remembers the consent, so that it does not ask the user again.
    pub(super) remembered: bool,
}

/// A link to a page of the client.
#[derive(Debug)]
pub(super) struct Link<'a> {
    pub(super) about: &'static str,
    pub(super) url: &'a str,
    pub(super) host: String,
}

/// The values of an error page.
#[derive(Template)]
#[template(path = "provider/error.html")]
pub(super) struct ErrorPage<'a> {
    pub(super) heading: &'a str,
    pub(super) sentence: &'a str,
    pub(super) advice: &'a str,
    pub(super) code: &'a str,
    /// The name of the signed-in user; empty if no user is signed in, or if that is not known.
    pub(super) username: &'a str,
    /// The link or the form that leads to the app, as HTML.
    pub(super) way_back: Option<String>,
}

/// Returns the page at the provider's own address.
pub(super) fn home(template: &Home<'_>) -> Response {
    page(StatusCode::OK, template)
}

/// Returns the sign-in page.
pub(super) fn sign_in(template: &SignIn<'_>) -> Response {
    page(StatusCode::OK, template)
}

/// Returns the consent page. The browser may load the logo of the client from the client's server.
/// That server learns that a user is signing in, but not from which page: see the template.
pub(super) fn consent(template: &Consent<'_>) -> Response {
    let mut response = page(StatusCode::OK, template);
    let logo = template.logo.and_then(|logo| Url::parse(logo).ok());
    let policy = response.headers().get(CONTENT_SECURITY_POLICY).and_then(|it| it.to_str().ok());
    if let Some((logo, policy)) = logo.zip(policy) {
        let images = format!("img-src 'self' {}", logo.origin().ascii_serialization());
        if let Ok(policy) = HeaderValue::try_from(policy.replace("img-src 'self'", &images)) {
            response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
        }
    }
    response
}

/// Returns an error page.
pub(super) fn error(status: StatusCode, template: &ErrorPage<'_>) -> Response {
    page(status, template)
}

/// Returns the page for a request whose body is too long.
pub(super) fn too_long() -> Response {
    let template = ErrorPage {
        heading: "The request is too long",
        sentence: "Your browser sent more data than a sign-in needs.",
        advice: "Go back to the site you came from, and sign in again from there.",
        code: "too_long",
        username: "",
        way_back: None,
    };
    page(StatusCode::PAYLOAD_TOO_LARGE, &template)
}

/// Returns the page for a request whose body does not arrive in time.
pub(super) fn too_slow() -> Response {
    let template = ErrorPage {
        heading: "The request took too long",
        sentence: "Your browser did not send its data in time.",
        advice: "Go back to the site you came from, and sign in again from there.",
        code: "too_slow",
        username: "",
        way_back: None,
    };
    page(StatusCode::REQUEST_TIMEOUT, &template)
}
