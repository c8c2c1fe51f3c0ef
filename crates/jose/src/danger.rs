//! Functions that leave out a check or use a weak algorithm.
//!
//! The name of each function says what it does, and its documentation says what an attacker gains.
//! Ordinary verifying, signing and decrypting never need this module.
//!
//! ```
//! use symbolon_jose::danger;
//!
//! // An attacker can write every claim that this function returns.
//! fn issuer_to_look_up(token: &str) -> Option<String> {
//!     danger::unverified_claims(token).ok()?.iss
//! }
//! # assert_eq!(issuer_to_look_up("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJhIn0.AA"), Some("a".to_owned()));
//! ```

mod rsa1_5;
mod unsecured;
mod unverified;

pub use rsa1_5::{rsa1_5_decryption_key, rsa1_5_encryption_key};
pub use unsecured::{UnsecuredError, UnsecuredJws, unsecured_jws};
pub use unverified::unverified_claims;
