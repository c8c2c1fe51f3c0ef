//! Functions that leave out a check or use a weak algorithm.
//!
//! The name of each function says what it does, and its documentation says what an attacker gains.
//! Ordinary verifying, signing and decrypting never need this module.

mod rsa1_5;
mod unsecured;
mod unverified;

pub use rsa1_5::{rsa1_5_decryption_key, rsa1_5_encryption_key};
pub use unsecured::{UnsecuredError, UnsecuredJws, unsecured_jws};
pub use unverified::unverified_claims;
