//! The routes at which clients register themselves and manage their registration.

use axum::handler::Handler;
use axum::routing::{MethodRouter, post};
use symbolon_provider::cors::BrowserEndpoint;

use crate::allow_browser_apps;

/// Creates the handlers of the registration endpoint. `register` answers POST
/// ([RFC 7591 §3](https://www.rfc-editor.org/rfc/rfc7591#section-3)), and `configure` answers GET, PUT
/// and DELETE ([RFC 7592 §2](https://www.rfc-editor.org/rfc/rfc7592#section-2)): the provider puts the
/// `client_id` into the query of the same URL. Every web page may read the responses
/// ([Registration §3](https://openid.net/specs/openid-connect-registration-1_0.html#ClientRegistration)).
///
/// `symbolon-store` calls the engine and the store in the right order. Anyone can send these requests:
/// put a rate limit in front of the route.
///
/// ```
/// use std::sync::Arc;
///
/// use axum::extract::State;
/// use symbolon_axum::{Answer, Message, registration};
/// use symbolon_provider::Provider;
/// use symbolon_registration::{ConfigurationRequest, RegistrationRequest};
/// use symbolon_store::ProviderStore;
/// # use time::OffsetDateTime;
/// # async fn send(_: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, std::io::Error> {
/// #     Err(std::io::Error::other("no network")) // `symbolon_reqwest::Client::send`
/// # }
///
/// type Op = Arc<(Provider, ProviderStore)>;
///
/// async fn register(State(op): State<Op>, Message(request): Message<RegistrationRequest>) -> Answer {
///     let now = OffsetDateTime::now_utc();
///     Answer(op.1.answer_registration(&op.0, request, send, now).await.response)
/// }
///
/// async fn configure(
///     State(op): State<Op>, Message(request): Message<ConfigurationRequest>,
/// ) -> Answer {
///     let now = OffsetDateTime::now_utc();
///     Answer(op.1.answer_configuration(&op.0, request, send, now).await.response)
/// }
///
/// let _: axum::Router<Op> =
///     axum::Router::new().route("/register", registration(register, configure));
/// ```
pub fn registration<S, R, A, C, B>(register: R, configure: C) -> MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
    R: Handler<A, S>,
    C: Handler<B, S>,
    A: 'static,
    B: 'static,
{
    let handlers = post(register).get(configure.clone()).put(configure.clone()).delete(configure);
    // The store is not asked, because the endpoint is for every page.
    allow_browser_apps(BrowserEndpoint::Registration, handlers, async |_| false)
}
