#![doc = include_str!("../README.md")]

mod database;
mod error;
mod grant;
#[cfg(feature = "harness")]
pub mod harness;
mod memory;
mod place;
mod provider;
mod relying_party;
mod seal;
mod sign_in;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod sql;
mod store;
mod sweep;
mod waiting;

#[cfg(feature = "sqlite")]
pub use self::database::SqliteOptions;
pub use self::database::{Database, DatabaseError, OpenError};
#[cfg(feature = "postgres")]
pub use self::database::{PostgresOptions, TrustedRoots};
#[cfg(feature = "postgres")]
pub use self::error::TlsError;
pub use self::error::{Cause, Error};
pub use self::grant::Grant;
pub use self::provider::{
    Allowed, NextStep, ProviderStore, PushAnswer, RegistrationAnswer, ResolveClientError,
    StepError, TokenAnswer,
};
pub use self::relying_party::{
    ClientRegistrations, KeptRegistration, Lease, Refresh, RelyingPartyStore,
};
pub use self::seal::SealKey;
pub use self::sign_in::SignIn;
pub use self::store::Store;
pub use self::sweep::Swept;
pub use self::waiting::Waiting;
