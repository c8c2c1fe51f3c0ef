#![doc = include_str!("../README.md")]

mod digest;
mod ecdsa;
mod eddsa;
mod mac;
mod random;
mod rsa;
mod rsa_exponent;

pub use digest::DIGESTS;
pub use ecdsa::{ES256, ES384};
pub use eddsa::{ED25519, EDDSA};
pub use mac::{HS256, HS384, HS512};
pub use random::RANDOM;
pub use rsa::{PS256, PS384, PS512, RS256, RS384, RS512};

use symbolon_jose::Crypto;

/// Everything ring does, as one value.
///
/// A smaller backend is the same value with fewer schemes:
/// `Crypto { signatures: &[ES256, PS256], ..CRYPTO }`.
pub const CRYPTO: Crypto = Crypto {
    signatures: &[
        HS256, HS384, HS512, RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, EDDSA, ED25519,
    ],
    agreements: &[],
    key_wraps: &[],
    aeads: &[],
    block_ciphers: &[],
    rsa: &[],
    key_pairs: &[],
    rsa_key_pairs: None,
    digests: DIGESTS,
    random: RANDOM,
};
