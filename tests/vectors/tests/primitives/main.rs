//! Vectors of primitives that specifications print, and the limits of what backends accept. These
//! tests run on every backend and need no folder of vectors.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test")]

mod agreement;
mod ciphers;
mod curves;
mod digests;
mod ecdsa;
mod key_pairs;
mod key_wrap;
