//! Published test vectors, run on every backend; see `tests/`.
//!
//! The files are not in the repository: they are looked for in `../shared/vectors`, beside it, and
//! what is not found there is skipped, with a line that says so.

mod count;
mod file;
mod hex;

pub use count::Count;
pub use file::{Json, json, names, text};
pub use hex::{bytes, hex};
use symbolon_jose::Crypto;

/// The backends that every runner runs on, with their names for printing.
pub const BACKENDS: &[(&str, Crypto)] =
    &[("ring", symbolon_crypto_ring::CRYPTO), ("aws-lc", symbolon_crypto_aws_lc::CRYPTO)];

/// Runs a test once on every backend.
pub fn on_every_backend(test: impl Fn(&Crypto, &str)) {
    for (name, crypto) in BACKENDS {
        test(crypto, name);
    }
}
