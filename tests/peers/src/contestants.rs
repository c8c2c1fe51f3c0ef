//! One file for each library: what it does with one key, as closures to be checked and timed.
//!
//! A contestant prepares whatever its library lets it prepare: keys, validators, headers, claims.
//! What a library leaves to its caller, such as comparing `azp`, its closure does in the caller's
//! place, so that every `validate` refuses the same tokens.

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

/// Whether the token is accepted.
pub type Read = Rc<dyn Fn(&str) -> bool>;
/// A new token.
pub type Write = Rc<dyn Fn() -> String>;

/// What a library does with the key of one algorithm; `None` where it has no such thing.
#[derive(Default)]
pub struct Contestant {
    pub name: &'static str,
    /// The signature, and as little else as the library can be brought to check.
    pub verify: Option<Read>,
    /// The signature, then type, issuer, subject, audience, times, nonce and authorized party.
    pub validate: Option<Read>,
    /// A token of a payload that is bytes already, or of claims where the library takes no bytes.
    pub sign: Option<Write>,
    /// A token of claims, in whatever form the library wants them.
    pub issue: Option<Write>,
}

/// The other libraries, those that know the algorithm.
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

/// None of them is built in.
#[cfg(not(feature = "peers"))]
pub fn peers(_: &Key) -> Vec<Contestant> {
    Vec::new()
}
