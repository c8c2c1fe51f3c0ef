//! Keys as capabilities: prepared by a backend, each bound to exactly one algorithm.
//!
//! The allow-list of a verifier is used up here. Whatever algorithm has no key cannot be verified
//! with, so a token has nothing to choose: its header only selects among keys
//! ([RFC 8725 §3.1](https://www.rfc-editor.org/rfc/rfc8725#section-3.1)).

mod decryption;
mod encryption;
mod error;
mod fit;
mod index;
mod published;
mod select;
mod signing;
mod verification;

pub use decryption::{DecryptionKey, DecryptionKeys};
pub use encryption::EncryptionKey;
pub use error::{Algorithm, Error, WrongKey};
pub use select::{SelectError, VerificationKeys};
pub use signing::SigningKey;
pub use verification::VerificationKey;
