//! The functions of a store that promise something.

use core::error::Error;

use symbolon_jose::Fingerprint;
use symbolon_oauth::ClientId;
use symbolon_oauth::obligation::{FirstUse, GrantId, ReplayKey, SingleUse, Stored};
use symbolon_provider::cors::Origin;
use symbolon_provider::{
    AccessTokenRecord, AuthorizationRecords, CodeRecord, FetchedRequestObject, PushedRequestRecord,
    RefreshTokenRecord, RegisteredClient, TokenRecords,
};
use time::OffsetDateTime;

/// The clients, codes, tokens, grants, replay keys, pushed requests and fetched request objects of the
/// provider with one issuer.
///
/// Implement this trait for a store of your own, and pass the store to [`check`](super::check). The
/// engines do not know this trait: your server calls the functions of your store.
pub trait ProviderRecords: Send + Sync + 'static {
    /// The error of a store that has failed.
    type Error: Error + Send + 'static;

    /// Writes the record of a client. Replaces the record of a client with the same `client_id`.
    fn put_client(
        &self,
        client: &RegisteredClient,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Returns the record of a client.
    fn client(
        &self,
        id: &ClientId,
    ) -> impl Future<Output = Result<Option<RegisteredClient>, Self::Error>> + Send;

    /// Removes a client, and revokes its grants. Returns whether the client existed.
    fn delete_client(
        &self,
        id: &ClientId,
    ) -> impl Future<Output = Result<bool, Self::Error>> + Send;

    /// Returns whether a redirect URI of a client has this origin.
    fn has_origin(&self, origin: &Origin)
    -> impl Future<Output = Result<bool, Self::Error>> + Send;

    /// Writes the records of an authorization response, and starts their grant. Refuses the records
    /// of another issuer.
    fn put_authorization(
        &self,
        records: &AuthorizationRecords,
    ) -> impl Future<Output = Result<Stored, Self::Error>> + Send;

    /// Returns what the store knows about a code, without marking the code as used.
    fn find_code(
        &self,
        code: &Fingerprint,
    ) -> impl Future<Output = Result<SingleUse<CodeRecord>, Self::Error>> + Send;

    /// Returns what the store knows about a refresh token, without marking the token as used.
    fn find_refresh_token(
        &self,
        token: &Fingerprint,
    ) -> impl Future<Output = Result<SingleUse<RefreshTokenRecord>, Self::Error>> + Send;

    /// Marks the code or refresh token of a token request as used, and writes the tokens, as
    /// [`TokenRecords`] says. Refuses the records of another issuer.
    fn put_tokens(
        &self,
        records: &TokenRecords,
    ) -> impl Future<Output = Result<Stored, Self::Error>> + Send;

    /// Returns the record of an access token whose grant was not revoked.
    fn access_token(
        &self,
        token: &Fingerprint,
    ) -> impl Future<Output = Result<Option<AccessTokenRecord>, Self::Error>> + Send;

    /// Revokes a grant.
    fn revoke_grant(
        &self,
        grant: &GrantId,
    ) -> impl Future<Output = Result<Stored, Self::Error>> + Send;

    /// Returns the grants of a user that were not revoked.
    fn grants(
        &self,
        subject: &str,
    ) -> impl Future<Output = Result<Vec<GrantId>, Self::Error>> + Send;

    /// Remembers that these keys were used, if all of them are new. Refuses a key of another issuer.
    fn first_use(
        &self,
        keys: &[ReplayKey],
    ) -> impl Future<Output = Result<FirstUse, Self::Error>> + Send;

    /// Writes the record of a pushed authorization request. Refuses the record of another issuer.
    fn put_pushed_request(
        &self,
        record: &PushedRequestRecord,
    ) -> impl Future<Output = Result<Stored, Self::Error>> + Send;

    /// Removes the record of a pushed authorization request, and returns the record. Of several
    /// callers, one gets the record.
    fn take_pushed_request(
        &self,
        request_uri: &Fingerprint,
    ) -> impl Future<Output = Result<Option<PushedRequestRecord>, Self::Error>> + Send;

    /// Writes the record of a request object that was fetched. Replaces the record with the same
    /// fingerprint. Refuses the record of another issuer.
    fn put_request_object(
        &self,
        record: &FetchedRequestObject,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Returns the record of a request object that was fetched.
    fn request_object(
        &self,
        request_uri: &Fingerprint,
    ) -> impl Future<Output = Result<Option<FetchedRequestObject>, Self::Error>> + Send;

    /// Removes the records that are not needed any more at this time. A store whose database
    /// deletes expired records by itself does nothing here.
    fn sweep(&self, now: OffsetDateTime) -> impl Future<Output = Result<(), Self::Error>> + Send;
}
