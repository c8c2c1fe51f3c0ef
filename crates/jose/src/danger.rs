//! What takes a check away. Each function says in its name what it does, and in its documentation
//! what an attacker gains.
//!
//! Nothing in here is needed to verify, sign or decrypt; nothing outside of it does any of this.

mod unsecured;
mod unverified;

pub use unsecured::{UnsecuredError, UnsecuredJws, unsecured_jws};
pub use unverified::unverified_claims;
