//! The flow that updates a registration.

use http::Response;
use symbolon_discovery::quirks::Quirks;
use symbolon_oauth::EncodedJwt;
use symbolon_oauth::flow::{Flow, Step};
use symbolon_registration::{ClientMetadata, ClientUpdate, Operation};
use time::OffsetDateTime;

use super::manage::Managed;
use super::request::state_types;
use super::{RegisterError, Registration};

/// A flow that replaces the metadata of a registered client.
///
/// [RFC 7592 §2.2](https://www.rfc-editor.org/rfc/rfc7592#section-2.2). The provider deletes every
/// member that the new metadata does not have, so start with a clone of
/// [`Registration::metadata`]. The answer can contain a new secret and a new registration
/// access token, and the old values are then not valid any more: replace the stored registration
/// with the result at once.
///
/// ```
/// # use symbolon_relying_party::{Registration, UpdateRegistration, drive_blocking};
/// # use time::OffsetDateTime;
/// # fn example(
/// #     registration: Registration,
/// #     send: impl FnMut(http::Request<Vec<u8>>) -> std::io::Result<http::Response<Vec<u8>>>,
/// # ) -> Result<(), Box<dyn std::error::Error>> {
/// let mut metadata = registration.metadata().clone();
/// metadata.default_max_age = Some(3600);
/// let flow = UpdateRegistration::new(&registration, metadata)?;
/// let registration = drive_blocking(flow, send, OffsetDateTime::now_utc)?; // store it
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until the flow is driven"]
pub struct UpdateRegistration {
    managed: Managed,
    update: ClientUpdate,
}

impl UpdateRegistration {
    /// Creates the flow that replaces the metadata of this registration.
    ///
    /// The request states the current secret and the software statement, if the registration has
    /// them. It always states `response_types` and `grant_types`.
    ///
    /// # Errors
    /// [`RegisterError::NoAccess`] when the provider returned no URL and no token for the
    /// registration, [`RegisterError::Metadata`] when the new metadata breaks a rule.
    pub fn new(
        registration: &Registration,
        mut metadata: ClientMetadata,
    ) -> Result<Self, RegisterError> {
        let managed = Managed::new(registration.clone())?;
        managed.exchange.validate(&metadata)?;
        state_types(&mut metadata);
        let mut update = ClientUpdate::new(metadata);
        // RFC 7592 §2.2: everything that the provider returned, except four members.
        update.client_secret = registration.information.client_secret.clone();
        update.software_statement = registration.information.software_statement.clone();
        Ok(Self { managed, update })
    }

    /// Sets the software statement. `None` removes the statement of the registration. Without this
    /// call, the statement of the registration is sent again.
    pub fn software_statement(mut self, statement: Option<EncodedJwt>) -> Self {
        self.update.software_statement = statement;
        self
    }

    /// Sets the quirks of the provider. Without this call, no quirk is accepted.
    pub fn quirks(mut self, quirks: &Quirks) -> Self {
        self.managed.exchange.quirks = quirks.registration;
        self
    }
}

impl Flow for UpdateRegistration {
    type Output = Registration;
    type Error = RegisterError;

    fn start(&mut self, _now: OffsetDateTime) -> Result<Step<Registration>, RegisterError> {
        let operation = Operation::Update(Box::new(self.update.clone()));
        Ok(Step::Send(self.managed.request(operation)?))
    }

    fn receive(
        &mut self,
        response: Response<Vec<u8>>,
        _now: OffsetDateTime,
    ) -> Result<Step<Registration>, RegisterError> {
        self.managed.expect_response()?;
        let asked = self.update.metadata.clone();
        Ok(Step::Done(self.managed.renewed(&response, asked)?))
    }
}
