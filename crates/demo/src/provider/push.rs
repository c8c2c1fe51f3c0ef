//! The endpoint for pushed authorization requests.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use symbolon::provider::PushedRequest;

use super::op::Op;
use crate::http::{Message, respond};
use crate::system::clock;

/// Answers `POST /par`.
pub(super) async fn push(State(op): State<Arc<Op>>, Message(request): Message) -> Response {
    let request = match PushedRequest::from_http(&request) {
        Ok(request) => request,
        Err(refusal) => {
            op.log.refusal(refusal.code(), refusal.reason());
            return respond(refusal.into_response());
        }
    };
    let client = request.client_id().clone();
    let answer = op.store.answer_push_request(&op.engine, request, clock()).await;
    match (answer.error, answer.refused) {
        (Some(error), _) => op.log.refusal(error.code(), &error),
        (None, Some(code)) => op.log.refusal(code, format_args!("client {client}")),
        (None, None) => op.log.decision("push", format_args!("client {client}")),
    }
    respond(answer.response)
}
