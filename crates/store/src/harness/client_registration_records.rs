//! The functions of a store of client registrations that promise something.

use core::error::Error;

use symbolon_oauth::Issuer;
use symbolon_relying_party::Registration;

/// The registrations of the clients of an application at providers.
///
/// Implement this trait for a store of your own, and pass the store to
/// [`check_client_registrations`](super::check_client_registrations). The functions of
/// [`ClientRegistrations`](crate::ClientRegistrations) with the same names say more.
pub trait ClientRegistrationRecords: Send + Sync + 'static {
    /// The error of a store that has failed.
    type Error: Error + Send + 'static;

    /// The state of a record when it was read.
    type Kept: Clone + Send + Sync + 'static;

    /// Returns the registration with this name at a provider, and the state of its record.
    fn get(
        &self,
        issuer: &Issuer,
        name: &str,
    ) -> impl Future<Output = Result<Option<(Registration, Self::Kept)>, Self::Error>> + Send;

    /// Writes a new registration, unless the store has a registration with this name. Returns the
    /// registration that the store has. Refuses the registration of another issuer.
    fn put_new(
        &self,
        issuer: &Issuer,
        name: &str,
        registration: &Registration,
    ) -> impl Future<Output = Result<Registration, Self::Error>> + Send;

    /// Replaces a registration. Returns `false` and writes nothing if the record has changed since it
    /// was read.
    fn replace(
        &self,
        kept: &Self::Kept,
        registration: &Registration,
    ) -> impl Future<Output = Result<bool, Self::Error>> + Send;

    /// Removes a registration. Returns `false` and removes nothing if the record has changed since it
    /// was read.
    fn delete(&self, kept: &Self::Kept) -> impl Future<Output = Result<bool, Self::Error>> + Send;
}
