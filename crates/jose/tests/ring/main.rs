//! The JOSE test suite on ring.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test")]

use symbolon_crypto_ring::CRYPTO;

#[path = "../suite/mod.rs"]
mod suite;
