//! What the test suites of several crates start from: keys, names, times, randomness, metadata,
//! registered clients, a store and vectors.
//!
//! The crate depends on no cryptography backend: a function that needs one takes `&Crypto`.

#![expect(
    clippy::unwrap_used,
    reason = "a value that cannot be built fails the test that asks for it"
)]

#[cfg(feature = "provider")]
pub mod clients;
pub mod clock;
pub mod keys;
#[cfg(feature = "discovery")]
pub mod metadata;
pub mod names;
pub mod random;
#[cfg(feature = "provider")]
pub mod store;
pub mod vectors;
