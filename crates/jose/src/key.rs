//! Keys that a backend has prepared, each for exactly one algorithm.
//!
//! The caller states the allowed algorithms when it prepares keys. A token cannot choose an
//! algorithm: its header only selects one of the prepared keys, and an algorithm without a key is
//! refused ([RFC 8725 §3.1](https://www.rfc-editor.org/rfc/rfc8725#section-3.1)).
//!
//! ```
//! use symbolon_crypto_ring::CRYPTO;
//! use symbolon_jose::jwk::{KeyKind, PrivateJwk};
//! use symbolon_jose::{SignatureAlgorithm, SigningKey};
//!
//! let jwk = PrivateJwk::generate(KeyKind::P256, &CRYPTO)?;
//! let key = SigningKey::from_jwk(&jwk, SignatureAlgorithm::Es256, &CRYPTO)?.named("2027-01");
//! assert_eq!(key.kid(), Some("2027-01"));
//! assert!(SigningKey::from_jwk(&jwk, SignatureAlgorithm::Rs256, &CRYPTO).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod algorithm;
mod decryption;
mod dropped;
mod encryption;
mod error;
mod fit;
mod index;
mod key_format;
mod left_out;
mod select_error;
mod signing;
mod verification;
mod verification_keys;

pub use algorithm::Algorithm;
pub use decryption::{DecryptionKey, DecryptionKeys};
pub use dropped::{DropReason, DroppedKey};
pub use encryption::EncryptionKey;
pub use error::{Error, WrongKey};
pub(crate) use left_out::LeftOut;
pub use select_error::SelectError;
pub use signing::SigningKey;
pub use verification::VerificationKey;
pub use verification_keys::VerificationKeys;
