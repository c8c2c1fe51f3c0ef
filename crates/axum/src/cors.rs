//! Responses that browser apps of registered clients may read.

use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use axum::routing::MethodRouter;
use http::StatusCode;
use symbolon_provider::cors::{self, BrowserEndpoint, Origin};

use crate::{Answer, MemoryStore};

impl MemoryStore {
    /// Adds CORS to the handlers of an endpoint: web pages of registered clients may send requests
    /// to the endpoint and read its responses ([`symbolon_provider::cors`]). A page belongs to a
    /// client if it has the origin of a redirect URI of the client.
    ///
    /// ```
    /// use axum::routing::post;
    /// use symbolon_axum::{Answer, MemoryStore, Message};
    /// use symbolon_provider::{TokenRequest, cors::BrowserEndpoint};
    ///
    /// # async fn token(_: Message<TokenRequest>) -> Answer { Answer(http::Response::default()) }
    /// # let store = MemoryStore::new([]);
    /// let routes = store.allow_browser_apps(BrowserEndpoint::Token, post(token));
    /// let _: axum::Router = axum::Router::new().route("/token", routes);
    /// ```
    pub fn allow_browser_apps<S: Clone + Send + Sync + 'static>(
        &self,
        endpoint: BrowserEndpoint,
        handlers: MethodRouter<S>,
    ) -> MethodRouter<S> {
        let (asked, answering) = (self.clone(), self.clone());
        let preflight = async move |request: Request| asked.preflight(endpoint, &request);
        handlers.options(preflight).layer(from_fn(move |request: Request, next: Next| {
            let store = answering.clone();
            async move {
                let origin = Origin::from_headers(request.headers());
                let is_preflight = request.method() == http::Method::OPTIONS;
                let mut response = next.run(request).await;
                if !is_preflight {
                    let client = origin.as_ref().and_then(|origin| store.client_at(origin));
                    cors::allow(&mut response, origin.as_ref(), client);
                }
                response
            }
        }))
    }

    fn preflight(&self, endpoint: BrowserEndpoint, request: &Request) -> Response {
        let known = |origin: &Origin| self.client_at(origin).is_some();
        match cors::preflight(request, endpoint, known) {
            Some(response) => Answer(response).into_response(),
            None => StatusCode::METHOD_NOT_ALLOWED.into_response(),
        }
    }
}
