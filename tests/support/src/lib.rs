//! What the test suites of several crates start from: keys, names, times, randomness, metadata,
//! registered clients, and vectors.
//!
//! The crate depends on no cryptography backend: a function that needs one takes `&Crypto`.

#![expect(
    clippy::unwrap_used,
    reason = "a value that cannot be built fails the test that asks for it"
)]

pub mod at_once;
pub mod carried;
#[cfg(feature = "provider")]
pub mod clients;
pub mod clock;
pub mod keys;
#[cfg(feature = "discovery")]
pub mod metadata;
pub mod names;
pub mod random;
pub mod vectors;
