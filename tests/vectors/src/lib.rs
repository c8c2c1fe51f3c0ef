//! Published test vectors, run on every backend; see `tests/`.
//!
//! The files are not in the repository: they are in `../shared/vectors`, beside it. Where they are
//! missing, the tests are skipped and say so; on CI they fail.

mod count;
mod file;
mod hex;

pub use count::Count;
pub use file::{Json, json};
pub use hex::{bytes, hex};
use symbolon_jose::Crypto;
pub use symbolon_test_support::vectors::{names, text};

/// The backends that every runner runs on, with their names for printing.
pub const BACKENDS: &[(&str, Crypto)] =
    &[("ring", symbolon_crypto_ring::CRYPTO), ("aws-lc", symbolon_crypto_aws_lc::CRYPTO)];

/// Runs a test once on every backend.
pub fn on_every_backend(test: impl Fn(&Crypto, &str)) {
    for (name, crypto) in BACKENDS {
        test(crypto, name);
    }
}
