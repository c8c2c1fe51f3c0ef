//! The store of client registrations of this crate, as the harness sees it.

use symbolon_oauth::Issuer;
use symbolon_relying_party::Registration;

use super::client_registration_records::ClientRegistrationRecords;
use crate::error::Error;
use crate::relying_party::{ClientRegistrations, KeptRegistration};

impl ClientRegistrationRecords for ClientRegistrations {
    type Error = Error;
    type Kept = KeptRegistration;

    async fn get(
        &self,
        issuer: &Issuer,
        name: &str,
    ) -> Result<Option<(Registration, KeptRegistration)>, Error> {
        let kept = Self::get(self, issuer, name).await?;
        Ok(kept.map(|kept| (kept.registration.clone(), kept)))
    }

    async fn put_new(
        &self,
        issuer: &Issuer,
        name: &str,
        registration: &Registration,
    ) -> Result<Registration, Error> {
        Ok(Self::put_new(self, issuer, name, registration).await?.registration)
    }

    async fn replace(
        &self,
        kept: &KeptRegistration,
        registration: &Registration,
    ) -> Result<bool, Error> {
        Self::replace(self, kept, registration).await
    }

    async fn delete(&self, kept: &KeptRegistration) -> Result<bool, Error> {
        Self::delete(self, kept).await
    }
}
