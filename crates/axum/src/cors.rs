//! Responses that browser apps of registered clients may read.

use std::future::Future;

use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use axum::routing::MethodRouter;
use http::{Method, StatusCode};
use symbolon_provider::cors::{self, BrowserEndpoint, Origin};

use crate::Answer;

/// Adds CORS to the handlers of an endpoint: web pages of registered clients may send requests to the
/// endpoint and read its responses ([`symbolon_provider::cors`]).
///
/// `is_known` says whether an origin belongs to a client, which means that a redirect URI of the
/// client has this origin ([`Origin::is_of`]). It is called for each request with an `Origin`
/// header. If your database fails, return `false`. The function is not called for an endpoint that
/// [every page may use](BrowserEndpoint::is_for_every_page).
///
/// ```
/// use axum::routing::post;
/// use symbolon_axum::{Answer, Message, allow_browser_apps};
/// use symbolon_provider::TokenRequest;
/// use symbolon_provider::cors::{BrowserEndpoint, Origin};
///
/// # async fn token(_: Message<TokenRequest>) -> Answer { Answer(http::Response::default()) }
/// # fn example(store: symbolon_store::ProviderStore) {
/// let is_known = async move |it: Origin| store.has_origin(&it).await.unwrap_or(false);
/// let routes = allow_browser_apps(BrowserEndpoint::Token, post(token), is_known);
/// let _: axum::Router = axum::Router::new().route("/token", routes);
/// # }
/// ```
pub fn allow_browser_apps<S, F, B>(
    endpoint: BrowserEndpoint,
    handlers: MethodRouter<S>,
    is_known: F,
) -> MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
    F: FnOnce(Origin) -> B + Clone + Send + Sync + 'static,
    B: Future<Output = bool> + Send,
{
    let asked = is_known.clone();
    let preflight = async move |request: Request| preflight(endpoint, request, asked).await;
    handlers.options(preflight).layer(from_fn(move |request: Request, next: Next| {
        let is_known = is_known.clone();
        async move {
            let origin = Origin::from_headers(request.headers());
            let is_preflight = request.method() == Method::OPTIONS;
            let mut response = next.run(request).await;
            if !is_preflight && endpoint.is_for_every_page() {
                cors::allow_anyone(&mut response);
            } else if !is_preflight {
                cors::allow_origin(&mut response, known(origin, is_known).await.as_ref());
            }
            response
        }
    }))
}

async fn preflight<B: Future<Output = bool>>(
    endpoint: BrowserEndpoint,
    request: Request,
    is_known: impl FnOnce(Origin) -> B,
) -> Response {
    let origin = Origin::from_headers(request.headers());
    let origin = origin.filter(|_| !endpoint.is_for_every_page());
    let known = known(origin, is_known).await.is_some();
    match cors::preflight(&request, endpoint, |_| known) {
        Some(response) => Answer(response).into_response(),
        None => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

/// Returns the origin if it belongs to a client.
async fn known<B: Future<Output = bool>>(
    origin: Option<Origin>,
    is_known: impl FnOnce(Origin) -> B,
) -> Option<Origin> {
    let origin = origin?;
    is_known(origin.clone()).await.then_some(origin)
}
