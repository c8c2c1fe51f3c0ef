//! The UserInfo endpoint.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use symbolon::jose::Object;
use symbolon::provider::{UserInfoRefusal, UserInfoRequest};

use super::op::Op;
use crate::http::{Message, respond};
use crate::system::clock;

/// Answers `GET /userinfo` and `POST /userinfo`.
pub(super) async fn user_info(State(op): State<Arc<Op>>, Message(request): Message) -> Response {
    let response = op.tell_claims(&request).await;
    respond(response.unwrap_or_else(|refusal| {
        op.log.refusal(refusal.reason().code(), refusal.reason());
        refusal.into_response()
    }))
}

impl Op {
    /// Returns the claims that the access token gives access to.
    async fn tell_claims(
        &self,
        request: &http::Request<Vec<u8>>,
    ) -> Result<http::Response<Vec<u8>>, UserInfoRefusal> {
        let request = UserInfoRequest::from_http(request)?;
        let token = self.engine.fingerprint(request.access_token());
        let record = self.store.access_token(&token).await;
        let access = self.engine.user_info(&request, record, clock())?;
        let user = self.users.by_subject(access.subject());
        self.log.decision("user_info.claims", format_args!("user {}", access.subject()));
        let known = user.map(|user| user.claims.clone()).unwrap_or_default();
        Ok(access.respond(&known, Object::new()))
    }
}
