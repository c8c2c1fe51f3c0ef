//! The start page, and the page of a signed-in user.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use clap::ValueEnum as _;
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use symbolon::jose::{NumericDate, Object};
use symbolon::oauth::{ResponseMode, Scope};

use super::alert::Alert;
use super::app::App;
use super::arrival::{Arrival, lifetime};
use super::choice::{Choice, Claim, FLOWS, MODES, PROMPTS, RequestWay};
use super::problem::Problem;
use super::visitor::SignedIn;
use crate::pages::page;
use crate::terminal::timestamp;

/// The claims that are times.
const TIMES: &[&str] = &["auth_time", "exp", "iat", "nbf", "updated_at"];

/// The values of the start page.
#[derive(Template)]
#[template(path = "relying_party/home.html")]
struct Home<'a> {
    issuer: &'a str,
    own_provider: bool,
    /// The form in which users name a provider, or `None` if they can name no provider.
    form: Option<NamedForm<'a>>,
    /// The response types, each with whether it is selected.
    flows: Vec<(&'static str, bool)>,
    modes: Vec<(&'static str, bool)>,
    /// The ways in which the request can travel, each with whether it is selected.
    ways: Vec<(&'static str, bool)>,
    /// The values of `prompt`, each with whether it is selected.
    prompts: Vec<(&'static str, bool)>,
    claims: String,
}

/// The form in which users name a provider.
struct NamedForm<'a> {
    token: &'a str,
    /// An identifier at the provider of the command line.
    example: String,
}

/// The values of the page after a login with the response type `none`.
#[derive(Template)]
#[template(path = "relying_party/allowed.html")]
struct Allowed<'a> {
    issuer: &'a str,
    scope: String,
    mode: &'a str,
}

/// The values of the page of a signed-in user.
#[derive(Template)]
#[template(path = "relying_party/signed_in.html")]
struct Person<'a> {
    name: String,
    issuer: &'a str,
    /// The client identifier of the app, if a user named the provider.
    registered_as: Option<&'a str>,
    notice: Option<String>,
    alert: Option<Alert>,
    can_refresh: bool,
    /// Whether the app has an access token for the UserInfo endpoint.
    can_ask: bool,
    claims: Vec<(String, String)>,
    user_info: Vec<(String, String)>,
    id_token: String,
    encoded: &'a str,
    arrival: &'a Arrival,
    tokens: Vec<(&'static str, String)>,
}

/// Answers `GET /`.
pub(super) async fn home(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(mut signed_in) = app.signed_in(&headers).await? else {
        let browser = app.form_cookie.browser_or_new(&headers)?;
        let response = page(StatusCode::OK, &Home::new(&app, browser.key().as_str()));
        return Ok(app.form_cookie.tell(&browser, response));
    };
    let alert = signed_in.shown.alert.take();
    let was_alert = alert.is_some();
    let mut response = page(StatusCode::OK, &Person::new(&signed_in, alert));
    if was_alert {
        app.show(&signed_in.browser, &signed_in.shown, &mut response);
    }
    Ok(response)
}

/// Returns the page after a login with the response type `none`.
pub(super) fn allowed(
    status: StatusCode,
    issuer: &str,
    scope: &Scope,
    mode: &ResponseMode,
) -> Response {
    page(status, &Allowed { issuer, scope: scope.to_string(), mode: mode.as_str() })
}

impl<'a> Home<'a> {
    fn new(app: &'a App, token: &'a str) -> Self {
        let Choice { flow, response_mode, request, claims, prompt } = &app.choice;
        let flow = flow.as_ref().map_or(FLOWS[0], |flow| flow.as_str());
        let mode = response_mode.as_ref().map_or("", |mode| mode.as_str());
        let way = request.unwrap_or_default();
        let ways = RequestWay::value_variants().iter().copied();
        let ways = ways.filter(|it| !it.needs_key() || app.request_key.is_some());
        let prompt = prompt.as_ref().map_or(PROMPTS[0], |prompt| prompt.as_str());
        let example = app.named.example(&app.main.issuer);
        Self {
            issuer: app.main.issuer.as_str(),
            form: example.map(|example| NamedForm { token, example }),
            own_provider: app.own_provider,
            flows: FLOWS.map(|it| (it, it == flow)).to_vec(),
            modes: MODES.map(|it| (it, it == mode)).to_vec(),
            ways: ways.map(|it| (it.name(), it == way)).collect(),
            prompts: PROMPTS.map(|it| (it, it == prompt)).to_vec(),
            claims: claims.iter().map(Claim::text).collect::<Vec<_>>().join(" "),
        }
    }
}

impl<'a> Person<'a> {
    fn new(signed_in: &'a SignedIn, alert: Option<Alert>) -> Self {
        let party = &signed_in.party;
        let (header, claims) = (signed_in.header(), signed_in.claims());
        let user_info = signed_in.shown.user_info.as_ref();
        let name = user_info.and_then(|known| known.get("name")?.as_str());
        let name = name.or_else(|| claims.get("name")?.as_str()).unwrap_or(signed_in.tokens.sub());
        Self {
            name: name.to_owned(),
            encoded: signed_in.encoded(),
            issuer: party.issuer.as_str(),
            registered_as: party.is_named.then(|| party.client_id().as_str()),
            notice: notice(signed_in).filter(|_| alert.is_none()),
            alert,
            can_refresh: signed_in.tokens.refresh_token.is_some(),
            can_ask: signed_in.tokens.access_token.is_some(),
            arrival: &signed_in.shown.arrival,
            id_token: format!("{}\n{}", pretty(&header), pretty(&claims)),
            claims: listed(&claims),
            user_info: user_info.map(listed).unwrap_or_default(),
            tokens: tokens(signed_in),
        }
    }
}

/// Returns the notice about refreshed tokens, if they were refreshed.
fn notice(signed_in: &SignedIn) -> Option<String> {
    match signed_in.shown.refreshes {
        0 => None,
        1 => Some("The tokens have been refreshed.".to_owned()),
        times => Some(format!("The tokens have been refreshed {times} times.")),
    }
}

/// Describes the tokens of the token endpoint, whose values are not shown.
fn tokens(signed_in: &SignedIn) -> Vec<(&'static str, String)> {
    let tokens = &signed_in.tokens;
    let refresh = match tokens.refresh_token {
        Some(_) => "kept by this app; can be used once",
        None => "none",
    };
    vec![
        ("id_token", "validated; its claims are above".to_owned()),
        ("access_token", lifetime(tokens.expires_at)),
        ("refresh_token", refresh.to_owned()),
        ("scope", tokens.scope.to_string()),
    ]
}

/// Formats claims as names and values. Times have their date beside the number.
pub(crate) fn listed(claims: &Object) -> Vec<(String, String)> {
    let listed = claims.iter().map(|(name, value)| {
        let time = TIMES.contains(&name).then(|| NumericDate::from_json(value)).flatten();
        let text = match (time, value) {
            (Some(time), _) => format!("{value} ({})", timestamp(time.datetime())),
            (None, Value::String(text)) => text.clone(),
            (None, other) => other.to_string(),
        };
        (name.to_owned(), text)
    });
    listed.collect()
}

fn pretty(object: &Object) -> String {
    serde_json::to_string_pretty(object).unwrap_or_default()
}
