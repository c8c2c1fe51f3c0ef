//! The parts that the flows for managing a registration share.

use http::{Request, Response};
use symbolon_oauth::flow::OutOfTurn;
use symbolon_registration::{ClientMetadata, ConfigurationRequest, Operation, SecretUse};

use super::exchange::Exchange;
use super::{RegisterError, Registration};

/// One request about a registration, and the registration before it.
#[derive(Clone, Debug)]
pub(super) struct Managed {
    pub(super) exchange: Exchange,
    registration: Registration,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Begin,
    Sent,
    Over,
}

impl Managed {
    /// Refuses a registration that cannot be managed.
    pub(super) fn new(registration: Registration) -> Result<Self, RegisterError> {
        if registration.information.access.is_none() {
            return Err(RegisterError::NoAccess);
        }
        let exchange = Exchange::new(&registration.issuer, registration.address);
        Ok(Self { exchange, registration, stage: Stage::Begin })
    }

    pub(super) fn registration(&self) -> &Registration {
        &self.registration
    }

    /// Builds the only request of the flow.
    pub(super) fn request(
        &mut self,
        operation: Operation,
    ) -> Result<Request<Vec<u8>>, RegisterError> {
        if self.stage != Stage::Begin {
            return Err(OutOfTurn.into());
        }
        self.stage = Stage::Over;
        let access = self.registration.information.access.as_ref();
        let access = access.ok_or(RegisterError::NoAccess)?;
        let client_id = self.registration.client_id().clone();
        // RFC 7592 §2: the registration access token is sent as a bearer token.
        let request = ConfigurationRequest::new(client_id, access.token.clone(), operation);
        // Registration §4.1: the client uses the URL unchanged.
        let request = request.into_http(&access.uri)?;
        self.stage = Stage::Sent;
        Ok(self.exchange.limited(request))
    }

    /// Checks that a response is expected.
    pub(super) fn expect_response(&mut self) -> Result<(), OutOfTurn> {
        if self.stage != Stage::Sent {
            return Err(OutOfTurn);
        }
        self.stage = Stage::Over;
        Ok(())
    }

    /// Returns the registration after the answer of the provider. `asked` is what the client asked
    /// for, in this request or before.
    pub(super) fn renewed(
        &self,
        response: &Response<Vec<u8>>,
        asked: ClientMetadata,
    ) -> Result<Registration, RegisterError> {
        let mut information = self.exchange.read(response)?;
        let before = &self.registration.information;
        // RFC 7592 §2.1, §2.2: `client_id` does not change.
        if information.client_id != before.client_id {
            let (expected, found) = (before.client_id.clone(), information.client_id);
            return Err(RegisterError::OtherClient { expected, found });
        }
        // RFC 7592 §2.1, §2.2: new credentials replace the old credentials. A provider that stores
        // only a hash of the secret cannot return it, so the client keeps the secret.
        if information.client_secret.is_none()
            && information.metadata.secret_use() != SecretUse::NotUsed
        {
            information.client_secret = before.client_secret.clone();
            information.client_secret_expires_at = before.client_secret_expires_at;
        }
        information.access = information.access.or_else(|| before.access.clone());
        information.client_id_issued_at =
            information.client_id_issued_at.or(before.client_id_issued_at);
        let Registration { issuer, address, .. } = self.registration.clone();
        Ok(Registration { issuer, information, asked, address })
    }
}
