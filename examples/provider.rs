//! A provider with one client and one user, `alice`, and with records in memory. It prints their
//! secrets. The variable `PROVIDER_KEY` can contain the private key of the provider as a JWK.

use std::{env, error::Error, sync::Arc, time::Duration};

use axum::response::{IntoResponse, Response};
use axum::{Form, Router, extract::FromRef, extract::State, routing::get, routing::post};
use symbolon::jose::{Object, SecretString, SignatureAlgorithm, jwk::KeyKind, jwk::PrivateJwk};
use symbolon::provider::cors::{BrowserEndpoint::Token, BrowserEndpoint::UserInfo, Origin};
use symbolon::provider::*;
use symbolon::{ClientId, ClientSecret, Issuer, RedirectUri, StandardClaims};
use symbolon::{oidc::Localized, ring::CRYPTO, time::OffsetDateTime};
use symbolon_axum::*;
use symbolon_store::{Allowed, NextStep, ProviderStore, Store};

type Outcome = Result<Response, Problem>;

#[derive(Clone, FromRef)]
struct Op {
    engine: Arc<Provider>,
    store: ProviderStore,
    cookie: BrowserCookie,
    password: SecretString,
}

/// The sign-in page, or the consent page if a user is signed in.
#[derive(askama::Template)]
#[template(
    ext = "html",
    source = r#"<!doctype html><html lang="en"><title>Sign in</title><h1>Sign in for {{ pending.client_id() }}</h1>
{% if let Some(user) = user %}<p>{{ user }}, do you allow {{ pending.client_id() }} this access:
{{ pending.scope() }} {{ pending.claims_beyond_scope().join(" ") }}?
<form method="post" action="/consent"><input type="hidden" name="form" value="{{ form.expose() }}">
<button name="allow" value="true">Allow</button> <button name="allow" value="false">Deny</button></form>
{% else %}<form method="post" action="/sign-in"><input type="hidden" name="form" value="{{ form.expose() }}">
<label>User <input name="user" autocomplete="username"></label>
<label>Password <input name="password" type="password" autocomplete="current-password"></label>
<button>Sign in</button></form>{% endif %}</html>"#
)]
struct UserPage {
    pending: Box<PendingAuthorization>,
    user: Option<String>,
    form: SecretString,
}

#[derive(serde::Deserialize)]
struct SignIn {
    form: String,
    user: String,
    password: String,
}

#[derive(serde::Deserialize)]
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
    let (secret, password) = (ClientSecret::random(&CRYPTO)?, SecretString::random(&CRYPTO)?);
    let redirect_uri = RedirectUri::new("http://127.0.0.1/callback")?; // with any port
    let client = RegisteredClient::new(ClientId::new("app")?, vec![redirect_uri]);
    let records = Store::memory();
    let store = records.provider(&issuer);
    store.put_client(&client.secret(&secret, &CRYPTO)).await?;
    tokio::spawn(async move {
        let mut timer = tokio::time::interval(Duration::from_secs(1));
        loop {
            timer.tick().await;
            // Removes a few of the expired records. After an error, the next turn tries again.
            let _ = records.sweep(OffsetDateTime::now_utc()).await;
        }
    });
    let (at, cookie) = (store.clone(), BrowserCookie::new(&issuer, CRYPTO));
    let known = async move |it: Origin| at.has_origin(&it).await.unwrap_or(false);
    eprintln!("issuer {issuer}\nsecret {}\npassword {}", secret.expose(), password.expose());
    let routes = Router::new()
        .merge(documents(&engine))
        .route("/authorize", get(authorize).post(authorize))
        .route("/sign-in", post(sign_in))
        .route("/consent", post(consent))
        .route("/token", allow_browser_apps(Token, post(token), known.clone()))
        .route("/userinfo", allow_browser_apps(UserInfo, get(user_info).post(user_info), known))
        .with_state(Op { engine: Arc::new(engine), store, cookie, password });
    Ok(axum::serve(listener, routes).await?)
}

async fn authorize(
    State(op): State<Op>,
    mut browser: Browser,
    Message(request): Message<ReceivedRequest>,
) -> Outcome {
    let now = OffsetDateTime::now_utc();
    let client = op.store.client(request.client_id()).await.map_err(StoreFailed::from)?;
    let pending = op.engine.authorize(request, client.as_ref(), now)?;
    if !op.store.knows_browser(browser.fingerprint(), now).await.map_err(StoreFailed::from)? {
        browser.renew()?; // another site could have set the cookie
    }
    let step = op.store.first_step(&op.engine, browser.fingerprint(), pending, now).await;
    op.show(browser, step.map_err(Refusal::from)?).await
}

async fn sign_in(State(op): State<Op>, mut browser: Browser, Form(it): Form<SignIn>) -> Outcome {
    let (store, now) = (&op.store, OffsetDateTime::now_utc());
    if it.user == "alice" && SecretString::new(it.password) == op.password {
        let (old, user) = (browser.renew()?, SignedIn::new("alice", now).amr("pwd"));
        let new = browser.fingerprint();
        let done = store.sign_in_on_page(&op.engine, &old, &it.form, new, &user, now).await;
        done.map_err(Refusal::from)?;
    }
    let step = store.next_step(&op.engine, browser.fingerprint(), &it.form, now).await;
    op.show(browser, step.map_err(Refusal::from)?).await
}

async fn consent(State(op): State<Op>, browser: Browser, Form(it): Form<Allow>) -> Outcome {
    let (of, now) = (browser.fingerprint(), OffsetDateTime::now_utc());
    let allowed = if it.allow { Allowed::ScopeAndClaims } else { Allowed::Nothing };
    let decided = op.store.consent_on_page(&op.engine, of, &it.form, allowed, now).await;
    let (pending, decision) = decided.map_err(Refusal::from)?;
    op.answer(pending, decision).await
}

async fn token(State(op): State<Op>, Message(request): Message<TokenRequest>) -> Answer {
    let now = OffsetDateTime::now_utc();
    Answer(op.store.answer_token_request(&op.engine, request, now).await.response)
}

async fn user_info(State(op): State<Op>, Message(it): Message<UserInfoRequest>) -> Outcome {
    let token = op.engine.fingerprint(it.access_token());
    let record = op.store.access_token(&token).await.map_err(UserInfoRefusal::from)?;
    let access = op.engine.user_info(&it, record, OffsetDateTime::now_utc())?;
    let mut claims = StandardClaims::new();
    claims.name = Localized::new("Alice");
    claims.email = Some("alice@op.example".to_owned());
    Ok(Answer(access.respond(&claims, Object::new())).into_response())
}

impl Op {
    /// Shows the page that the user has to see next, or answers the client.
    async fn show(&self, browser: Browser, step: NextStep) -> Outcome {
        let (form, pending, user) = match step {
            NextStep::SignIn { form, pending } => (form, pending, None),
            NextStep::Consent { form, pending, user } => (form, pending, Some(user.subject)),
            NextStep::Answer(pending, decision) => {
                return Ok((browser, self.answer(*pending, decision).await?).into_response());
            }
        };
        Ok((browser, Page(UserPage { pending, user, form }.to_string())).into_response())
    }

    async fn answer(&self, pending: PendingAuthorization, decision: Decision) -> Outcome {
        let issued = self.engine.respond(pending, decision, OffsetDateTime::now_utc())?;
        let stored = self.store.put_authorization(issued.records()).await.unwrap_or(Stored::Failed);
        Ok(Answer(issued.into_response(stored)).into_response())
    }
}
