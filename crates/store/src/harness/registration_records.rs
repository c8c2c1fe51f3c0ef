//! The functions of a store that promise something about clients that register themselves.

use symbolon_jose::Fingerprint;
use symbolon_oauth::ClientId;
use symbolon_oauth::obligation::Stored;
use symbolon_provider::{
    ClientDocumentRecord, ClientRegistration, EndedRegistration, InitialAccessTokenRecord,
    NewRegistration, ReplacedRegistration,
};

use super::browser_records::BrowserRecords;

/// The registrations, initial access tokens and client documents of the provider with one issuer.
///
/// Implement this trait for a store of your own, and pass the store to
/// [`check_registrations`](super::check_registrations). The store must keep consents too, because
/// an update can end them. A provider at which clients do not register themselves does not need
/// this trait. The functions of [`ProviderStore`](crate::ProviderStore) with the same names say
/// more.
pub trait RegistrationRecords: BrowserRecords {
    /// Writes a new client with its registration, and counts the use of the initial access token.
    /// Refuses the records of another issuer, and a client that exists.
    fn put_registration(
        &self,
        records: &NewRegistration,
    ) -> impl Future<Output = Result<Stored, Self::Error>> + Send;

    /// Returns a client with its registration.
    fn registration(
        &self,
        id: &ClientId,
    ) -> impl Future<Output = Result<Option<ClientRegistration>, Self::Error>> + Send;

    /// Replaces a client and its registration, if the registration still has the token that the
    /// records name. Refuses the records of another issuer.
    fn replace_registration(
        &self,
        records: &ReplacedRegistration,
    ) -> impl Future<Output = Result<Stored, Self::Error>> + Send;

    /// Removes a client and its registration and revokes its grants, if the registration still has
    /// the token that the records name. Refuses the records of another issuer.
    fn delete_registration(
        &self,
        records: &EndedRegistration,
    ) -> impl Future<Output = Result<Stored, Self::Error>> + Send;

    /// Writes the record of an initial access token. Refuses a token that exists, and the record of
    /// another issuer.
    fn put_initial_access_token(
        &self,
        record: &InitialAccessTokenRecord,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Returns the record of an initial access token that is not used up, without counting a use.
    fn initial_access_token(
        &self,
        token: &Fingerprint,
    ) -> impl Future<Output = Result<Option<InitialAccessTokenRecord>, Self::Error>> + Send;

    /// Removes an initial access token. Returns whether the token was known.
    fn revoke_initial_access_token(
        &self,
        token: &Fingerprint,
    ) -> impl Future<Output = Result<bool, Self::Error>> + Send;

    /// Writes the metadata of a client from the document at its `client_id`. Replaces the record of
    /// the same client.
    fn put_client_document(
        &self,
        record: &ClientDocumentRecord,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Returns the record of a client document.
    fn client_document(
        &self,
        id: &ClientId,
    ) -> impl Future<Output = Result<Option<ClientDocumentRecord>, Self::Error>> + Send;
}
