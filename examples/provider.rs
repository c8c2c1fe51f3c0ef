//! A provider with one client and one user, `alice`, and with records in memory. It prints their
//! secrets. The variable `PROVIDER_KEY` can contain the private key of the provider as a JWK.

use std::{env, error::Error, sync::Arc};

use askama::Template;
use axum::extract::{FromRef, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Form, Router};
use serde::Deserialize;
use symbolon::jose::jwk::{KeyKind, PrivateJwk};
use symbolon::jose::{Object, SecretString, SignatureAlgorithm};
use symbolon::oidc::Localized;
use symbolon::provider::{cors::BrowserEndpoint, *};
use symbolon::{ClientId, ClientSecret, Issuer, RedirectUri, StandardClaims};
use symbolon::{ring::CRYPTO, time::OffsetDateTime};
use symbolon_axum::{
    Answer, Browser, Browsers, MemoryStore, Message, Next, Page, Problem, documents,
};

type Outcome = Result<Response, Problem>;

#[derive(Clone, FromRef)]
struct Op {
    engine: Arc<Provider>,
    store: MemoryStore,
    browsers: Browsers,
    password: SecretString,
}

/// The sign-in page, or the consent page if a user is signed in.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<!doctype html><html lang="en"><title>{{ client }}</title><h1>Sign in for {{ client }}</h1>
{% if let Some(user) = user %}<p>{{ user }}, do you allow {{ client }} this access: {{ scope }}?
<form method="post" action="/consent"><input type="hidden" name="form" value="{{ form }}">
<button name="allow" value="true">Allow</button> <button name="allow" value="false">Deny</button></form>
{% else %}<form method="post" action="/sign-in"><input type="hidden" name="form" value="{{ form }}">
<label>User <input name="user" autocomplete="username"></label>
<label>Password <input name="password" type="password" autocomplete="current-password"></label>
<button>Sign in</button></form>
{% endif %}</html>"#
)]
struct InteractionPage {
    client: String,
    scope: String,
    user: Option<String>,
    form: String,
}

#[derive(Deserialize)]
struct SignIn {
    form: String,
    user: String,
    password: String,
}

#[derive(Deserialize)]
struct Allow {
    form: String,
    allow: bool,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:8080".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    let issuer = Issuer::on_loopback(&format!("http://{}", listener.local_addr()?))?;
    let key = PrivateJwk::generate(KeyKind::P256, &CRYPTO)?.named_by_thumbprint(&CRYPTO);
    let key = env::var("PROVIDER_KEY").map_or(Ok(key), |it| PrivateJwk::parse(it.as_bytes()))?;
    let keys = vec![IdTokenKey::new(&key, SignatureAlgorithm::Es256, &CRYPTO)?];
    let endpoints = ProviderEndpoints::below(&issuer)?;
    let engine = Provider::new(issuer.clone(), endpoints, keys, ProviderPolicy::default(), CRYPTO)?;
    let secret = ClientSecret::random(&CRYPTO)?;
    let redirect_uri = RedirectUri::new("http://127.0.0.1/callback")?; // with any port
    let client = RegisteredClient::new(ClientId::new("app")?, vec![redirect_uri]);
    let client = client.secret(&secret, &CRYPTO);
    let (store, browsers) = (MemoryStore::new([client]), Browsers::new(&issuer, CRYPTO));
    let password = SecretString::random(&CRYPTO)?;
    eprintln!("issuer {issuer}\nsecret {}\npassword {}", secret.expose(), password.expose());
    let info = get(user_info).post(user_info);
    let routes = Router::new()
        .merge(documents(&engine))
        .route("/authorize", get(authorize).post(authorize))
        .route("/sign-in", post(sign_in))
        .route("/consent", post(consent))
        .route("/token", store.allow_browser_apps(BrowserEndpoint::Token, post(token)))
        .route("/userinfo", store.allow_browser_apps(BrowserEndpoint::UserInfo, info))
        .with_state(Op { engine: Arc::new(engine), store, browsers, password });
    Ok(axum::serve(listener, routes).await?)
}

async fn authorize(
    State(op): State<Op>,
    browser: Browser,
    Message(request): Message<ReceivedRequest>,
) -> Outcome {
    let client = op.store.client(request.client_id());
    op.next(browser, op.engine.authorize(request, client, OffsetDateTime::now_utc())?)
}

async fn sign_in(State(op): State<Op>, mut browser: Browser, Form(it): Form<SignIn>) -> Outcome {
    let pending = browser.take_sign_in(&it.form)?;
    if it.user == "alice" && SecretString::new(it.password) == op.password {
        browser.sign_in(SignedIn::new("alice", OffsetDateTime::now_utc()).amr("pwd"))?;
    }
    op.next(browser, pending)
}

async fn consent(State(op): State<Op>, browser: Browser, Form(it): Form<Allow>) -> Outcome {
    let (pending, user) = browser.take_consent(&it.form)?;
    let consent = Consent::new(user, pending.scope().clone());
    if !it.allow {
        return op.store.answer(&op.engine, pending, Decision::Denied);
    }
    browser.consent(pending.client_id(), &consent.scope)?;
    op.store.answer(&op.engine, pending, Decision::Consented(consent))
}

async fn token(State(op): State<Op>, Message(request): Message<TokenRequest>) -> Answer {
    op.store.exchange(&op.engine, request)
}

async fn user_info(State(op): State<Op>, Message(it): Message<UserInfoRequest>) -> Outcome {
    let record = op.store.access_token(&op.engine.fingerprint(it.access_token()));
    let access = op.engine.user_info(&it, record, OffsetDateTime::now_utc())?;
    let mut claims = StandardClaims::new();
    claims.name = Localized::new("Alice");
    claims.email = Some("alice@op.example".to_owned());
    Ok(Answer(access.respond(&claims, Object::new())).into_response())
}

impl Op {
    /// Shows the page that the user has to see next, or answers the client.
    fn next(&self, browser: Browser, pending: PendingAuthorization) -> Outcome {
        let (client, scope) = (pending.client_id().to_string(), pending.scope().to_string());
        let (user, form) = match browser.next(&self.engine, pending)? {
            Next::SignIn { form } => (None, form),
            Next::Consent { form, user } => (Some(user.subject), form),
            Next::Answer(pending, decision) => {
                let answer = self.store.answer(&self.engine, pending, decision)?;
                return Ok((browser, answer).into_response());
            }
        };
        let page = InteractionPage { client, scope, user, form }.to_string();
        Ok((browser, Page(page)).into_response())
    }
}
