//! The token endpoint.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use symbolon::jose::Object;
use symbolon::provider::{AccessTokenRecord, Presented, Stored, TokenRefusal, TokenRequest};

use super::op::Op;
use crate::http::{Message, respond};
use crate::system::clock;

/// Answers `POST /token`.
pub(super) async fn token(
    State(op): State<Arc<Op>>,
    Message(request): Message,
) -> Result<Response, StatusCode> {
    // When the client closes the connection, this function is cancelled. The exchange must not be: the
    // grant of a code that is used twice has to be revoked.
    let exchange = tokio::spawn(async move { op.exchange_or_revoke(&request).await });
    exchange.await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

impl Op {
    /// Answers a token request. Revokes the grant if a code or a refresh token was used twice.
    async fn exchange_or_revoke(&self, request: &http::Request<Vec<u8>>) -> Response {
        match self.exchange(request).await {
            Ok(response) => respond(response),
            Err(refusal) => {
                self.log.refusal(refusal.code(), refusal.reason());
                let stored = match refusal.grant_to_revoke() {
                    Some(grant) => self.store.revoke(grant).await,
                    None => Stored::Confirmed,
                };
                respond(refusal.into_response(stored))
            }
        }
    }

    /// Exchanges a code or a refresh token for tokens.
    async fn exchange(
        &self,
        request: &http::Request<Vec<u8>>,
    ) -> Result<http::Response<Vec<u8>>, TokenRefusal> {
        let now = clock();
        let request = TokenRequest::from_http(request)?;
        let client = self.store.client(request.client_id()).await;
        let client = self.engine.authenticate(&request, client.as_ref(), now)?;
        let first_use = self.store.first_use(client.keys()).await;
        let client = client.accept(first_use)?;
        let client_id = format!("client {}", client.client().client_id);
        let issued = match self.engine.presented(request, client)? {
            Presented::Code(code) => {
                let taken = self.store.take_code(code.fingerprint()).await;
                self.engine.redeem(code, taken, Object::new(), now)?
            }
            Presented::RefreshToken(token) => {
                let taken = self.store.take_refresh_token(token.fingerprint()).await;
                self.engine.refresh(token, taken, Object::new(), now)?
            }
            other => return Err(other.refuse()),
        };
        let records = issued.records();
        let stored = self.store.put_tokens(records).await;
        if let Stored::Confirmed = stored {
            let AccessTokenRecord { subject, scope, .. } = &records.access;
            let user = subject.as_deref().unwrap_or("none");
            let about = format_args!("{client_id}, user {user}, scope {scope}");
            self.log.decision("token.issued", about);
        } else {
            self.log.refusal(
                "token.revoked",
                format_args!("the grant was revoked meanwhile; {client_id}"),
            );
        }
        Ok(issued.into_response(stored))
    }
}
