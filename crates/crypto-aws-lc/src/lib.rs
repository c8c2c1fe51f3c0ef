#![doc = include_str!("../README.md")]

mod aead;
mod agreement;
mod block_cipher;
mod digest;
mod ecdsa;
mod eddsa;
mod key_pair;
mod key_wrap;
mod key_wrap_192;
mod mac;
mod ml_dsa;
mod parsed;
mod random;
mod rsa;
mod rsa_encryption;
mod rsa_generation;
mod rsa_numbers;
mod rsa_pair;

pub use aead::{AES128_GCM, AES192_GCM, AES256_GCM};
pub use agreement::{ECDH_P256, ECDH_P384, ECDH_P521, ECDH_X25519};
pub use block_cipher::{AES128_CBC, AES192_CBC, AES256_CBC};
pub use digest::DIGESTS;
pub use ecdsa::{ES256, ES256K, ES384, ES512};
pub use eddsa::{ED25519, EDDSA};
pub use key_pair::{
    ED25519_KEY_PAIRS, ML_DSA_44_KEY_PAIRS, ML_DSA_65_KEY_PAIRS, ML_DSA_87_KEY_PAIRS,
    P256_KEY_PAIRS, P384_KEY_PAIRS, P521_KEY_PAIRS, SECP256K1_KEY_PAIRS, X25519_KEY_PAIRS,
};
pub use key_wrap::{AES128_KW, AES256_KW};
pub use key_wrap_192::AES192_KW;
pub use mac::{HS256, HS384, HS512};
pub use ml_dsa::{ML_DSA_44, ML_DSA_65, ML_DSA_87};
pub use random::RANDOM;
pub use rsa::{PS256, PS384, PS512, RS256, RS384, RS512};
pub use rsa_encryption::{RSA_OAEP, RSA_OAEP_256, RSA_OAEP_384, RSA_OAEP_512, RSA1_5};
pub use rsa_generation::RSA_KEY_PAIRS;

use symbolon_jose::Crypto;

/// The backend with every algorithm that `symbolon-jose` knows.
///
/// To allow fewer algorithms, replace a field: `Crypto { signatures: &[ES256, PS256], ..CRYPTO }`.
pub const CRYPTO: Crypto = Crypto {
    signatures: &[
        HS256, HS384, HS512, RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, ES256K,
        EDDSA, ED25519, ML_DSA_44, ML_DSA_65, ML_DSA_87,
    ],
    agreements: &[ECDH_P256, ECDH_P384, ECDH_P521, ECDH_X25519],
    key_wraps: &[AES128_KW, AES192_KW, AES256_KW],
    aeads: &[AES128_GCM, AES192_GCM, AES256_GCM],
    block_ciphers: &[AES128_CBC, AES192_CBC, AES256_CBC],
    rsa: &[RSA_OAEP, RSA_OAEP_256, RSA_OAEP_384, RSA_OAEP_512, RSA1_5],
    key_pairs: &[
        P256_KEY_PAIRS,
        P384_KEY_PAIRS,
        P521_KEY_PAIRS,
        SECP256K1_KEY_PAIRS,
        ED25519_KEY_PAIRS,
        X25519_KEY_PAIRS,
        ML_DSA_44_KEY_PAIRS,
        ML_DSA_65_KEY_PAIRS,
        ML_DSA_87_KEY_PAIRS,
    ],
    rsa_key_pairs: Some(RSA_KEY_PAIRS),
    digests: DIGESTS,
    random: RANDOM,
};
