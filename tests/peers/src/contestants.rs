//! The libraries. Each has a file with its operations as closures, which are checked and timed.
//!
//! A contestant prepares all that its library can prepare in advance: keys, validators, headers,
//! claims. If a library leaves a check to its caller, such as comparing `azp`, the closure makes
//! that check, so that every `validate` refuses the same tokens.

#[cfg(feature = "peers")]
mod biscuit;
#[cfg(feature = "peers")]
mod josekit;
#[cfg(feature = "peers")]
mod jsonwebtoken;
#[cfg(feature = "peers")]
mod jwt_simple;
#[cfg(feature = "peers")]
mod openidconnect;
pub mod symbolon;

use std::rc::Rc;

use crate::key::Key;

/// Reads a token and returns true if it is accepted.
pub type Read = Rc<dyn Fn(&str) -> bool>;
/// Makes a token.
pub type Write = Rc<dyn Fn() -> String>;

/// The operations of a library with the key of one algorithm. An operation that the library does
/// not have is `None`.
#[derive(Default)]
pub struct Contestant {
    pub name: &'static str,
    /// Verifies the signature, and checks as little else as the library allows.
    pub verify: Option<Read>,
    /// Verifies the signature and checks type, issuer, subject, audience, times, nonce and `azp`.
    pub validate: Option<Read>,
    /// Signs bytes.
    pub sign: Option<Write>,
    /// Signs claims, in the type that the library expects.
    pub issue: Option<Write>,
}

/// Returns the other libraries that have the algorithm.
#[cfg(feature = "peers")]
pub fn peers(key: &Key) -> Vec<Contestant> {
    [
        jsonwebtoken::contestant(key),
        josekit::contestant(key),
        jwt_simple::contestant(key),
        biscuit::contestant(key),
        openidconnect::contestant(key),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Returns an empty list: without the feature `peers`, the other libraries are not built in.
#[cfg(not(feature = "peers"))]
pub fn peers(_: &Key) -> Vec<Contestant> {
    Vec::new()
}
