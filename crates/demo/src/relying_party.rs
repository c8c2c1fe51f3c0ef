//! The relying party: an app that lets its users sign in at a provider.

mod login;
mod page;
mod problem;
mod visitor;

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use http::HeaderMap;
use symbolon::discovery::{Discover, KeyCache, Lookup};
use symbolon::oauth::{Issuer, RedirectUri};
use symbolon::oidc::{Expected, Explanation, IdTokenValidator, NonceExpectation};
use symbolon::relying_party::{Client, ProviderKeys as _, RelyingParty, drive};
use symbolon::ring::CRYPTO;
use tokio::sync::OnceCell;

pub(crate) use self::page::listed;
use self::problem::Problem;
pub(crate) use self::visitor::SignedIn;
use self::visitor::Visitor;
use crate::ambient::clock;
use crate::client::Http;
use crate::pages::{icon, style};
use crate::sessions::{SessionId, Sessions};

/// The app, as one client of one provider.
#[derive(Debug)]
pub(crate) struct App {
    issuer: Issuer,
    client: Client,
    redirect_uri: RedirectUri,
    /// Whether the provider is the demo's own, whose users may be told.
    own_provider: bool,
    http: Http,
    provider: OnceCell<KnownProvider>,
    sessions: Sessions<Visitor>,
    refreshing: tokio::sync::Mutex<()>,
}

/// The provider, once it has been asked about itself.
#[derive(Debug)]
struct KnownProvider {
    rp: RelyingParty,
    keys: Arc<Mutex<KeyCache>>,
}

impl App {
    pub(crate) fn new(
        issuer: Issuer,
        client: Client,
        redirect_uri: RedirectUri,
        http: Http,
    ) -> Self {
        let secure = redirect_uri.as_str().starts_with("https:");
        Self {
            issuer,
            client,
            redirect_uri,
            own_provider: false,
            http,
            provider: OnceCell::new(),
            sessions: Sessions::new("symbolon_demo_app", secure),
            refreshing: tokio::sync::Mutex::default(),
        }
    }

    /// The provider is the demo's own.
    pub(crate) fn at_own_provider(mut self) -> Self {
        self.own_provider = true;
        self
    }

    pub(crate) fn router(self: Arc<Self>) -> Router {
        Router::new()
            .route("/", get(page::home))
            .route("/login", get(login::login))
            .route("/callback", get(login::callback))
            .route("/refresh", get(start).post(refresh))
            .route("/userinfo", get(start).post(user_info))
            .route("/sign-out", get(start).post(sign_out))
            .route("/style.css", get(style))
            .route("/icon.svg", get(icon))
            .fallback(problem::not_found)
            .with_state(self)
    }

    /// Who is signed in in this browser.
    pub(crate) fn signed_in(&self, headers: &HeaderMap) -> Option<(SessionId, SignedIn)> {
        let session = self.sessions.find(headers)?;
        let signed_in =
            self.sessions.ask(&session, |visitor| visitor.signed_in.clone()).flatten()?;
        Some((session, signed_in))
    }

    /// The rules that the ID Token was held to, and what each of them said, for people to read.
    pub(crate) fn explain(&self, signed_in: &SignedIn) -> Option<Explanation> {
        let provider = self.provider.get()?;
        let now = clock();
        let Lookup::Have(keys) = provider.keys.clone().ask(|cache| cache.keys(None, now)) else {
            return None;
        };
        let keys = keys.verification_keys(&self.client.policy.id_token_algorithms, &CRYPTO);
        let id_token = &signed_in.id_token;
        let nonce = id_token.nonce.as_ref();
        let nonce = nonce.map_or(NonceExpectation::NotSent, NonceExpectation::Sent);
        let expected = Expected::login(nonce).access_token(&signed_in.tokens.access_token);
        let validator = IdTokenValidator::new(self.issuer.clone(), self.client.client_id.clone());
        Some(validator.explain(id_token.encoded(), &keys, &expected, &CRYPTO, now))
    }

    /// The provider, which is asked about itself before the first login. When that fails, the next
    /// login asks again.
    async fn provider(&self) -> Result<&KnownProvider, Problem> {
        self.provider
            .get_or_try_init(|| async {
                let discover = Discover::new(self.issuer.clone());
                let metadata = drive(discover, |request| self.http.send(request), clock).await?;
                let rp = RelyingParty::new(metadata, self.client.clone(), &CRYPTO)?;
                let keys = Arc::new(Mutex::new(rp.key_cache()));
                Ok(KnownProvider { rp, keys })
            })
            .await
    }
}

/// Addresses that only buttons lead to.
async fn start() -> Redirect {
    Redirect::to("/")
}

/// `POST /refresh`
async fn refresh(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Redirect, Problem> {
    // A provider takes the second use of one refresh token for theft, so two clicks take turns.
    let _turn = app.refreshing.lock().await;
    let (session, signed_in) = app.signed_in(&headers).ok_or(Problem::NotSignedIn)?;
    let provider = app.provider().await?;
    let flow = provider.rp.refresh(&signed_in.tokens, provider.keys.clone())?;
    let refreshed = drive(flow, |request| app.http.send(request), clock).await?;
    app.sessions.ask(&session, |visitor| visitor.refreshed(refreshed));
    Ok(Redirect::to("/"))
}

/// `POST /userinfo`
async fn user_info(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Redirect, Problem> {
    let (session, signed_in) = app.signed_in(&headers).ok_or(Problem::NotSignedIn)?;
    let flow = app.provider().await?.rp.user_info(&signed_in.tokens)?;
    let user_info = drive(flow, |request| app.http.send(request), clock).await?;
    app.sessions.ask(&session, |visitor| visitor.told(user_info));
    Ok(Redirect::to("/"))
}

/// `POST /sign-out`
async fn sign_out(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    if let Some(session) = app.sessions.find(&headers) {
        app.sessions.close(&session);
    }
    Redirect::to("/").into_response()
}
