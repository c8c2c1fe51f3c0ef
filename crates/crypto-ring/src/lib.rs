#![doc = include_str!("../README.md")]

mod agreement;
mod cbc;
mod curve;
mod digest;
mod ecdsa;
mod ecdsa_rust_crypto;
mod eddsa;
mod gcm;
mod key_pair;
mod key_wrap;
mod mac;
mod random;
mod rsa;
mod rsa_exponent;
mod x25519;

pub use agreement::{ECDH_P256, ECDH_P384, ECDH_P521};
pub use cbc::{AES128_CBC, AES192_CBC, AES256_CBC};
pub use digest::DIGESTS;
pub use ecdsa::{ES256, ES384};
pub use ecdsa_rust_crypto::{ES256K, ES512};
pub use eddsa::{ED25519, EDDSA};
pub use gcm::{AES128_GCM, AES192_GCM, AES256_GCM};
pub use key_pair::{
    ED25519_KEY_PAIRS, P256_KEY_PAIRS, P384_KEY_PAIRS, P521_KEY_PAIRS, SECP256K1_KEY_PAIRS,
};
pub use key_wrap::{AES128_KW, AES192_KW, AES256_KW};
pub use mac::{HS256, HS384, HS512};
pub use random::RANDOM;
pub use rsa::{PS256, PS384, PS512, RS256, RS384, RS512};
pub use x25519::{ECDH_X25519, X25519_KEY_PAIRS};

use symbolon_jose::Crypto;

/// The backend with all algorithms that ring and RustCrypto supply.
///
/// To allow fewer algorithms, replace a field: `Crypto { signatures: &[ES256, PS256], ..CRYPTO }`.
pub const CRYPTO: Crypto = Crypto {
    signatures: &[
        HS256, HS384, HS512, RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, ES256K,
        EDDSA, ED25519,
    ],
    agreements: &[ECDH_P256, ECDH_P384, ECDH_P521, ECDH_X25519],
    key_wraps: &[AES128_KW, AES192_KW, AES256_KW],
    aeads: &[AES128_GCM, AES192_GCM, AES256_GCM],
    block_ciphers: &[AES128_CBC, AES192_CBC, AES256_CBC],
    rsa: &[],
    key_pairs: &[
        P256_KEY_PAIRS,
        P384_KEY_PAIRS,
        P521_KEY_PAIRS,
        SECP256K1_KEY_PAIRS,
        ED25519_KEY_PAIRS,
        X25519_KEY_PAIRS,
    ],
    rsa_key_pairs: None,
    digests: DIGESTS,
    random: RANDOM,
};
