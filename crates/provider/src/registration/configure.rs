//! Requests to the client configuration endpoint.

use http::{HeaderValue, Response, StatusCode, header};
use symbolon_oauth::ErrorCode;
use symbolon_oauth::obligation::Unstored;
use symbolon_registration::{ConfigurationRequest, Operation};
use time::OffsetDateTime;

use super::refusal::unauthorized;
use super::{RegistrationError, RegistrationRefusal, UpdateFlow};
use crate::{ClientRegistration, EndedRegistration, Provider};

/// The work that remains for a request to the client configuration endpoint.
///
/// This enum is deliberately exhaustive, because a server has to handle each operation.
#[derive(Debug)]
#[must_use = "send the response, or write the records to the store first"]
pub enum Configured {
    /// Send this response, which contains the registered metadata of the client
    /// ([RFC 7592 §2.1](https://www.rfc-editor.org/rfc/rfc7592#section-2.1)). There is nothing to
    /// store.
    Read(Response<Vec<u8>>),
    /// Drive this flow, write its records to the store, and send the response
    /// ([RFC 7592 §2.2](https://www.rfc-editor.org/rfc/rfc7592#section-2.2)).
    Update(Box<UpdateFlow>),
    /// Delete the client, and send the response with the status 204
    /// ([RFC 7592 §2.3](https://www.rfc-editor.org/rfc/rfc7592#section-2.3)).
    Delete(Unstored<EndedRegistration>),
}

impl Provider {
    /// Authenticates a client that reads, updates or deletes its registration, and prepares the
    /// answer ([RFC 7592 §2](https://www.rfc-editor.org/rfc/rfc7592#section-2),
    /// [Registration §4](https://openid.net/specs/openid-connect-registration-1_0.html#ClientConfigurationEndpoint)).
    ///
    /// `stored` is the registration that your store has under the `client_id` of the request, or
    /// `None` if there is no registration.
    ///
    /// An update replaces all metadata. The client keeps its `client_id` and its secret. It gets a new
    /// secret if the old secret expires within half of its lifetime, or if it had no suitable secret.
    ///
    /// # Errors
    /// [`RegistrationRefusal`] with the status 401 when the client does not exist or the token is not
    /// its registration access token, 403 when the policy does not allow the operation, 400 when an
    /// update breaks one of the rules of [`register`](Self::register) or states another secret.
    pub fn configure(
        &self,
        request: ConfigurationRequest,
        stored: Option<ClientRegistration>,
        now: OffsetDateTime,
    ) -> Result<Configured, RegistrationRefusal> {
        let allows = self.registration_policy()?.allows;
        let presented = request.token.fingerprint(self.crypto());
        // Registration §4.4: every fault of the token or the client is answered alike.
        let is_of_client = |it: &ClientRegistration| {
            it.client.client_id == request.client_id
                && it.registration.client_id == request.client_id
                && it.registration.issuer == *self.issuer()
                && it.registration.token == presented
        };
        let stored = stored.filter(is_of_client).ok_or(RegistrationError::UnknownRegistration)?;
        let (is_allowed, operation) = match &request.operation {
            Operation::Read => (allows.read, "read"),
            Operation::Update(_) => (allows.update, "update"),
            Operation::Delete => (allows.delete, "delete"),
        };
        if !is_allowed {
            return Err(RegistrationError::Forbidden(operation).into());
        }
        match request.operation {
            Operation::Read => {
                let information = self.client_information(&stored, request.token, None)?;
                Ok(Configured::Read(information.into_http(StatusCode::OK)))
            }
            Operation::Update(update) => {
                let flow = self.update(*update, stored, request.token, now)?;
                Ok(Configured::Update(Box::new(flow)))
            }
            Operation::Delete => Ok(Configured::Delete(delete(stored))),
        }
    }
}

fn delete(stored: ClientRegistration) -> Unstored<EndedRegistration> {
    let registration = stored.registration;
    let records = EndedRegistration {
        client_id: registration.client_id,
        issuer: registration.issuer,
        token: registration.token,
    };
    let mut response = Response::new(Vec::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let no_store = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, no_store);
    // Another request has changed the token or deleted the client in the meantime.
    Unstored::new(records, response, unauthorized(Some(ErrorCode::INVALID_TOKEN)))
}
