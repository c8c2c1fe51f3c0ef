//! The relying party: an app that lets its users sign in at a provider.

mod alert;
mod app;
mod arrival;
mod begin;
mod buttons;
mod choice;
mod explain;
mod hosted;
mod login;
mod named;
mod page;
mod party;
mod problem;
mod shown;
mod visitor;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::response::Redirect;
use axum::routing::get;

pub(crate) use self::app::{App, INITIATE};
pub(crate) use self::choice::Choice;
pub(crate) use self::hosted::request_uris;
pub(crate) use self::named::Reach;
pub(crate) use self::page::listed;
pub(crate) use self::shown::PageKey;
pub(crate) use self::visitor::SignedIn;
use crate::pages::{icon, style};
use crate::server::Pages;

/// The pages for requests that do not arrive whole.
pub(crate) const UNREAD: Pages = Pages { too_long: problem::too_long, too_slow: problem::too_slow };

/// Returns the routes of the app.
pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(page::home))
        .route("/login", get(login::login))
        .route(INITIATE, get(login::third_party).post(login::third_party))
        .route("/callback", get(login::callback).post(login::callback))
        .route("/callback/{place}", get(login::named_callback).post(login::named_callback))
        .route("/provider", get(start).post(named::name_provider))
        .route("/request-objects/{place}", get(begin::request_object))
        .route("/refresh", get(start).post(buttons::refresh))
        .route("/userinfo", get(start).post(buttons::user_info))
        .route("/sign-out", get(start).post(buttons::sign_out))
        .route("/style.css", get(style))
        .route("/icon.svg", get(icon))
        .fallback(problem::not_found)
        .method_not_allowed_fallback(problem::not_allowed)
        .layer(from_fn_with_state(app.clone(), explain::explain))
        .with_state(app)
}

/// Answers GET at the address of a button, such as a reload after a form was sent.
async fn start() -> Redirect {
    Redirect::to("/")
}
