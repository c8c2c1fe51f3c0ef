//! Published test vectors, run on every backend. The runners are in `tests/`.
//!
//! The vectors are not part of the repository. They are read from `../shared/vectors`, beside it.
//! If that folder is absent, a test prints that it is skipped; on CI it fails.

mod count;
mod file;
mod hex;

pub use count::Count;
pub use file::{Json, json};
pub use hex::{bytes, hex};
use symbolon_jose::Crypto;
pub use symbolon_test_support::vectors::{names, text};

/// The backends, with the names under which they are printed.
pub const BACKENDS: &[(&str, Crypto)] =
    &[("ring", symbolon_crypto_ring::CRYPTO), ("aws-lc", symbolon_crypto_aws_lc::CRYPTO)];

/// Runs a test on every backend.
pub fn on_every_backend(test: impl Fn(&Crypto, &str)) {
    for (name, crypto) in BACKENDS {
        test(crypto, name);
    }
}
