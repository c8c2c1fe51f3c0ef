//! What specifications print of primitives, and the edges of the seam: needs no folder, runs on
//! every backend.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test")]

mod agreement;
mod ciphers;
mod curves;
mod digests;
mod ecdsa;
mod key_pairs;
mod key_wrap;
