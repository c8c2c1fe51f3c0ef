//! The JOSE test suite on AWS-LC.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test")]

use symbolon_crypto_aws_lc::CRYPTO;

#[path = "../suite/mod.rs"]
mod suite;
