//! The flow that deletes a registration.

use http::{Response, StatusCode};
use symbolon_oauth::flow::{Flow, Step};
use symbolon_registration::{ClientInformationError, Operation};
use time::OffsetDateTime;

use super::manage::Managed;
use super::{RegisterError, Registration};

/// A flow that deletes the registration of a client at the provider.
///
/// [RFC 7592 §2.3](https://www.rfc-editor.org/rfc/rfc7592#section-2.3). Afterwards, the provider
/// refuses the client, its tokens and its grants. Keep the stored registration until the flow has
/// succeeded: without its token, the registration cannot be deleted.
///
/// ```
/// # use symbolon_relying_party::{Registration, Unregister, drive_blocking};
/// # use time::OffsetDateTime;
/// # fn example(
/// #     registration: Registration,
/// #     send: impl FnMut(http::Request<Vec<u8>>) -> std::io::Result<http::Response<Vec<u8>>>,
/// # ) -> Result<(), Box<dyn std::error::Error>> {
/// drive_blocking(Unregister::new(registration)?, send, OffsetDateTime::now_utc)?;
/// // Delete the registration from your store.
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until the flow is driven"]
pub struct Unregister(Managed);

impl Unregister {
    /// Creates the flow that deletes this registration.
    ///
    /// # Errors
    /// [`RegisterError::NoAccess`] when the provider returned no URL and no token for the
    /// registration.
    pub fn new(registration: Registration) -> Result<Self, RegisterError> {
        Ok(Self(Managed::new(registration)?))
    }
}

impl Flow for Unregister {
    type Output = ();
    type Error = RegisterError;

    fn start(&mut self, _now: OffsetDateTime) -> Result<Step<()>, RegisterError> {
        Ok(Step::Send(self.0.request(Operation::Delete)?))
    }

    fn receive(
        &mut self,
        response: Response<Vec<u8>>,
        _now: OffsetDateTime,
    ) -> Result<Step<()>, RegisterError> {
        self.0.expect_response()?;
        let status = response.status();
        // RFC 7592 §2.3: 204 after a deletion.
        if status == StatusCode::NO_CONTENT {
            return Ok(Step::Done(()));
        }
        Err(match ClientInformationError::of_response(&response) {
            ClientInformationError::Status(status) => RegisterError::NotDeleted(status),
            refused => refused.into(),
        })
    }
}
