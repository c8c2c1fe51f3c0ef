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
/// limit the number of requests from one network address, as the first handler does here, or put a
/// rate limit in front of the route.
///
/// ```
/// use std::sync::Arc;
/// use std::time::Duration;
///
/// use axum::extract::State;
/// use symbolon_axum::{Answer, Message, registration};
/// use symbolon_provider::{Provider, RegistrationRefusal};
/// use symbolon_registration::{ConfigurationRequest, RegistrationRequest};
/// use symbolon_store::{ProviderStore, RegistrationAnswer};
/// # use time::OffsetDateTime;
/// # struct Sender;
/// # impl Sender {
/// #     async fn send(&self, _: http::Request<Vec<u8>>) -> std::io::Result<http::Response<Vec<u8>>> {
/// #         Err(std::io::Error::other("no network"))
/// #     }
/// # }
/// # fn is_above_limit() -> bool { false }
///
/// struct App {
///     engine: Provider,
///     store: ProviderStore,
///     sender: Sender, // `symbolon_reqwest::Sender`
/// }
/// type Op = Arc<App>;
///
/// async fn register(State(op): State<Op>, Message(request): Message<RegistrationRequest>) -> Answer {
///     if is_above_limit() { // counts the requests from this network address
///         let refusal = RegistrationRefusal::too_many_requests(Duration::from_secs(60));
///         return Answer(refusal.into_response());
///     }
///     let (now, send) = (OffsetDateTime::now_utc(), |request| op.sender.send(request));
///     log(op.store.answer_registration(&op.engine, request, send, now).await)
/// }
///
/// async fn configure(
///     State(op): State<Op>, Message(request): Message<ConfigurationRequest>,
/// ) -> Answer {
///     let (now, send) = (OffsetDateTime::now_utc(), |request| op.sender.send(request));
///     log(op.store.answer_configuration(&op.engine, request, send, now).await)
/// }
///
/// fn log(answer: RegistrationAnswer) -> Answer {
///     if answer.refused.is_some() || answer.error.is_some() {
///         eprintln!("registration: {:?}, database: {:?}", answer.refused, answer.error);
///     }
///     Answer(answer.response)
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
