//! The records of a provider: one file for each record, with its promise on every database.

mod access_tokens;
mod answer;
mod answer_push;
mod answer_registration;
mod authorizations;
mod browser_sessions;
mod browsers;
mod client_documents;
mod client_keys;
mod clients;
mod codes;
mod consents;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod ended_client;
mod fetched_keys;
mod grants;
mod initial_access_tokens;
mod pending_authorizations;
mod pushed_requests;
mod refresh_tokens;
mod registrations;
mod replay_keys;
mod request_objects;
mod resolve_client;
mod scope;
mod single_use;
mod steps;
mod tokens;

pub use self::answer::TokenAnswer;
pub use self::answer_push::PushAnswer;
pub use self::answer_registration::RegistrationAnswer;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use self::ended_client::end_client;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use self::registrations::{FORGET_UNUSED, UNUSED_REGISTRATIONS};
pub use self::resolve_client::ResolveClientError;
pub use self::scope::ProviderStore;
#[cfg(feature = "harness")]
pub(crate) use self::scope::Tables;
pub use self::steps::{Allowed, NextStep, StepError};
