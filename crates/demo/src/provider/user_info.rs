//! The UserInfo endpoint.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use symbolon::jose::Object;
use symbolon::provider::cors::{self, BrowserEndpoint, Origin};
use symbolon::provider::{RegisteredClient, UserInfoRefusal, UserInfoRequest};

use super::op::Op;
use crate::http::{Message, respond};
use crate::system::clock;

/// Answers `GET /userinfo` and `POST /userinfo`, and the `OPTIONS` requests of browsers.
pub(super) async fn user_info(State(op): State<Arc<Op>>, Message(request): Message) -> Response {
    match op.preflight(&request, BrowserEndpoint::UserInfo).await {
        Ok(Some(preflight)) => return respond(preflight),
        Ok(None) => {}
        Err(failed) => return respond(UserInfoRefusal::from(failed).into_response()),
    }
    let (origin, mut client) = (Origin::from_headers(request.headers()), None);
    let response = op.tell_claims(&request, origin.as_ref(), &mut client).await;
    let mut response = response.unwrap_or_else(|refusal| {
        op.log.refusal(refusal.reason().code(), refusal.reason());
        refusal.into_response()
    });
    cors::allow(&mut response, origin.as_ref(), client.as_ref());
    respond(response)
}

impl Op {
    /// Returns the claims to which the access token gives access. Sets the client of the token, if
    /// a page of an origin sent the request: only the permission of the page depends on the client.
    async fn tell_claims(
        &self,
        request: &http::Request<Vec<u8>>,
        origin: Option<&Origin>,
        client: &mut Option<RegisteredClient>,
    ) -> Result<http::Response<Vec<u8>>, UserInfoRefusal> {
        let request = UserInfoRequest::from_http(request)?;
        let token = self.engine.fingerprint(request.access_token());
        let record = self.log.store(self.store.access_token(&token).await)?;
        if let (Some(record), Some(_)) = (&record, origin) {
            *client = self.log.store(self.store.client(&record.client_id).await)?;
        }
        let access = self.engine.user_info(&request, record, clock())?;
        let (user, id) = (access.subject(), &access.record().client_id);
        self.log.decision("user_info.claims", format_args!("client {id}, user {user}"));
        let user = self.users.by_subject(user);
        let known = user.map(|user| user.claims.clone()).unwrap_or_default();
        Ok(access.respond(&known, Object::new()))
    }
}
