//! What a provider remembers: one file for each record.
//!
//! Records can be kept in any store that can check and write several records in one atomic
//! operation, such as a transaction. No record contains a
//! usable code or token: each record is stored under the fingerprint of its code or token.

mod access_token;
mod authorization;
mod client_document;
mod code;
mod fetched_request_object;
mod initial_access_token;
mod pushed_request;
mod refresh_token;
mod registration;
mod release;
mod signed_in;
mod stored_parameters;
mod tokens;
mod unix_micros;

pub use access_token::AccessTokenRecord;
pub use authorization::{AuthorizationRecords, GrantRecord};
pub use client_document::ClientDocumentRecord;
pub use code::CodeRecord;
pub use fetched_request_object::FetchedRequestObject;
pub use initial_access_token::{InitialAccessTokenRecord, InitialAccessTokenTerms};
pub use pushed_request::PushedRequestRecord;
pub use refresh_token::RefreshTokenRecord;
pub use registration::{
    ClientRegistration, EndedRegistration, NewRegistration, RegistrationRecord,
    ReplacedRegistration,
};
pub use signed_in::SignedIn;
pub use tokens::{SpentRecord, TokenRecords};
pub(crate) use unix_micros::UnixMicros;
