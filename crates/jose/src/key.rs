//! Keys that a backend has prepared, each for exactly one algorithm.
//!
//! The caller states the allowed algorithms when it prepares keys. A token cannot choose an
//! algorithm: its header only selects one of the prepared keys, and an algorithm without a key is
//! refused ([RFC 8725 §3.1](https://www.rfc-editor.org/rfc/rfc8725#section-3.1)).

mod algorithm;
mod decryption;
mod dropped;
mod encryption;
mod error;
mod fit;
mod index;
mod key_format;
mod select_error;
mod signing;
mod verification;
mod verification_keys;

pub use algorithm::Algorithm;
pub use decryption::{DecryptionKey, DecryptionKeys};
pub use dropped::{DropReason, DroppedKey};
pub use encryption::EncryptionKey;
pub use error::{Error, WrongKey};
pub use select_error::SelectError;
pub use signing::SigningKey;
pub use verification::VerificationKey;
pub use verification_keys::VerificationKeys;
