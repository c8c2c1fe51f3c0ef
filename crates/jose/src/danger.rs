//! What takes a check away. Each function says in its name what it does, and in its documentation
//! what an attacker gains.
//!
//! Nothing in here is needed to verify, sign or decrypt; nothing outside of it does any of this.

mod rsa1_5;
mod unsecured;
mod unverified;

pub use rsa1_5::{rsa1_5_decryption_key, rsa1_5_encryption_key};
pub use unsecured::{UnsecuredError, UnsecuredJws, unsecured_jws};
pub use unverified::unverified_claims;
