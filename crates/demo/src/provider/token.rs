//! The token endpoint.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use http::{Method, StatusCode};
use symbolon::jose::Object;
use symbolon::oidc::Release;
use symbolon::provider::cors::{self, BrowserEndpoint, Origin};
use symbolon::provider::{
    Presented, RegisteredClient, SignedIn, SingleUse, Stored, TokenRefusal, TokenRequest,
};
use symbolon_store::Error;

use super::op::Op;
use crate::http::{Message, respond};
use crate::system::clock;

/// Answers `POST /token`, and the `OPTIONS` requests of browsers.
pub(super) async fn token(
    State(op): State<Arc<Op>>,
    Message(request): Message,
) -> Result<Response, StatusCode> {
    // When the client closes the connection, this function is cancelled. The exchange must not be:
    // the grant of a code that is used twice has to be revoked.
    let exchange = tokio::spawn(async move { op.answer_token(&request).await });
    exchange.await.map(respond).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

impl Op {
    /// Answers a token request, and lets web pages of the client read the answer.
    async fn answer_token(&self, request: &http::Request<Vec<u8>>) -> http::Response<Vec<u8>> {
        let origin = Origin::from_headers(request.headers());
        match self.preflight(request, BrowserEndpoint::Token).await {
            Ok(Some(preflight)) => return preflight,
            Ok(None) => {}
            Err(failed) => return self.refuse(failed.into()).await,
        }
        let (outcome, client) = match self.read(request).await {
            Ok((request, client)) => (self.exchange(request, client.as_ref()).await, client),
            Err(refusal) => (Err(refusal), None),
        };
        let mut response = match outcome {
            Ok(response) => response,
            Err(refusal) => self.refuse(refusal).await,
        };
        cors::allow(&mut response, origin.as_ref(), client.as_ref());
        response
    }

    /// Returns the answer to an `OPTIONS` request of a browser, or `None` for all other requests.
    pub(super) async fn preflight(
        &self,
        request: &http::Request<Vec<u8>>,
        endpoint: BrowserEndpoint,
    ) -> Result<Option<http::Response<Vec<u8>>>, Error> {
        if request.method() != Method::OPTIONS {
            return Ok(None);
        }
        let is_known = match Origin::from_headers(request.headers()) {
            Some(origin) => self.log.store(self.store.has_origin(&origin).await)?,
            None => false,
        };
        Ok(cors::preflight(request, endpoint, |_| is_known))
    }

    /// Reads a token request, and looks up its client.
    async fn read(
        &self,
        request: &http::Request<Vec<u8>>,
    ) -> Result<(TokenRequest, Option<RegisteredClient>), TokenRefusal> {
        let request = TokenRequest::from_http(request)?;
        let client = self.log.store(self.store.client(request.client_id()).await)?;
        let load = self.engine.load_keys_for_token(&request, client, &self.client_keys);
        let client = load.run(|request| self.http.send(request), clock).await;
        Ok((request, client))
    }

    /// Refuses a token request. Revokes the grant if a code or a refresh token was used twice.
    async fn refuse(&self, refusal: TokenRefusal) -> http::Response<Vec<u8>> {
        self.log.refusal(refusal.code(), refusal.reason());
        let stored = match refusal.grant_to_revoke() {
            Some(grant) => {
                let revoked = self.store.revoke_grant(grant).await;
                self.log.store(revoked).unwrap_or(Stored::Failed)
            }
            None => Stored::Confirmed,
        };
        refusal.into_response(stored)
    }

    /// Returns the claims that the provider knows about a user.
    pub(super) fn known(&self, user: &SignedIn) -> Object {
        let user = self.users.by_subject(&user.subject);
        user.map(|user| user.claims.to_object()).unwrap_or_default()
    }

    /// Exchanges a code or a refresh token for tokens.
    async fn exchange(
        &self,
        request: TokenRequest,
        client: Option<&RegisteredClient>,
    ) -> Result<http::Response<Vec<u8>>, TokenRefusal> {
        let now = clock();
        let client = self.engine.authenticate(&request, client, now)?;
        let first_use = self.log.store(self.store.first_use(client.keys()).await)?;
        let client = client.accept(first_use)?;
        let client_id = client.client().client_id.clone();
        let issued = match self.engine.presented(request, client)? {
            Presented::Code(code) => {
                let found = self.log.store(self.store.find_code(code.fingerprint()).await)?;
                let claims = match &found {
                    SingleUse::Fresh(record) => record.release(&self.known(&record.signed_in)),
                    SingleUse::Spent(_) | SingleUse::Unknown => Release::default(),
                };
                self.engine.redeem(code, found, claims.id_token, now)?
            }
            Presented::RefreshToken(token) => {
                let found = self.store.find_refresh_token(token.fingerprint()).await;
                let found = self.log.store(found)?;
                let claims = match &found {
                    SingleUse::Fresh(record) => record.release(&self.known(&record.signed_in)),
                    SingleUse::Spent(_) | SingleUse::Unknown => Release::default(),
                };
                self.engine.refresh(token, found, claims.id_token, now)?
            }
            other => return Err(other.refuse()),
        };
        let records = issued.records();
        let stored = self.store.put_tokens(records).await;
        let stored = self.log.store(stored).unwrap_or(Stored::Failed);
        let user = records.access.subject.as_deref().unwrap_or("none");
        let about = format!("client {client_id}, user {user}, scope {}", records.access.scope);
        self.log.stored("token.issued", stored, about);
        Ok(issued.into_response(stored))
    }
}
