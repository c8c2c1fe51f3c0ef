//! The provider: it connects HTTP, a database and pages with the engine, which knows the rules.

mod authorize;
mod browser;
mod clients;
mod configuration;
mod consent;
mod op;
mod pages;
mod sign_in;
mod store;
mod token;
mod user_info;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::response::Response;
use axum::routing::{any, get};
use http::StatusCode;

use crate::http::respond;
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
    Router::new()
        .route("/.well-known/openid-configuration", get(metadata))
        .route("/jwks", get(jwks))
        .route("/authorize", get(authorize::authorize).post(authorize::authorize))
        .route("/sign-in", get(gone).post(sign_in::sign_in))
        .route("/consent", get(gone).post(consent::consent))
        .route("/token", any(token::token))
        .route("/userinfo", get(user_info::user_info).post(user_info::user_info))
        .route("/style.css", get(style))
        .route("/icon.svg", get(icon))
        .fallback(pages::not_found)
        .method_not_allowed_fallback(pages::not_allowed)
        // The server has limited the body.
        .layer(DefaultBodyLimit::disable())
        .with_state(Arc::new(op))
}

/// Answers `GET /sign-in` and `GET /consent`, such as a reload after a form was sent.
async fn gone() -> Response {
    pages::gone()
}

/// Answers `GET /.well-known/openid-configuration`.
async fn metadata(State(op): State<Arc<Op>>) -> Result<Response, StatusCode> {
    let response = op.engine.discovery_response(MAX_AGE);
    response.map(respond).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

/// Answers `GET /jwks`.
async fn jwks(State(op): State<Arc<Op>>) -> Response {
    respond(op.engine.jwks_response(MAX_AGE))
}
