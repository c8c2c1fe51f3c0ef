//! Checks of every promise of every record, for any store.
//!
//! The engines do not know how you keep their records, so a store of your own can use any database.
//! This module checks that it keeps the promises on which the security of the provider depends. It
//! lets many requests use the same code at the same time, stops functions in the middle, revokes
//! grants while tokens are written, and gives records of one issuer to another.
//!
//! 1. Implement [`ProviderRecords`] for your store in your tests.
//! 2. Call [`check`] with a function that returns a handle of your store:
//!
//! ```
//! use symbolon_crypto_ring::CRYPTO;
//! use symbolon_store::{Store, harness};
//!
//! # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
//! let store = Store::memory(); // or your store
//! harness::check(&CRYPTO, async |issuer| store.provider(issuer)).await?;
//! # Ok::<(), harness::Broken>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The error [`Broken`] names all promises that the store breaks, with what was expected and what was
//! found. [`PROVIDER_PROMISES`] lists the promises. Use a database for tests: the harness writes records and
//! sweeps. It reads no clock. All its times are in the year 2100.

mod broken;
mod check;
mod dropped;
mod engine;
mod own;
mod promise;
mod provider;
mod records;
mod times;
mod together;
mod trial;

pub use self::broken::{Broken, BrokenPromise, Report};
pub use self::check::{Harness, check};
pub use self::promise::Promise;
pub use self::provider::PROVIDER_PROMISES;
pub use self::records::ProviderRecords;
pub use self::together::Task;
