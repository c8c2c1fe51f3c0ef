//! The records of a provider: one file for each record, with its promise on every database.

mod access_tokens;
mod answer;
mod answer_push;
mod authorizations;
mod browser_sessions;
mod browsers;
mod client_keys;
mod clients;
mod codes;
mod consents;
mod grants;
mod pending_authorizations;
mod pushed_requests;
mod refresh_tokens;
mod replay_keys;
mod request_objects;
mod scope;
mod single_use;
mod steps;
mod tokens;

pub use self::answer::TokenAnswer;
pub use self::answer_push::PushAnswer;
pub use self::scope::ProviderStore;
#[cfg(feature = "harness")]
pub(crate) use self::scope::Tables;
pub use self::steps::{Allowed, NextStep, StepError};
