//! WebFinger: which provider the users of this host have.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use symbolon::discovery::{Jrd, WebFingerRequest};
use symbolon::provider::cors::{self, BrowserEndpoint};

use super::op::Op;
use crate::http::{Message, respond};

/// Answers `GET /.well-known/webfinger`. The answer names the issuer for every user name on the host
/// of the provider, whether or not such a user exists, so that strangers do not learn which users exist
/// ([RFC 7033 §9.3](https://www.rfc-editor.org/rfc/rfc7033#section-9.3)).
pub(super) async fn webfinger(State(op): State<Arc<Op>>, Message(request): Message) -> Response {
    if let Some(preflight) = cors::preflight(&request, BrowserEndpoint::WebFinger, |_| false) {
        return respond(preflight);
    }
    respond(match WebFingerRequest::from_http(&request) {
        Ok(request) => {
            let resource = request.resource();
            let is_ours = resource.host() == op.host();
            if is_ours {
                op.log.decision("webfinger", format_args!("resource {}", resource.as_str()));
            }
            request.respond(is_ours.then(|| Jrd::of_issuer(resource, op.engine.issuer())))
        }
        Err(error) => {
            op.log.refusal(error.code(), &error);
            error.into_http()
        }
    })
}
