//! The route at which a provider says which issuer a user has.

use std::future::Future;

use axum::Router;
use axum::extract::Request;
use axum::routing::get;
use symbolon_discovery::webfinger::{Jrd, PATH, Resource, WebFingerRequest};
use symbolon_provider::cors::{self, BrowserEndpoint};

use crate::Answer;

/// Creates the route of WebFinger, at `/.well-known/webfinger`
/// ([Discovery §2](https://openid.net/specs/openid-connect-discovery-1_0.html#IssuerDiscovery)). Every
/// web page may read its responses.
///
/// `lookup` returns the descriptor of a resource, or `None` if your provider does not know the
/// resource: the answer is then the status 404. Compare [`Resource::host`] with your hosts. The host
/// includes the port if the identifier has a port, such as `localhost:8080`. Serve the route at the
/// root of each host that the identifiers of your users have.
///
/// The answers tell every stranger which accounts exist. To keep this secret, return the issuer for
/// every name on your hosts, as this example does
/// ([RFC 7033 §9.3](https://www.rfc-editor.org/rfc/rfc7033#section-9.3)):
///
/// ```
/// use symbolon_axum::webfinger;
/// use symbolon_discovery::Jrd;
/// # fn routes(issuer: symbolon_oauth::Issuer) -> axum::Router {
/// axum::Router::new().merge(webfinger(async move |resource| {
///     let is_ours = resource.host() == Some("example.com");
///     is_ours.then(|| Jrd::of_issuer(&resource, &issuer))
/// }))
/// # }
/// ```
pub fn webfinger<S, F, L>(lookup: F) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    F: FnOnce(Resource) -> L + Clone + Send + Sync + 'static,
    L: Future<Output = Option<Jrd>> + Send,
{
    let answer = async move |request: Request| match WebFingerRequest::from_http(&request) {
        Ok(request) => {
            let found = lookup(request.resource().clone()).await;
            Answer(request.respond(found))
        }
        Err(error) => Answer(error.into_http()),
    };
    let preflight = async |request: Request| {
        let response = cors::preflight(&request, BrowserEndpoint::WebFinger, |_| false);
        Answer(response.unwrap_or_default())
    };
    Router::new().route(PATH, get(answer).options(preflight))
}
