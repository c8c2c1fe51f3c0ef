//! The endpoint at which clients register themselves, read, update and delete their registration.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use http::{Method, StatusCode};
use symbolon::provider::cors::{self, BrowserEndpoint};
use symbolon::provider::{Configured, RegistrationRefusal, StoreFailed, Stored};
use symbolon::registration::{ConfigurationRequest, RegistrationRequest};
use symbolon::relying_party::drive;

use super::op::Op;
use crate::http::{Message, respond};
use crate::system::clock;

/// Answers requests to `/register`, and the `OPTIONS` requests of browsers.
pub(super) async fn register(
    State(op): State<Arc<Op>>,
    Message(request): Message,
) -> Result<Response, StatusCode> {
    if op.engine.policy().registration.is_none() {
        return Err(StatusCode::NOT_FOUND);
    }
    if let Some(preflight) = cors::preflight(&request, BrowserEndpoint::Registration, |_| false) {
        return Ok(respond(preflight));
    }
    // When the client closes the connection, this function is cancelled. A registration that is
    // stored must not be cancelled before its answer is known.
    let answer = tokio::spawn(async move { op.answer_registration(&request).await });
    let mut response = answer.await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    cors::allow_anyone(&mut response);
    Ok(respond(response))
}

impl Op {
    async fn answer_registration(
        &self,
        request: &http::Request<Vec<u8>>,
    ) -> http::Response<Vec<u8>> {
        let answered = match *request.method() {
            Method::POST => self.create_registration(request).await,
            _ => self.configure_registration(request).await,
        };
        answered.unwrap_or_else(|refusal| {
            self.log.refusal(refusal.code(), refusal.reason());
            refusal.into_response()
        })
    }

    /// Registers a client.
    async fn create_registration(
        &self,
        request: &http::Request<Vec<u8>>,
    ) -> Result<http::Response<Vec<u8>>, RegistrationRefusal> {
        let request = RegistrationRequest::from_http(request)?;
        let token = match &request.initial_access_token {
            Some(token) => {
                let token = token.fingerprint(self.engine.crypto());
                self.log
                    .store(self.store.initial_access_token(&token).await)
                    .map_err(|_| StoreFailed)?
            }
            None => None,
        };
        let flow = self.engine.register(request, token, clock())?;
        let new = drive(flow, |request| self.http.send(request), clock).await?;
        let stored = self.log.store(self.store.put_registration(new.records()).await);
        let stored = stored.unwrap_or(Stored::Failed);
        let client = &new.records().registration.client;
        self.log.stored(
            "registration.created",
            stored,
            format_args!("client {}", client.client_id),
        );
        Ok(new.into_response(stored))
    }

    /// Answers a client that reads, updates or deletes its registration.
    async fn configure_registration(
        &self,
        request: &http::Request<Vec<u8>>,
    ) -> Result<http::Response<Vec<u8>>, RegistrationRefusal> {
        let request = ConfigurationRequest::from_http(request)?;
        let client = request.client_id.clone();
        let found =
            self.log.store(self.store.registration(&client).await).map_err(|_| StoreFailed)?;
        let about = format!("client {client}");
        Ok(match self.engine.configure(request, found, clock())? {
            Configured::Read(response) => {
                self.log.decision("registration.read", about);
                response
            }
            Configured::Update(flow) => {
                let new = drive(*flow, |request| self.http.send(request), clock).await?;
                let stored = self.store.replace_registration(new.records()).await;
                let stored = self.log.store(stored).unwrap_or(Stored::Failed);
                self.log.stored("registration.updated", stored, about);
                new.into_response(stored)
            }
            Configured::Delete(end) => {
                let stored = self.store.delete_registration(end.records()).await;
                let stored = self.log.store(stored).unwrap_or(Stored::Failed);
                self.log.stored("registration.deleted", stored, about);
                end.into_response(stored)
            }
        })
    }
}
