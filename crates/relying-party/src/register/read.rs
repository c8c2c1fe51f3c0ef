//! The flow that reads a registration.

use http::Response;
use symbolon_discovery::quirks::Quirks;
use symbolon_oauth::flow::{Flow, Step};
use symbolon_registration::Operation;
use time::OffsetDateTime;

use super::manage::Managed;
use super::{RegisterError, Registration};

/// A flow that reads the registration of a client from the provider.
///
/// [RFC 7592 §2.1](https://www.rfc-editor.org/rfc/rfc7592#section-2.1),
/// [Registration §4.2](https://openid.net/specs/openid-connect-registration-1_0.html#ReadRequest).
/// The answer can contain a new secret and a new registration access token, and the old values are
/// then not valid any more: replace the stored registration with the result at once. If the answer
/// has no secret or no token, the result keeps the old value.
///
/// ```
/// # use symbolon_relying_party::{Registration, ReadRegistration, drive_blocking};
/// # use time::OffsetDateTime;
/// # fn example(
/// #     registration: Registration,
/// #     send: impl FnMut(http::Request<Vec<u8>>) -> std::io::Result<http::Response<Vec<u8>>>,
/// # ) -> Result<(), Box<dyn std::error::Error>> {
/// let flow = ReadRegistration::new(&registration)?;
/// let registration = drive_blocking(flow, send, OffsetDateTime::now_utc)?; // store it
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until the flow is driven"]
pub struct ReadRegistration(Managed);

impl ReadRegistration {
    /// Creates the flow that reads this registration.
    ///
    /// # Errors
    /// [`RegisterError::NoAccess`] when the provider returned no URL and no token for the
    /// registration.
    pub fn new(registration: &Registration) -> Result<Self, RegisterError> {
        Ok(Self(Managed::new(registration.clone())?))
    }

    /// Sets the quirks of the provider. Without this call, no quirk is accepted.
    pub fn quirks(mut self, quirks: &Quirks) -> Self {
        self.0.exchange.quirks = quirks.registration;
        self
    }
}

impl Flow for ReadRegistration {
    type Output = Registration;
    type Error = RegisterError;

    fn start(&mut self, _now: OffsetDateTime) -> Result<Step<Registration>, RegisterError> {
        Ok(Step::Send(self.0.request(Operation::Read)?))
    }

    fn receive(
        &mut self,
        response: Response<Vec<u8>>,
        _now: OffsetDateTime,
    ) -> Result<Step<Registration>, RegisterError> {
        self.0.expect_response()?;
        let asked = self.0.registration().asked.clone();
        Ok(Step::Done(self.0.renewed(&response, asked)?))
    }
}
