//! The provider: it connects HTTP, a database and pages with the engine, which knows the rules.

mod account;
mod authorize;
mod clients;
mod configuration;
mod consent;
mod explain;
mod failed;
mod failure;
mod op;
mod pages;
mod push;
mod registration;
mod session;
mod sign_in;
mod sign_up;
mod token;
mod user_info;
mod webfinger;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::{any, get};
use symbolon::provider::cors;

use crate::http::{Message, respond};
use crate::pages::{icon, style};
use crate::server::Pages;

pub(crate) use self::clients::{ClientsError, read_clients};
pub(crate) use self::configuration::{SettingsError, engine};
pub(crate) use self::op::Op;

/// How long caches may keep the metadata and the keys, in seconds.
const MAX_AGE: u32 = 300;

/// The pages for requests that do not arrive whole.
pub(crate) const UNREAD: Pages = Pages { too_long: pages::too_long, too_slow: pages::too_slow };

/// Returns the routes of the provider.
pub(crate) fn router(op: Op) -> Router {
    let op = Arc::new(op);
    Router::new()
        .route("/", get(account::home))
        .route("/.well-known/openid-configuration", get(metadata).options(preflight))
        .route("/jwks", get(jwks).options(preflight))
        .route("/.well-known/webfinger", any(webfinger::webfinger))
        .route("/authorize", get(authorize::authorize).post(authorize::authorize))
        .route("/interaction", get(authorize::interaction))
        .route("/sign-in", get(account::to_home).post(sign_in::sign_in))
        .route("/sign-up", get(account::to_home).post(sign_up::sign_up))
        .route("/consent", get(account::to_home).post(consent::consent))
        .route("/sign-out", get(account::to_home).post(account::sign_out))
        .route("/withdraw", get(account::to_home).post(account::withdraw))
        .route("/token", any(token::token))
        .route("/par", any(push::push))
        .route("/register", any(registration::register))
        .route(
            "/userinfo",
            get(user_info::user_info).post(user_info::user_info).options(user_info::user_info),
        )
        .route("/style.css", get(style))
        .route("/icon.svg", get(icon))
        .fallback(failure::not_found)
        .method_not_allowed_fallback(failure::not_allowed)
        .layer(from_fn_with_state(op.clone(), explain::explain))
        .with_state(op)
}

/// Answers `GET /.well-known/openid-configuration`.
async fn metadata(State(op): State<Arc<Op>>, request: Request) -> Response {
    respond(op.engine.discovery_answer(&request, MAX_AGE))
}

/// Answers `GET /jwks`.
async fn jwks(State(op): State<Arc<Op>>, request: Request) -> Response {
    respond(op.engine.jwks_answer(&request, MAX_AGE))
}

/// Answers `OPTIONS` at the address of a document that every page may read.
async fn preflight(Message(request): Message) -> Response {
    let response = cors::preflight(&request, cors::BrowserEndpoint::Public, |_| false);
    respond(response.unwrap_or_default())
}
