//! Keys as capabilities: prepared by a backend, each bound to exactly one algorithm.
//!
//! The allow-list of a verifier is used up here. Whatever algorithm has no key cannot be verified
//! with, so a token has nothing to choose: its header only selects among keys
//! ([RFC 8725 §3.1](https://www.rfc-editor.org/rfc/rfc8725#section-3.1)).

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

pub use decryption::{DecryptionKey, DecryptionKeys};
pub use dropped::{DropReason, DroppedKey};
pub use encryption::EncryptionKey;
pub use error::{Algorithm, Error, WrongKey};
pub use select_error::SelectError;
pub use signing::SigningKey;
pub use verification::VerificationKey;
pub use verification_keys::VerificationKeys;
