//! Checks of every promise of every record, for any store.
//!
//! The engines do not know how you keep their records, so a store of your own can use any database.
//! This module checks that it keeps the promises on which the security of the provider depends. It
//! lets many requests use the same code at the same time, stops functions in the middle, revokes
//! grants while tokens are written, and gives records of one issuer to another.
//!
//! Implement [`ProviderRecords`] for your store, and call [`check`] in a test, with a function that
//! returns a handle of your store. Over a database in which a transaction checks the versions of the
//! values that it has read, a function of a store has this shape:
//!
//! ```ignore
//! async fn revoke_grant(&self, id: &GrantId) -> Result<Stored, MyError> {
//!     loop {
//!         let (version, grant) = self.read("grant", id).await?;
//!         let Some(grant) = grant else { return Ok(Stored::Confirmed) };
//!         if self.write("grant", id, version, Grant { revoked: true, ..grant }).await? {
//!             return Ok(Stored::Confirmed);
//!         } // Another server has changed the grant: read it again.
//!     }
//! }
//! ```
//!
//! [`tests/own_store`](https://github.com/symbolon-oidc/symbolon/tree/main/crates/store/tests/own_store)
//! has the whole store. This is the test:
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
//! The error [`Broken`] names all promises that the store breaks, with what was expected and what
//! was found. [`PROVIDER_PROMISES`] lists the promises. If your store also keeps the sessions of
//! browsers, clients that register themselves, or the records of a relying party, implement
//! [`BrowserRecords`], [`RegistrationRecords`], [`RelyingPartyRecords`] or
//! [`ClientRegistrationRecords`] too. Use a database for tests, because the harness writes records
//! and sweeps. The harness reads no clock. All its times are in the year 2100.

mod broken;
mod browser;
mod browser_records;
mod check;
mod client_registration;
mod client_registration_records;
mod dropped;
mod engine;
mod own;
mod own_browser;
mod own_client_registration;
mod own_registration;
mod party;
mod party_records;
mod promise;
mod provider;
mod records;
mod registration;
mod registration_records;
mod relying_party;
mod times;
mod together;
mod trial;

pub use self::broken::{Broken, BrokenPromise, Report};
pub use self::browser::BROWSER_PROMISES;
pub use self::browser_records::BrowserRecords;
pub use self::check::{
    Harness, check, check_browsers, check_client_registrations, check_registrations,
    check_relying_party,
};
pub use self::client_registration::CLIENT_REGISTRATION_PROMISES;
pub use self::client_registration_records::ClientRegistrationRecords;
pub use self::party_records::RelyingPartyRecords;
pub use self::promise::Promise;
pub use self::provider::PROVIDER_PROMISES;
pub use self::records::ProviderRecords;
pub use self::registration::REGISTRATION_PROMISES;
pub use self::registration_records::RegistrationRecords;
pub use self::relying_party::RELYING_PARTY_PROMISES;
pub use self::together::Task;
