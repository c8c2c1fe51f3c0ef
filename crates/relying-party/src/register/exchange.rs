//! The parts that all requests about a registration share: the limits, and the reading of the
//! answer.

use std::time::Duration;

use http::{Request, Response};
use symbolon_discovery::quirks::RegistrationQuirks;
use symbolon_oauth::Issuer;
use symbolon_oauth::obligation::{AddressFrom, Fetch};
use symbolon_registration::{ClientInformation, ClientMetadata};

use super::RegisterError;
use crate::relying_party;

/// The longest answer that is read, in bytes.
const MAX_BODY: usize = 256 * 1024;

/// The longest time that a sender waits for the answer. A request that changes a registration must
/// not be repeated lightly, so the sender waits longer than for a document.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The provider of a registration.
#[derive(Clone, Debug)]
pub(super) struct Exchange {
    pub(super) issuer: Issuer,
    pub(super) address: AddressFrom,
    pub(super) quirks: RegistrationQuirks,
}

impl Exchange {
    pub(super) fn new(issuer: &Issuer, address: AddressFrom) -> Self {
        Self { issuer: issuer.clone(), address, quirks: RegistrationQuirks::default() }
    }

    /// Adds the limits to a request.
    pub(super) fn limited(&self, request: Request<Vec<u8>>) -> Request<Vec<u8>> {
        let address = relying_party::address_of(request.uri(), &self.issuer, self.address);
        let mut fetch = Fetch::new(request, address);
        fetch.max_body = MAX_BODY;
        fetch.timeout = TIMEOUT;
        fetch.into_request()
    }

    /// Reads the answer of the provider.
    pub(super) fn read(
        &self,
        response: &Response<Vec<u8>>,
    ) -> Result<ClientInformation, RegisterError> {
        Ok(ClientInformation::from_http_of(response, &self.issuer, &self.quirks)?)
    }

    /// Checks the metadata before it is sent.
    pub(super) fn validate(&self, metadata: &ClientMetadata) -> Result<(), RegisterError> {
        // Registration §2: `https`, except for a provider on this machine.
        if !self.issuer.is_https() && self.issuer.is_on_loopback() {
            metadata.validate_on_loopback()?;
        } else {
            metadata.validate()?;
        }
        Ok(())
    }
}
